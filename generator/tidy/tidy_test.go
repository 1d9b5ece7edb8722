package tidy

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/front"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

func TestItem(t *testing.T) {
	for name, c := range map[string]struct{ from, to string }{
		"clean stays": {
			"---\ntitle: 甲\nindex: CZ-2026-00001\nmade: 2026-07-01\n---\n\n正文  \n", "",
		},
		"dates and numbers": {
			"---\n发文字号: 示财[2026]第03号\nmade: 2026年7月1日 # 签发\nreviewed: '2026/7/2'\npublished: 2026.7.3 9时\nvalid_until: \"2027-01-01\"\n---\n2026年7月1日 示财[2026]3号\n",
			"---\n发文字号: 示财〔2026〕3号\nmade: 2026-07-01 # 签发\nreviewed: 2026-07-02\npublished: 2026-07-03 09:00\nvalid_until: \"2027-01-01\"\n---\n2026年7月1日 示财[2026]3号\n",
		},
		"quoted number keeps its quotes": {
			"---\ntitle: 甲\ndoc_number: \"示财(2026)3号\"\n---\n", "---\ntitle: 甲\ndoc_number: \"示财〔2026〕3号\"\n---\n",
		},
		"inner dates": {
			"---\ntitle: 甲\nlegal_review: {date: 2026年7月1日, by: 法制科}\nchanges:\n  - date: 2026/7/2\n    what: 改\n    approved_by: 乙\n---\n",
			"---\ntitle: 甲\nlegal_review: {date: 2026-07-01, by: 法制科}\nchanges:\n  - date: 2026-07-02\n    what: 改\n    approved_by: 乙\n---\n",
		},
		"only dates are dates": {
			"---\ntitle: 2026年7月1日\nsummary: 2026.7.1\n---\n", "",
		},
		"impossible stays": {
			"---\ntitle: 甲\nmade: 2026年2月30日\nreviewed: 明天\n---\n", "",
		},
		"colons": {
			"---\n标题：甲：乙\nindex： CZ-2026-00001\nsummary: |\n  标题：不是键\n---\n标题：正文\n",
			"---\n标题: 甲：乙\nindex: CZ-2026-00001\nsummary: |\n  标题：不是键\n---\n标题：正文\n",
		},
		"blanks": {
			"--- \ntitle: 甲  \n  \nindex: b\t\nsummary: |  \n  一  \n  二  \nkeywords: [a,  \n  b]  \n---  \n正文  \n",
			"---\ntitle: 甲\n\nindex: b\nsummary: |  \n  一  \n  二  \nkeywords: [a,\n  b]\n---\n正文  \n",
		},
		"order": {
			"---\n# 头\n\n# 何时\nmade: 2026-07-01\n# 什么\ntitle: 甲 # 名\nattachments:\n  - a.pdf\n  # 里面\n索引号: b\n\n# 尾\n---\n文\n",
			"---\n# 头\n\n# 什么\ntitle: 甲 # 名\n索引号: b\n# 何时\nmade: 2026-07-01\nattachments:\n  - a.pdf\n  # 里面\n\n# 尾\n---\n文\n",
		},
		"unknown keys come last": {
			"---\nfoo: 1\nmade: 2026-07-01\nbar:\n  - 2\ntitle: 甲\n---\n",
			"---\ntitle: 甲\nmade: 2026-07-01\nfoo: 1\nbar:\n  - 2\n---\n",
		},
		"long texts move whole": {
			"---\nsummary: >-\n  一\n\n  # 不是注释\n  二\nbasis:\n- 甲\n- 乙\ntitle: \"多\n  行\"\n---\n",
			"---\ntitle: \"多\n  行\"\nbasis:\n- 甲\n- 乙\nsummary: >-\n  一\n\n  # 不是注释\n  二\n---\n",
		},
		"all in braces is not sorted": {
			"---\n{made: 2026年7月1日, title: 甲}\n---\n", "---\n{made: 2026-07-01, title: 甲}\n---\n",
		},
		"byte-order mark and CR LF": {
			"\xEF\xBB\xBF---\r\ntitle: 甲\r\n---\r\n\r\n正文\r\n", "---\ntitle: 甲\n---\n\n正文\n",
		},
		"last line": {"---\ntitle: 甲\n---\n正文", "---\ntitle: 甲\n---\n正文\n"},
		"empty":     {"", ""},
	} {
		r := File("a/2026/01.md", []byte(c.from), schema.Item)
		want := c.to
		if want == "" {
			want = c.from
		}
		if string(r.Text) != want {
			t.Errorf("%s:\n%s\nbecame\n%s\nwant\n%s\nleft: %v", name, c.from, r.Text, want, r.Left)
		}
		if (len(r.Changes) > 0) != (want != c.from) {
			t.Errorf("%s: changes %v", name, r.Changes)
		}
		if again := File("a/2026/01.md", r.Text, schema.Item); !bytes.Equal(again.Text, r.Text) {
			t.Errorf("%s: once more gives\n%s", name, again.Text)
		}
	}
}

