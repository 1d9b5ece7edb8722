package cli

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/agenda"
	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/xlsx"
)

// radarFlags are what the radar command takes.
type radarFlags struct {
	days               int
	department, format string
	strict             bool
}

func (a *app) radarCommand() *cobra.Command {
	var f radarFlags
	c := &cobra.Command{
		Use:   "radar",
		Short: a.words("列出已逾期、到期和将到期的公开任务，预报哪天会不合格", "lists what is late, due and coming, and when an inspection will fail"),
		Long: a.words("对照应公开目录和细则的各种时限，列出已逾期、到期待办、将到期的任务：依据、截止日、谁负责、用什么命令办；再按检查指标预报哪一天会不合格。不写任何文件。",
			"Holds the standing catalogue and the rules' limits against what is published: what is late, due and coming, by which clause, until when, who answers, and the command that begins it; then the day on which an inspection will fail. Writes nothing."),
		Example: "  gongkai radar\n  gongkai radar --days 60 --department caizheng\n  gongkai radar --format ics > 督办.ics",
		Args:    a.argCount(0, 0, "radar 后面不写别的词；看一个部门用 --department", "radar takes no words; --department shows one department"),
		RunE: func(*cobra.Command, []string) error {
			switch f.format {
			case "text", "json", "csv", "ics":
			case "xlsx":
				if isTerminal(a.Out) {
					return usage("xlsx 要存成文件：gongkai radar --format xlsx > 督办.xlsx", "xlsx is for a file: gongkai radar --format xlsx > duties.xlsx")
				}
			default:
				return usage("--format 只能是 text、json、csv、xlsx 或 ics，不是 %q", "--format is text, json, csv, xlsx or ics, not %q", f.format)
			}
			if f.days < 0 || f.days > 3660 {
				return usage("--days 写 0 到 3660 之间的天数，不是 %d", "--days is from 0 to 3660, not %d", f.days)
			}
			return a.radar(f)
		},
	}
	c.Flags().IntVar(&f.days, "days", 30, a.words("往后看多少`天`", "how many `days` ahead"))
	c.Flags().StringVar(&f.department, "department", "", a.words("只看一个`部门`，编号或名称", "one `department`, by id or name"))
	c.Flags().StringVar(&f.format, "format", "text", a.words("格式：text、json、csv、xlsx、ics", "format: text, json, csv, xlsx, ics"))
	c.Flags().BoolVar(&f.strict, "strict", false, a.words("有逾期就以退出码 1 结束，供定时任务用", "end with exit code 1 where something is late"))
	return c
}

// surveyGC and printGC are gcPercent for a command that reads, prints and ends: what it reads it
// needs to the end, so that looking for garbage finds little, and costs a tenth of the time.
const (
	surveyGC = 400
	printGC  = 150
)

// survey reads the content for clocks.
func (a *app) survey(brief bool) (*model.Site, error) {
	o, err := a.options()
	if err != nil {
		return nil, err
	}
	if brief && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(surveyGC)
	}
	b := a.bar()
	o.Progress = b.progress
	site, err := build.Survey(o, brief)
	b.clear()
	if err != nil {
		return nil, err
	}
	if len(site.Departments) == 0 {
		return nil, usage("departments.yaml 里没有可用的公开主体；先用 gongkai check 查看并改好", "departments.yaml names no department; see gongkai check first")
	}
	return site, nil
}

func (a *app) radar(f radarFlags) error {
	site, err := a.survey(true)
	if err != nil {
		return err
	}
	var of *model.Department
	if f.department != "" {
		if of, err = wantedDepartment(site, f.department); err != nil {
			return err
		}
	}
	c := clock.New(site, f.days)
	r := c.Radar(f.days, of)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(printGC)
	}
	out := bufio.NewWriterSize(a.Out, 1<<16)
	if err := a.writeRadar(out, c, &r, f.format); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if f.format != "text" && f.format != "json" && len(r.Missing) > 0 {
		fmt.Fprintln(a.Err, lacking(r.Missing).In(a.lang))
	}
	if f.strict && len(r.Late) > 0 {
		return errFindings
	}
	return nil
}

