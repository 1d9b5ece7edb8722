package sheet_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/build"
	"gongkai/generator/display"
	"gongkai/generator/font"
	"gongkai/generator/model"
	"gongkai/generator/sheet"
)

// remarks gives the remarks of a kind.
func remarks(d *sheet.Document, k sheet.RemarkKind) []sheet.Remark {
	return slices.DeleteFunc(slices.Clone(d.Remarks), func(r sheet.Remark) bool { return r.Kind != k })
}

// bodyLine gives the line of an item's file, from 1, on which a text stands.
func bodyLine(t *testing.T, files fstest.MapFS, path, text string) int {
	t.Helper()
	before, _, ok := strings.Cut(string(files[path].Data), text)
	if !ok {
		t.Fatalf("%q is not in %s", text, path)
	}
	return strings.Count(before, "\n") + 1
}

const first = "caizheng/2026/00001.md"

// foldered is a tree of one item that lies in a folder of its own, with files beside it.
func foldered(body string, files map[string][]byte) fstest.MapFS {
	t := tree(map[string]string{"2026/00001/index.md": front(1, "带图片的公告", "") + body}, nil)
	for name, data := range files {
		t["caizheng/2026/00001/"+name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return t
}

// picture gives a grey image as PNG.
func picture(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 128
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gifPicture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black, color.White}), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fitted gives a board that wants each item on so many pages.
func fitted(pages int) string {
	return fmt.Sprintf("- {id: hall, name: 公开栏, place: 一楼, paper: A4, fit: %d, departments: [all]}\n", pages)
}

func TestSheetIsMadeToFit(t *testing.T) {
	files := func(fit int) fstest.MapFS {
		return tree(map[string]string{"2026/00001.md": front(1, "通知", "") + han(3200)}, map[string]string{"boards.yaml": fitted(fit)})
	}
	free, it := alone(t, files(0), nil)
	whole := item(t, free, it, free.Site.Board("hall"), sheet.Choice{})
	if len(whole.Pages.Pages) < 3 {
		t.Fatalf("the text takes only %d pages", len(whole.Pages.Pages))
	}
	full := bodySize(whole.Pages)
	last := full
	for pages := len(whole.Pages.Pages); pages >= 1; pages-- {
		r, it := alone(t, files(pages), nil)
		d := item(t, r, it, r.Site.Board("hall"), sheet.Choice{})
		keepsText(t, r, it, d)
		size := bodySize(d.Pages)
		if size < 12*display.Pt || size > last {
			t.Errorf("%d pages: set in %v pt, after %v", pages, size.Points(), last.Points())
		}
		last = size
		too := remarks(d, sheet.RemarkFit)
		switch n := len(d.Pages.Pages); {
		case n <= pages && len(too) > 0:
			t.Errorf("%d pages: it fits, and yet the remark is %q", pages, too[0].What)
		case n <= pages && n == len(whole.Pages.Pages) && size != full:
			t.Errorf("%d pages: smaller than need be", pages)
		case n > pages && (len(too) != 1 || size != 12*display.Pt || too[0].Item != it || too[0].What != strconv.Itoa(n)):
			t.Errorf("%d pages wanted, %d made in %v pt, remarks %v", pages, n, size.Points(), too)
		}
		// One step larger would not fit.
		if n := len(d.Pages.Pages); n <= pages && size < full {
			step := look(fmt.Sprintf("fit:\n  least: %v pt\n  step: 0.25 pt\n", size.Points()+0.25))
			r, it := alone(t, files(pages), step)
			if larger := item(t, r, it, r.Site.Board("hall"), sheet.Choice{}); len(larger.Pages.Pages) <= pages {
				t.Errorf("%d pages: set in %v pt where %v pt would fit", pages, size.Points(), bodySize(larger.Pages).Points())
			}
		}
	}
	// What is asked for by hand is stronger than the board; print.yaml's least counts.
	r, it := alone(t, files(9), look("fit:\n  least: 14 pt\n"))
	d := item(t, r, it, r.Site.Board("hall"), sheet.Choice{Fit: 1})
	if size := bodySize(d.Pages); size != 14*display.Pt || len(remarks(d, sheet.RemarkFit)) != 1 {
		t.Errorf("set in %v pt with the remarks %v", size.Points(), d.Remarks)
	}
	// Steps that do not come out even end at the least size all the same.
	r, it = alone(t, files(9), look("fit:\n  least: 12 pt\n  step: 2 pt\n"))
	if size := bodySize(item(t, r, it, r.Site.Board("hall"), sheet.Choice{Fit: 1}).Pages); size != 12*display.Pt {
		t.Errorf("in steps of 2 pt the smallest size is %v pt, want 12", size.Points())
	}
	// And it is said once, to the clerk.
	r, _ = alone(t, files(1), nil)
	if got := coded(r, "M26"); len(got) != 1 || !strings.Contains(got[0], "公开栏") {
		t.Errorf("findings: %q", got)
	}
}

// coded gives the words of the findings of a rule, with path and place.
func coded(r build.Result, rule string) (out []string) {
	for _, f := range r.Findings {
		if f.Rule == rule {
			out = append(out, fmt.Sprintf("%s:%d-%d %s", f.Place.Path, f.Place.At.Start, f.Place.At.End, f.Text.ZH))
		}
	}
	return out
}

// A remark of a trial size that was not taken is no remark of the sheet.
func TestRemarksAreOfTheSheetThatIsMade(t *testing.T) {
	body := "经办人：张\U0001F600。\n\n![图](missing.png)\n\n" + han(1600)
	files := tree(map[string]string{"2026/00001.md": front(1, "通知", "") + body}, map[string]string{"boards.yaml": fitted(2)})
	r, it := alone(t, files, nil)
	d := item(t, r, it, r.Site.Board("hall"), sheet.Choice{})
	if bodySize(d.Pages) >= 15750 {
		t.Fatal("it fits without a trial")
	}
	if g, m := remarks(d, sheet.RemarkGlyph), remarks(d, sheet.RemarkImage); len(g) != 1 || len(m) != 1 {
		t.Errorf("remarks: %v", d.Remarks)
	}
	pages := 0
	for _, p := range d.Pages.Images {
		if p.Type == "png" {
			pages++
		}
	}
	if pages != 1 {
		t.Errorf("%d codes were made for one sheet", pages)
	}
}

func TestMissingGlyph(t *testing.T) {
	body := "第一段。\n\n经办人：张\U0001F600，又是\U0001F600。\n\n| 姓名 | 单位 |\n| --- | --- |\n| 王\U0001F680 | 甲 |\n"
	files := tree(map[string]string{"2026/00001.md": front(1, "通知", "") + body}, nil)
	r, it := alone(t, files, nil)
	d := item(t, r, it, nil, sheet.Choice{})
	got := map[string]int{}
	for _, k := range remarks(d, sheet.RemarkGlyph) {
		got[k.What] = k.Line
		if k.Item != it {
			t.Error("the remark names no item")
		}
	}
	want := map[string]int{"\U0001F600": bodyLine(t, files, first, "经办人"), "\U0001F680": bodyLine(t, files, first, "| 王")}
	if len(got) != 2 || got["\U0001F600"] != want["\U0001F600"] || (got["\U0001F680"] != want["\U0001F680"]) {
		t.Errorf("remarks on %v, want %v", got, want)
	}
	findings := coded(r, "M23")
	if len(findings) != 2 {
		t.Fatalf("findings %q", findings)
	}
	text := string(files[first].Data)
	for i, c := range []string{"\U0001F600", "\U0001F680"} {
		at := strings.Index(text, c)
		if want := fmt.Sprintf("%s:%d-%d ", first, at, at+4); !strings.HasPrefix(findings[i], want) {
			t.Errorf("finding %q, want it at %s", findings[i], want)
		}
	}
	// What has a glyph is no finding: neither rare names nor what takes no room.
	r, _ = alone(t, tree(map[string]string{"2026/00001.md": front(1, "通知"+rare, "") + rare + "\u200B\uFE0F\n"}, nil), nil)
	if got := coded(r, "M23"); len(got) > 0 {
		t.Errorf("findings %q", got)
	}
}

func TestImagesThatCannotBePrinted(t *testing.T) {
	good := picture(t, 300, 150)
	for name, c := range map[string]struct {
		file    string
		data    []byte
		finding bool
	}{
		"gif":     {"a.gif", gifPicture(t), true},
		"broken":  {"a.png", good[:40], true},
		"cut off": {"a.png", good[:len(good)/2], true},
		"text":    {"a.png", []byte("no image"), true},
		"svg":     {"a.svg", []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), true},
		"missing": {"", nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			more := map[string][]byte{}
			dest := "a.png"
			if c.file != "" {
				dest, more[c.file] = c.file, c.data
			}
			files := foldered("第一段。\n\n![位置图]("+dest+")\n\n第二段。\n", more)
			r, it := alone(t, files, nil)
			d := item(t, r, it, nil, sheet.Choice{})
			// The words of the image are printed all the same.
			keepsText(t, r, it, d)
			if words := said(d.Pages, text(d.Pages)); words != "第一段。位置图第二段。" {
				t.Errorf("the sheet says %q", words)
			}
			got := remarks(d, sheet.RemarkImage)
			shown, _ := figures(d.Pages, "位置图")
			if len(got) != 1 || got[0].What != dest || got[0].Err == nil || got[0].Item != it || got[0].Line != bodyLine(t, files, "caizheng/2026/00001/index.md", "![位置图]") || len(shown) > 0 {
				t.Errorf("remarks %v; %d pictures", d.Remarks, len(shown))
			}
			if found := coded(r, "M24"); c.finding && len(found) != 1 {
				t.Errorf("findings %q", found)
			}
			// And a sheet with such an image can be written.
			if err := r.Press.Write(new(bytes.Buffer), d.Pages); err != nil {
				t.Error(err)
			}
		})
	}
	// A good one is shown, 150 pixels an inch, and no larger than the column.
	for _, c := range []struct{ pixels, width float64 }{{300, 2 * 25.4}, {3000, 28 * 15.75 * 25.4 / 72}} {
		r, it := alone(t, foldered("![位置图](a.png)\n", map[string][]byte{"a.png": picture(t, int(c.pixels), int(c.pixels)/2)}), nil)
		d := item(t, r, it, nil, sheet.Choice{})
		shown, _ := figures(d.Pages, "位置图")
		if len(shown) != 1 || len(d.Remarks) > 0 {
			t.Fatalf("%d pictures, remarks %v", len(shown), d.Remarks)
		}
		near(t, "an image's width", shown[0].W, c.width, 0.1)
		near(t, "an image's height", shown[0].H, c.width/2, 0.1)
		saysTheSame(t, "picture", r.Press, d.Pages)
	}
}

