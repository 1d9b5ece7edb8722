package privacy

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/generator/source"
)

// All numbers of people in these tests are made up; their checksums are right where the test
// needs them to be.
const (
	id     = "110101199003070337" // a valid one
	wrong  = "110101199003070338"
	oldID  = "110101900307033"
	mobile = "13800001234"
	card   = "6222020200000000006"
)

// A finding is what a test wants of one match.
type finding struct {
	kind Kind
	sure bool
	text string // what it covers
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, text string
		near       Context
		want       []finding
	}{
		{name: "nothing", text: "第三条 本条例自2021年11月12日起施行。"},
		{"identity", "张三（" + id + "）", Context{}, []finding{{Identity, true, id}}},
		{"lower case x", "证件：11010119900307109x。", Context{}, []finding{{Identity, true, "11010119900307109x"}}},
		{"wrong checksum", "编为" + wrong + "的", Context{}, []finding{{Identity, false, wrong}}},
		{"wrong checksum of a code", "订单编号：" + wrong, Context{}, nil},
		{"old", "号" + oldID, Context{}, []finding{{Identity, false, oldID}}},
		{"old, named", "身份证号：" + oldID, Context{}, []finding{{Identity, true, oldID}}},
		{"registration number", "注册号：" + oldID, Context{}, nil},
		{"mobile", "请打" + mobile + "。", Context{}, []finding{{Mobile, true, mobile}}},
		{"country prefix", "+86 138-0000-1234", Context{}, []finding{{Mobile, true, "138-0000-1234"}}},
		{"contact", "联系人：张三，电话" + mobile, Context{}, []finding{{Mobile, false, mobile}}},
		{"contact key", mobile, Context{Label: "contact"}, []finding{{Mobile, false, mobile}}},
		{"contact column of people", mobile, Context{Label: "联系电话", Named: true}, []finding{{Mobile, true, mobile}}},
		{"too many contacts", "咨询电话：13800001234、13800001235、13800001236", Context{}, []finding{{Mobile, true, mobile}, {Mobile, true, "13800001235"}, {Mobile, true, "13800001236"}}},
		{"in a decimal", "比值0.13800001234", Context{}, nil},
		{"amount", "共13800001234元", Context{}, nil},
		{"document number", "索引号：XQ02-2026-13800001234", Context{}, nil},
		{"address of a page", "见 https://a.example/p/13800001234.html", Context{}, nil},
		{"a name that ends in a digit", "张三13800001234", Context{}, []finding{{Mobile, true, mobile}}},
		{"card", "银行卡号：" + card, Context{}, []finding{{BankCard, true, card}}},
		{"card alone", "打到" + card, Context{}, []finding{{BankCard, false, card}}},
		{"account of a company", "开户名称：某某建设有限公司，账号：" + card, Context{}, nil},
		{"passport", "护照号码：E12345678", Context{}, []finding{{Passport, true, "E12345678"}}},
		{"plate", "车主张三，车牌号：鲁A·12345", Context{}, []finding{{Plate, true, "鲁A·12345"}}},
		{"green plate", "车牌鲁AD12345", Context{}, []finding{{Plate, false, "鲁AD12345"}}},
		{"plate without a word", "执行鲁A12345标准", Context{}, nil},
		{"address", "张三，家庭住址：山东省某市某区和平街道建设路12号3单元501室。", Context{}, []finding{{Address, true, "山东省某市某区和平街道建设路12号3单元501室"}}},
		{"address as courts write it", "李某某，男，汉族，公民身份号码" + id + "，住山东省某市某区和平街道建设路12号3单元501室。", Context{}, []finding{{Identity, true, id}, {Address, true, "山东省某市某区和平街道建设路12号3单元501室"}}},
		{"address of an office", "联系人：张三，地址：和平街道建设路12号", Context{}, nil},
		{"seat of a company", "某某有限公司，住所：和平街道建设路12号3单元", Context{}, nil},
		{"mail", "姓名：张三，邮箱zhangsan@163.com", Context{}, []finding{{Mail, true, "zhangsan@163.com"}}},
		{"mail of an office", "意见反馈至xxjbgs@163.com", Context{}, []finding{{Mail, false, "xxjbgs@163.com"}}},
		{"official mail", "姓名：张三，邮箱bgs@xx.gov.cn", Context{}, nil},
		{"star", "机密★10年", Context{}, []finding{{Secrecy, true, "机密★10年"}}},
		{"star with blanks", "秘 密 ★ 启封前", Context{}, []finding{{Secrecy, true, "秘 密 ★ 启封前"}}},
		{"law", "涉及国家秘密、商业秘密的，依照《中华人民共和国保守国家秘密法》办理。属于机密级的", Context{}, nil},
		{"level", "密级：秘密", Context{}, []finding{{Secrecy, true, "秘密"}}},
		{"no level", "密级：公开", Context{}, nil},
		{"level in a cell", "机密", Context{Label: "密级"}, []finding{{Secrecy, true, "机密"}}},
		{"internal", "内部资料　注意保存", Context{}, []finding{{Internal, true, "内部资料　注意保存"}}},
		{"internal in a sentence", "本材料仅供内部使用，共十页", Context{}, []finding{{Internal, false, "仅供内部使用"}}},
		{"not to be public", "（此件不公开）", Context{}, []finding{{Internal, true, "此件不公开"}}},
		{"rule on internal files", "不得将内部文件、内部资料带出。评审情况不得外传。", Context{}, nil},
		{"masked", "138****1234 1380000XXXX 35*************123 350***********1234 622202*********0004 z***@163.com", Context{Label: "手机号 身份证 银行卡"}, nil},
		{"credit code", "统一社会信用代码：91370100MA3C1A2B3D", Context{}, nil},
	}
	for _, tt := range tests {
		got := Find([]byte(tt.text), tt.near)
		if len(got) != len(tt.want) {
			t.Errorf("%s: %q: %+v, want %+v", tt.name, tt.text, got, tt.want)
			continue
		}
		for i, m := range got {
			if g := (finding{m.Kind, m.Sure, tt.text[m.At.Start:m.At.End]}); g != tt.want[i] {
				t.Errorf("%s: %q: %+v, want %+v", tt.name, tt.text, g, tt.want[i])
			}
		}
	}
}

