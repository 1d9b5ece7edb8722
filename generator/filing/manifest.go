package filing

import (
	"bytes"
	"encoding/json"
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/record"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// A Manifest says what a package is and lists its files. It is 清单.json.
type Manifest struct {
	Form           string `json:"form"`   // Form
	Region         string `json:"region"` // of the site; its title where it has none
	Site           string `json:"site"`   // base_url
	Owner          string `json:"owner"`  // to whom it is filed
	Period         string `json:"period"` // 2026-Q3
	Department     string `json:"department"`
	DepartmentCode string `json:"department_code"`
	DepartmentName string `json:"department_name"`
	Built          string `json:"built"`    // the day, 2026-12-08
	Deadline       string `json:"deadline"` // the last day that is in time
	Program        string `json:"program"`
	Counts         Counts `json:"counts"`
	Files          []File `json:"files"` // in the order of the archive, without the manifest and SHA256SUMS
}

// Counts say how much there is in a package.
type Counts struct {
	Items       int     `json:"items"`     // that became public in the quarter
	Changes     int     `json:"changes"`   // rows of the change list, of these kinds
	Added       int     `json:"added"`     // 新增
	Changed     int     `json:"changed"`   // 变更
	Corrected   int     `json:"corrected"` // 更正
	Withdrawn   int     `json:"withdrawn"` // 撤下
	Restored    int     `json:"restored"`  // 恢复
	Sources     int     `json:"sources"`   // rows of the record of approvals
	Attachments int     `json:"attachments"`
	Cadences    []Count `json:"by_cadence"` // of the items
	Groups      []Count `json:"by_group"`   // 〃
}

// A Count is how many items there are of a kind.
type Count struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// A File is one entry of the archive.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
	From   string `json:"from,omitempty"` // path below content/, where the name does not say it
}

// region gives what the site is of.
func region(s *model.Site) string {
	if s.Config.Region != "" {
		return s.Config.Region
	}
	return s.Config.Title
}

// manifest gives the manifest without files.
func (p *Package) manifest() Manifest {
	c := &p.q.site.Config
	return Manifest{
		Form: Form, Region: region(p.q.site), Site: c.BaseURL, Owner: c.Owner, Period: p.q.period.String(),
		Department: p.dept.ID, DepartmentCode: p.dept.Code, DepartmentName: p.dept.Name,
		Built: p.q.site.Today.String(), Deadline: p.q.due.Day.String(), Program: p.q.opt.Program, Counts: p.counts(), Files: []File{},
	}
}

// counts counts what the package holds.
func (p *Package) counts() Counts {
	c := Counts{Items: len(p.items), Changes: len(p.events), Cadences: []Count{}, Groups: []Count{}}
	maker := record.NewMaker(p.q.site)
	for _, e := range p.events {
		switch maker.Change(e).Kind {
		case record.Added:
			c.Added++
		case record.Changed:
			c.Changed++
		case record.Corrected:
			c.Corrected++
		case record.Withdrawn:
			c.Withdrawn++
		case record.Restored:
			c.Restored++
		}
	}
	for _, it := range p.all() {
		c.Sources++
		c.Attachments += len(shown(it))
	}
	cadences, groups := map[string]int{}, map[string]int{}
	for _, it := range p.items {
		cadences[string(it.Cadence)]++
		groups[p.group(it)]++
	}
	for _, v := range schema.Item.Get("cadence").Values {
		if n := cadences[v.Code]; n > 0 {
			c.Cadences = append(c.Cadences, Count{v.Code, v.Words.ZH, n})
		}
	}
	for _, g := range p.q.site.Categories {
		if n := groups[g.Code]; n > 0 && g.Parent == "" {
			c.Groups = append(c.Groups, Count{g.Code, g.Name, n})
		}
	}
	return c
}

// group gives the code of the group that an item is in.
func (p *Package) group(it *model.Item) string {
	if c := p.q.site.Category(it.Category); c != nil {
		return c.Group()
	}
	return it.Category
}

// encode gives the manifest's bytes.
func (m *Manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(m)
	return b.Bytes(), err
}

// Quarter gives the manifest's period, zero where that is no quarter.
func (m *Manifest) Quarter() calendar.Period {
	p, err := calendar.ParsePeriod(m.Period)
	if err != nil || p.Unit != calendar.Quarter {
		return calendar.Period{}
	}
	return p
}

// short gives a few hexadecimal digits that stand for a text.
func short(text string) string { return source.Sum([]byte(text)).Short() }

func itoa(n int) string { return strconv.Itoa(n) }