func TestTallRow(t *testing.T) {
	body := "第一段。\n\n| 项目 | 说明 |\n| --- | --- |\n| 一 | 短 |\n| 二 | " + strings.Repeat("很长的说明文字。", 400) + " |\n| 三 | 短 |\n"
	files := tree(map[string]string{"2026/00001.md": front(1, "通知", "") + body}, nil)
	r, it := alone(t, files, nil)
	d := item(t, r, it, nil, sheet.Choice{})
	keepsText(t, r, it, d)
	want := bodyLine(t, files, first, "| 二")
	if got := remarks(d, sheet.RemarkTall); len(got) != 1 || got[0].Line != want || got[0].Item != it {
		t.Errorf("remarks %v, want one on line %d", d.Remarks, want)
	}
	at := strings.Index(string(files[first].Data), "| 二")
	if got := coded(r, "M25"); len(got) != 1 || !strings.HasPrefix(got[0], fmt.Sprintf("%s:%d-", first, at)) {
		t.Errorf("findings %q, want one at %d", got, at)
	}
}

func TestTooWideTable(t *testing.T) {
	head, rule, row := "|", "|", "|"
	for i := range 24 {
		head += fmt.Sprintf(" 第%d列 |", i+1)
		rule += " --- |"
		row += fmt.Sprintf(" 2026-%05d |", i+1)
	}
	body := "第一段。\n\n" + head + "\n" + rule + "\n" + row + "\n"
	files := tree(map[string]string{"2026/00001.md": front(1, "通知", "") + body}, nil)
	r, it := alone(t, files, nil)
	for _, c := range choices {
		d := item(t, r, it, nil, c)
		wellSet(t, it, d)
		// Each row is read as one, whole, though it is drawn in parts.
		for _, want := range []string{head, row} {
			want = strings.Trim(strings.ReplaceAll(want, " ", ""), "|")
			if !slices.Contains(rows(d.Pages), want) {
				t.Errorf("%s is not among the rows %q", want, rows(d.Pages))
			}
		}
		want := bodyLine(t, files, first, "| 第1列")
		if got := remarks(d, sheet.RemarkNarrow); len(got) != 1 || got[0].Line != want || got[0].Item != it {
			t.Errorf("remarks %v, want one on line %d", d.Remarks, want)
		}
	}
}

