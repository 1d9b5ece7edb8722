package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/report"
	"gongkai/generator/xlsx"
)

// reportFlags are what the report command takes.
type reportFlags struct {
	month, period, department, format, to, sort string
}

// reportFormats are the forms of a report, with the ending of a file's name that asks for each.
var reportFormats = []struct{ name, ext string }{{"text", ".txt"}, {"md", ".md"}, {"html", ".html"}, {"json", ".json"}, {"csv", ".csv"}, {"xlsx", ".xlsx"}}

func (a *app) reportCommand() *cobra.Command {
	var f reportFlags
	c := &cobra.Command{
		Use:   "report",
		Short: a.words("政务公开月报：公开了多少、按时多少、缺哪些", "the monthly report: what was disclosed, in time, late, missing"),
		Long: a.words("写一个月（或季度、半年、年）的政务公开情况报告，报区领导小组办公室：公开和变动了多少、到期的任务按时多少、缺哪些（写明依据和截止日）、临时性事项用了几个工作日、意见答复、限时公开、备案、归档、空白类别、检查能不能过；\n"+
			"最后列出细则没有写明、由本网站定的标准。不写部门就是全区的，带各部门一览表。不改任何内容文件。",
			"Writes the report of a month (or quarter, half-year, year) to the district office: what was published and changed, what was due and kept, late, missing with clause and deadline, how many working days ad hoc items took, opinions, orders, filings, archiving, blank groups, the inspection's verdict;\n"+
				"then what the rules leave open and the site decides. Without a department it is the whole district's, with a table of all departments. Changes no content."),
		Example: "  gongkai report\n  gongkai report --month 2026-10 --department caizheng --to 月报.html\n  gongkai report --period 2026-Q3 --sort share --format csv --to 三季度.csv",
		Args:    a.argCount(0, 0, "report 后面不写别的词；哪个月用 --month，哪个部门用 --department", "report takes no words; give the month with --month, a department with --department"),
		RunE: func(c *cobra.Command, _ []string) error {
			if c.Flags().Changed("out") {
				return usage("--out 是网站的文件夹；报告写到哪里，用 --to", "--out is the site's folder; say with --to where the report is written")
			}
			return a.writtenReport(f)
		},
	}
	fl := c.Flags()
	fl.StringVar(&f.month, "month", "", a.words("哪个`月`，如 2026-10（默认上个月）", "the `month`, such as 2026-10 (default the last one)"))
	fl.StringVar(&f.period, "period", "", a.words("或者哪个`时期`：2026-Q3、2026-H1、2026", "or a `period`: 2026-Q3, 2026-H1, 2026"))
	fl.StringVar(&f.department, "department", "", a.words("只写一个`部门`，编号或名称", "one `department`, by id or name"))
	fl.StringVar(&f.format, "format", "", a.words("格式：text、md、html、json、csv、xlsx（默认按 --to 的文件名，否则 text）", "format: text, md, html, json, csv, xlsx (default by the name of --to, else text)"))
	fl.StringVar(&f.to, "to", "", a.words("写成哪个`文件`（默认打印出来）", "`file` to write (default: print it)"))
	fl.StringVar(&f.sort, "sort", "", a.words("各部门的`顺序`：share 是按时率从高到低（默认照 departments.yaml）", "`order` of departments: share, the most in time first (default as in departments.yaml)"))
	return c
}

// read judges the flags. The period is zero where none was given.
func (f *reportFlags) read() (calendar.Period, error) {
	var p calendar.Period
	if f.format == "" {
		f.format = "text"
		for _, x := range reportFormats {
			if strings.EqualFold(filepath.Ext(f.to), x.ext) {
				f.format = x.name
			}
		}
	}
	if !slices.ContainsFunc(reportFormats, func(x struct{ name, ext string }) bool { return x.name == f.format }) {
		return p, usage("--format 只能是 text、md、html、json、csv 或 xlsx，不是 %q", "--format is text, md, html, json, csv or xlsx, not %q", f.format)
	}
	if f.sort != "" && f.sort != "share" {
		return p, usage("--sort 只能是 share（按时率从高到低），不是 %q", "--sort is share, not %q", f.sort)
	}
	if f.sort != "" && f.department != "" {
		return p, usage("--sort 排的是各部门，不能和 --department 一起用", "--sort orders all departments and does not go with --department")
	}
	if f.month != "" && f.period != "" {
		return p, usage("--month 和 --period 只能用一个", "--month and --period exclude each other")
	}
	flag, text, like := "--month", f.month, diag.Words{ZH: "2026-10 这样的月份", EN: "a month such as 2026-10"}
	if f.period != "" {
		flag, text, like = "--period", f.period, diag.Words{ZH: "2026-10、2026-Q3、2026-H1 或 2026", EN: "2026-10, 2026-Q3, 2026-H1 or 2026"}
	}
	if text == "" {
		return p, nil
	}
	p, err := calendar.ParsePeriod(text)
	if why := calendar.Why(err); !why.IsZero() {
		return p, usage("%[1]s %[2]s：%[3]s", "%[1]s %[2]s: %[3]s", flag, text, why)
	}
	if err != nil || flag == "--month" && p.Unit != calendar.Month {
		return p, usage("%s 要写成 %s，不是 %q", "%s is %s, not %q", flag, like, text)
	}
	return p, nil
}

