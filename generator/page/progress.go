package page

import (
	"fmt"
	"io"
	"strconv"

	"gongkai/generator/clock"
	"gongkai/generator/plan"
)

// A ProgressPage is what progress.html shows: how each department keeps the year's periods
// of its duties.
type ProgressPage struct {
	Frame
	About string
	Tabs  []Link
	Year  int
	Lines []ProgressLine
	Total ProgressLine
	Empty *Empty
}

// A ProgressLine is a department's year in numbers.
type ProgressLine struct {
	Link
	Score
	Bar Bar
}

// A Score is what came of the periods of duties whose deadline lies in a year.
type Score struct {
	Reckoned  int    // their time is up
	InTime    int    // published in time
	After     int    // published after the deadline
	Missing   int    // not published, and the deadline is past
	Open      int    // the deadline is to come
	OnTime    string // share in time: 92.3%; — where nothing was due
	Published int    // items
	Changes   int    // of items
}

// A Bar is a score as a bar, in four parts from left to right.
type Bar struct {
	ID, Title, Desc string
	Parts           []BarPart
}

// A BarPart is a part of a bar; its place and width are in percent.
type BarPart struct{ Kind, X, W, End string }

const progressAddress = "progress/index.html"

// progress plans the page.
func (b *book) progress() {
	if !b.shows(progressPage) {
		return
	}
	k := b.key(progressAddress).Int(b.watch.year)
	for i := range b.watch.scores {
		scoreKey(k, &b.watch.scores[i])
	}
	b.add(progressAddress, k.Digest(), b.progressHTML)
}

// scoreKey adds what pages show of a score.
func scoreKey(k *plan.Keyer, s *clock.Score) {
	k.Int(s.Met, s.MetLate, s.Late, s.Open, s.Published, s.Change)
}

func (b *book) progressHTML(w io.Writer) error {
	r := root(progressAddress)
	p := &ProgressPage{Frame: b.frame(progressAddress, "supervision"), Tabs: b.tabs(r, progressAddress), Year: b.watch.year}
	p.About = fmt.Sprintf("%d年各部门按应公开目录定期公开的情况。", p.Year)
	var all clock.Score
	for i := range b.watch.scores {
		s := &b.watch.scores[i]
		d := s.Department
		p.Lines = append(p.Lines, ProgressLine{Link: b.departmentLink(r, d), Score: score(s), Bar: bar(d.ID, d.Name, s)})
		all.Met, all.MetLate, all.Late, all.Open = all.Met+s.Met, all.MetLate+s.MetLate, all.Late+s.Late, all.Open+s.Open
		all.Published, all.Change = all.Published+s.Published, all.Change+s.Change
	}
	p.Total = ProgressLine{Link: Link{Text: "合计"}, Score: score(&all)}
	if len(p.Lines) == 0 {
		p.Empty = b.empty(r, "还没有登记公开主体。")
	}
	p.Title, p.Description = "公开进度", p.About
	p.Column = b.plainColumn("公开进度", p.About, "信息公开目录")
	p.Keywords = p.Column.Keywords
	p.Crumbs = []Link{homeCrumb(r), {Href: r + "supervision.html", Text: "监督", Count: -1}}
	p.LD = b.ldPage(&p.Frame, "WebPage")
	return b.write(w, "progress.html", &p.Frame, p)
}

func score(s *clock.Score) Score {
	out := Score{Reckoned: s.Reckoned(), InTime: s.Met, After: s.MetLate, Missing: s.Late, Open: s.Open, OnTime: "—", Published: s.Published, Changes: s.Change}
	if n := s.OnTime(); n >= 0 {
		out.OnTime = tenths(n) + "%"
	}
	return out
}

// tenths gives a tenth part with one decimal: 923 is 92.3, 1000 is 100.
func tenths(n int) string {
	if n%10 == 0 {
		return strconv.Itoa(n / 10)
	}
	return strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
}

// bar draws a score. Parts meet without a gap, and the last ends at the edge.
func bar(id, name string, s *clock.Score) Bar {
	out := Bar{ID: "bar-" + id, Title: name}
	total := s.Reckoned() + s.Open
	if total == 0 {
		out.Desc = "今年没有定期公开的应公开事项。"
		return out
	}
	out.Desc = fmt.Sprintf("共 %d 期：按时公开 %d，逾期后公开 %d，逾期未公开 %d，未到期 %d。", total, s.Met, s.MetLate, s.Late, s.Open)
	done := 0
	for _, x := range [...]struct {
		kind string
		n    int
	}{{"met", s.Met}, {"after", s.MetLate}, {"late", s.Late}, {"open", s.Open}} {
		if x.n == 0 {
			continue
		}
		from, to := done*1000/total, (done+x.n)*1000/total
		out.Parts = append(out.Parts, BarPart{x.kind, tenths(from), tenths(to - from), tenths(to)})
		done += x.n
	}
	return out
}
