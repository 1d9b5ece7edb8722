package cli

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/display"
	"gongkai/generator/model"
	"gongkai/generator/near"
	"gongkai/generator/post"
	"gongkai/generator/sheet"
)

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
			b = post.First(p.r.Site, it)
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

// catalog sets a department's catalogue of a month.
func (p *printer) catalog() ([]printed, error) {
	dep, err := wantedDepartment(p.r.Site, p.f.catalog)
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
	level, err := p.f.level()
	if err != nil {
		return err
	}
	var files []pdfFile
	for _, d := range docs {
		pages, err := p.f.impose(p.r.Press, d.doc)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := p.r.Press.WriteAs(&b, pages, level); err != nil {
			return err
		}
		name := filepath.Join(dir, d.name)
		if single {
			name = p.f.to
		}
		files = append(files, pdfFile{name, len(pages.Pages), b.Bytes()})
	}
	if err := p.Disk.Mkdir(dir, 0o777); err != nil {
		return err
	}
	for i, f := range files {
		if err := p.Disk.Replace(f.name, f.bytes); err != nil {
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
