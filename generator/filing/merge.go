package filing

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// A Parcel is a package as it came to the district office.
type Parcel struct {
	Name     string // of its file
	Sum      string // SHA-256 of the whole, hexadecimal
	Manifest Manifest
	Problems []Problem
}

// Open judges a package that came in. The error is a file that cannot be read.
func Open(name string, r io.ReaderAt, size int64) (Parcel, error) {
	p := Parcel{Name: name}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(r, 0, size)); err != nil {
		return p, err
	}
	p.Sum = hex.EncodeToString(sum.Sum(nil))
	p.Manifest, p.Problems = Verify(r, size)
	return p, nil
}

// A State says how a department stands.
type State string

// The states, as the register shows them.
const (
	InTime  State = "按时备案"
	Late    State = "逾期备案"
	Missing State = "逾期未报" // and the deadline has passed
	Waiting State = "尚未报送" // and there is time left
	Refused State = "材料有问题"
)

// Words gives the state in both languages.
func (s State) Words() diag.Words {
	en := map[State]string{InTime: "in time", Late: "late", Missing: "missing", Waiting: "awaited", Refused: "refused"}
	return diag.Words{ZH: string(s), EN: en[s]}
}

// A Register is what the district office has of one quarter.
type Register struct {
	Period   calendar.Period
	Due      calendar.Deadline
	Received calendar.Date // the day on which what is new was taken in
	Region   string
	Owner    string
	Rows     []Row     // one a department, in the order of departments.yaml
	Problems []Problem // File is the package's
}

// A Row is one department's.
type Row struct {
	Department *model.Department
	State      State
	Filed      calendar.Date // zero where it has not
	Days       int           // late by so many calendar days; where nothing was filed, by the day of the register
	Receipt    string        // number of the receipt
	Sum        string
	Package    string   // name of the file; "" where only the ledger has it
	Same       []string // files that hold the same package
	Counts     Counts   // zero where only the ledger has it
	Built      string   // the day that the manifest says
	Fresh      bool     // not in the ledger yet
}

// Quarters gives the quarters of which there are sound packages, in order; where none is
// sound, those that the others claim.
func Quarters(parcels []Parcel) []calendar.Period {
	var sound, claimed []calendar.Period
	for i := range parcels {
		q := parcels[i].Manifest.Quarter()
		if q.IsZero() {
			continue
		}
		claimed = append(claimed, q)
		if len(parcels[i].Problems) == 0 {
			sound = append(sound, q)
		}
	}
	if len(sound) == 0 {
		sound = claimed
	}
	slices.SortFunc(sound, func(a, b calendar.Period) int { return a.First().Compare(b.First()) })
	return slices.Compact(sound)
}

// Merge makes the register of a quarter of the packages that came in and of the ledger.
// received is the day on which packages are taken in that the ledger does not have; those
// that it has keep their day and number.
func Merge(s *model.Site, period calendar.Period, received calendar.Date, parcels []Parcel) *Register {
	g := &Register{Period: period, Due: s.Config.FilingDeadline(period, s.Days), Received: received, Region: region(s), Owner: s.Config.Owner}
	m := &merger{site: s, g: g, of: map[string][]*Parcel{}}
	sorted := slices.Clone(parcels)
	slices.SortFunc(sorted, func(a, b Parcel) int { return strings.Compare(a.Name, b.Name) })
	for i := range sorted {
		m.sort(&sorted[i])
	}
	for _, d := range s.Departments {
		m.row(d)
	}
	m.number()
	return g
}

type merger struct {
	site *model.Site
	g    *Register
	of   map[string][]*Parcel // by department
	bad  map[string]bool      // departments with a package that is refused
}

func (m *merger) say(k Kind, file string, text, fix diag.Words) {
	m.g.Problems = append(m.g.Problems, Problem{k, file, text, fix})
}

// sort gives a package to its department, or says why it is not taken.
func (m *merger) sort(p *Parcel) {
	d := m.site.Department(p.Manifest.Department)
	if d == nil || d.ID != p.Manifest.Department {
		d = nil
	}
	if len(p.Problems) > 0 {
		first := p.Problems[0]
		text := first.Text
		if n := len(p.Problems); n > 1 {
			text = diag.Say("%s；一共有 %d 处问题，见 gongkai filing verify", "%s; %d problems in all, see gongkai filing verify", text, n)
		}
		m.say(first.Kind, p.Name, text, first.Fix)
		m.refuse(d)
		return
	}
	x := &p.Manifest
	switch {
	case x.Region != m.g.Region:
		m.say(OtherRegion, p.Name, diag.Say("这是“%s”的备案包，本区是“%s”", "this package is of %q, and this is %q", x.Region, m.g.Region), diag.Say("退回报送单位；地区名称写错了的，核对两边 site.yaml 的“地区”", "send it back; where the name is misspelt compare region in both site.yaml"))
	case x.Quarter() != m.g.Period:
		m.say(OtherQuarter, p.Name, diag.Say("这是%s的备案包，不是%s的", "this package is of %s, not of %s", quarterWords(x.Quarter()), quarterWords(m.g.Period)), diag.Say("另放一个文件夹，分开合并", "put it into a folder of its own and merge that apart"))
	case d == nil:
		m.say(Unknown, p.Name, diag.Say("departments.yaml 里没有公开主体“%s”（%s）", "departments.yaml has no department %q (%s)", x.Department, x.DepartmentName), diag.Say("核对报送单位的编号；新设的单位先写进 departments.yaml", "compare the department's id; enter a new department in departments.yaml first"))
	default:
		m.of[d.ID] = append(m.of[d.ID], p)
	}
}

