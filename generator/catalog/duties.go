package catalog

import (
	"io"

	"gongkai/generator/plan"
	"gongkai/generator/register"
	"gongkai/generator/volume"
	"gongkai/generator/xlsx"
)

// duties is how the index names the files of the standing catalogue 应公开目录.
const duties volume.Kind = "duties"

// planDuties lists the files of the standing catalogue, where there is one. All that they
// say is configuration, which the seed sums.
func (e *edition) planDuties() {
	r := register.Of(e.site)
	if len(r.Rows) == 0 {
		return
	}
	for _, f := range []struct {
		path, form string
		render     func(io.Writer) error
	}{
		{register.CSV, "csv", func(w io.Writer) error { return xlsx.WriteCSV(w, dutyTable(r, false)) }},
		{register.XLSX, "xlsx", func(w io.Writer) error {
			return e.books.Write(w, xlsx.Book{Title: region(e.site) + "应公开目录", Sheets: []xlsx.Sheet{*dutyTable(r, true)}})
		}},
		{register.JSON, "json", func(w io.Writer) error { return e.writeDuties(w, r) }},
	} {
		e.files = append(e.files, file{Path: f.path, Form: f.form, Set: duties, Count: len(r.Rows)})
		e.add(f.path, plan.Key(e.seed).Str(version, f.path).Digest(), f.render)
	}
}

// dutyTable gives the standing catalogue as the CSV and the XLSX show it: the national form's
// columns, and behind them what joins a row to the items that meet it. In a workbook the
// entries of a list stand below each other.
func dutyTable(r *register.Register, lines bool) *xlsx.Sheet {
	t := &xlsx.Sheet{Name: "应公开目录", Rows: len(r.Rows), Frozen: 3, Fit: true}
	for i, c := range register.Columns() {
		col := xlsx.Column{Head: c.Name(), Width: dutyWidths[i], Wrap: true}
		if i == 0 {
			col = xlsx.Column{Head: c.Name(), Form: xlsx.Number, Width: dutyWidths[i]}
		}
		t.Columns = append(t.Columns, col)
	}
	t.Columns = append(t.Columns, xlsx.Column{Head: "公开频次", Width: 16, Wrap: true}, xlsx.Column{Head: "编号", Width: 16})
	t.Fill = func(i int, cells []string) {
		row := &r.Rows[i]
		n := copy(cells, row.Cells(lines))
		cells[n], cells[n+1] = register.Cadence(row.Duty), row.Duty.ID
	}
	return t
}

// dutyWidths are the widths of the national form's columns.
var dutyWidths = []float64{6, 16, 20, 28, 28, 18, 22, 42, 17, 19, 15, 17, 15, 15, 15}

// A dutiesHead opens the JSON of the standing catalogue.
type dutiesHead struct {
	Title     string   `json:"title"`
	Publisher string   `json:"publisher"`
	URL       string   `json:"url"`      // of its page
	Form      string   `json:"form"`     // the national form that the columns are of
	Carriers  []string `json:"carriers"` // the form's check-list, whose ticked entries rows name
	Count     int      `json:"count"`
}

// A dutyRecord is a row of it: codes as in duties.yaml, and in the form's words what the form
// has boxes for.
type dutyRecord struct {
	Number        int      `json:"number"`
	ID            string   `json:"id"`
	Matter        string   `json:"matter"` // 一级事项
	Title         string   `json:"title"`  // 二级事项
	Category      string   `json:"category"`
	Content       string   `json:"content,omitempty"`
	Basis         []string `json:"basis,omitempty"`
	Limit         string   `json:"limit,omitempty"`
	Cadence       string   `json:"cadence"`
	Every         string   `json:"every,omitempty"` // year, half, quarter, month
	CadenceName   string   `json:"cadence_name"`
	From          string   `json:"from,omitempty"`
	Until         string   `json:"until,omitempty"`
	Departments   []string `json:"departments"` // ids, kinds, or all
	Who           []string `json:"who"`         // the same in words
	Channels      []string `json:"channels,omitempty"`
	Carriers      []string `json:"carriers"` // of the check-list
	CarriersOther string   `json:"carriers_other,omitempty"`
	Audience      []string `json:"audience"` // 全社会, 特定群体
	AudienceWho   string   `json:"audience_who,omitempty"`
	Method        []string `json:"method"` // 主动, 依申请
	Levels        []string `json:"levels"` // 县级, 乡级, 村级
	LevelsOther   string   `json:"levels_other,omitempty"`
	URL           string   `json:"url"`
}