// everything is a text of all that Markdown can hold.
const everything = `开头一段有**加粗**、*强调*、~~删去~~、` + "`code`" + `，见[外部网站](https://www.example.org/zhengce.html)和<https://www.example.org/wangzhi>。

## 第一节

### 第一小节

- 甲项
- 乙项
  - 乙项之一
  - 乙项之二

3. 第三
4. 第四

> 引用的话。
>
> > 引用中的引用。

` + "```" + `
第一行  代码
	第二行
` + "```" + `

| 名称 | 数量 |
| :--- | ---: |
| 道路 | 1207 |
| 桥[梁](https://www.example.org/qiao) | 3 |

![位置图](a.png "图一")

---

末尾一段[全称](https://www.example.org/quancheng)，换行之前\
换行之后。
`

// stretch gives the runs in which a text of one look is set, joined.
func stretch(d *display.Document, text string) (out []display.Run, pages []int) {
	for n, p := range d.Pages {
		for _, r := range runs(p) {
			s := ""
			for _, g := range r.Glyphs {
				s += g.Text
			}
			if strings.Contains(s, text) {
				out, pages = append(out, r), append(pages, n)
			}
		}
	}
	return out, pages
}

// only gives the one run that holds a text.
func only(t *testing.T, d *display.Document, text string) (display.Run, int) {
	t.Helper()
	rs, pages := stretch(d, text)
	if len(rs) != 1 {
		t.Fatalf("%q is set in %d runs", text, len(rs))
	}
	return rs[0], pages[0]
}