func TestMasks(t *testing.T) {
	for text, want := range map[string]string{
		"身份证：" + id:     "11*************337",
		"身份证：" + oldID:  "11**********033",
		"１３８ ００００－１２３４": "138****1234",
		"手机一三八〇〇〇〇一二三四": "138****1234",
		"卡号：" + card:    "6222***********0006",
		"护照E12345678":   "E1*****78",
		"车牌：鲁A·12345":   "鲁A***45",
		"张三家庭住址：某市某区和平街道建设路12号3单元": "某市某区和平街道***",
		"张三，邮箱zhangsan@163.com":    "z***@163.com",
		"绝密★长期":                    "绝密★长期",
	} {
		got := Find([]byte(text), Context{})
		if len(got) != 1 || got[0].Mask != want {
			t.Errorf("%s: %+v, want %s", text, got, want)
			continue
		}
		if got[0].Kind.IsMark() {
			continue
		}
		masked := text[:got[0].At.Start] + got[0].Mask + text[got[0].At.End:]
		if again := Find([]byte(masked), Context{}); len(again) > 0 {
			t.Errorf("%s is found again: %+v", masked, again)
		}
	}
}

func TestHide(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "",
		"“标题”写了两次":              "“标题”写了两次",
		"索引号 GJ-2026-00001 重复":  "索引号 GJ-2026-00001 重复",
		"手机：" + mobile + "。":    "手机：138****1234。",
		"１３８００００１２３４":           "１３８＊＊＊＊１２３４",
		"| 张三 | " + id + " |":   "| 张三 | 11*************337 |",
		"| 李四 | E12345678 |":    "| 李四 | E1*****78 |",
		"| 李四 | 鲁A12345 |":      "| 李四 | 鲁A***45 |",
		"zhangsan@163.com":      "z*******@163.com",
		"0531-88012345":         "0531-88012345",
		"138-0000-1234":         "138-****-1234",
		"示财〔2026〕3号，2026-07-01": "示财〔2026〕3号，2026-07-01",
	} {
		if got := Hide(text); got != want {
			t.Errorf("Hide(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestHideDoesNotAllocate(t *testing.T) {
	text := strings.Repeat("“公开日期”早于“区级审定日期”，相差5天；", 20)
	if n := testing.AllocsPerRun(10, func() { Hide(text) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestAllows(t *testing.T) {
	m := Match{Kind: Mobile, Mask: "138****1234"}
	for entry, want := range map[string]bool{
		mobile: true, "138 0000 1234": true, "+86-138-0000-1234": true, "１３８００００１２３４": true, "138****1234": true, "138＊＊＊＊1234": true,
		"13800001235": false, "138****1235": false, "": false, "-": false,
	} {
		if Allows(entry, m, "138-0000-1234") != want || AllowsSum(entry, Mobile, m.Mask, Sum(mobile)) != want {
			t.Errorf("%q: want %v", entry, want)
		}
	}
	home := "和平街道建设路12号"
	if !Allows("和平街道 建设路12号", Match{Kind: Address, Mask: "和平街道***"}, home) || Allows("建设路13号", Match{Kind: Address, Mask: "和平街道***"}, home) {
		t.Error("an address")
	}
	if !Allows("内部资料注意保存", Match{Kind: Internal}, "内部资料　注意保存") {
		t.Error("a mark")
	}
}

func TestNames(t *testing.T) {
	for k := Identity; k <= Internal; k++ {
		if zh, en := k.Name(); zh == "" || en == "" {
			t.Errorf("kind %d has no name", k)
		}
	}
	if zh, _ := Kind(99).Name(); zh != "" {
		t.Error("an unknown kind has a name")
	}
}

// whole holds matches to their promises about places.
func whole(t *testing.T, text []byte, found []Match) {
	t.Helper()
	end := 0
	for _, m := range found {
		if m.At.Start < end || m.At.End <= m.At.Start || m.At.End > len(text) {
			t.Fatalf("%q: %+v lies wrong", text, found)
		}
		if !utf8.RuneStart(text[m.At.Start]) || m.At.End < len(text) && utf8.Valid(text) && !utf8.RuneStart(text[m.At.End]) {
			t.Fatalf("%q: %+v cuts a character", text, m)
		}
		end = m.At.End
	}
}

// hidden holds Hide to its promises.
func hidden(t *testing.T, text string) {
	t.Helper()
	h := Hide(text)
	if !utf8.ValidString(text) {
		return
	}
	if utf8.RuneCountInString(h) != utf8.RuneCountInString(text) {
		t.Fatalf("Hide(%q) = %q has another number of characters", text, h)
	}
	a, b := []rune(text), []rune(h)
	for i := range a {
		if source.Cells(a[i]) != source.Cells(b[i]) {
			t.Fatalf("Hide(%q) = %q: %q and %q are not as wide", text, h, a[i], b[i])
		}
	}
	if left := numbersOf(Find([]byte(h), Context{})); len(left) > 0 {
		t.Fatalf("Hide(%q) = %q still holds %+v", text, h, left)
	}
	if again := Hide(h); again != h {
		t.Fatalf("Hide(%q) = %q, and again %q", text, h, again)
	}
}

// seeds are what the fuzz targets begin with.
var seeds = []string{
	"", id, "张三 " + mobile + " " + id, "1 3 8 0 0 0 0 1 2 3 4", "138\u200B0000\u00A01234", "１３８－００００－１２３４", "一三八〇〇〇〇一二三四",
	"卡号" + card, "护照E12345678", "车牌鲁A·D12345", "家庭住址：某镇某村3组15号", "a@qq.com b＠163.com c(at)126.com", "机密★10年\n内部资料 注意保存",
	"138****1234", "1380 0138 0001 3800 1234", "手机l38OOOO1234", "\xff\xfe138", "| 姓名 | 手机 |\n|---|---|\n| 张三 | " + mobile + " |\n",
	"---\ncontact: " + mobile + "\nprivacy:\n  - match: " + mobile + "\n---\n138<!-- -->0000&nbsp;1234\n",
}

func FuzzFind(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s), "手机号", true)
		f.Add([]byte(s), "", false)
	}
	f.Fuzz(func(t *testing.T, text []byte, label string, named bool) {
		whole(t, text, Find(text, Context{Label: label, Named: named}))
	})
}

func FuzzHide(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { hidden(t, text) })
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Add([]byte(newMaker(5).notice(1)))
	f.Fuzz(func(t *testing.T, src []byte) { whole(t, src, Markdown(src)) })
}

// TestLong gives the package long texts of what costs it most. Each takes a moment where the work
// is in proportion to the text, and longer than anybody waits where it is not.
func TestLong(t *testing.T) {
	const size = 1 << 14
	for _, piece := range []string{
		"1", "1 ", "1\u200B", "138-", "1380000123 ", mobile + " ", mobile + "、", id, id + "\n", "身份证号", "手机：", "住址", "，住", "住址：1号", "现住某镇1组", "户名：", "秘密", "秘密\n", "密级：秘密 ",
		"机密★", "内部", "内部资料\n", "请勿公开", "@", "a@", "a@qq.com ", "#", " at ", "(at)", "鲁A", "鲁A1", "车牌鲁A12345、", "护照E", "E1234567", "一", "一二三四", "①", "l", "O0", "1x", "×", "<", "<!--", "<!-- -->1", "1<b>", "&#49;", "&", "1&",
		"|", "| 1 ", "|1|\n", "|-|\n", "\\\\", "> ", "- 1\n", "a: 1\n", "---\n", "1**", "公开属性：", "\xff", "。", "1.", "1,", "家庭住址：某镇某村3组15号 ",
	} {
		text := strings.Repeat(piece, size/len(piece))
		for _, lead := range []string{"", "---\na: ", "| 姓名 | 住址 |\n|---|---|\n|"} {
			whole(t, []byte(lead+text), Markdown([]byte(lead+text)))
		}
		Find([]byte(text), Context{Label: "身份证号 手机 银行卡号 护照 车牌号 家庭住址 密级", Named: true})
		Hide(text)
	}
}
