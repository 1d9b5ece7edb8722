package markdown

import (
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
)

// bytewise is a parser that leaves every line to goldmark.
func bytewise() *Parser { return &Parser{plain: newParser(), escaped: newParser()} }

// sameAsGoldmark fails where taking plain lines at once changes what is read of a body.
func sameAsGoldmark(t *testing.T, p, goldmark *Parser, body string) {
	t.Helper()
	if got, want := p.Parse([]byte(body), 3), goldmark.Parse([]byte(body), 3); !reflect.DeepEqual(got, want) {
		t.Fatalf("%q is read as\n%+v\nand by goldmark alone as\n%+v", body, got, want)
	}
	if got, want := p.Blocks([]byte(body), 3), goldmark.Blocks([]byte(body), 3); !reflect.DeepEqual(got, want) {
		t.Fatalf("%q gives other blocks than by goldmark alone", body)
	}
}

var plainBodies = []string{
	"第一条 市、县（区）人民政府\n应当加强管理。\n\n## 二、安排\n\n正文\n",
	"a b  c\nd  \ne\t\n f\n",
	"[见\n第 二 部分\n这里](a.pdf)和`甲\n乙 丙\n丁`\n",
	"**甲\n乙 丙\n丁** ~~戊\n己 庚~~\n",
	"甲\n(www.gov.example) 乙\nhttps://gov.example/ 丙\n书记 a.b@gov.example\n",
	"> 甲 乙\n丙 丁\n> - 戊\n己\n\n1. 甲\n   乙 丙\n",
	"| 甲 | 乙 丙 |\n| --- | --- |\n| 1 | 戊 己 |\n\n　　 甲　乙 \n",
	"甲\\\\\\\n`乙`\n\\*丙*\n",
	"甲 \\\n乙\\ 丙\n\\",
	"甲\n===\n\n乙 &amp; 丙\n&#35; 丁\n甲\x00乙\n丙\x7F\n\xFF丁 戊\xE4\n",
	"![甲\n乙 丙](a.png \"丁\n戊\")\n<b\n己>\n",
	"甲\r\n乙 丙\r\n",
}

func TestPlainLines(t *testing.T) {
	p, goldmark := New(), bytewise()
	for _, body := range plainBodies {
		sameAsGoldmark(t, p, goldmark, body)
	}
	err := fs.WalkDir(os.DirFS("../../content"), ".", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".md") {
			var text []byte
			text, err = fs.ReadFile(os.DirFS("../../content"), name)
			sameAsGoldmark(t, p, goldmark, string(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// That lines are taken at all can be seen by their nodes: goldmark ends one at a blank.
	for q, nodes := range map[*Parser]int{p: 1, goldmark: 2} {
		if n := q.tree([]byte("甲 乙 丙\n"), 0).root.FirstChild().ChildCount(); n != nodes {
			t.Errorf("%d texts, want %d", n, nodes)
		}
	}
}

func FuzzPlainLines(f *testing.F) {
	for _, s := range plainBodies {
		f.Add(s)
	}
	p, goldmark := New(), bytewise()
	f.Fuzz(func(t *testing.T, body string) { sameAsGoldmark(t, p, goldmark, body) })
}