func (m *merger) refuse(d *model.Department) {
	if d == nil {
		return
	}
	if m.bad == nil {
		m.bad = map[string]bool{}
	}
	m.bad[d.ID] = true
}

// quarterWords names a quarter.
func quarterWords(p calendar.Period) diag.Words { return diag.Words{ZH: p.Chinese(), EN: p.String()} }

// ledger gives what the ledger has of a department, or nil.
func (m *merger) ledger(d *model.Department) *model.Filing {
	for _, f := range m.site.Filings {
		if f.Period == m.g.Period && f.Department == d.ID {
			return f
		}
	}
	return nil
}

// row makes a department's row.
func (m *merger) row(d *model.Department) {
	r := Row{Department: d}
	had := m.ledger(d)
	p := m.one(d, had, &r)
	switch {
	case had != nil:
		r.Filed, r.Receipt, r.Sum = had.Filed, had.Receipt, had.Sum
	case p != nil:
		r.Filed, r.Sum, r.Fresh = m.g.Received, p.Sum, true
	}
	if p != nil {
		r.Package, r.Counts, r.Built = p.Name, p.Manifest.Counts, p.Manifest.Built
	}
	due := m.g.Due
	switch {
	case !r.Filed.IsZero() && !due.Passed(r.Filed):
		r.State = InTime
	case !r.Filed.IsZero():
		r.State, r.Days = Late, due.Day.DaysUntil(r.Filed)
	case m.bad[d.ID]:
		r.State = Refused
	case due.Passed(m.g.Received):
		r.State = Missing
	default:
		r.State = Waiting
	}
	if r.Filed.IsZero() && due.Passed(m.g.Received) {
		r.Days = due.Day.DaysUntil(m.g.Received)
	}
	m.g.Rows = append(m.g.Rows, r)
}

// one gives the department's package; nil where there is none, where there are several that
// differ, or where another one is in the ledger. What is the same one once more is noted in
// the row.
func (m *merger) one(d *model.Department, had *model.Filing, r *Row) *Parcel {
	var first *Parcel
	for _, p := range m.of[d.ID] {
		switch {
		case had != nil && p.Sum != had.Sum:
			m.say(Replaced, p.Name, diag.Say("%s%s的备案材料已于 %s 备案（回执 %s），这一份和那一份不同", "%[1]s has filed for %[2]s on %[3]s (receipt %[4]s), and this package is another one", d.Name, quarterWords(m.g.Period), had.Filed, had.Receipt),
				diag.Say("以原来的为准就移走这一份；要改用这一份，先在 filings.yaml 里删去那一条，再合并", "move this one away where the first one counts; to take this one instead, take the entry out of filings.yaml and merge again"))
		case first == nil:
			first = p
		case p.Sum == first.Sum:
			r.Same = append(r.Same, p.Name)
		default:
			m.say(Double, p.Name, diag.Say("%s报了两份不同的备案材料：%s 和 %s", "%s sent two packages that differ: %s and %s", d.Name, first.Name, p.Name), diag.Say("问清以哪一份为准，移走另一份再合并", "ask which one counts, move the other away and merge again"))
			m.refuse(d)
		}
	}
	if had == nil && m.bad[d.ID] && m.differ(d) {
		return nil
	}
	return first
}

// differ reports whether a department's sound packages are not all the same.
func (m *merger) differ(d *model.Department) bool {
	all := m.of[d.ID]
	return slices.ContainsFunc(all, func(p *Parcel) bool { return p.Sum != all[0].Sum })
}

// number gives receipts to what is new: by the place of the department in departments.yaml,
// or where the ledger has given that number away the next that is free.
func (m *merger) number() {
	taken := map[string]bool{}
	for _, f := range m.site.Filings {
		taken[f.Receipt] = true
	}
	number := func(n int) string { return fmt.Sprintf("BA-%s-%03d", compact(m.g.Period), n) }
	last := len(m.g.Rows)
	for i := range m.g.Rows {
		r := &m.g.Rows[i]
		if !r.Fresh {
			continue
		}
		r.Receipt = number(i + 1)
		for taken[r.Receipt] {
			last++
			r.Receipt = number(last)
		}
		taken[r.Receipt] = true
	}
}

// Count counts the rows in a state.
func (g *Register) Count(states ...State) (n int) {
	for i := range g.Rows {
		if slices.Contains(states, g.Rows[i].State) {
			n++
		}
	}
	return n
}
