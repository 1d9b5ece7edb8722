package cli

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
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
	"gongkai/generator/disk"
	"gongkai/generator/filing"
	"gongkai/generator/model"
	"gongkai/generator/sheet"
)

func (a *app) filingCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "filing",
		Short: a.words("季度备案：生成备案包，核对，汇总登记", "the quarter's filing: makes packages, judges them, registers them"),
		Long: a.words("季度备案（细则第十条）：每季度第三个月的10日以前，各部门把上个季度公开和变动的内容报区里备案。\n"+
			"部门用 filing build 生成备案包；区里收到以后用 filing verify 核对，用 filing merge 汇总、登记、出回执。",
			"The quarter's filing (clause 10): by the 10th of a quarter's third month each department files what it disclosed and changed in the quarter before.\n"+
				"Departments make packages with filing build; the district office judges them with filing verify, and registers them and makes receipts with filing merge."),
		Args:                       cobra.ArbitraryArgs,
		SuggestionsMinimumDistance: 2,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	c.AddCommand(a.filingBuildCommand(), a.filingVerifyCommand(), a.filingMergeCommand())
	return c
}

func (a *app) filingBuildCommand() *cobra.Command {
	var department, to string
	c := &cobra.Command{
		Use:   "build QUARTER",
		Short: a.words("生成各部门一个季度的备案包（ZIP）", "makes the departments' packages of a quarter (ZIP)"),
		Long: a.words("生成一个季度的备案包，每个部门一个 ZIP：备案函、事项清单、变动清单、审议审定记录、原文和附件、带校验值的清单。\n"+
			"没有公开事项的部门也生成，写明“本季度无公开事项”。部门的内容有错误就不生成它的，别的部门照样生成。",
			"Makes a quarter's packages, one ZIP a department: covering letter, list of items, list of changes, record of approvals, sources and attachments, a manifest with sums.\n"+
				"A department without items gets one that says so. One whose content has errors gets none; the others do."),
		Example: "  gongkai filing build 2026-Q3\n  gongkai filing build 2026年第三季度 --department caizheng --to beian",
		Args:    a.argCount(1, 1, "filing build 后面写一个季度，如 gongkai filing build 2026-Q3", "filing build takes one quarter, as in gongkai filing build 2026-Q3"),
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("out") {
				return usage("--out 是网站的文件夹；备案包写到哪里，用 --to", "--out is the site's folder; say with --to where packages are written")
			}
			return a.filingBuild(args[0], department, to)
		},
	}
	c.Flags().StringVar(&department, "department", "", a.words("只生成这个`部门`的（编号或名称）", "only this `department`'s, by id or name"))
	c.Flags().StringVar(&to, "to", "", a.words("写到哪个`文件夹`（默认 filings/季度）", "`folder` to write to (default filings/QUARTER)"))
	return c
}

// quarter reads a quarter that a clerk typed.
func quarter(text, example string) (calendar.Period, error) {
	p, err := calendar.ParsePeriod(text)
	switch why := calendar.Why(err); {
	case err == nil && p.Unit == calendar.Quarter:
		return p, nil
	case !why.IsZero():
		return p, usage("季度“%s”不存在：%s", "the quarter %q does not exist: %s", text, why)
	case err == nil && p.Unit == calendar.Month:
		holding := calendar.Quarter.Holding(p.First())
		return p, usage("备案按季度报，%[1]s不是季度；它在%[2]s里，写成 %[4]s %[3]s", "filings are of quarters, and %[1]s is a month; it lies in %[3]s: write %[4]s %[3]s",
			diag.Words{ZH: p.Chinese(), EN: text}, holding.Chinese(), holding, example)
	case err == nil:
		return p, usage("备案按季度报，%s不是季度；写成 %[3]s %[2]d-Q1 至 %[2]d-Q4", "filings are of quarters, and %s is none; write %[3]s %[2]d-Q1 to %[2]d-Q4", diag.Words{ZH: p.Chinese(), EN: text}, p.Year, example)
	}
	return p, usage("看不懂季度“%s”；写成 2026-Q3、2026Q3 或 2026年第三季度", "the quarter %q is not understood; write 2026-Q3, 2026Q3 or 2026年第三季度", text)
}

// ended refuses a quarter that has not ended by the day.
func ended(p calendar.Period, today calendar.Date) error {
	if today.After(p.Last()) {
		return nil
	}
	before := model.FilingQuarter(today)
	return usage("%[1]s到 %[2]s 才结束，现在是 %[3]s，还不能备案；现在要报的是%[4]s（%[5]s）", "%[1]s ends on %[2]s and it is %[3]s: it cannot be filed yet; what is to be filed now is %[5]s",
		diag.Words{ZH: p.Chinese(), EN: p.String()}, p.Last(), today, before.Chinese(), before)
}

