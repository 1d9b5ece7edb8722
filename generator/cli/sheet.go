package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/display"
	"gongkai/generator/model"
	"gongkai/generator/near"
	"gongkai/generator/post"
	"gongkai/generator/sheet"
)

// sheetFlags are what the sheet command is asked for.
type sheetFlags struct {
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
			"--catalog 印一个部门一个月的公开目录，--duties 印应公开事项目录，--phones 印公开电话表。",
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
	fl.StringVar(&f.catalog, "catalog", "", a.words("印这个`部门`一个月的公开目录", "print this `department`'s catalogue of a month"))
	fl.StringVar(&f.month, "month", "", a.words("和 --catalog 一起：哪个`月`，如 2026-06（默认本月）", "with --catalog: the `month`, such as 2026-06 (default this one)"))
	fl.BoolVar(&f.duties, "duties", false, a.words("印应公开事项目录", "print the register of duties"))
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
	o, err := a.options()
	if err != nil {
		return err
	}
	bar := a.bar()
	o.Progress = bar.progress
	r, err := build.Check(o)
	bar.clear()
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

// A printer makes what one call of the sheet command asks for.
type printer struct {
	*app
	r      build.Result
	o      build.Options
	f      sheetFlags
	choice sheet.Choice
}

// documents sets what is asked for. It does not if any of it, or the configuration, has
// errors: what is wrong shall not hang on a board.
func (p *printer) documents(args []string) ([]printed, error) {
	switch {
	case len(args) > 0:
		return p.items(args)
	case p.f.board != "":
		return p.board()
	case p.f.catalog != "":
		return p.catalog()
	case p.f.phones:
		return p.phones()
	}
	return p.duties()
}

// errors gives the findings about the paths that are at least so grave.
func (p *printer) errors(least diag.Severity, paths ...string) (out []diag.Diagnostic) {
	for _, d := range p.r.Findings {
		if d.Severity >= least && slices.Contains(paths, d.Path) {
			out = append(out, d)
		}
	}
	return out
}

// refused prints the findings because of which nothing is printed.
func (p *printer) refused(found []diag.Diagnostic) error {
	p.print(p.Err, p.o, found)
	p.say(p.Err, "有错误，没有打印；改好后再印。", "there are errors and nothing was printed; mend them first.")
	return errFindings
}

// sound refuses to print where one of the items has errors, or what all sheets depend on.
func (p *printer) sound(items []*model.Item, paths ...string) error {
	paths = append(paths, "site.yaml", build.PrintFile)
	for _, it := range items {
		paths = append(paths, it.Path)
	}
	if found := p.errors(diag.Error, paths...); len(found) > 0 {
		return p.refused(found)
	}
	return nil
}

// wantedBoard finds a board by id or name.
func (p *printer) wantedBoard(name string) (*model.Board, error) {
	var ids, names []string
	for _, b := range p.r.Site.Boards {
		if b.ID == name || b.Name == name {
			return b, nil
		}
		ids = append(ids, b.ID)
		names = append(names, b.ID, b.Name)
	}
	if len(ids) == 0 {
		return nil, usage("这个网站没有公开栏（boards.yaml）", "this site has no boards (boards.yaml)")
	}
	if guess := near.Word(name, names); guess != "" {
		return nil, usage("没有公开栏 %s；是不是 %s？", "there is no board %s; did you mean %s?", name, guess)
	}
	return nil, usage("没有公开栏 %s；有的是：%s", "there is no board %s; there are: %s", name, strings.Join(ids, "、"))
}

// items sets one document an item, each once.
func (p *printer) items(args []string) ([]printed, error) {
	var board *model.Board
	var err error
	if p.f.board != "" {
		if board, err = p.wantedBoard(p.f.board); err != nil {
			return nil, err
		}
	}
	var items []*model.Item
	for _, arg := range args {
		it, err := p.wantedItem(arg)
		if err != nil {
			return nil, err
		}
		if p.r.Site.Gone(it) {
			return nil, usage("%s 已经撤下，不打印", "%s is withdrawn and is not printed", it.Index)
		}
		if !slices.Contains(items, it) {
			items = append(items, it)
		}
	}
	if err := p.sound(items); err != nil {
		return nil, err
	}
	var docs []printed
	for _, it := range items {
		b := board
		if b == nil {
			b = hangsOn(p.r.Site, it)
		}
		d, err := p.r.Press.Item(it, b, p.choice)
		if err != nil {
			return nil, err
		}
		if it.Draft || !p.r.Site.IsPublic(it) {
			p.say(p.Err, "注意：%s 还没有公开（草稿，或者没到公开日期），只供核对，不要张贴。", "note: %s is not public yet (a draft, or before its day); this print is for proof-reading only.", it.Index)
		}
		docs = append(docs, printed{path.Base(post.SheetAddress(it)), d})
	}
	return docs, nil
}

// hangsOn gives the first board on which an item hangs; nil for none.
func hangsOn(s *model.Site, it *model.Item) *model.Board {
	for _, b := range s.Boards {
		if _, ok := post.Of(s, it, b); ok {
			return b
		}
	}
	return nil
}

// wantedItem finds an item by its index number, or by its file or folder, seen from where
// the program runs or from the content folder.
func (p *printer) wantedItem(arg string) (*model.Item, error) {
	s := p.r.Site
	if it := s.Item(model.ID(arg)); it != nil {
		return it, nil
	}
	places := []string{filepath.ToSlash(filepath.Clean(arg))}
	if rel, ok := p.below(arg); ok {
		places = append([]string{rel}, places...)
	}
	for _, at := range places {
		for _, file := range []string{at, at + "/index.md"} {
			if it := s.ItemAt(file); it != nil {
				return it, nil
			}
			if found := p.errors(diag.Error, file); len(found) > 0 { // so wrong that it is no item
				return nil, p.refused(found)
			}
		}
	}
	var ids, files []string
	for _, it := range s.All {
		if strings.EqualFold(string(it.Index), strings.TrimSpace(arg)) {
			return it, nil
		}
		ids = append(ids, string(it.Index))
		files = append(files, it.Path)
	}
	guess := near.Word(arg, ids)
	if guess == "" {
		if guess = near.Word(places[0], files); guess != "" {
			guess = p.inContent(guess)
		}
	}
	if guess != "" {
		return nil, usage("没有索引号或文件是 %s 的事项；是不是 %s？", "no item has the index number or file %s; did you mean %s?", arg, guess)
	}
	return nil, usage("没有索引号或文件是 %s 的事项", "no item has the index number or file %s", arg)
}

// below gives a file's path below the content folder, and false where it lies elsewhere.
func (p *printer) below(name string) (string, bool) {
	root, err1 := filepath.Abs(p.flags.content)
	full, err2 := filepath.Abs(name)
	if err1 != nil || err2 != nil {
		return "", false
	}
	rel, err := filepath.Rel(root, full)
	rel = filepath.ToSlash(rel)
	return rel, err == nil && rel != ".." && !strings.HasPrefix(rel, "../")
}

// board sets what hangs on a board, what is new on it, or its plan.
func (p *printer) board() ([]printed, error) {
	b, err := p.wantedBoard(p.f.board)
	if err != nil {
		return nil, err
	}
	var since calendar.Date
	if p.f.since != "" {
		if since, err = calendar.ParseDate(p.f.since); err != nil {
			if why := calendar.Why(err); !why.IsZero() {
				return nil, usage("--since %s：%s", "--since %s: %s", p.f.since, why)
			}
			return nil, usage("--since 要写成 2026-07-01 这样的日子，不是 %q", "--since is a day such as 2026-07-01, not %q", p.f.since)
		}
	}
	list, fresh := p.r.Press.Hanging(b, since)
	name := b.ID + ".pdf"
	switch {
	case p.f.plan:
		list, name = post.Postings(p.r.Site, b), b.ID+"-plan.pdf"
	case p.f.since != "":
		list, name = fresh, b.ID+"-new.pdf"
	}
	items := make([]*model.Item, len(list))
	for i, x := range list {
		items[i] = x.Item
	}
	if err := p.sound(items, b.Path); err != nil {
		return nil, err
	}
	var d *sheet.Document
	if p.f.plan {
		d, err = p.r.Press.BoardPlan(b)
	} else {
		d, err = p.r.Press.Board(b, list, p.choice)
	}
	return []printed{{name, d}}, err
}

// wantedDepartment finds a department by id or name.
func (p *printer) wantedDepartment(name string) (*model.Department, error) {
	var ids, names []string
	for _, d := range p.r.Site.Departments {
		if d.ID == name || d.Name == name {
			return d, nil
		}
		ids = append(ids, d.ID)
		names = append(names, d.ID, d.Name)
	}
	if guess := near.Word(name, names); guess != "" {
		return nil, usage("没有部门 %s；是不是 %s？", "there is no department %s; did you mean %s?", name, guess)
	}
	return nil, usage("没有部门 %s；有的是：%s", "there is no department %s; there are: %s", name, strings.Join(ids, "、"))
}

// catalog sets a department's catalogue of a month.
func (p *printer) catalog() ([]printed, error) {
	dep, err := p.wantedDepartment(p.f.catalog)
	if err != nil {
		return nil, err
	}
	month := post.MonthOf(p.r.Site.Today)
	if p.f.month != "" {
		m, err := calendar.ParsePeriod(p.f.month)
		if err != nil || m.Unit != calendar.Month {
			return nil, usage("--month 要写成 2026-06 这样的月份，不是 %q", "--month is a month such as 2026-06, not %q", p.f.month)
		}
		month = post.MonthOf(m.First())
	}
	if err := p.sound(post.Listed(p.r.Site, dep.ID, month), dep.Path); err != nil {
		return nil, err
	}
	d, err := p.r.Press.Catalog(dep, month)
	return []printed{{dep.ID + "-" + month.String() + ".pdf", d}}, err
}

// duties sets the register of duties.
func (p *printer) duties() ([]printed, error) {
	if len(p.r.Site.Duties) == 0 {
		return nil, usage("这个网站没有应公开事项（duties.yaml）", "this site has no duties (duties.yaml)")
	}
	if err := p.sound(nil, "duties.yaml"); err != nil {
		return nil, err
	}
	d, err := p.r.Press.Register()
	return []printed{{path.Base(post.RegisterAddress), d}}, err
}

// phones sets the directory of telephones.
func (p *printer) phones() ([]printed, error) {
	if err := p.sound(nil, "departments.yaml"); err != nil {
		return nil, err
	}
	d, err := p.r.Press.Phones()
	return []printed{{path.Base(post.PhonesAddress), d}}, err
}

// A pdfFile is a finished PDF.
type pdfFile struct {
	name  string
	pages int
	bytes []byte
}

// write writes the files, all or none for what the program can know beforehand, and says
// what could not be done as asked.
func (p *printer) write(docs []printed) error {
	single := strings.EqualFold(filepath.Ext(p.f.to), ".pdf")
	if single && len(docs) > 1 {
		return usage("--to 写了一个文件，要印的有 %d 件；请写文件夹", "--to names one file, but %d are to be printed; name a folder", len(docs))
	}
	dir := p.f.to
	if single {
		dir = filepath.Dir(p.f.to)
	}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return usage("%s 是文件，不是文件夹；--to 要写文件夹，或者 .pdf 文件", "%s is a file; --to takes a folder or a .pdf file", dir)
	}
	var files []pdfFile
	for _, d := range docs {
		pages, err := p.f.impose(p.r.Press, d.doc)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := p.r.Press.Write(&b, pages); err != nil {
			return err
		}
		name := filepath.Join(dir, d.name)
		if single {
			name = p.f.to
		}
		files = append(files, pdfFile{name, len(pages.Pages), b.Bytes()})
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for i, f := range files {
		if err := replace(f.name, f.bytes); err != nil {
			return err
		}
		en := "wrote %s: %d pages"
		if f.pages == 1 {
			en = "wrote %s: %d page"
		}
		p.say(p.Out, "已写 %s：%d 页", en, f.name, f.pages)
		p.remarks(docs[i].doc)
	}
	return nil
}

// remarks says what was done otherwise than asked.
func (p *printer) remarks(d *sheet.Document) {
	said := map[string]bool{}
	for _, r := range d.Remarks {
		where := ""
		if r.Item != nil {
			where = p.inContent(r.Item.Path)
			if r.Line > 0 {
				where += ":" + strconv.Itoa(r.Line)
			}
			where += " "
		}
		line := "  " + where + remark(r).In(p.lang)
		if !said[line] {
			said[line] = true
			fmt.Fprintln(p.Err, line)
		}
	}
}

// remark puts a remark into words.
func remark(r sheet.Remark) diag.Words {
	switch r.Kind {
	case sheet.RemarkTall:
		return diag.Say("表格的这一行比一页纸还高，分到了几页上", "this row of a table is taller than a page and was parted")
	case sheet.RemarkNarrow:
		return diag.Say("表格太宽，分成了几张，每张都有第一列；横过来印（--landscape）或用 A3 也许放得下", "the table is too wide and was parted, each with the first column; try --landscape or --paper A3")
	case sheet.RemarkFit:
		return diag.Say("缩到最小字号也要 %s 页", "even in the smallest type it takes %s pages", r.What)
	case sheet.RemarkGlyph:
		return diag.Say("没有字体能印“%s”，印成了空框", "no font can print %q; a box stands for it", r.What)
	case sheet.RemarkImage:
		return diag.Say("图片“%s”印不出来：%v", "the image %q cannot be printed: %v", r.What, r.Err)
	}
	return diag.Say("%s：%v", "%s: %v", r.What, r.Err)
}

// impose puts the pages on other paper where --pairs or --tile ask for it.
func (f sheetFlags) impose(p *sheet.Press, d *sheet.Document) (*display.Document, error) {
	if f.pairs {
		return p.Pairs(d), nil
	}
	columns, rows, err := f.tiles()
	if err != nil || columns == 0 {
		return d.Pages, err
	}
	pages, ok := p.Tile(d, columns, rows)
	if !ok {
		return nil, usage("纸太小，裁不成 %s", "the paper is too small for %s", f.tile)
	}
	return pages, nil
}
