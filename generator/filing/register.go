package filing

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gongkai/generator/front"
	"gongkai/generator/model"
	"gongkai/generator/schema"
	"gongkai/generator/sheet"
	"gongkai/generator/source"
	"gongkai/generator/xlsx"
)

// title names the register: 示范区2026年第三季度政务公开备案登记表.
func (g *Register) title() string {
	return g.Region + g.Period.Chinese() + "政务公开备案登记表"
}

// Stem begins the names of the register's files: 备案登记表-2026Q3.
func (g *Register) Stem() string { return "备案登记表-" + compact(g.Period) }

// sheet gives the register as a table.
func (g *Register) sheet() *xlsx.Sheet {
	s := &xlsx.Sheet{Name: "备案登记表", Rows: len(g.Rows), Numbered: true, Frozen: 2, Fit: true, Columns: []xlsx.Column{
		{Head: "公开主体", Width: 28, Wrap: true}, {Head: "编号", Width: 12}, {Head: "状态", Width: 10}, {Head: "备案日期", Width: 11.5, Form: xlsx.Day}, {Head: "截止日期", Width: 11.5, Form: xlsx.Day},
		{Head: "逾期天数", Width: 9, Form: xlsx.Number}, {Head: "回执号", Width: 17}, {Head: "公开事项", Width: 9, Form: xlsx.Number}, {Head: "变动", Width: 7, Form: xlsx.Number}, {Head: "附件", Width: 7, Form: xlsx.Number},
		{Head: "联系人", Width: 20, Wrap: true}, {Head: "电话", Width: 15}, {Head: "备案包", Width: 24, Wrap: true}, {Head: "校验值（SHA-256）", Width: 34, Wrap: true},
	}}
	s.Fill = func(i int, cells []string) {
		r := &g.Rows[i]
		count := func(n int) string {
			if r.Package == "" {
				return ""
			}
			return strconv.Itoa(n)
		}
		late := ""
		if r.Days > 0 {
			late = strconv.Itoa(r.Days)
		}
		copy(cells, []string{r.Department.Name, r.Department.ID, string(r.State), r.Filed.String(), g.Due.Day.String(), late, r.Receipt,
			count(r.Counts.Items), count(r.Counts.Changes), count(r.Counts.Attachments), r.Department.Clerk, r.Department.Phone, r.Package, r.Sum})
	}
	return s
}

// WriteXLSX writes the register as a workbook.
func (g *Register) WriteXLSX(w io.Writer) error {
	var m xlsx.Maker
	return m.Write(w, xlsx.Book{Title: g.title(), Sheets: []xlsx.Sheet{*g.sheet()}})
}

// WriteCSV writes the register as CSV.
func (g *Register) WriteCSV(w io.Writer) error { return xlsx.WriteCSV(w, g.sheet()) }

// The register as JSON.
type (
	registerJSON struct {
		Title    string        `json:"title"`
		Region   string        `json:"region"`
		Period   string        `json:"period"`
		Deadline string        `json:"deadline"`
		Day      string        `json:"day"` // of the register
		Filed    int           `json:"filed"`
		Late     int           `json:"late"`
		Missing  int           `json:"missing"`
		Rows     []rowJSON     `json:"departments"`
		Problems []problemJSON `json:"problems"`
	}
	rowJSON struct {
		Department string   `json:"department"`
		Name       string   `json:"name"`
		State      string   `json:"state"` // in time, late, missing, awaited, refused
		StateName  string   `json:"state_name"`
		Filed      string   `json:"filed,omitempty"`
		LateDays   int      `json:"late_days,omitempty"`
		Receipt    string   `json:"receipt,omitempty"`
		Package    string   `json:"package,omitempty"`
		SHA256     string   `json:"sha256,omitempty"`
		Same       []string `json:"same,omitempty"`
		Built      string   `json:"built,omitempty"`
		Counts     *Counts  `json:"counts,omitempty"`
	}
	problemJSON struct {
		File string `json:"file"`
		Kind string `json:"kind"`
		ZH   string `json:"zh"`
		EN   string `json:"en"`
	}
)

