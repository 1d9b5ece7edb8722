package redact

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"gongkai/generator/source"
)

// Made-up numbers; the checksum of the identity number is right.
const (
	id     = "110101199003070337"
	mobile = "13800001234"
)

const item = `---
title: 关于发放补贴的公示
index: MZ-2026-00003
summary: 张三，手机` + mobile + `
contact: ` + "13900005678" + `
privacy:
  - match: 138-0000-9999
    why: 本人同意
    by: 李某
---

# 名单

咨询电话：13900005678。张三，13800009999，` + id + `；**138**00001234。

| 姓名 | 身份证号 |
| --- | --- |
| 张三 | ` + id + ` |

| 姓名 | 李四 | 身份证号 | 1 | 1 | 0 | 1 | 0 | 1 | 1 | 9 | 9 | 0 | 0 | 3 | 0 | 7 | 0 | 3 | 3 | 7 |

` + "```" + `
李四 ` + mobile + `
` + "```" + `

机密★10年
`

const masked = `---
title: 关于发放补贴的公示
index: MZ-2026-00003
summary: 张三，手机138****1234
contact: 139****5678
privacy:
  - match: 138-0000-9999
    why: 本人同意
    by: 李某
---

# 名单

咨询电话：139\*\*\*\*5678。张三，13800009999，11\*\*\*\*\*\*\*\*\*\*\*\*\*337；**138\*\*\*\*1234**。

| 姓名 | 身份证号 |
| --- | --- |
| 张三 | 11\*\*\*\*\*\*\*\*\*\*\*\*\*337 |

| 姓名 | 李四 | 身份证号 | 1 | 1 | \* | \* | \* | \* | \* | \* | \* | \* | \* | \* | \* | \* | \* | 3 | 3 | 7 |

` + "```" + `
李四 138****1234
` + "```" + `

机密★10年
`

func TestMarkdown(t *testing.T) {
	for _, enc := range []string{"utf-8", "utf-8-bom", "gb18030", "utf-16le"} {
		for _, end := range []string{"\n", "\r\n"} {
			write := func(s string) []byte {
				if enc == "utf-8-bom" {
					s = "\uFEFF" + s
				}
				raw, err := source.Encode([]byte(strings.ReplaceAll(s, "\n", end)), enc)
				if err != nil {
					t.Fatal(err)
				}
				return raw
			}
			r, ok := Markdown(write(item), Options{})
			if !ok || !bytes.Equal(r.Text, write(masked)) {
				t.Fatalf("%s: %v\n%s", enc, ok, r.Text)
			}
			if len(r.Marks) != 1 || r.Marks[0].At.Line != 26 || len(r.Doubt) != 0 || r.Masked[0].At.Line != 4 {
				t.Errorf("%s: %+v", enc, r)
			}
			if again, ok := Markdown(r.Text, Options{}); !ok || again.Text != nil || len(again.Masked) > 0 {
				t.Errorf("%s: once more masks %+v", enc, again.Masked)
			}
		}
	}
}

func TestDoubt(t *testing.T) {
	const text = "---\ntitle: 公告\ncontact: 13900005678\n---\n\n咨询电话：13900005678。\n"
	r, ok := Markdown([]byte(text), Options{})
	if !ok || r.Text != nil || len(r.Doubt) != 2 {
		t.Errorf("%+v", r)
	}
	r, ok = Markdown([]byte(text), Options{All: true})
	if want := "---\ntitle: 公告\ncontact: 139****5678\n---\n\n咨询电话：139\\*\\*\\*\\*5678。\n"; !ok || string(r.Text) != want {
		t.Errorf("%s", r.Text)
	}
}

func TestCSV(t *testing.T) {
	const list = "序号,姓名,证件号码,手机,\"备\n注\"\r\n1,张三," + id + ",\"138-0000-1234\",\"无,\"\"略\"\"\"\r\n2,李四,310101****,13900005678,\r\n" +
		"3,王五,1,1,0,1,0,1,1,9,9,0,0,3,0,7,0,3,3,7\r\n"
	const want = "序号,姓名,证件号码,手机,\"备\n注\"\r\n1,张三,11*************337,\"138****1234\",\"无,\"\"略\"\"\"\r\n2,李四,310101****,139****5678,\r\n" +
		"3,王五,1,1,*,*,*,*,*,*,*,*,*,*,*,*,*,3,3,7\r\n"
	for _, enc := range []string{"utf-8", "gb18030", "utf-16be"} {
		raw, _ := source.Encode([]byte(list), enc)
		out, _ := source.Encode([]byte(want), enc)
		r, ok := CSV(raw, Options{})
		if !ok || !bytes.Equal(r.Text, out) {
			t.Errorf("%s: %s", enc, r.Text)
		}
	}
	r, _ := CSV([]byte(list), Options{Allowed: []string{"138****1234"}})
	if strings.Contains(string(r.Text), "138****1234") || len(r.Masked) != 3 {
		t.Errorf("what is allowed is masked: %+v", r.Masked)
	}
	r, _ = CSV([]byte("单位;联系电话\n甲局;13800001234\n乙局;13800001235\n"), Options{})
	if len(r.Doubt) != 2 {
		t.Errorf("contacts of offices: %+v", r)
	}
	r, _ = CSV([]byte("单位\t联系电话\n甲局\t13800001234\n乙局\t13800001235\n丙局\t13800001236\n"), Options{})
	if len(r.Masked) != 3 {
		t.Errorf("too many contacts: %+v", r)
	}
}