// What cannot be read is left, but for its encoding, and somebody is told.
func TestLeft(t *testing.T) {
	for name, from := range map[string]string{
		"no front matter": "made: 2026年7月1日\n",
		"not closed":      "---\nmade: 2026年7月1日\n正文\n",
		"given twice":     "---\nmade: 2026年7月1日\ntitle: 甲\nmade: 2026年7月2日\n---\n",
		"broken":          "---\nmade: 2026年7月1日\ntitle: [甲\nindex: b\n---\n",
		"NUL":             "---\ntitle: a\x00b\n---\n",
	} {
		r := File("a.md", []byte(from), schema.Item)
		if string(r.Text) != from || len(r.Left) == 0 || len(r.Changes) > 0 {
			t.Errorf("%s: %q, changes %v, left %v", name, r.Text, r.Changes, r.Left)
		}
		for _, d := range r.Left {
			if d.Path != "a.md" || d.Text.ZH == "" || d.Text.EN == "" {
				t.Errorf("%s: %+v", name, d)
			}
		}
	}
	r := File("a.md", []byte("made: 2026年7月1日\r\n"), schema.Item)
	if string(r.Text) != "made: 2026年7月1日\n" || len(r.Left) == 0 || len(r.Changes) != 1 {
		t.Errorf("line ends: %q, %v, %v", r.Text, r.Changes, r.Left)
	}
}

func TestGBK(t *testing.T) {
	raw := []byte("---\r\n\xB1\xEA\xCC\xE2\xA3\xBA\xB9\xD8\xD3\xDA\xB5\xF7\xD5\xFB\xB9\xA9\xCB\xAE\xBC\xDB\xB8\xF1\xB5\xC4\xCD\xA8\xD6\xAA\r\n\xCB\xF7\xD2\xFD\xBA\xC5: CZ-2026-00001\r\n---\r\n\r\n\xD5\xFD\xCE\xC4\xD3\xD0\xBA\xBA\xD7\xD6\xA1\xA3\r\n")
	r := File("a.md", raw, schema.Item)
	want := "---\n标题: 关于调整供水价格的通知\n索引号: CZ-2026-00001\n---\n\n正文有汉字。\n"
	if string(r.Text) != want || len(r.Changes) != 3 || !strings.Contains(r.Changes[0].ZH, "GB18030") {
		t.Errorf("%q, %v", r.Text, r.Changes)
	}
}

// Characters that draw nothing go, wherever they are, and are named; joiners, private
// characters and those that reorder text are a person's to look at.
func TestInvisible(t *testing.T) {
	r := File("a.md", []byte("---\ntitle: 预\u200B算\u200E\n---\n\n正\u200B文\u2060👨\u200D👩\uF06C\u202E甲\n"), schema.Item)
	if string(r.Text) != "---\ntitle: 预算\n---\n\n正文👨\u200D👩\uF06C\u202E甲\n" || len(r.Changes) != 1 ||
		r.Changes[0].ZH != "去掉了看不见的字符：U+200B 2处、U+200E 1处、U+2060 1处" || r.Changes[0].EN != "took out invisible characters: 2 of U+200B, 1 of U+200E, 1 of U+2060" {
		t.Errorf("%q, %v", r.Text, r.Changes)
	}
}

func TestYAML(t *testing.T) {
	const from = "# 头\r\n- name：示范区水务局  \r\n  id: shuiwu\r\n- id: b\r\n"
	const to = "# 头\n- name: 示范区水务局\n  id: shuiwu\n- id: b\n"
	r := File("departments.yaml", []byte(from), schema.Department)
	if string(r.Text) != to {
		t.Errorf("%q, %v, %v", r.Text, r.Changes, r.Left)
	}
	const site = "title: 甲\nrosters:\n  - {step: review, name: 乙, from: 2026年1月1日}\nregion: 丙"
	r = File("site.yaml", []byte(site), schema.Site)
	if string(r.Text) != strings.Replace(site, "2026年1月1日", "2026-01-01", 1)+"\n" {
		t.Errorf("%q, %v, %v", r.Text, r.Changes, r.Left)
	}
}