func (a *app) writeRadar(w io.Writer, c *clock.Clock, r *clock.Radar, format string) error {
	title := diag.Say("%s政务公开督办清单", "%s: disclosure duties", c.Site.Config.Region)
	if r.Of != nil {
		title = diag.Say("%s政务公开督办清单", "%s: disclosure duties", r.Of.Name)
	}
	switch format {
	case "ics":
		return agenda.ICS(w, c, r.All(), agenda.Feed{Name: title.In(a.lang), Lang: a.lang})
	case "json":
		return agenda.JSON(w, c, r, agenda.Failing(c, r), a.lang)
	case "csv", "xlsx":
		table := agenda.Table(c, r, a.lang)
		if format == "csv" {
			return xlsx.WriteCSV(w, &table)
		}
		return new(xlsx.Maker).Write(w, xlsx.Book{Title: title.In(a.lang), Sheets: []xlsx.Sheet{table}})
	}
	a.radarText(w, c, r)
	return nil
}

// radarText writes the lists for a person.
func (a *app) radarText(w io.Writer, c *clock.Clock, r *clock.Radar) {
	who := c.Site.Config.Region
	if r.Of != nil {
		who = r.Of.Name
	}
	a.say(w, "%s政务公开督办清单，%s，往后看 %d 天", "%s: disclosure duties on %s, %d days ahead", who, r.Day, r.Days)
	for _, x := range [...]struct {
		state clock.State
		list  []*clock.Obligation
	}{{clock.Late, r.Late}, {clock.Due, r.Due}, {clock.Coming, r.Coming}} {
		if len(x.list) == 0 {
			continue
		}
		fmt.Fprintln(w)
		a.say(w, "%s %d 项", "%s: %d", x.state.Words(), len(x.list))
		for _, g := range grouped(x.list) {
			a.group(w, c, g)
		}
	}
	if len(r.Late)+len(r.Due)+len(r.Coming) == 0 {
		a.say(w, "\n没有逾期、到期或者将到期的任务。", "\nNothing is late, due or coming.")
	}
	a.failing(w, c, r)
	for _, note := range notes(c, r.Missing) {
		fmt.Fprintln(w, "\n"+note.In(a.lang))
	}
}

// packNames are the packs of rules in words.
var packNames = [...]struct {
	pack string
	name diag.Words
}{
	{clock.Rules, diag.Words{ZH: "细则（xize）", EN: "the district's rules (xize)"}},
	{clock.National, diag.Words{ZH: "国家规定（guojia）", EN: "the national regulation (guojia)"}},
}

// grouped puts obligations together that differ in their period alone: those of one duty of
// one department, and a department's filings. Groups stand where their first one stood.
func grouped(list []*clock.Obligation) [][]*clock.Obligation {
	type key struct {
		kind  clock.Kind
		of    *model.Department
		duty  *model.Duty
		alone *clock.Obligation
	}
	return clock.Group(list, func(o *clock.Obligation) key {
		if o.Kind == clock.Periodic || o.Kind == clock.Filing {
			return key{o.Kind, o.Department, o.Duty, nil}
		}
		return key{alone: o}
	})
}

// group writes obligations of one group: what, by which clause, who; and a line for each, by
// when and how.
func (a *app) group(w io.Writer, c *clock.Clock, g []*clock.Obligation) {
	o := g[0]
	name, title := c.Site.Config.Region, o.Title()
	if o.Department != nil {
		name = o.Department.Name
	}
	if len(g) > 1 && o.Kind == clock.Periodic {
		title = diag.Say("%s（%d 期）", "%s (%d periods)", o.Duty.Title, len(g))
	} else if len(g) > 1 {
		title = diag.Say("%s（%d 期）", "%s (%d periods)", o.Kind.Words(), len(g))
	}
	fmt.Fprintf(w, "\n  %s  %s\n", name, title.In(a.lang))
	for i, s := range o.Sources {
		lead, by, end := diag.Words{ZH: "同时", EN: "and"}, diag.Words{}, diag.Words{}
		switch {
		case i == 0:
			lead = diag.Words{ZH: "依据", EN: "clause"}
		case len(g) == 1:
			by = diag.Say("，到 %s", ", by %s", s.Deadline.Words())
		}
		if i > 0 && i == len(o.Sources)-1 {
			end = diag.Words{ZH: "；取较严的", EN: "; the stricter holds"}
		}
		a.say(w, "    %s：%s：%s%s%s", "    %s: %s: %s%s%s", lead, s.Clause, s.How, by, end)
	}
	a.say(w, "    负责：%s", "    responsible: %s", c.Responsible(o))
	flag := a.contentFlag()
	for _, o := range g {
		todo := o.Advice().In(a.lang)
		if cmd := o.Command(); cmd != "" && todo == "" {
			todo = cmd + flag
		}
		io.WriteString(w, "    "+a.deadline(o.Deadline)+"  "+a.left(c.Site.Today.DaysUntil(o.Deadline.Day))+"  "+todo+"\n")
	}
}

