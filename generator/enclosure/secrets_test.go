package enclosure

import (
	"strings"

	"gongkai/generator/privacy"
)

// A secret is what must be found wherever it stands, with the disguises in which it may.
type secret struct {
	name    string
	kind    privacy.Kind
	words   string   // before it, where it is found beside them alone
	heading string   // of a column of such
	forms   []string // the first of them without a disguise
}

// full makes a text's digits and Latin letters full-width.
func full(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'z' {
			return r - '!' + '！'
		}
		return r
	}, s)
}

// digits gives a number and its disguises; the parts are how people write it in groups.
func digits(parts ...string) []string {
	plain := strings.Join(parts, "")
	return []string{plain, strings.Join(parts, " "), strings.Join(parts, "-"), full(plain)}
}

// secrets are all that leaks. Nobody bears the numbers; their checksums are right.
func secrets() []secret {
	return []secret{
		{"identity", privacy.Identity, "", "身份证号", append(digits("350102", "19900101", "1238"), "35010219900101123 8")},
		{"identity with X", privacy.Identity, "", "公民身份号码", digits("350102", "19900101", "106X")},
		{"old identity", privacy.Identity, "身份证号", "身份证号码", digits("350102", "900101", "123")},
		{"mobile", privacy.Mobile, "", "手机号", digits("138", "0013", "8000")},
		{"bank card", privacy.BankCard, "银行卡号：", "开户账号", digits("6222", "0212", "3456", "7894")},
		{"long bank card", privacy.BankCard, "卡号", "银行卡号", digits("6217", "0012", "3456", "7890", "122")},
		{"passport", privacy.Passport, "护照号码", "护照号", []string{"E12345678", "E1234 5678", "E1234-5678", full("E12345678")}},
		{"plate", privacy.Plate, "车牌号：", "车牌号", []string{"鲁A12345", "鲁A 12345", "鲁A·12345", "鲁A-12345", full("鲁A12345"), "鲁AD12345"}},
		{"address", privacy.Address, "姓名：张三，家庭住址：", "住址", []string{"临港镇柳巷8号", "临港镇柳巷 8 号", full("临港镇柳巷8号"), "清河区和平街道建设路12号3号楼2单元501室"}},
		{"mail", privacy.Mail, "", "邮箱", []string{"zhangsan1990@qq.com", "zhangsan1990＠qq.com", "zhangsan1990 @ qq.com", full("zhangsan1990") + "＠" + full("qq") + "．com"}},
		{"mark of secrecy", privacy.Secrecy, "", "标志", []string{"机密★10年", "机 密 ★ 10 年", "机密★" + full("10") + "年", "绝密★", "秘密★长期"}},
		{"level of secrecy", privacy.Secrecy, "密级：", "密级", []string{"秘密", "机 密"}},
		{"mark of internal use", privacy.Internal, "", "标志", []string{"内部资料 注意保存", "内 部 资 料，注 意 保 存", "仅供内部使用", "此件不公开"}},
	}
}
