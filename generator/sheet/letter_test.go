package sheet_test

import (
	"strings"
	"testing"

	"gongkai/generator/display"
	"gongkai/generator/judge"
	"gongkai/generator/sheet"
)

// letter is a letter with a part of each kind.
func letter() *sheet.Letter {
	return &sheet.Letter{
		From: "示范区财政局", Number: "BA-2026Q3-001", Title: "关于报送2026年第三季度政务公开备案材料的函", To: "示范区公开办",
		Body: []sheet.Passage{
			{Text: "现将材料报送备案，请予接收。\n本季度公开事项3件。"},
			{Heading: "一、材料清单", Facts: [][2]string{{"事项清单", "事项清单.xlsx，3件"}, {"校验值", strings.Repeat("0123456789abcdef", 4)}}},
		},
		Signs: []string{"填报人", "审核人", "负责人"}, Date: today,
	}
}

func set(t *testing.T, l *sheet.Letter) (*sheet.Press, *sheet.Document) {
	t.Helper()
	p := press(t, tree(nil, nil), nil).Press
	d, err := p.Letter(l)
	if err != nil {
		t.Fatal(err)
	}
	return p, d
}

// A letter says on paper what it says as text, in that order, in a file that is whole.
func TestLetter(t *testing.T) {
	l := letter()
	p, d := set(t, l)
	paper := tight(said(d.Pages, func(*display.Part) bool { return true }))
	for line := range strings.Lines(l.Plain()) {
		name, value, _ := strings.Cut(line, "：") // a table has none between a name and its value
		for _, part := range []string{name, strings.Trim(value, "_\n")} {
			_, rest, found := strings.Cut(paper, tight(part))
			if !found {
				t.Fatalf("after what came before, paper does not say %q but %s", part, paper)
			}
			paper = rest
		}
	}
	if len(d.Remarks) > 0 || len(d.Pages.Pages) != 1 || len(d.Pages.Bookmark) != 2 {
		t.Errorf("%d pages, %d bookmarks, remarks %+v", len(d.Pages.Pages), len(d.Pages.Bookmark), d.Remarks)
	}
	judge.Run(t, "qpdf", "--check", file(t, p, d.Pages))
	saysTheSame(t, "letter", p, d.Pages)
	if got := said(d.Pages, func(x *display.Part) bool { return within(x, display.H1) }); got != tight(l.Title) {
		t.Errorf("the title is %q", got)
	}
	l.Body[1].Facts, l.Signs = nil, nil
	if text := l.Plain(); strings.Contains(text, "\n\n\n") || !strings.HasSuffix(text, "示范区财政局\n2026年11月22日\n") {
		t.Errorf("as text it is\n%s", text)
	}
}

// The type shrinks where a letter may take so many pages only, and the seal is never alone.
func TestLetterFits(t *testing.T) {
	l := letter()
	l.Body[0].Text = strings.Repeat("本季度公开的事项都已经过审议和审定。\n", 6)
	_, d := set(t, l)
	if n := len(d.Pages.Pages); n != 2 {
		t.Fatalf("%d pages: the test wants a letter that is a little too long", n)
	}
	l.Fit = 1
	if _, d = set(t, l); len(d.Pages.Pages) != 1 {
		t.Errorf("%d pages, though it may take one", len(d.Pages.Pages))
	}
}

// A character that no font has is told, as for sheets.
func TestLetterTellsOfMissingCharacters(t *testing.T) {
	l := letter()
	l.From = "示范区\U0002A6D6局"
	_, d := set(t, l)
	if len(d.Remarks) == 0 || d.Remarks[0].Kind != sheet.RemarkGlyph || d.Remarks[0].What != "\U0002A6D6" {
		t.Errorf("remarks %+v", d.Remarks)
	}
}
