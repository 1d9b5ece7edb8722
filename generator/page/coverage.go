package page

import (
	"io"

	"gongkai/generator/model"
	"gongkai/generator/register"
)

// A CoveragePage is what coverage.html shows: departments and groups, and where something is
// owed and nothing is there.
type CoveragePage struct {
	Frame
	About   string
	Tabs    []Link
	Groups  []Link // Count is the column's total
	Blanks  []int  // one a group: its blank cells
	Rows    []CoverageLine
	Total   int
	Blank   int // cells of the whole table
	Missing []BlankLine
	Empty   *Empty
}

// A CoverageLine is a department's row; Count is its total.
type CoverageLine struct {
	Link
	Cells []CoverageCell
	Blank int
}

// A CoverageCell is where a department and a group meet: a link with its count where there
// are items, else a link to the department's page where that says what is owed, else blank,
// or nothing owed.
type CoverageCell struct {
	Href    string
	Count   int
	Profile string // the department's page
	Blank   bool
	Owed    int
}

// A BlankLine is a department's blank cells with the duties that were never met.
type BlankLine struct {
	Link
	Groups []BlankGroup
}

// A BlankGroup is one of them.
type BlankGroup struct {
	Name   string
	Duties []DutyLink
}

// A DutyLink leads to a duty in the standing catalogue.
type DutyLink struct {
	Link
	Cadence string
}

const coverageAddress = "coverage/index.html"

// coverage plans the page.
func (b *book) coverage() {
	if !b.shows(coveragePage) {
		return
	}
	k := b.key(coverageAddress)
	for _, row := range b.watch.coverage.Rows {
		for i, c := range row.Cells {
			k.Int(c.Items, c.Owed)
			if c.Profile {
				k.Str("profile")
			}
			if c.Blank() {
				for _, d := range row.Never[i] {
					k.Str(d.ID)
				}
			}
		}
	}
	b.add(coverageAddress, k.Digest(), b.coverageHTML)
}

func (b *book) coverageHTML(w io.Writer) error {
	r := root(coverageAddress)
	p := &CoveragePage{
		Frame: b.frame(coverageAddress, "supervision"), About: "每个部门在每一大类公开了多少件；应当公开而还没有公开过的，标为“空白”。", Tabs: b.tabs(r, coverageAddress),
		Blanks: make([]int, len(b.watch.coverage.Groups)),
	}
	for _, g := range b.watch.coverage.Groups {
		p.Groups = append(p.Groups, Link{Href: r + "categories/" + g.Code + ".html", Text: g.Name})
	}
	for _, row := range b.watch.coverage.Rows {
		line := CoverageLine{Link: b.departmentLink(r, row.Department)}
		line.Count = 0
		blank := BlankLine{Link: line.Link}
		for i, c := range row.Cells {
			cell := CoverageCell{Count: c.Items, Blank: c.Blank(), Owed: c.Owed}
			switch {
			case c.Items > 0:
				cell.Href = r + "departments/" + row.Department.ID + "/" + b.watch.coverage.Groups[i].Code + ".html"
			case c.Profile:
				cell.Profile = line.Href
			}
			if cell.Blank {
				line.Blank++
				p.Blanks[i]++
				blank.Groups = append(blank.Groups, BlankGroup{p.Groups[i].Text, b.dutyLinks(r, row.Never[i])})
			}
			line.Count += c.Items
			p.Groups[i].Count += c.Items
			line.Cells = append(line.Cells, cell)
		}
		p.Total, p.Blank = p.Total+line.Count, p.Blank+line.Blank
		p.Rows = append(p.Rows, line)
		if len(blank.Groups) > 0 {
			p.Missing = append(p.Missing, blank)
		}
	}
	if len(p.Rows) == 0 {
		p.Empty = b.empty(r, "还没有登记公开主体。")
	}
	p.Title, p.Description = "覆盖情况", p.About
	p.Column = b.plainColumn("覆盖情况", p.About, "信息公开目录")
	p.Keywords = p.Column.Keywords
	p.Crumbs = []Link{homeCrumb(r), {Href: r + "supervision.html", Text: "监督", Count: -1}}
	p.LD = b.ldPage(&p.Frame, "WebPage")
	return b.write(w, "coverage.html", &p.Frame, p)
}

func (b *book) dutyLinks(root string, duties []*model.Duty) (out []DutyLink) {
	for _, d := range duties {
		out = append(out, DutyLink{Link{Href: root + b.dutyAddress(d), Text: d.Title, Count: -1}, register.Cadence(d)})
	}
	return out
}
