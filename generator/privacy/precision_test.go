package privacy

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realDocuments names the folder of real public documents that TestRealDocuments reads.
const realDocuments = "GONGKAI_REAL_DOCUMENTS"

// tally counts what is found in documents of which nothing should be.
type tally struct{ documents, bytes, errors, warnings int }

func (c *tally) read(t *testing.T, name string, text []byte) {
	t.Helper()
	c.documents++
	c.bytes += len(text)
	for _, m := range Markdown(text) {
		what := "warning"
		if m.Sure {
			what = "error"
			c.errors++
		} else {
			c.warnings++
		}
		zh, _ := m.Kind.Name()
		from, to := max(0, m.At.Start-60), min(len(text), m.At.End+30)
		t.Logf("%s: %s %s %q in %q", name, what, zh, text[m.At.Start:m.At.End], bytes.ToValidUTF8(text[from:to], nil))
	}
}

// judge holds the count to no error and one warning in 200 documents at the most.
func (c *tally) judge(t *testing.T, what string) {
	t.Helper()
	t.Logf("%s: %d documents, %d bytes: %d errors, %d warnings", what, c.documents, c.bytes, c.errors, c.warnings)
	if c.errors > 0 || c.warnings*200 > c.documents {
		t.Errorf("%s: %d errors, want none; %d warnings, want %d at the most", what, c.errors, c.warnings, c.documents/200)
	}
}