func TestEverythingMarkdownHolds(t *testing.T) {
	files := foldered(everything, map[string][]byte{"a.png": picture(t, 300, 150)})
	fonts := "fonts:\n  mono: [fonts/NotoSansSC-Bold.ttf]\n  kai: [fonts/NotoSansSC-Bold.ttf]\n" // so that each role can be told by its font
	for name, c := range map[string]sheet.Choice{"document": {Style: model.DocumentStyle}, "board": {Style: model.BoardStyle, Paper: model.A3}} {
		t.Run(name, func(t *testing.T) {
			r, it := alone(t, files, look(fonts))
			doc := item(t, r, it, nil, c)
			d := doc.Pages
			keepsText(t, r, it, doc)
			wellSet(t, it, doc)
			if len(doc.Remarks) > 0 {
				t.Errorf("remarks: %v", doc.Remarks)
			}
			saysTheSame(t, name, r.Press, d)
			body := bodySize(d)
			plain, _ := only(t, d, "开头一段有")

			t.Run("looks", func(t *testing.T) {
				serif, bold, sans := plain.Font, boldFont(t, d), sansFont(t, d)
				for text, want := range map[string]int{"开头一段有": serif, "加粗": bold, "强调": sans, "code": sans, "删去": serif, "代码": sans, "第一节": sans, "末尾一段": serif} {
					run, _ := only(t, d, text)
					if run.Font != want {
						t.Errorf("%q is set in font %d (%s), want %d", text, run.Font, d.Fonts[run.Font].Name(), want)
					}
				}
				strikes := 0
				run, page := only(t, d, "删去")
				at := slices.IndexFunc(run.Glyphs, func(g display.Glyph) bool { return g.Text == "删" })
				from, to := run.Glyphs[at].X, run.Glyphs[at+1].X+run.Size
				for _, op := range d.Pages[page].Ops {
					l, ok := op.(display.Line)
					if ok && l.Y1 == l.Y2 && l.Y1 < run.Y && l.Y1 > run.Y-run.Size && l.X1 < from+run.Size/5 && l.X1 > from-run.Size/5 && l.X2 < to+run.Size/5 && l.X2 > to-run.Size/5 {
						strikes++
					}
				}
				if strikes != 1 {
					t.Errorf("%d lines strike 删去 out", strikes)
				}
			})

			t.Run("structure", func(t *testing.T) {
				for text, want := range map[string][]display.Role{
					"开头一段有": {display.P, display.Sect, display.Sect},
					"第一节":   {display.H2, display.Sect, display.Sect},
					"第一小节":  {display.H3, display.Sect, display.Sect},
					"甲项":    {display.P, display.ItemBody, display.Item, display.List, display.Sect, display.Sect},
					"乙项之一":  {display.P, display.ItemBody, display.Item, display.List, display.ItemBody, display.Item, display.List, display.Sect, display.Sect},
					"第四":    {display.P, display.ItemBody, display.Item, display.List, display.Sect, display.Sect},
					"引用的话":  {display.P, display.Quote, display.Sect, display.Sect},
					"引用中的":  {display.P, display.Quote, display.Quote, display.Sect, display.Sect},
					"代码":    {display.Code, display.Sect, display.Sect},
					"名称":    {display.Head, display.Row, display.Table, display.Sect, display.Sect},
					"道路":    {display.Cell, display.Row, display.Table, display.Sect, display.Sect},
					"图一":    {display.P, display.Sect, display.Sect},
					"外部网站":  {display.LinkRole, display.P, display.Sect, display.Sect},
				} {
					run, _ := only(t, d, text)
					var got []display.Role
					for p := run.Part; p != nil; p = p.Parent {
						got = append(got, p.Role)
					}
					if !slices.Equal(got, want) {
						t.Errorf("%q is %v, want %v", text, got, want)
					}
				}
				if run, _ := only(t, d, "名称"); run.Part.Scope != "Column" {
					t.Errorf("the head's scope is %q", run.Part.Scope)
				}
				if labels := said(d, func(p *display.Part) bool { return p.Role == display.Label }); labels != "••••3.4." {
					t.Errorf("the marks of the lists are %q", labels)
				}
			})

			t.Run("places", func(t *testing.T) {
				x := func(text string) display.Length { r, _ := only(t, d, text); return r.Glyphs[0].X }
				left := x("名称") // of the column, but for the cell's padding
				near(t, "the paragraph's indent", x("开头一段有")-x("末尾一段"), 0, 0.01)
				if step := x("乙项之一") - x("甲项"); step < body || step > 3*body {
					t.Errorf("the inner list stands %.2f em in", float64(step)/float64(body))
				}
				if step := x("引用中的") - x("引用的话"); step < body/2 || step > 2*body {
					t.Errorf("the inner quote stands %.2f em in", float64(step)/float64(body))
				}
				for _, text := range []string{"甲项", "第四", "引用的话"} {
					if x(text) < left {
						t.Errorf("%q does not stand in", text)
					}
				}
				// A line that the text ends is ended.
				up, _ := only(t, d, "换行之前")
				if low, _ := only(t, d, "换行之后"); low.Y <= up.Y || low.Glyphs[0].Text != "换" {
					t.Error("a break of the text is none on paper")
				}
				// Each mark stands before its entry's first line, on its baseline.
				for mark, text := range map[string]string{"3.": "第三", "4.": "第四"} {
					m, _ := onlyLabel(t, d, mark)
					e, _ := only(t, d, text)
					if m.Y != e.Y || m.Glyphs[len(m.Glyphs)-1].X >= e.Glyphs[0].X {
						t.Errorf("the mark %s stands at %.1f, %.1f mm, its entry at %.1f, %.1f", mark, m.Glyphs[0].X.Mm(), m.Y.Mm(), e.Glyphs[0].X.Mm(), e.Y.Mm())
					}
				}
				// Code keeps its blanks and stands on grey.
				a, page := only(t, d, "代码")
				shaded := slices.ContainsFunc(d.Pages[page].Ops, func(op display.Op) bool {
					r, ok := op.(display.Rect)
					return ok && r.Filled && r.Fill == display.Light && r.Y < a.Y && a.Y < r.Y+r.H && r.W > 10*body
				})
				if !shaded {
					t.Error("code does not stand on grey")
				}
				b, _ := only(t, d, "第二行")
				if in := b.Glyphs[slices.IndexFunc(b.Glyphs, func(g display.Glyph) bool { return g.Text == "第" })].X; in < left+b.Size {
					t.Error("the tab of the code is lost")
				}
				// Beside each quote runs a bar: two beside the inner one.
				q, page := only(t, d, "引用中的")
				bars := 0
				for _, op := range d.Pages[page].Ops {
					if r, ok := op.(display.Rect); ok && r.Filled && r.W < body/2 && r.Y < q.Y && q.Y < r.Y+r.H+body/2 && r.X < q.Glyphs[0].X {
						bars++
					}
				}
				if bars != 2 {
					t.Errorf("%d bars stand beside the inner quote", bars)
				}
				// A rule runs between the picture's words and the last paragraph.
				from, above := only(t, d, "图一")
				to, below := only(t, d, "末尾一段")
				ruled := false
				for n := above; n <= below; n++ {
					ruled = ruled || slices.ContainsFunc(d.Pages[n].Ops, func(op display.Op) bool {
						l, ok := op.(display.Line)
						return ok && l.Y1 == l.Y2 && l.X2-l.X1 > 20*body && (n < below || l.Y1 < to.Y) && (n > above || l.Y1 > from.Y)
					})
				}
				if !ruled {
					t.Error("there is no line for ---")
				}
				// Numbers lie at the right as the text asks.
				n12, _ := only(t, d, "1207")
				n3, _ := stretch(d, "3")
				n3 = slices.DeleteFunc(n3, func(r display.Run) bool { return !within(r.Part, display.Cell) || len(r.Glyphs) != 1 })
				if len(n3) != 1 || n3[0].Glyphs[0].X <= n12.Glyphs[0].X {
					t.Errorf("the numbers of a column do not end on one line")
				}
			})

			t.Run("outline", func(t *testing.T) {
				var got []string
				for _, m := range d.Bookmark {
					got = append(got, fmt.Sprintf("%d %s", m.Level, m.Title))
				}
				if want := []string{"0 带图片的公告", "1 第一节", "2 第一小节"}; !slices.Equal(got, want) {
					t.Errorf("the outline is %q, want %q", got, want)
				}
			})

			t.Run("notes", func(t *testing.T) { notesHold(t, d) })

			t.Run("picture", func(t *testing.T) {
				shown, pages := figures(d, "位置图")
				if len(shown) != 1 {
					t.Fatalf("%d pictures", len(shown))
				}
				near(t, "its width", shown[0].W, 2*25.4, 0.1)
				low := shown[0].Y + shown[0].H
				for _, text := range []string{"位置图", "图一"} {
					words, page := only(t, d, text)
					if page != pages[0] || words.Y < low || words.Y > low+3*words.Size {
						t.Errorf("%q stands %.1f mm below it", text, (words.Y - low).Mm())
					}
					low = words.Y
				}
			})
		})
	}
}