func (a *app) filingBuild(text, department, to string) error {
	period, err := quarter(text, "gongkai filing build")
	if err != nil {
		return err
	}
	o, r, err := a.judged()
	if err != nil {
		return err
	}
	if err := ended(period, r.Site.Today); err != nil {
		return err
	}
	departments := r.Site.Departments
	if department != "" {
		d, err := wantedDepartment(r.Site, department)
		if err != nil {
			return err
		}
		departments = []*model.Department{d}
	}
	f := &filer{app: a, o: o, r: r, period: period, to: to}
	if to == "" {
		f.to = filepath.Join("filings", period.String())
	}
	if len(departments) == 0 {
		return f.refused(r.Findings)
	}
	return f.build(departments)
}

// A filer makes packages.
type filer struct {
	*app
	o      build.Options
	r      build.Result
	period calendar.Period
	to     string // folder
}

// refused prints the errors because of which nothing is filed.
func (f *filer) refused(found []diag.Diagnostic) error {
	f.print(f.Err, f.o, grave(found, func(diag.Diagnostic) bool { return true }))
	f.say(f.Err, "有错误，没有生成备案包；改好后再运行。", "there are errors and no package was made; mend them first.")
	return errFindings
}

// grave gives the errors for which the function is true.
func grave(found []diag.Diagnostic, of func(diag.Diagnostic) bool) (out []diag.Diagnostic) {
	for _, d := range found {
		if d.Severity == diag.Error && of(d) {
			out = append(out, d)
		}
	}
	return out
}

// A made package, or why there is none.
type made struct {
	name     string
	manifest filing.Manifest
	missing  []string // characters that no font has
	size     int64
	kept     bool // the file was there already
	err      error
}

// build makes the departments' packages. What all depend on must have no errors.
func (f *filer) build(departments []*model.Department) error {
	common := []string{"site.yaml", "departments.yaml", "categories.yaml", build.PrintFile}
	if found := grave(f.r.Findings, func(d diag.Diagnostic) bool { return slices.Contains(common, d.Path) }); len(found) > 0 {
		return f.refused(found)
	}
	if info, err := os.Stat(f.to); err == nil && !info.IsDir() {
		return usage("%s 是文件，不是文件夹；--to 要写文件夹", "%s is a file; --to takes a folder", f.to)
	}
	if inside, err := lies(f.to, f.flags.content); err != nil {
		return err
	} else if inside {
		return usage("备案包不能写到内容文件夹 %s 里面；请用 --to 另指一个文件夹", "packages cannot be written into the content folder %s; name another one with --to", f.flags.content)
	}
	if err := f.Disk.Mkdir(f.to, 0o777); err != nil {
		return err
	}
	q := filing.Of(f.r.Site, f.period, filing.Options{Content: f.o.Content, Press: f.r.Press, Program: f.o.Program})
	wrong := make([][]diag.Diagnostic, len(departments))
	for i, d := range departments {
		wrong[i] = grave(f.r.Findings, func(x diag.Diagnostic) bool { return strings.HasPrefix(x.Path, d.ID+"/") })
	}
	all := make([]made, len(departments))
	crew.Long(f.o.Workers, len(departments), func(i int) {
		if len(wrong[i]) == 0 {
			all[i] = f.one(q, departments[i])
		}
	})
	return f.report(departments, wrong, all)
}

// one makes a department's package beside the file that it shall be, and puts it there.
func (f *filer) one(q *filing.Quarter, d *model.Department) (m made) {
	m.name = filepath.Join(f.to, filing.FileName(f.r.Site, d, f.period))
	tmp, err := f.Disk.Temp(f.to, disk.Beside+"*")
	if err != nil {
		m.err = err
		return m
	}
	defer func() {
		if m.err != nil || m.kept {
			m.err = errors.Join(m.err, f.Disk.Remove(tmp.Name()))
		}
	}()
	p := q.Package(d)
	w := bufio.NewWriterSize(tmp, 1<<20)
	m.manifest, err = p.Write(w)
	m.missing = p.Missing
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		m.size, err = tmp.Size()
	}
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err == nil {
		m.kept, err = f.replaceable(m.name, tmp.Name(), d)
	}
	if err == nil && !m.kept {
		err = f.Disk.Rename(tmp.Name(), m.name)
	}
	m.err = err
	return m
}