func TestRefuses(t *testing.T) {
	if _, ok := Markdown([]byte("a\x00b"), Options{}); ok {
		t.Error("NUL")
	}
	if r, ok := CSV(nil, Options{}); !ok || r.Text != nil {
		t.Error("an empty file")
	}
}

// FuzzMarkdown: what is masked is not found again, except where a mask makes two pieces of digits one number;
// then once more settles it. No line is added.
func FuzzMarkdown(f *testing.F) {
	f.Add([]byte(item))
	f.Add([]byte(masked))
	f.Add([]byte("> 138\n> 0000\n> 1234\n"))
	f.Add([]byte("手机：1&#51;80000<!-- -->1234"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		const rounds = 6
		text := raw
		for range rounds {
			r, ok := Markdown(text, Options{All: true})
			if !ok {
				if !bytes.Equal(text, raw) {
					t.Fatalf("%q became %q, which cannot be read", raw, text)
				}
				return
			}
			if r.Text == nil {
				return
			}
			if bytes.Count(text, []byte("\n")) < bytes.Count(r.Text, []byte("\n")) {
				t.Fatalf("%q became %q", text, r.Text)
			}
			text = r.Text
		}
		t.Fatalf("%q became %q, and still there is something to mask", raw, text)
	})
}

// book makes a workbook of one sheet whose cells are texts, A1, B1 and so on; the rows are given
// one by one.
func book(t *testing.T, rows ...[]string) []byte {
	t.Helper()
	var sheet strings.Builder
	for _, cells := range rows {
		sheet.WriteString("<row>")
		for _, c := range cells {
			sheet.WriteString(`<c t="inlineStr"><is><t>` + c + `</t></is></c>`)
		}
		sheet.WriteString("</row>")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="名单" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="worksheet" Target="sheet.xml"/></Relationships>`},
		{"xl/sheet.xml", `<worksheet><sheetData>` + sheet.String() + `</sheetData></worksheet>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// places gives the places and masks of finds in Chinese.
func places(finds []Find) string {
	var all []string
	for _, f := range finds {
		all = append(all, f.At.Words().ZH+" "+f.Mask)
	}
	return strings.Join(all, "；")
}

func TestOffice(t *testing.T) {
	list := book(t, []string{"补贴名单"}, []string{"姓名", "证件号码", "手机"}, []string{"张三", id, mobile}, []string{"李四", "310101****", "138-0000-9999"}, []string{"秘密★5年"})
	r, err := Office("a.xlsx", list, Options{Allowed: []string{"138****9999"}})
	if err != nil || places(r.Masked) != "工作表“名单”的B3 11*************337；工作表“名单”的C3 138****1234" || places(r.Marks) != "工作表“名单”的A5 秘密★5年" || len(r.Doubt) > 0 {
		t.Fatalf("%v: masked %s, marks %s, doubt %s", err, places(r.Masked), places(r.Marks), places(r.Doubt))
	}
	if again, err := Office("a.xlsx", r.Text, Options{Allowed: []string{"138****9999"}}); err != nil || again.Text != nil || len(again.Masked) > 0 {
		t.Errorf("once more masks %s, %v", places(again.Masked), err)
	}
	if all, err := Office("a.xlsx", list, Options{}); err != nil || len(all.Masked) != 3 {
		t.Errorf("without what is allowed: %s, %v", places(all.Masked), err)
	}

	two := [][]string{{"单位", "联系电话"}, {"甲局", "13800001234"}, {"乙局", "13800001235"}}
	if r, err := Office("a.xlsx", book(t, two...), Options{}); err != nil || len(r.Doubt) != 2 || r.Text != nil {
		t.Errorf("contacts of offices: %+v, %v", r, err)
	}
	if r, err := Office("a.xlsx", book(t, two...), Options{All: true}); err != nil || len(r.Masked) != 2 || r.Text == nil {
		t.Errorf("contacts of offices, all: %+v, %v", r, err)
	}
	if r, err := Office("a.xlsx", book(t, append(two, []string{"丙局", "13800001236"})...), Options{}); err != nil || len(r.Masked) != 3 || len(r.Doubt) > 0 {
		t.Errorf("too many contacts: %+v, %v", r, err)
	}
	if r, err := Office("a.xlsx", book(t, []string{"无"}), Options{}); err != nil || r.Text != nil {
		t.Errorf("nothing to mask: %+v, %v", r, err)
	}
	inside := book(t, []string{"见附表"})
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	from, err := zip.NewReader(bytes.NewReader(inside), int64(len(inside)))
	for i := 0; err == nil && i < len(from.File); i++ {
		err = z.Copy(from.File[i])
	}
	if w, e := z.Create("xl/embeddings/附表.xlsx"); err == nil && e == nil {
		_, err = w.Write(list)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	if r, err := Office("a.xlsx", b.Bytes(), Options{Allowed: []string{"138****9999"}}); err != nil || r.Text != nil || len(r.ByHand) != 2 || r.ByHand[0].Mask != "11*************337" {
		t.Errorf("a workbook inside: %+v, %v", r, err)
	}
	if _, err := Office("a.xlsx", []byte("a,b"), Options{}); err == nil {
		t.Error("no archive")
	}
}