// writeDuties writes the standing catalogue as JSON.
func (e *edition) writeDuties(w io.Writer, r *register.Register) error {
	base := e.site.Config.BaseURL
	h := dutiesHead{Title: region(e.site) + "应公开目录", Publisher: e.site.Config.Owner, URL: base + register.Page, Form: "基层政务公开标准目录（国办发〔2019〕54号）", Count: len(r.Rows)}
	for _, b := range r.Rows[0].Carriers.Boxes {
		h.Carriers = append(h.Carriers, b.Name)
	}
	var failed error
	err := writeList(w, h, "duties", len(r.Rows), func(b []byte, i int) []byte {
		text, err := encode(dutyOf(base, &r.Rows[i]))
		if err != nil {
			failed = err
		}
		return append(b, text...)
	})
	if failed != nil {
		return failed
	}
	return err
}

func dutyOf(base string, row *register.Row) dutyRecord {
	d := row.Duty
	out := dutyRecord{Number: row.Number, ID: d.ID, Matter: row.First, Title: row.Second, Category: d.Category, Content: d.Content, Basis: d.Basis, Limit: d.Limit,
		Cadence: string(d.Cadence), Every: register.Every(d), CadenceName: register.Cadence(d), From: d.From.String(), Until: d.Until.String(),
		Departments: d.Departments, Who: row.Who, Channels: d.Channels, LevelsOther: row.Level.Other, URL: base + row.Address()}
	if len(d.Departments) == 0 {
		out.Departments = []string{"all"}
	}
	out.Carriers, out.CarriersOther = ticked(row.Carriers)
	out.Audience, out.AudienceWho = ticked(row.Audience)
	out.Method, _ = ticked(row.Method)
	out.Levels, _ = ticked(row.Level)
	return out
}

// ticked gives the names of a choice's ticked boxes, and the words with one of them.
func ticked(c register.Choice) (names []string, words string) {
	names = []string{}
	for _, b := range c.Boxes {
		if b.Ticked {
			names = append(names, b.Name)
			words += b.Words
		}
	}
	return names, words
}

// dutyFields explains the columns of the tables.
func dutyFields() (all []entry) {
	columns := dutyTable(&register.Register{}, false).Columns
	for i, c := range dutyColumns {
		all = append(all, entry{Name: c.name, Label: columns[i].Head, Form: "text", ZH: c.zh, EN: c.en})
	}
	return all
}

// dutyColumns says, heading by heading of dutyTable, which name of the JSON says the same
// and what it is.
var dutyColumns = []struct{ name, zh, en string }{
	{"number", "在应公开目录里的序号。", "Its number in the standing catalogue."},
	{"matter", "一级事项。", "The first level of the matter."},
	{"title", "二级事项，即应公开事项的名称。", "The second level: what must be disclosed."},
	{"content", "公开内容的要素。", "The content elements."},
	{"basis", "公开依据。", "The provisions."},
	{"limit", "公开时限。", "The time limit."},
	{"who", "由谁公开。", "Who discloses it."},
	{"carriers", "渠道和载体：■ 选中的，□ 没有选的。", "The channels: ■ chosen, □ not."},
	{"audience", "对全社会公开的是 ■。", "■ where it is for everybody."},
	{"audience", "对特定群体公开的是 ■，括号里是哪些人。", "■ where it is for a group, which the brackets name."},
	{"method", "主动公开的是 ■。", "■ where it is disclosed actively."},
	{"method", "依申请公开的是 ■。", "■ where it is disclosed on request."},
	{"levels", "县级公开的是 ■。", "■ for the county."},
	{"levels", "乡级公开的是 ■。", "■ for the township."},
	{"levels", "村级公开的是 ■。", "■ for the village."},
	{"cadence_name", "公开频次和周期。", "How often."},
	{"id", "编号，公开事项的“应公开事项”一栏用它。", "Its id, which items name as duty."},
}
