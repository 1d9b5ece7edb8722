package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/crew"
	"gongkai/generator/diag"
	"gongkai/generator/filing"
)

// mostShown is how many problems of a package are printed.
const mostShown = 50

// problems prints problems, with the package's name where they are of several.
func (a *app) problems(all []filing.Problem, named bool) {
	for i, p := range all {
		if i == mostShown {
			a.say(a.Out, "    …还有 %d 处", "    … and %d more", len(all)-i)
			return
		}
		where := ""
		if named {
			where = p.File + " "
		}
		fmt.Fprintln(a.Out, "    "+where+p.Text.In(a.lang))
		if i+1 == len(all) || all[i+1].Fix != p.Fix || named {
			a.say(a.Out, "      怎么办：%s", "      what to do: %s", p.Fix)
		}
	}
}

// mergeFlags are what filing merge is asked for.
type mergeFlags struct {
	to, received, quarter string
	record                bool
}

func (a *app) filingMergeCommand() *cobra.Command {
	var f mergeFlags
	c := &cobra.Command{
		Use:   "merge DIR",
		Short: a.words("汇总收到的备案包：登记表、回执、谁没报", "registers the packages that came in: register, receipts, who is missing"),
		Long: a.words("核对一个文件夹里收到的全部备案包（.zip），汇总成登记表（XLSX、CSV、JSON），给每一份出回执（PDF），列出逾期的和没有报的。\n"+
			"部门名单和台账取自内容文件夹。加 --record 才把回执登记到台账 filings.yaml；已经登记过的，日期和回执号不变。",
			"Judges all packages (.zip) in a folder and makes of them a register (XLSX, CSV, JSON), a receipt for each (PDF), and the list of who is late or missing.\n"+
				"Departments and ledger are the content folder's. With --record receipts are entered in the ledger filings.yaml; what it has keeps its day and number."),
		Example: "  gongkai filing merge shoudao\n  gongkai filing merge shoudao --received 2026-12-08 --record",
		Args:    a.argCount(1, 1, "filing merge 后面写放备案包的文件夹，如 gongkai filing merge shoudao", "filing merge takes the folder of the packages, as in gongkai filing merge inbox"),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("out") {
				return usage("--out 是网站的文件夹；登记表和回执写到哪里，用 --to", "--out is the site's folder; say with --to where register and receipts are written")
			}
			return a.filingMerge(args[0], f)
		},
	}
	c.Flags().StringVar(&f.to, "to", "", a.words("登记表和回执写到哪个`文件夹`（默认 DIR/登记）", "`folder` for register and receipts (default DIR/登记)"))
	c.Flags().StringVar(&f.received, "received", "", a.words("收到的`日子`，如 2026-12-08（默认今天）", "`day` on which they came in, such as 2026-12-08 (default today)"))
	c.Flags().StringVar(&f.quarter, "quarter", "", a.words("汇总哪个`季度`（备案包不止一个季度时要写）", "`quarter` to register, where there are packages of several"))
	c.Flags().BoolVar(&f.record, "record", false, a.words("把回执登记到台账 filings.yaml", "enter the receipts in the ledger filings.yaml"))
	return c
}