// onlyLabel gives the one mark of a list that is so.
func onlyLabel(t *testing.T, d *display.Document, mark string) (display.Run, int) {
	t.Helper()
	for n, p := range d.Pages {
		for _, r := range runs(p) {
			s := ""
			for _, g := range r.Glyphs {
				s += g.Text
			}
			if s == mark && within(r.Part, display.Label) {
				return r, n
			}
		}
	}
	t.Fatalf("no mark %q", mark)
	return display.Run{}, 0
}

// boldFont and sansFont give the fonts that print.yaml names for bold text and for heads.
func boldFont(t *testing.T, d *display.Document) int { return fontNamed(t, d, "NotoSerifSC-Bold") }
func sansFont(t *testing.T, d *display.Document) int { return fontNamed(t, d, "NotoSansSC-Bold") }

func fontNamed(t *testing.T, d *display.Document, name string) int {
	t.Helper()
	n := slices.IndexFunc(d.Fonts, func(f *font.Font) bool { return f.Name() == name })
	if n < 0 {
		t.Fatalf("no font %s", name)
	}
	return n
}

// notesHold fails where a link whose words are not its address has no note with it, on the
// foot of the same page, and a link whose words are has one.
func notesHold(t *testing.T, d *display.Document) {
	t.Helper()
	links := map[string]bool{}
	for _, p := range d.Pages {
		for _, op := range p.Ops {
			if l, ok := op.(display.Link); ok {
				links[l.URL] = true
			}
		}
	}
	for words, url := range map[string]string{"外部网站": "https://www.example.org/zhengce.html", "全称": "https://www.example.org/quancheng"} {
		run, page := only(t, d, words)
		covered := slices.ContainsFunc(d.Pages[page].Ops, func(op display.Op) bool {
			l, ok := op.(display.Link)
			from := run.Glyphs[slices.IndexFunc(run.Glyphs, func(g display.Glyph) bool { return strings.HasPrefix(words, g.Text) })].X
			return ok && l.URL == url && l.Y < run.Y && run.Y < l.Y+l.H && l.X <= from && l.X+l.W >= from+run.Size*display.Length(len([]rune(words)))*9/10
		})
		if !covered {
			t.Errorf("what leads to %s does not lie on %s", url, words)
		}
		mark, note := "", ""
		var foot display.Length
		for _, r := range runs(d.Pages[page]) {
			s := ""
			for _, g := range r.Glyphs {
				s += g.Text
			}
			if r.Part != nil && r.Part.Role == display.Reference && r.Y < run.Y && r.Y > run.Y-run.Size && r.Glyphs[0].X > run.Glyphs[0].X && (mark == "" || r.Glyphs[0].X < run.Glyphs[0].X+5*run.Size) {
				if r.Size >= run.Size {
					t.Errorf("the mark %s is not set smaller", s)
				}
				if mark == "" {
					mark = s
				}
			}
			if within(r.Part, display.Note) {
				note += s
				foot = max(foot, r.Y)
			}
		}
		if mark == "" || !strings.Contains(tight(note), mark+url) || !links[url] {
			t.Errorf("%s has the mark %q; the notes of its page are %q", words, mark, note)
		}
		for _, y := range baselines(d, page) {
			if y > foot && !slices.ContainsFunc(runs(d.Pages[page]), func(r display.Run) bool { return r.Y == y && within(r.Part, display.Note) }) {
				t.Errorf("the notes of page %d do not stand below its text", page+1)
				break
			}
		}
	}
	all := said(d, func(p *display.Part) bool { return within(p, display.Note) })
	if strings.Contains(all, "wangzhi") || !links["https://www.example.org/wangzhi"] {
		t.Errorf("an address that stands in the text is noted again, or leads nowhere: %q", all)
	}
	if marks := said(d, func(p *display.Part) bool { return p.Role == display.Reference }); !strings.HasPrefix(marks, "[1][2]") {
		t.Errorf("the marks are %q", marks)
	}
	// That of a link in a table stands right below the table.
	bridge, page := only(t, d, "桥")
	note, on := only(t, d, "https://www.example.org/qiao")
	if !strings.Contains(all, "[2]https://www.example.org/qiao") || !links["https://www.example.org/qiao"] || on != page || note.Y < bridge.Y || note.Y > bridge.Y+4*bridge.Size {
		t.Errorf("the note of a link in a table stands %.1f mm below it; all notes are %q", (note.Y - bridge.Y).Mm(), all)
	}
}