// The laws hold for the site that is shipped, and every file of it can be read.
func TestShippedContent(t *testing.T) {
	n := 0
	err := filepath.WalkDir("../../content", func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(p) != ".md" {
			return err
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		n++
		if r := File(p, raw, schema.Item); len(r.Left) > 0 {
			t.Errorf("%s: %v", p, r.Left)
		}
		laws(t, raw)
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("%d files, %v", n, err)
	}
}

// The laws, for any bytes: what is written reads as the same record, with the same body
// and no finding more; and to tidy it again changes nothing.
func FuzzFile(f *testing.F) {
	for _, s := range []string{
		"---\n标题：甲\nmade: 2026年7月1日\n# c\nindex: b\n---\n正文\n", "---\nsummary: |+\n  a \n\ntitle: b\n# x\n---\n",
		"\xEF\xBB\xBF---\r\n发文字号: 示财[2026]第3号\r\n---\r\n", "---\nmade: \"2026.7.1\" \n? title\n: a\n---\n", "---\n{made: 2026年7月1日, title: 甲}\n---\n",
		"---\nattachments:\n- a\n# b\n  # c\ntitle: x\n---\n", "---\n\n\n# a\n\nmade: '2026/7/1'\n'title': 甲\n...\n---\n",
		"---\nlegal_review:\n  # a\n  date: 2026年7月1日\n\n# b\nnormative: 是\n---", "---\n　made: 2026年7月1日\n　title：甲\n---\n",
		"--\u200B-\ntitle: \u200B甲\n\u00AD---\n\u200E\n", "\uFEFF\u200B\r",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		laws(t, raw)
	})
}

func laws(t *testing.T, raw []byte) {
	r := File("a.md", raw, schema.Item)
	if bytes.Equal(r.Text, raw) != (len(r.Changes) == 0) {
		t.Fatalf("changed %q to %q, and says %v", raw, r.Text, r.Changes)
	}
	again := File("a.md", r.Text, schema.Item)
	if !bytes.Equal(again.Text, r.Text) {
		t.Fatalf("%q became %q and then %q (%v)", raw, r.Text, again.Text, again.Changes)
	}
	text, _, _, ok := source.Decode(raw)
	if !ok {
		if !bytes.Equal(r.Text, raw) {
			t.Fatal("changed what is no text")
		}
		return
	}
	text, _ = visible(text)
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(bytes.Clone(text), '\n')
	}
	a, b := front.Parse("a.md", text), front.Parse("a.md", r.Text)
	w := worker{table: schema.Item}
	if !w.same(&a.Root, &b.Root) {
		t.Fatalf("%q became %q: %+v, %+v", raw, r.Text, a.Root, b.Root)
	}
	if !bytes.Equal(text[a.Body:], r.Text[b.Body:]) {
		t.Fatalf("%q became %q: another body", raw, r.Text)
	}
	if more(a.Findings, b.Findings) {
		t.Fatalf("%q became %q: findings %v", raw, r.Text, b.Findings)
	}
}

// The laws again for made files, most of which can be read.
func FuzzMade(f *testing.F) {
	pieces := []string{
		"title: 甲\n", "标题：甲\n", "made: 2026年7月1日\n", "reviewed: '2026.7.2'  \n", "published: 2026/7/3 9:05 # 时\n", "# 注\n", "\n", "  # 内\n",
		"doc_number: 示财【2026】01号\n", "summary: |\n  一  \n\n  二\n", "summary: |+\n  一\n\n", "summary: >-\n\n  一\n  二\n", "basis:\n- 甲 \n- '乙'\n",
		"changes:\n  - date: 2026年7月4日\n    what: \"改\n      了\"\n  # 内\n", "hearing: {date: 2026.7.5, place: 甲}\n", "keywords: [甲,\n  乙 ] \n",
		"foo: 1\n", "索引号: b \n", "index：c\n", "status:\n", "legal_review:\n  date： 2026年7月6日\n", "contact: 甲\n  乙 \n",
		"secrecy: “pass”\n", "topics: \n  - 价格\n\n", "　stage: 结果\n", "audience: 甲 #乙\n",
	}
	f.Add([]byte{0, 2, 5, 8, 13}, false)
	f.Add([]byte{2, 6, 5, 0, 7, 9, 4, 5}, true)
	f.Add([]byte{10, 0, 11, 12, 16, 13, 1, 20}, true)
	f.Fuzz(func(t *testing.T, which []byte, crlf bool) {
		var b strings.Builder
		b.WriteString("---\n")
		for _, n := range which {
			b.WriteString(pieces[int(n)%len(pieces)])
		}
		b.WriteString("---\n\n正文：  \n")
		s := b.String()
		if crlf {
			s = strings.ReplaceAll(s, "\n", "\r\n")
		}
		laws(t, []byte(s))
	})
}