// inbox gives the packages of a folder.
func (a *app) inbox(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		if info, e := os.Stat(dir); e == nil && !info.IsDir() {
			return nil, usage("%s 是文件，不是文件夹；核对一个备案包用 gongkai filing verify", "%s is a file; to judge one package use gongkai filing verify", dir)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil, usage("找不到文件夹 %s", "cannot find the folder %s", dir)
		}
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if strings.EqualFold(filepath.Ext(e.Name()), ".zip") && e.Type().IsRegular() {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	if len(names) == 0 {
		return nil, usage("%s 里没有备案包（.zip）；把各部门报来的放进去再汇总", "%s holds no packages (.zip); put what the departments sent there", dir)
	}
	return names, nil
}

func (a *app) filingMerge(dir string, f mergeFlags) error {
	names, err := a.inbox(dir)
	if err != nil {
		return err
	}
	var period calendar.Period
	if f.quarter != "" {
		if period, err = quarter(f.quarter, "--quarter"); err != nil {
			return err
		}
	}
	o, r, err := a.judged()
	if err != nil {
		return err
	}
	common := []string{"site.yaml", "departments.yaml", "filings.yaml"}
	if found := grave(r.Findings, func(d diag.Diagnostic) bool { return slices.Contains(common, d.Path) }); len(found) > 0 {
		a.print(a.Err, o, found)
		a.say(a.Err, "有错误，没有汇总；改好后再运行。", "there are errors and nothing was registered; mend them first.")
		return errFindings
	}
	day := r.Site.Today
	if f.received != "" {
		if day, err = calendar.ParseDate(f.received); err != nil {
			return usage("--received 要写成 2026-12-08 这样的日子，不是 %q", "--received is a day such as 2026-12-08, not %q", f.received)
		}
		if day.After(r.Site.Today) {
			return usage("--received %s 还没有到（今天是 %s）", "--received %s has not come (today is %s)", day, r.Site.Today)
		}
	}
	parcels, err := a.parcels(names)
	if err != nil {
		return err
	}
	if period.IsZero() {
		if period, err = one(filing.Quarters(parcels)); err != nil {
			return err
		}
	}
	g := &office{app: a, r: r, f: f, dir: f.to}
	if g.dir == "" {
		g.dir = filepath.Join(dir, "登记")
	}
	if !period.IsZero() {
		if !day.After(period.Last()) {
			return usage("%s %s 才结束，%s 还收不到它的备案包；核对 --received", "%s ends on %s: no package of it came in on %s; look at --received", diag.Words{ZH: period.Chinese(), EN: period.String()}, period.Last(), day)
		}
		return g.run(filing.Merge(r.Site, period, day, parcels))
	}
	for i := range parcels {
		a.say(a.Out, "有问题 %s：", "wrong %s:", names[i])
		a.problems(parcels[i].Problems, false)
	}
	a.say(a.Err, "没有一个备案包读得出季度，没有汇总", "no package tells its quarter, and nothing was registered")
	return errFindings
}

// one gives the only quarter, zero for none.
func one(quarters []calendar.Period) (calendar.Period, error) {
	switch len(quarters) {
	case 0:
		return calendar.Period{}, nil
	case 1:
		return quarters[0], nil
	}
	var zh, en []string
	for _, q := range quarters {
		zh, en = append(zh, q.Chinese()), append(en, q.String())
	}
	return calendar.Period{}, usage("文件夹里有不止一个季度的备案包：%[1]s；分开放，或者用 --quarter 写明汇总哪个季度，如 --quarter %[2]s", "the folder holds packages of several quarters: %[1]s; part them, or say which with --quarter, such as --quarter %[2]s",
		diag.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}, quarters[len(quarters)-1])
}

// An office writes a register.
type office struct {
	*app
	r   build.Result
	f   mergeFlags
	dir string
}

// A written file of a register.
type filed struct {
	name string // below the folder
	text []byte
}

func (g *office) run(reg *filing.Register) error {
	if info, err := os.Stat(g.dir); err == nil && !info.IsDir() {
		return usage("%s 是文件，不是文件夹；--to 要写文件夹", "%s is a file; --to takes a folder", g.dir)
	}
	files, err := g.files(reg)
	if err != nil {
		return err
	}
	ledger := filepath.Join(g.flags.content, "filings.yaml")
	var recorded []byte
	if len(reg.Fresh()) > 0 && g.f.record {
		if recorded, err = record(ledger, reg); err != nil {
			return err
		}
	}
	if err := g.Disk.Mkdir(filepath.Join(g.dir, receipts), 0o777); err != nil {
		return err
	}
	for _, x := range files {
		if err := g.keep(filepath.Join(g.dir, x.name), x.text); err != nil {
			return err
		}
	}
	if recorded != nil {
		if err := g.Disk.Replace(ledger, recorded); err != nil {
			return err
		}
	}
	g.report(reg, ledger)
	if len(reg.Problems) > 0 {
		return errFindings
	}
	return nil
}

// receipts is the folder of the receipts.
const receipts = "回执"

// files makes the register's files.
func (g *office) files(reg *filing.Register) ([]filed, error) {
	var out []filed
	var err error
	put := func(name string, write func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err == nil {
			err = write(&b)
		}
		out = append(out, filed{name, b.Bytes()})
	}
	put(reg.Stem()+".xlsx", func(b *bytes.Buffer) error { return reg.WriteXLSX(b) })
	put(reg.Stem()+".csv", func(b *bytes.Buffer) error { return reg.WriteCSV(b) })
	put(reg.Stem()+".json", func(b *bytes.Buffer) error { return reg.WriteJSON(b) })
	if len(reg.Fresh()) > 0 && !g.f.record {
		put(lines(reg), func(b *bytes.Buffer) error { b.WriteString(reg.Entries()); return nil })
	}
	if err != nil {
		return nil, err
	}
	rows := make([]*filing.Row, 0, len(reg.Rows))
	for i := range reg.Rows {
		if r := &reg.Rows[i]; r.Package != "" && r.Receipt != "" {
			rows = append(rows, r)
		}
	}
	letters, errs := make([]filed, len(rows)), make([]error, len(rows))
	crew.Long(0, len(rows), func(i int) {
		letters[i].name = filepath.Join(receipts, reg.ReceiptName(g.r.Site, rows[i]))
		letters[i].text, errs[i] = reg.Receipt(g.r.Press, rows[i])
	})
	return append(out, letters...), errors.Join(errs...)
}