// TestRealDocuments: whole laws and regulations, which speak of secrets and of people but hold
// neither.
func TestRealDocuments(t *testing.T) {
	folder := os.Getenv(realDocuments)
	if folder == "" {
		t.Skipf("SKIPPED: the real documents are not in the repository; set %s to a folder of Markdown files to measure on them", realDocuments)
	}
	var c tally
	err := filepath.WalkDir(folder, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		text, err := os.ReadFile(name)
		if err == nil {
			c.read(t, name, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.documents == 0 {
		t.Fatalf("%s holds no Markdown", folder)
	}
	c.judge(t, "real documents")
}

// TestMadeItems: 2,000 made notices full of numbers that are nobody's.
func TestMadeItems(t *testing.T) {
	m := newMaker(3)
	var c tally
	for i := range 2000 {
		c.read(t, fmt.Sprintf("made item %d", i), []byte(m.notice(i)))
	}
	c.judge(t, "made items")
}

// notice makes a notice of an office out of sentences, lists and tables.
func (m maker) notice(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: 关于第%d批%s的公告\nindex: XQ%02d-2026-%05d\ncategory: \"0%d\"\ndoc_number: 示建〔2026〕%d号\nmade: 2026-0%d-1%d\npublished: 2026-07-13T09:30\nsecrecy: pass\ncontact: 0000-%s\ncomment_to: 电子邮箱 bgs@shifan.gov.cn，电话 0000-88%s\nkeywords: [公告, 公示]\n---\n\n",
		i, m.pick("采购项目", "土地供应", "行政处罚", "补贴发放", "道路施工"), m.IntN(40), i+1, 1+m.IntN(9), m.IntN(300), 1+m.IntN(9), m.IntN(10), m.number(7), m.number(5))
	for range 4 + m.IntN(8) {
		b.WriteString(m.sentence())
		b.WriteString("\n\n")
	}
	b.WriteString(m.figures())
	fmt.Fprintf(&b, "\n%s\n\n2026年%d月%d日\n", m.pick("示范区财政局", "示范区住房和城乡建设局"), 1+m.IntN(12), 1+m.IntN(28))
	return b.String()
}

// code makes a unified social credit code, or the registration number that came before it.
func (m maker) code() string {
	const set = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	code := m.pick("91", "11", "12", "52") + m.region() + m.pick("MA", "MB", "5", "7")
	for len(code) < 18 {
		code += string(set[m.IntN(len(set))])
	}
	return code
}

// sentence makes one of the sentences that notices have.
func (m maker) sentence() string {
	day := fmt.Sprintf("2026年%d月%d日", 1+m.IntN(12), 1+m.IntN(28))
	stamp := fmt.Sprintf("2026%02d%02d", 1+m.IntN(12), 1+m.IntN(28))
	forms := []func() string{
		func() string { return "联系电话：0000-" + m.number(8) + "，传真：0000-" + m.number(7) + "。" },
		func() string {
			return "咨询电话：（0000）8" + m.number(7) + "转" + m.number(3) + "；监督电话：12345。"
		},
		func() string {
			return "服务热线：400-" + m.number(3) + "-" + m.number(4) + "，工作日9:00-17:00。"
		},
		func() string { return "联系人：" + m.name() + "，办公电话0000-" + m.number(8) + "。" },
		func() string {
			return "项目编号：SDGP" + m.region() + "2026020000" + m.number(2) + "，采购计划编号：" + m.region() + stamp + m.number(4) + "。"
		},
		func() string {
			return "招标编号：ZB-" + stamp + "-" + m.number(3) + "，标段：" + m.number(2) + "-" + m.number(3) + "。"
		},
		func() string {
			return "项目代码：2026-" + m.region() + "-48-01-" + m.number(6) + "，总投资" + m.number(5) + "." + m.number(2) + "万元。"
		},
		func() string {
			return "中标人：某某建设集团有限公司，统一社会信用代码：" + m.code() + "，中标价：¥" + m.number(8) + ".00元。"
		},
		func() string {
			return "处罚对象：某某商贸有限公司，注册号：" + m.region() + m.number(9) + "。"
		},
		func() string {
			return "开户名称：示范区公共资源交易中心，开户行：某某银行示范区支行，账号：" + m.pick("37001", "1602", "62284") + m.number(14) + "。"
		},
		func() string {
			return "履约保证金汇入专户，户名：示范区财政局，账号" + m.card() + "。"
		},
		func() string {
			return "根据示政办发〔2026〕" + m.number(2) + "号文件，自" + day + "起施行，有效期至2031-12-31。"
		},
		func() string {
			return "宗地编号：2026-G-" + m.number(3) + "，不动产单元号：" + m.region() + "001001GB" + m.number(5) + "W00000000，面积" + m.number(5) + "." + m.number(2) + "平方米。"
		},
		func() string {
			return "不动产权证书号：示（2020）示范区不动产权第" + m.number(7) + "号。"
		},
		func() string {
			return "地块坐标：东经117.0" + m.number(8) + "，北纬36.6" + m.number(12) + "；高程" + m.number(2) + "." + m.number(3) + "米。"
		},
		func() string {
			return "执行GB/T 2260-2007、GB 11643-1999、HJ 1" + m.number(3) + "-2020等标准。"
		},
		func() string {
			return "同比增长" + m.number(1) + "." + m.number(16) + "%，占比0." + m.mobile() + "。"
		},
		func() string {
			return "购置执法车辆" + m.number(1) + "辆，单价" + m.number(6) + "元，发动机排量1.5L，采购预算1" + m.number(10) + "元。"
		},
		func() string {
			return "设备序列号：" + m.number(15) + "，型号：HW-" + m.number(8) + "，数量1" + m.number(2) + "台。"
		},
		func() string { return "订单号：" + stamp + m.number(12) + "，流水号" + m.number(20) + "。" },
		func() string {
			return "条形码：69" + m.number(11) + "，许可证编号：SC1" + m.number(13) + "。"
		},
		func() string {
			return "案号：（2026）示0102行初" + m.number(4) + "号，立案日期" + day + "。"
		},
		func() string {
			return "详见 https://www.shifan.gov.cn/art/2026/7/" + m.number(2) + "/art_" + m.number(5) + "_" + m.mobile() + ".html 。"
		},
		func() string { return "附件见[预算表](files/t" + stamp + "_" + m.number(7) + ".xlsx)。" },
		func() string {
			return "会议时间：2026-07-" + fmt.Sprint(10+m.IntN(20)) + " 09:30-11:30，地点：和平街道建设路12号政务服务中心3楼301室。"
		},
		func() string {
			return "地址：示范区和平街道建设路" + m.number(2) + "号，邮编：" + m.number(6) + "。"
		},
		func() string {
			return "某某建材有限公司，住所：示范区临港镇工业路8号2号楼101室，法定代表人：" + m.name() + "。"
		},
		func() string {
			return "涉及国家秘密、商业秘密、个人隐私的政府信息不予公开；内部资料不得外传。"
		},
		func() string {
			return "属于机密级、秘密级的文件，按照《中华人民共和国保守国家秘密法》管理，不得公开。"
		},
		func() string {
			return "申请人应当提交居民身份证、户口簿、护照复印件各1份，填写手机号码、家庭住址和银行卡号。"
		},
		func() string {
			return "公示名单：" + m.name() + "（138****" + m.number(4) + "，37*************" + m.number(3) + "），住和平街道***。"
		},
		func() string {
			return "本批次发放对象" + m.number(3) + "人，合计1" + m.number(5) + "人次，金额1" + m.number(10) + "元。"
		},
		func() string {
			return "统一封存2026年度票据，起止号码：" + m.number(8) + "-" + m.number(8) + "。"
		},
		func() string {
			return "一、二、三、四、五、六、七、八、九、十类情形，按一〇一、一〇二号文件办理，二〇二六年一月一日起执行。"
		},
		func() string {
			return "意见反馈邮箱：shifanqu@sfq.gov.cn，通信地址：示范区建设路12号。"
		},
		func() string {
			return "公交专用道禁止社会车辆驶入，京A、鲁A号段等外地车牌限行。"
		},
	}
	return forms[m.IntN(len(forms))]()
}

// figures makes a table of figures.
func (m maker) figures() string {
	var b strings.Builder
	switch m.IntN(4) {
	case 0:
		b.WriteString("| 序号 | 项目 | 金额（元） | 占比 |\n| ---: | --- | ---: | ---: |\n")
		for r := range 5 + m.IntN(20) {
			fmt.Fprintf(&b, "| %d | 道路维护%d段 | 1%s | %s.%s%% |\n", r+1, r, m.number(10), m.number(2), m.number(2))
		}
	case 1:
		b.WriteString("| 一 | 二 | 三 | 四 | 五 | 六 | 七 | 八 | 九 | 十 | 十一 | 十二 |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n")
		for range 4 {
			b.WriteString("| " + strings.Join(strings.Split(m.number(12), ""), " | ") + " |\n")
		}
	case 2:
		b.WriteString("| 单位 | 统一社会信用代码 | 电话 | 地址 |\n| --- | --- | --- | --- |\n")
		for range 6 {
			fmt.Fprintf(&b, "| 某某有限公司 | %s | 0000-%s | 和平街道建设路%s号 |\n", m.code(), m.number(8), m.number(2))
		}
	default:
		for r := range 6 {
			fmt.Fprintf(&b, "%d. 201%d %s %s %s %s\n", r+1, r, m.number(4), m.number(5), m.number(3), m.number(4))
		}
	}
	return b.String()
}

func BenchmarkMarkdown(b *testing.B) {
	m := newMaker(4)
	prose := strings.Repeat("第三条 本条例所称政府信息，是指行政机关在履行行政管理职能过程中制作或者获取的，以一定形式记录、保存的信息。县级以上人民政府应当加强领导，2026年7月1日起施行。\n\n", 4000)
	var notices strings.Builder
	for i := range 500 {
		notices.WriteString(m.notice(i))
	}
	var list strings.Builder
	list.WriteString("| 姓名 | 身份证号 | 手机号 |\n|---|---|---|\n")
	for range 5000 {
		fmt.Fprintf(&list, "| %s | %s | %s |\n", m.name(), m.identity(), m.mobile())
	}
	for _, c := range []struct{ name, text string }{{"prose", prose}, {"notices", notices.String()}, {"list", list.String()}} {
		b.Run(c.name, func(b *testing.B) {
			text := []byte(c.text)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Markdown(text)
			}
		})
	}
	folder := os.Getenv(realDocuments)
	if folder == "" {
		return
	}
	var texts [][]byte
	size := 0
	err := filepath.WalkDir(folder, func(name string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		text, err := os.ReadFile(name)
		texts, size = append(texts, text), size+len(text)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("real", func(b *testing.B) {
		b.SetBytes(int64(size))
		for b.Loop() {
			for _, text := range texts {
				Markdown(text)
			}
		}
	})
}

func BenchmarkHide(b *testing.B) {
	text := "content/caizheng/2026/00003.md:7:12 错误 T03：公开日期 2026-07-13 早于区级审定日期 2026-07-15"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Hide(text)
	}
}
