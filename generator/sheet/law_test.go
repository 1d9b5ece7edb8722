package sheet_test

import (
	"os"
	"strings"
	"testing"

	"gongkai/generator/build"
	"gongkai/generator/display"
	"gongkai/generator/markdown"
	"gongkai/generator/model"
	"gongkai/generator/sheet"
)

// keepsText fails where the sheet's body does not say what the item's text says, word for
// word and in order.
func keepsText(t *testing.T, r build.Result, it *model.Item, d *sheet.Document) {
	t.Helper()
	body, err := r.Site.Bodies.Body(it.Body)
	if err != nil {
		t.Fatal(err)
	}
	want := tight(strings.NewReplacer("\n- ", "\n• ").Replace("\n" + listed(string(body.Text))))
	var text *display.Part // the part of the text is a Sect in the sheet's own
	got := said(d.Pages, func(p *display.Part) bool {
		if within(p, display.Note, display.Reference) {
			return false
		}
		for q := p; q != nil; q = q.Parent {
			if q.Role == display.Sect && q.Parent != nil && q.Parent.Role == display.Sect && q.Parent.Parent == nil {
				if text == nil {
					text = q
				}
				return q == text
			}
		}
		return false
	})
	if len(body.Text) == 0 {
		return
	}
	if got != want {
		t.Errorf("%s: the sheet does not say what the text says%s", it.Path, firstDifference(got, want))
	}
}

// listed turns the text form's marks of lists into those of paper.
func listed(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(l, " "), "- "); ok {
			lines[i] = "• " + rest
		}
	}
	return strings.Join(lines, "\n")
}

func firstDifference(got, want string) string {
	g, w := []rune(got), []rune(want)
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			from := max(i-12, 0)
			return ":\n got …" + string(g[from:min(i+24, len(g))]) + "\nwant …" + string(w[from:min(i+24, len(w))])
		}
	}
	return ": one ends early (" + string(g[max(len(g)-20, 0):]) + " / " + string(w[max(len(w)-20, 0):]) + ")"
}

// choices are both styles on both papers, upright and turned.
var choices = []sheet.Choice{
	{Style: model.DocumentStyle}, {Style: model.BoardStyle},
	{Style: model.BoardStyle, Paper: model.A3}, {Style: model.BoardStyle, Landscape: true}, {Style: model.DocumentStyle, Paper: model.A3, Landscape: true},
}

func TestSampleContentIsPrintedWhole(t *testing.T) {
	r := press(t, os.DirFS("../../content"), nil)
	items := 0
	for _, it := range r.Site.Items {
		if r.Site.Gone(it) {
			continue
		}
		items++
		for _, c := range choices {
			d := item(t, r, it, nil, c)
			keepsText(t, r, it, d)
			wellSet(t, it, d)
			rowsKept(t, r, it, d)
		}
	}
	if items < 100 {
		t.Errorf("only %d items", items)
	}
}

func TestRealDocumentsArePrintedWhole(t *testing.T) {
	r := press(t, corpus(t), nil)
	if len(r.Site.Items) < 400 {
		t.Fatalf("only %d documents", len(r.Site.Items))
	}
	pages := 0
	for i, it := range r.Site.Items {
		for _, c := range []sheet.Choice{choices[0], choices[1+i%4]} {
			d := item(t, r, it, nil, c)
			keepsText(t, r, it, d)
			wellSet(t, it, d)
			pages += len(d.Pages.Pages)
		}
	}
	t.Logf("%d documents, %d pages", len(r.Site.Items), pages)
}

// rowsKept counts the rows of the text's tables.
func rowsKept(t *testing.T, r build.Result, it *model.Item, d *sheet.Document) {
	t.Helper()
	want := 0
	file, err := os.ReadFile("../../content/" + it.Path)
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(strings.TrimPrefix(strings.ReplaceAll(string(file), "\r\n", "\n"), "---\n"), "\n---\n")
	var count func([]markdown.Block)
	count = func(list []markdown.Block) {
		for _, b := range list {
			switch b := b.(type) {
			case *markdown.Table:
				want += len(b.Rows)
				if len(b.Head) > 0 {
					want++
				}
			case *markdown.Quote:
				count(b.Blocks)
			case *markdown.List:
				for _, i := range b.Items {
					count(i)
				}
			}
		}
	}
	count(markdown.New().Blocks([]byte(body), 0))
	rows := map[*display.Part]bool{}
	for _, p := range d.Pages.Pages {
		for _, op := range p.Ops {
			run, ok := op.(display.Run)
			if !ok || run.Part == nil {
				continue
			}
			depth := 0
			var row *display.Part
			for q := run.Part; q != nil; q = q.Parent {
				if q.Role == display.Row && row == nil {
					row = q
				}
				if q.Role == display.Sect {
					depth++
				}
			}
			if row != nil && depth == 2 {
				rows[row] = true
			}
		}
	}
	if len(rows) != want {
		t.Errorf("%s: %d rows of tables are printed, want %d", it.Path, len(rows), want)
	}
}

const (
	noStart = "。，、；：！？）》”’」』】〕〉"
	noEnd   = "（《“‘「『【〔〈"
)

// wellSet holds the laws of typesetting: no forbidden mark at a line's start or end outside
// narrow columns, nothing beyond the paper's margins, no heading at a page's foot, no stamp
// alone on a page.
func wellSet(t *testing.T, it *model.Item, d *sheet.Document) {
	t.Helper()
	for n, p := range d.Pages.Pages {
		var last *display.Part
		var prev *display.Run
		starts := map[*display.Part]bool{}
		stamp, texts := false, 0
		for _, op := range p.Ops {
			r, ok := op.(display.Run)
			if box, is := op.(display.Rect); is && box.Dash > 0 {
				stamp = true
			}
			if !ok || len(r.Glyphs) == 0 {
				continue
			}
			for _, g := range r.Glyphs {
				if g.X < 0 || g.X > p.Width || r.Y < 0 || r.Y > p.Height {
					t.Errorf("%s page %d: %q leaves the paper", it.Path, n+1, g.Text)
				}
			}
			if r.Part == nil {
				continue
			}
			if !within(r.Part, display.Note) {
				last = r.Part
			}
			if !within(r.Part, display.Cell, display.Head, display.Note, display.Reference) {
				texts++
				begin := prev == nil || prev.Y != r.Y
				if begin {
					if first := r.Glyphs[0].Text; first != "" && strings.Contains(noStart, first) && starts[r.Part] {
						t.Errorf("%s page %d: a line begins with %s", it.Path, n+1, first)
					}
					if prev != nil {
						if end := prev.Glyphs[len(prev.Glyphs)-1].Text; end != "" && strings.Contains(noEnd, end) {
							t.Errorf("%s page %d: a line ends with %s", it.Path, n+1, end)
						}
					}
				}
				starts[r.Part] = true
				c := r
				prev = &c
			}
		}
		if n < len(d.Pages.Pages)-1 && last != nil && within(last, display.H2, display.H3, display.H4, display.H5, display.H6) {
			t.Errorf("%s page %d ends with a heading", it.Path, n+1)
		}
		if stamp && texts < 3 && len(d.Pages.Pages) > 1 && n > 0 {
			t.Errorf("%s page %d: the stamp stands alone", it.Path, n+1)
		}
	}
}