// writtenReport makes a report and prints or writes it.
func (a *app) writtenReport(f reportFlags) error {
	p, err := f.read()
	if err != nil {
		return err
	}
	if err := a.mayWrite(f.to); err != nil {
		return err
	}
	site, err := a.survey(false)
	if err != nil {
		return err
	}
	if p.IsZero() {
		p = calendar.Month.Holding(calendar.Month.Holding(site.Today).First().AddDays(-1))
	}
	if p.First().After(site.Today) {
		return usage("%s 还没有开始（今天是 %s），没有可报的", "%s has not begun (today is %s): there is nothing to report", periodWords(p), site.Today)
	}
	var of *model.Department
	if f.department != "" {
		if of, err = wantedDepartment(site, f.department); err != nil {
			return err
		}
	}
	r := report.Make(clock.New(site, report.Days(site.Today, p)), p)
	departments := r.Departments
	if f.sort == "share" {
		departments = r.Sorted()
	}
	if of != nil {
		departments = slices.DeleteFunc(slices.Clone(departments), func(d *report.Department) bool { return d.Department != of })
	}
	var b bytes.Buffer
	if err := a.writeReport(&b, r, departments, of == nil, f.format); err != nil {
		return err
	}
	if f.to == "" {
		_, err := a.Out.Write(b.Bytes())
		return err
	}
	if err := a.Disk.Mkdir(filepath.Dir(f.to), 0o777); err != nil {
		return err
	}
	if err := a.Disk.Replace(f.to, b.Bytes()); err != nil {
		return err
	}
	a.say(a.Out, "已写 %s：%s，%d 个部门", "wrote %s: %s, %d departments", f.to, periodWords(p), len(departments))
	return nil
}

// mayWrite refuses a file of the content folder, and a folder.
func (a *app) mayWrite(to string) error {
	if to == "" {
		return nil
	}
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		return usage("%s 是文件夹；--to 要写文件名，如 月报.html", "%s is a folder; --to takes a file's name, such as report.html", to)
	}
	nested, err := oneInside(a.flags.content, to)
	if err != nil {
		return err
	}
	if nested {
		return usage("--to %s 在内容文件夹 %s 里，那里只放原稿；请写到别处", "--to %s lies in the content folder %s, which holds sources alone; write it elsewhere", to, a.flags.content)
	}
	return nil
}

// writeReport writes a report in a format.
func (a *app) writeReport(w io.Writer, r *report.Report, departments []*report.Department, whole bool, format string) error {
	switch format {
	case "json":
		return report.JSON(w, report.MakeDocument(r, departments, whole, a.lang))
	case "csv":
		t := a.scoreboard(r, departments)
		return xlsx.WriteCSV(w, &t)
	case "xlsx":
		t := a.scoreboard(r, departments)
		return new(xlsx.Maker).Write(w, xlsx.Book{Title: t.Name, Sheets: []xlsx.Sheet{t}})
	}
	p := a.reportPaper(r, departments, whole)
	switch format {
	case "md":
		return p.markdown(w)
	case "html":
		return p.html(w)
	}
	return p.text(w)
}

// scoreboard gives the report as a table.
func (a *app) scoreboard(r *report.Report, departments []*report.Department) xlsx.Sheet {
	rows := r.Rows(departments, a.lang)
	t := xlsx.Sheet{Name: diag.Words{ZH: "公开情况", EN: "Disclosure"}.In(a.lang), Rows: len(rows), Fill: func(i int, cells []string) { copy(cells, rows[i]) }, Frozen: 3, Fit: true}
	for _, h := range report.Heads() {
		c := xlsx.Column{Head: h.Words.In(a.lang), Form: h.Form, Width: 10}
		if h.Form == xlsx.Text {
			c.Width, c.Wrap = 16, true
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

// periodWords names a period: 2026年10月.
func periodWords(p calendar.Period) diag.Words { return diag.Words{ZH: p.Chinese(), EN: p.String()} }
