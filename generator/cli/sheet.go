package cli

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/build"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/pdf"
	"gongkai/generator/sheet"
)

// sheetFlags are what the sheet command is asked for.
type sheetFlags struct {
	archive                        string
	board, style, paper, to, since string
	landscape, pairs, plan         bool
	fit                            int
	fits                           bool // fit was given
	tile                           string
	catalog, month                 string
	duties, phones                 bool
}

func (a *app) sheetCommand() *cobra.Command {
	var f sheetFlags
	c := &cobra.Command{
		Use:   "sheet [INDEX|FILE]...",
		Short: a.words("打印张贴单、公开栏、公开目录（PDF）", "prints sheets, boards and catalogues as PDF"),
		Long: a.words("把公开事项印成张贴单（PDF），每件一个文件，文件名就是索引号。事项写索引号，或者内容文件夹里的 .md 文件。\n"+
			"只写 --board 不写事项，就印这处公开栏现在张贴的全部；再加 --since，只印那天以后新贴或改动的；加 --plan 印张贴计划。\n"+
			"--catalog 印一个部门一个月的公开目录，--duties 印应公开目录，--phones 印公开电话表。",
			"Prints items as sheets, one PDF each, named by the index number. Give index numbers or .md files of the content folder.\n"+
				"With --board alone all that hangs there now is printed; with --since only what is new or changed since that day; with --plan its plan.\n"+
				"--catalog prints a department's catalogue of a month, --duties the register of duties, --phones the directory of telephones."),
		Example: "  gongkai sheet CZ-2026-00003\n  gongkai sheet content/caizheng/2026/00003.md --style document --fit 2\n  gongkai sheet --board hall --since 2026-07-01\n" +
			"  gongkai sheet CZ-2026-00003 --paper A4 --tile 2x2\n  gongkai sheet --catalog caizheng --month 2026-06",
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("out") {
				return usage("--out 是网站的文件夹；张贴单写到哪里，用 --to", "--out is the site's folder; say with --to where sheets are written")
			}
			f.fits = c.Flags().Changed("fit")
			return a.sheet(args, f)
		},
	}
	fl := c.Flags()
	fl.StringVar(&f.board, "board", "", a.words("公开栏的`编号`：按它的纸张和阅读距离印", "`id` of the board whose paper and reading distance are taken"))
	fl.StringVar(&f.style, "style", "", a.words("`版式`：board（公告，大字）或 document（公文）", "`style`: board (large type) or document (GB/T 9704)"))
	fl.StringVar(&f.paper, "paper", "", a.words("`纸张`：A4 或 A3", "`paper`: A4 or A3"))
	fl.BoolVar(&f.landscape, "landscape", false, a.words("纸横过来印", "turn the paper"))
	fl.IntVar(&f.fit, "fit", 0, a.words("最多印几`页`，字号随着缩小", "the most `pages`; the type shrinks"))
	fl.StringVar(&f.to, "to", ".", a.words("写到哪个`文件夹`，或者写成哪个 .pdf 文件", "`folder` to write to, or the .pdf file"))
	fl.StringVar(&f.since, "since", "", a.words("和 --board 一起：只印这`天`以后新贴或改动的", "with --board: only what is new or changed since this `day`"))
	fl.BoolVar(&f.plan, "plan", false, a.words("和 --board 一起：印张贴计划", "with --board: print its plan"))
	fl.BoolVar(&f.pairs, "pairs", false, a.words("两张并排印在一张大一号的纸上（两张 A4 印成一张 A3）", "two pages side by side on paper of twice the size (A3 from A4 pairs)"))
	fl.StringVar(&f.tile, "tile", "", a.words("放大后分印在几张纸上再拼起来，写`列x行`，如 2x2；带裁切线", "enlarge over several sheets, `columns x rows` such as 2x2, with crop marks"))
	fl.StringVar(&f.archive, "archive", "2", a.words("存档格式 PDF/A 的`版本`：2，或者 1（档案馆要求时）", "`part` of PDF/A: 2, or 1 where an archive asks for it"))
	fl.StringVar(&f.catalog, "catalog", "", a.words("印这个`部门`一个月的公开目录", "print this `department`'s catalogue of a month"))
	fl.StringVar(&f.month, "month", "", a.words("和 --catalog 一起：哪个`月`，如 2026-06（默认本月）", "with --catalog: the `month`, such as 2026-06 (default this one)"))
	fl.BoolVar(&f.duties, "duties", false, a.words("印应公开目录", "print the register of duties"))
	fl.BoolVar(&f.phones, "phones", false, a.words("印公开电话表", "print the directory of telephones"))
	return c
}

// A printed document is what one call of the sheet command writes.
type printed struct {
	name string // without folder
	doc  *sheet.Document
}