// replaceable looks at what stands where a package shall be: same is that very package; any
// other file is refused unless it is a package of the same department and quarter.
func (f *filer) replaceable(old, fresh string, d *model.Department) (same bool, err error) {
	info, err := os.Lstat(old)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case info.Mode().IsRegular():
		if same, err = sameFile(old, fresh); err != nil || same {
			return same, err
		}
		file, err := os.Open(old)
		if err != nil {
			return false, err
		}
		defer file.Close()
		if id, period, ok := filing.About(file, info.Size()); ok && id == d.ID && period == f.period {
			return false, nil
		}
	}
	return false, usage("%s 不是%s%s的备案包，没有覆盖；请移走或改名，或用 --to 另指一个文件夹", "%s is no package of %s for %s and was not replaced; move it away, or name another folder with --to",
		old, d.Name, diag.Words{ZH: f.period.Chinese(), EN: f.period.String()})
}

// sameFile reports whether two files hold the same bytes.
func sameFile(a, b string) (bool, error) {
	x, err := sumFile(a)
	if err != nil {
		return false, err
	}
	y, err := sumFile(b)
	return bytes.Equal(x, y), err
}

func sumFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return h.Sum(nil), err
}

// report says what was made of each department, and why of some nothing.
func (f *filer) report(departments []*model.Department, wrong [][]diag.Diagnostic, all []made) error {
	var faults []error
	refused := 0
	for i, d := range departments {
		m := &all[i]
		switch {
		case len(wrong[i]) > 0:
			refused++
			f.print(f.Err, f.o, wrong[i])
			f.say(f.Err, "%s有 %d 个错误，没有生成它的备案包；改好后再运行。", "%s has %d errors and got no package; mend them and run it again.", d.Name, len(wrong[i]))
		case m.err != nil:
			faults = append(faults, f.packFault(m.err))
		default:
			c := &m.manifest.Counts
			zh, en := "已写 %s：公开事项 %d 件，变动 %d 条，附件 %d 个，%s", "wrote %s: %d items, %d changes, %d attachments, %s"
			if m.kept {
				zh, en = "未变 %s：公开事项 %d 件，变动 %d 条，附件 %d 个，%s", "unchanged %s: %d items, %d changes, %d attachments, %s"
			}
			f.say(f.Out, zh, en, filepath.ToSlash(m.name), c.Items, c.Changes, c.Attachments, fileSize(m.size))
			if len(m.missing) > 0 {
				f.say(f.Err, "备案函里没有字体能印“%s”，印成了空框", "no font can print %q in the covering letter; boxes stand for them", strings.Join(m.missing, ""))
			}
		}
	}
	if n := len(faults); n > 0 {
		for _, err := range faults[:n-1] {
			fmt.Fprintf(f.Err, "gongkai: %s\n", f.said(err))
		}
		return faults[n-1]
	}
	f.due()
	if refused > 0 {
		return errFindings
	}
	return nil
}

// packFault puts a fault of packing into words.
func (f *filer) packFault(err error) error {
	var changed *filing.ChangedError
	switch {
	case errors.As(err, &changed):
		return usage("%s 在打包时被改动了，这个部门的备案包没有生成；请再运行一次", "%s was changed while it was packed, and that package was not made; run it again", f.inContent(changed.Path))
	case errors.Is(err, sheet.ErrFont):
		return usage("print.yaml 里的字体不能用，备案函排不出来；见 gongkai check", "a font of print.yaml cannot be used and the letter not be set; see gongkai check")
	}
	return err
}

// due says until when the packages are to be handed in.
func (f *filer) due() {
	due, today := f.r.Site.Config.FilingDeadline(f.period, f.r.Site.Days), f.r.Site.Today
	words := diag.Words{ZH: f.period.Chinese(), EN: f.period.String()}
	switch days := today.DaysUntil(due.Day); {
	case days < 0:
		f.say(f.Out, "%s的备案最迟应在 %s 报送，已经逾期 %d 天，请马上报送。", "the filing of %s was due on %s, %d days ago: hand it in at once.", words, due.Words(), -days)
	default:
		f.say(f.Out, "%s的备案请最迟在 %s 报送，还有 %d 天。", "the filing of %s is due on %s, in %d days.", words, due.Words(), days)
	}
}

// said gives an error in words.
func (a *app) said(err error) string {
	var u usageError
	if errors.As(err, &u) {
		return u.words.In(a.lang)
	}
	return a.fault(err).In(a.lang)
}
