package privacy

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A maker makes up people and their numbers, always the same for one seed. Nobody bears them;
// the checksums are right.
type maker struct{ *rand.Rand }

func newMaker(seed uint64) maker { return maker{rand.New(rand.NewPCG(seed, 20261127))} }

func (m maker) pick(list ...string) string { return list[m.IntN(len(list))] }

func (m maker) number(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + m.IntN(10)))
	}
	return b.String()
}

func (m maker) name() string {
	given := []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红梅春三四五九")
	name := m.pick("张", "王", "李", "赵", "刘", "陈", "欧阳", "周")
	for range 1 + m.IntN(2) {
		name += string(given[m.IntN(len(given))])
	}
	return name
}

// region is a made county of a true province.
func (m maker) region() string {
	return m.pick("11", "13", "31", "32", "37", "41", "44", "51", "61", "65") + fmt.Sprintf("%02d%02d", 1+m.IntN(20), 1+m.IntN(30))
}

// identity makes a number of 18 characters, one in four of them with an X at its end.
func (m maker) identity() string {
	for {
		body := m.region() + fmt.Sprintf("%04d%02d%02d", 1930+m.IntN(90), 1+m.IntN(12), 1+m.IntN(28)) + m.number(3)
		sum := 0
		for i, c := range body {
			sum += int(c-'0') * [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}[i]
		}
		last := "10X98765432"[sum%11]
		if last == 'X' || m.IntN(4) > 0 {
			return body + string(last)
		}
	}
}

func (m maker) oldIdentity() string {
	return m.region() + fmt.Sprintf("%02d%02d%02d", 30+m.IntN(70), 1+m.IntN(12), 1+m.IntN(28)) + m.number(3)
}

func (m maker) mobile() string {
	return m.pick("130", "133", "135", "138", "139", "147", "150", "159", "166", "170", "178", "180", "189", "191", "198", "199") + m.number(8)
}

func (m maker) card() string {
	length := []int{16, 17, 18, 19, 16, 16, 15}
	head := []string{"621700", "622848", "621226", "622202", "4" + m.number(3), "5" + m.pick("1", "3", "5"), "37"}
	i := m.IntN(len(head))
	body := head[i] + m.number(length[i]-1-len(head[i]))
	sum := 0
	for k := range len(body) {
		n := int(body[len(body)-1-k] - '0')
		if k%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return body + string(rune('0'+(10-sum%10)%10))
}

func (m maker) passport() string {
	return m.pick("E", "G", "D", "S", "P", "EA", "C", "H", "M", "W") + m.number(8)[:7] + m.pick("1", "2", "9")
}

func (m maker) plate() string {
	const tail = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
	p := m.pick("鲁", "京", "粤", "豫", "苏") + m.pick("A", "B", "F", "K")
	switch m.IntN(4) {
	case 0:
		return p + m.pick("D", "F") + m.number(5)
	case 1:
		return "粤Z" + m.number(4) + m.pick("港", "澳")
	}
	return p + string(tail[m.IntN(len(tail))]) + m.number(4)
}

func (m maker) home() string {
	town := m.pick("山东省明湖市清河区和平街道", "清河县临港镇", "清河县石桥乡", "明湖市清河区", "临港镇")
	return town + m.pick("建设路12号3号楼2单元501室", "李家村3组15号", "王家屯", "柳巷8号", "阳光小区7栋2单元301", "大槐树胡同22号", "石桥村第三村民小组18号", "东风路66弄5号402室")
}

func (m maker) mail() string {
	return m.pick("zhang", "li.na", "wang_wei", "chen") + m.number(3) + "@" + m.pick("qq.com", "163.com", "126.com", "sina.com", "foxmail.com", "gmail.com", "outlook.com", "139.com", "189.cn", "aliyun.com", "yeah.net", "21cn.com")
}