func (a *app) sheet(args []string, f sheetFlags) error {
	if err := f.together(args); err != nil {
		return err
	}
	choice, err := f.choice()
	if err != nil {
		return err
	}
	o, r, err := a.judged()
	if err != nil {
		return err
	}
	p := &printer{app: a, r: r, o: o, f: f, choice: choice}
	docs, err := p.documents(args)
	if errors.Is(err, sheet.ErrFont) {
		return p.refused(p.errors(diag.Hint, build.PrintFile))
	}
	if err != nil {
		return err
	}
	return p.write(docs)
}

// together refuses flags that do not go with each other.
func (f sheetFlags) together(args []string) error {
	switch {
	case len(args) > 0 && (f.since != "" || f.plan || f.lists() > 0):
		return usage("写了事项，就不能再写 --since、--plan、--catalog、--duties 或 --phones", "with items, --since, --plan, --catalog, --duties and --phones cannot be given")
	case len(args) == 0 && f.board == "" && f.lists() == 0:
		if f.since != "" || f.plan {
			return usage("--since 和 --plan 要和 --board 一起用", "--since and --plan go with --board")
		}
		if f.month != "" {
			return usage("--month 要和 --catalog 一起用", "--month goes with --catalog")
		}
		return usage("要印哪件？写索引号或 .md 文件，或者用 --board、--catalog、--duties、--phones；见 gongkai sheet --help",
			"which item? Give an index number or an .md file, or --board, --catalog, --duties or --phones; see gongkai sheet --help")
	case f.board != "" && f.lists() > 0 || f.lists() > 1:
		return usage("--board、--catalog、--duties 和 --phones 一次只能用一个", "of --board, --catalog, --duties and --phones only one can be given")
	case f.since != "" && f.plan:
		return usage("--since 和 --plan 只能用一个", "--since and --plan exclude each other")
	case f.board == "" && (f.since != "" || f.plan):
		return usage("--since 和 --plan 要和 --board 一起用", "--since and --plan go with --board")
	case f.catalog == "" && f.month != "":
		return usage("--month 要和 --catalog 一起用", "--month goes with --catalog")
	case f.pairs && f.tile != "":
		return usage("--pairs 和 --tile 只能用一个", "--pairs and --tile exclude each other")
	case (f.plan || f.lists() > 0) && (f.style != "" || f.paper != "" || f.landscape || f.fits):
		return usage("张贴计划和目录的版式是固定的，不能再写 --style、--paper、--landscape 或 --fit", "a plan or a catalogue has a look of its own: --style, --paper, --landscape and --fit cannot be given")
	}
	return nil
}

// lists counts the flags that ask for a list of the whole site or of a department.
func (f sheetFlags) lists() (n int) {
	for _, asked := range []bool{f.catalog != "", f.duties, f.phones} {
		if asked {
			n++
		}
	}
	return n
}

// choice reads the flags that say how to print.
func (f sheetFlags) choice() (sheet.Choice, error) {
	c := sheet.Choice{Landscape: f.landscape, Fit: f.fit}
	switch strings.ToLower(f.style) {
	case "", "board", "document":
		c.Style = model.SheetStyle(strings.ToLower(f.style))
	case "公告", "大字":
		c.Style = model.BoardStyle
	case "公文":
		c.Style = model.DocumentStyle
	default:
		return c, usage("--style 只能是 board（公告）或 document（公文），不是 %q", "--style is board or document, not %q", f.style)
	}
	switch strings.ToUpper(f.paper) {
	case "", "A4", "A3":
		c.Paper = model.Paper(strings.ToUpper(f.paper))
	default:
		return c, usage("--paper 只能是 A4 或 A3，不是 %q", "--paper is A4 or A3, not %q", f.paper)
	}
	if f.fits && f.fit < 1 {
		return c, usage("--fit 是页数，至少 1 页，不能是 %d", "--fit is a number of pages, at least 1, not %d", f.fit)
	}
	if _, err := f.level(); err != nil {
		return c, err
	}
	if _, _, err := f.tiles(); err != nil {
		return c, err
	}
	return c, nil
}

var tilePattern = regexp.MustCompile(`^([1-9])[xX×*]([1-9])$`)

// tiles reads --tile; 0 and 0 where it was not given.
func (f sheetFlags) tiles() (columns, rows int, err error) {
	if f.tile == "" {
		return 0, 0, nil
	}
	m := tilePattern.FindStringSubmatch(f.tile)
	if m == nil {
		return 0, 0, usage("--tile 要写成 列x行，如 2x2，各在 1 到 9 之间，不是 %q", "--tile is columns x rows such as 2x2, each from 1 to 9, not %q", f.tile)
	}
	columns, _ = strconv.Atoi(m[1])
	rows, _ = strconv.Atoi(m[2])
	return columns, rows, nil
}

// level reads --archive.
func (f sheetFlags) level() (pdf.Level, error) {
	switch strings.ToLower(f.archive) {
	case "", "2", "2a":
		return pdf.A2, nil
	case "1", "1a", "1b":
		return pdf.A1, nil
	}
	return pdf.A2, usage("--archive 只能是 2 或 1，不是 %q", "--archive is 2 or 1, not %q", f.archive)
}
