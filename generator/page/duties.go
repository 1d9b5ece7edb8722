package page

import (
	"io"
	"strconv"
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/register"
)

// A DutiesPage is what duties.html shows: the standing catalogue 应公开目录 in the national
// form, by first level.
type DutiesPage struct {
	Frame
	About    string
	Total    int
	Tabs     []Link
	Index    []Link // the first levels of all pages
	Matters  []DutyMatter
	Pager    Pager
	Files    []Download
	Register string // where the printed register stands; "" for nowhere
}

// A DutyMatter is a first level 一级事项 with its rows on the page.
type DutyMatter struct {
	ID, Name string
	Further  bool // it began on the page before
	Rows     []DutyRow
}

// A DutyRow is a duty; Row's choices are there as runs, too.
type DutyRow struct {
	ID string // of its place on the page
	*register.Row
	Cadence                           string
	Carriers, Audience, Method, Level []Run
}

// A Run is one box that is ticked, or those between two such together, so that a narrow
// screen can leave them out.
type Run struct {
	Ticked bool
	Text   string
}

const dutiesAddress = register.Page

// dutiesFiles are the forms of the standing catalogue to take away.
var dutiesFiles = []Download{
	{register.XLSX, "XLSX 表格", "用 Excel 或 WPS 打开"},
	{register.CSV, "CSV 表格", "用任何表格软件打开"},
	{register.JSON, "JSON 数据", "给程序使用"},
}

// dutyPages plans the standing catalogue. All that it shows is configuration.
func (b *book) dutyPages() {
	rows := b.register.Rows
	pages := register.PageOf(len(rows))
	for n := 1; n <= pages && len(rows) > 0; n++ {
		path := register.PageAddress(n)
		b.add(path, b.key(path).Digest(), func(w io.Writer) error { return b.dutiesHTML(w, path, n, pages) })
	}
}

// dutyAddress is where the standing catalogue has a duty, below the root.
func (b *book) dutyAddress(d *model.Duty) string { return b.register.Row(d).Address() }

func (b *book) dutiesHTML(w io.Writer, path string, n, pages int) error {
	r := root(path)
	p := &DutiesPage{
		Frame: b.frame(path, "catalog"), About: "各部门应当公开的事项：公开什么、依据什么、多长时间以内、在哪里、对谁公开。按国家基层政务公开标准目录的栏目编排。",
		Total: len(b.register.Rows), Tabs: b.tabs(r, dutiesAddress), Pager: turn(r+dutiesAddress, r+"catalog/duties/", n, pages),
	}
	for _, f := range dutiesFiles {
		p.Files = append(p.Files, Download{r + f.Href, f.Text, f.About})
	}
	if !b.site.Unprinted {
		p.Register = r + post.RegisterAddress
	}
	for i, m := range b.register.Matters {
		first := m.Rows[0].Number
		id := "m" + strconv.Itoa(i+1)
		p.Index = append(p.Index, Link{Href: r + register.PageAddress(register.PageOf(first)) + "#" + id, Text: m.Name, Count: len(m.Rows)})
		shown := DutyMatter{ID: id, Name: m.Name}
		for j := range m.Rows {
			row := &m.Rows[j]
			if register.PageOf(row.Number) != n {
				continue
			}
			if len(shown.Rows) == 0 && j > 0 {
				shown.Further = true
			}
			shown.Rows = append(shown.Rows, DutyRow{
				ID: row.Anchor(), Row: row, Cadence: register.Cadence(row.Duty),
				Carriers: runs(row.Carriers), Audience: runs(row.Audience), Method: runs(row.Method), Level: runs(row.Level),
			})
		}
		if len(shown.Rows) > 0 {
			p.Matters = append(p.Matters, shown)
		}
	}
	p.Title, p.Description = "应公开目录", p.About
	p.Crumbs = []Link{homeCrumb(r), {Href: r + "catalog/index.html", Text: "公开目录", Count: -1}}
	if n > 1 {
		p.Title += "（第 " + strconv.Itoa(n) + " 页）"
		p.Crumbs = append(p.Crumbs, Link{Href: r + dutiesAddress, Text: "应公开目录", Count: -1})
	}
	p.Column = b.plainColumn("应公开目录", p.About, "信息公开目录")
	p.Keywords = p.Column.Keywords
	p.LD = b.ldPage(&p.Frame, "CollectionPage")
	return b.write(w, "duties.html", &p.Frame, p)
}

// wordJoiner keeps a box and its label in one line.
const wordJoiner = "\u2060"

// runs parts a choice. The words of its level that no box has stand behind it.
func runs(c register.Choice) (out []Run) {
	var off []string
	flush := func() {
		if len(off) > 0 {
			out, off = append(out, Run{Text: strings.Join(off, " ")}), nil
		}
	}
	for _, x := range c.Boxes {
		if x.Ticked {
			flush()
			out = append(out, Run{true, x.Label()})
			continue
		}
		off = append(off, x.Mark()+wordJoiner+x.Label())
	}
	flush()
	if c.Other != "" {
		out = append(out, Run{true, c.Other})
	}
	return out
}