// WriteJSON writes the register as JSON.
func (g *Register) WriteJSON(w io.Writer) error {
	out := registerJSON{Title: g.title(), Region: g.Region, Period: g.Period.String(), Deadline: g.Due.Day.String(), Day: g.Received.String(),
		Filed: g.Count(InTime, Late), Late: g.Count(Late), Missing: g.Count(Missing), Rows: []rowJSON{}, Problems: []problemJSON{}}
	for i := range g.Rows {
		r := &g.Rows[i]
		x := rowJSON{Department: r.Department.ID, Name: r.Department.Name, State: r.State.Words().EN, StateName: string(r.State), Filed: r.Filed.String(),
			LateDays: r.Days, Receipt: r.Receipt, Package: r.Package, SHA256: r.Sum, Same: r.Same, Built: r.Built}
		if r.Package != "" {
			x.Counts = &r.Counts
		}
		out.Rows = append(out.Rows, x)
	}
	for _, p := range g.Problems {
		out.Problems = append(out.Problems, problemJSON{p.File, string(p.Kind), p.Text.ZH, p.Text.EN})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(out)
}

// Receipt gives the receipt 回执 of a row that has filed, as PDF.
func (g *Register) Receipt(p *sheet.Press, r *Row) ([]byte, error) {
	data, _, err := setLetter(p, g.receipt(r))
	return data, err
}

// receipt is the letter that a department gets for its package.
func (g *Register) receipt(r *Row) *sheet.Letter {
	when := "按时备案。"
	if r.State == Late {
		when = fmt.Sprintf("逾期%d天。请查明原因，下季度按时报送。", r.Days)
	}
	filed := [][2]string{
		{"截止日期", g.Due.Day.Chinese() + "（" + g.Due.By.Words().ZH + "）"}, {"备案日期", r.Filed.Chinese()}, {"备案包", r.Package},
	}
	if r.Package != "" {
		filed = append(filed, [2]string{"数量", fmt.Sprintf("公开事项%d件，变动%d条，原文%d件，附件%d个", r.Counts.Items, r.Counts.Changes, r.Counts.Sources, r.Counts.Attachments)})
	}
	filed = append(filed, [2]string{"校验值", r.Sum})
	return &sheet.Letter{
		From: g.Owner, Number: r.Receipt, Title: g.Period.Chinese() + "政务公开备案回执", To: r.Department.Name,
		Body: []sheet.Passage{
			{Text: fmt.Sprintf("你单位报送的%s政务公开备案材料已于%s收到，经核对，文件齐全，与清单一致，准予备案。%s", g.Period.Chinese(), r.Filed.Chinese(), when)},
			{Facts: facts(filed)},
		},
		Date: r.Filed, Fit: 1,
	}
}

// ReceiptName gives the name of a receipt's file: BA-2026Q3-001-CZ.pdf.
func (g *Register) ReceiptName(s *model.Site, r *Row) string {
	return safe(r.Receipt+"-"+mark(s, r.Department)) + ".pdf"
}

// ledgerHead opens a ledger that there was not yet.
const ledgerHead = "# 备案台账：哪个部门哪个季度的备案材料什么时候收到。由 gongkai filing merge --record 登记，一般不用手写。\n"

// Fresh gives the rows that the ledger does not have yet.
func (g *Register) Fresh() (out []*Row) {
	for i := range g.Rows {
		if g.Rows[i].Fresh {
			out = append(out, &g.Rows[i])
		}
	}
	return out
}

// Entries gives the lines of the ledger for the rows that it does not have yet.
func (g *Register) Entries() string { return g.entries(schema.Table.Label) }

// entries gives them with the names of keys that the function gives.
func (g *Register) entries(name func(t schema.Table, key string) string) string {
	var b strings.Builder
	for _, r := range g.Fresh() {
		for i, x := range [...]struct{ key, value string }{
			{"period", g.Period.String()}, {"department", yamlText(r.Department.ID)}, {"filed", r.Filed.String()}, {"receipt", r.Receipt}, {"sha256", r.Sum},
		} {
			lead := "  "
			if i == 0 {
				lead = "- "
			}
			b.WriteString(lead + name(schema.Filing, x.key) + ": " + x.value + "\n")
		}
	}
	return b.String()
}

// yamlText puts a text that YAML could take for something else into quotes.
func yamlText(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == "" && strings.Trim(s, "0123456789-") != "" {
		switch strings.ToLower(s) {
		case "true", "false", "yes", "no", "on", "off", "null", "y", "n":
		default:
			return s
		}
	}
	return strconv.Quote(s)
}

// Record gives a ledger's file with the entries added at its end that it does not have yet;
// what is there stays byte for byte. old is nil where there is no ledger. It reports false
// where the result would not be read as the old entries and the new ones, and so must not be
// written.
func (g *Register) Record(old []byte) ([]byte, bool) {
	out := append([]byte(nil), old...)
	if len(old) == 0 {
		out = append(out, ledgerHead...)
	} else if out[len(out)-1] != '\n' {
		out = append(out, '\n')
	}
	text, enc, crlf, ok := source.Decode(out)
	if !ok {
		return nil, false
	}
	entries := g.Entries()
	if !strings.HasPrefix(enc, "utf-8") { // such a file takes ASCII alone
		entries = g.entries(func(_ schema.Table, key string) string { return key })
	}
	before := front.YAML("", text)
	if before.Root.Kind == front.List && len(before.Root.Items) > 0 {
		entries = indented(entries, text, before.Root.Items[0].At.Start)
	}
	if crlf {
		entries = strings.ReplaceAll(entries, "\n", "\r\n")
	}
	out = append(out, entries...)
	if text, _, _, ok = source.Decode(out); !ok || len(before.Findings) > 0 {
		return nil, false
	}
	had := len(before.Root.Items)
	if before.Root.Kind != front.List && before.Root.Kind != front.Nothing {
		return nil, false
	}
	after := front.YAML("", text)
	return out, len(after.Findings) == 0 && after.Root.Kind == front.List && len(after.Root.Items) == had+len(g.Fresh())
}

// indented puts blanks before each line of the entries, as many as stand before the dash of
// the ledger's first entry.
func indented(entries string, text []byte, at int) string {
	line := string(text[strings.LastIndexByte(string(text[:at]), '\n')+1 : at])
	blanks, _, dash := strings.Cut(line, "-")
	if !dash || blanks == "" || strings.Trim(blanks, " ") != "" {
		return entries
	}
	return blanks + strings.ReplaceAll(strings.TrimSuffix(entries, "\n"), "\n", "\n"+blanks) + "\n"
}