// deadline puts a deadline into words: 2026-07-15（日历日）.
func (a *app) deadline(d calendar.Deadline) string {
	by := d.By.Words().In(a.lang)
	switch {
	case d.Estimate && a.lang == diag.ZH:
		by += "，估算"
	case d.Estimate:
		by += ", estimated"
	}
	if a.lang == diag.ZH {
		return "截止 " + d.Day.String() + "（" + by + "）"
	}
	return "due " + d.Day.String() + " (" + by + ")"
}

// left says how many days there are.
func (a *app) left(n int) string {
	switch {
	case n < 0 && a.lang == diag.ZH:
		return "逾期 " + strconv.Itoa(-n) + " 天"
	case n < 0:
		return strconv.Itoa(-n) + " days late"
	case n == 0:
		return a.words("今天到期", "due today")
	case a.lang == diag.ZH:
		return "还剩 " + strconv.Itoa(n) + " 天"
	}
	return strconv.Itoa(n) + " days left"
}

// failing writes the days on which inspections fail.
func (a *app) failing(w io.Writer, c *clock.Clock, r *clock.Radar) {
	list := agenda.Failing(c, r)
	if len(list) == 0 {
		a.say(w, "\n不合格预警：%d 天以内没有。", "\nInspections: none fails within %d days.", r.Days)
		return
	}
	a.say(w, "\n不合格预警（不再公开新内容的话；限度见 site.yaml 的“检查指标”）", "\nInspections that fail if nothing more is published (limits: inspection in site.yaml)")
	for _, v := range list {
		name := diag.Words{ZH: "全站", EN: "the whole site"}
		if v.Department != nil {
			name = diag.Words{ZH: v.Department.Name, EN: v.Department.Name}
		}
		when := diag.Say("%s 起不合格", "fails from %s", v.Day)
		if v.Day == c.Site.Today {
			when = diag.Words{ZH: "现在就不合格", EN: "fails now"}
		}
		fmt.Fprintln(w)
		a.say(w, "  %s  %s", "  %s  %s", name, when)
		for _, x := range v.Reasons {
			text := x.Text.In(a.lang)
			if len(x.Columns) > 0 {
				text += "：" + strings.Join(x.Columns, "、")
			}
			fmt.Fprintf(w, "    %s\n", text)
		}
	}
}

// notes tells what a list of obligations leaves out: the years without a holiday file that
// something was estimated over, which it asks for once, and the packs that are not in force.
func notes(c *clock.Clock, years []int) (out []diag.Words) {
	if len(years) > 0 {
		out = append(out, lacking(years))
	}
	for _, x := range packNames {
		if !c.InForce(x.pack) {
			out = append(out, diag.Say("注意：site.yaml 的“规则包”没有启用%s，它的时限没有算进来。", "Note: packs in site.yaml leaves out %s; its limits are not counted.", x.name))
		}
	}
	return out
}

// lacking asks for the holiday files of years.
func lacking(years []int) diag.Words {
	names := make([]string, len(years))
	for i, y := range years {
		names[i] = fmt.Sprintf("holidays/%d.yaml", y)
	}
	return diag.Say("注意：缺 %s，有的日子按周一到周五估算；放假安排公布以后请补上。", "Note: %s missing, some days are estimated from Monday to Friday; add it when the holidays are announced.", strings.Join(names, "、"))
}