func TestFontsThatCannotBeUsed(t *testing.T) {
	for name, c := range map[string]struct {
		theme fstest.MapFS
		rule  string
	}{
		"missing": {look("fonts:\n  body: [fonts/none.ttf]\n"), "M21"},
		"broken":  {fstest.MapFS{"print.yaml": {Data: []byte("fonts:\n  body: [fonts/a.ttf]\n")}, "fonts/a.ttf": {Data: []byte("no font")}}, "M21"},
		"machine": {look("fonts:\n  head: ['C:\\Windows\\Fonts\\none.ttf']\n"), "M21"},
	} {
		t.Run(name, func(t *testing.T) {
			r, it := alone(t, tree(map[string]string{"2026/00001.md": front(1, "通知", "") + han(80)}, nil), c.theme)
			var found []string
			for _, f := range r.Findings {
				if f.Rule == c.rule {
					found = append(found, f.Place.Path)
				}
			}
			if len(found) != 1 || found[0] != build.PrintFile {
				t.Errorf("findings of %s: %q", c.rule, found)
			}
			// The fonts behind it do: a sheet can be made all the same.
			keepsText(t, r, it, item(t, r, it, nil, sheet.Choice{}))
		})
	}
}

func TestIdleBoard(t *testing.T) {
	files := sites()
	r := press(t, files, nil)
	if got := coded(r, "M27"); len(got) != 1 || !strings.Contains(got[0], "另一块公开栏") {
		t.Errorf("findings %q", got)
	}
}