// lines names the file of what the ledger lacks.
func lines(reg *filing.Register) string { return "台账待登记-" + reg.Period.String() + ".yaml" }

// record gives the ledger's file with the new entries.
func record(ledger string, reg *filing.Register) ([]byte, error) {
	old, err := os.ReadFile(ledger)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	text, ok := reg.Record(old)
	if !ok {
		return nil, usage("台账 %s 的写法接不上新的条目，什么也没有写；每条以“- ”开头分行写，或者去掉 --record，按写出的内容手工登记", "the ledger %s is written so that entries cannot be added, and nothing was written; begin each entry with \"- \" on a line of its own, or leave --record out and enter by hand what is written", ledger)
	}
	return text, nil
}

// keep writes a file unless it holds the same already.
func (a *app) keep(name string, text []byte) error {
	if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, text) {
		return nil
	}
	return a.Disk.Replace(name, text)
}

// report says who has filed, who is late, who is missing, and what is wrong.
func (g *office) report(reg *filing.Register, ledger string) {
	a := g.app
	quarter := diag.Words{ZH: reg.Period.Chinese(), EN: reg.Period.String()}
	a.say(a.Out, "%s备案（截止 %s）：应报 %d 个，按时 %d 个，逾期 %d 个，没有报 %d 个，材料有问题 %d 个", "filings of %s (due %s): %d departments, %d in time, %d late, %d missing, %d refused",
		quarter, reg.Due.Words(), len(reg.Rows), reg.Count(filing.InTime), reg.Count(filing.Late), reg.Count(filing.Missing, filing.Waiting), reg.Count(filing.Refused))
	g.list(reg, filing.Late, "逾期备案：%s", "late: %s")
	g.list(reg, filing.Missing, "逾期未报：%s", "missing: %s")
	g.list(reg, filing.Waiting, "尚未报送：%s", "awaited: %s")
	g.list(reg, filing.Refused, "材料有问题：%s", "refused: %s")
	for i := range reg.Rows {
		if r := &reg.Rows[i]; len(r.Same) > 0 {
			a.say(a.Out, "%s 和 %s 是同一份，只登记一次", "%s and %s are the same package, registered once", r.Package, strings.Join(r.Same, "、"))
		}
	}
	if len(reg.Problems) > 0 {
		a.say(a.Out, "没有收下的备案包：", "packages that were not taken:")
		a.problems(reg.Problems, true)
	}
	a.say(a.Out, "登记表写在 %s，回执写在 %s", "the register is in %s, the receipts in %s", filepath.ToSlash(filepath.Join(g.dir, reg.Stem()+".xlsx")), filepath.ToSlash(filepath.Join(g.dir, receipts)))
	switch n := len(reg.Fresh()); {
	case n == 0:
		a.say(a.Out, "台账没有要登记的", "the ledger lacks nothing")
	case g.f.record:
		a.say(a.Out, "台账 %s 登记了 %d 条", "%s has %d new entries", filepath.ToSlash(ledger), n)
	default:
		a.say(a.Out, "台账还没有登记这 %d 条：它们写在 %s，核对后加 --record 再运行一次，就登记到 %s", "%d entries are not in the ledger yet: they are in %s; look at them and run this again with --record to enter them in %s",
			n, filepath.ToSlash(filepath.Join(g.dir, lines(reg))), filepath.ToSlash(ledger))
	}
}

// list names the departments in a state.
func (g *office) list(reg *filing.Register, state filing.State, zh, en string) {
	var names []string
	for i := range reg.Rows {
		r := &reg.Rows[i]
		if r.State != state {
			continue
		}
		name := r.Department.Name
		if r.Days > 0 {
			name += diag.Say("（%d 天）", " (%d days)", r.Days).In(g.lang)
		}
		names = append(names, name)
	}
	if len(names) > 0 {
		g.say(g.Out, zh, en, strings.Join(names, g.words("、", ", ")))
	}
}