func TestAttachmentsAreListed(t *testing.T) {
	for name, files := range map[string][]string{"one": {"a.pdf"}, "two": {"a.pdf", "b.xlsx"}} {
		t.Run(name, func(t *testing.T) {
			more, list := map[string][]byte{}, "attachments:\n"
			for i, f := range files {
				more[f] = []byte("file")
				list += fmt.Sprintf("  - {file: %s, title: 第%d个附件的名称}\n", f, i+1)
			}
			m := foldered("正文。\n", more)
			m["caizheng/2026/00001/index.md"].Data = []byte(front(1, "带附件的公告", list) + "正文。\n")
			r, it := alone(t, m, nil)
			d := item(t, r, it, nil, sheet.Choice{}).Pages
			said := said(d, func(p *display.Part) bool { return within(p, display.List) })
			want := "附件："
			for i := range it.Attachments {
				if len(files) > 1 {
					want += fmt.Sprintf("%d.", i+1)
				}
				url := base + it.Attachments[i].Address
				want += fmt.Sprintf("第%d个附件的名称%s", i+1, url)
				led := 0
				for _, p := range d.Pages {
					for _, op := range p.Ops {
						if l, ok := op.(display.Link); ok && l.URL == url {
							led++
						}
					}
				}
				if led < 2 {
					t.Errorf("%d links lead to %s", led, url)
				}
			}
			if len(it.Attachments) != len(files) || said != want {
				t.Errorf("the list is %q, want %q", said, want)
			}
		})
	}
}
