package load

import (
	"io/fs"
	"path"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// A walked tree is what there is to read, in the order of the paths.
type walked struct {
	config   []string // paths of YAML files
	profiles []job
	opinions []job
	orders   []job
	items    []job
	folders  []string // of departments, as named
	found    []diag.Diagnostic
}

// A job is one Markdown file to read.
type job struct {
	path       string
	department string   // its folder
	folder     bool     // it is an index.md, and files are what lies beside it
	files      []string // names below its folder, in order
}

// configFiles are the YAML files that a tree may have at its root.
var configFiles = [...]string{"site.yaml", "departments.yaml", "categories.yaml", "duties.yaml", "boards.yaml", "filings.yaml"}

// walk lists the tree. Files that editors and systems leave behind are passed over; what
// nothing reads is a finding.
func walk(fsys fs.FS) (*walked, error) {
	w := &walker{fsys: fsys}
	top, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	w.twins(".", top)
	for _, e := range top {
		name := e.Name()
		switch {
		case leftover(name) || w.linked(name, e) || !w.named(name):
		case e.IsDir():
			w.topFolder(name)
		case isConfig(name):
			w.out.config = append(w.out.config, name)
		case !strings.HasPrefix(strings.ToUpper(name), "README") && !strings.HasPrefix(strings.ToUpper(name), "LICENSE"):
			w.strayTop(name)
		}
	}
	return &w.out, nil
}

type walker struct {
	fsys fs.FS
	out  walked
}

func isConfig(name string) bool {
	for _, c := range configFiles {
		if name == c {
			return true
		}
	}
	return false
}

// leftover reports whether a file or folder is none of a clerk's: hidden, or left behind
// by an editor, an office program or the system.
func leftover(name string) bool {
	low := strings.ToLower(name)
	switch low {
	case "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "@eadir", "$recycle.bin":
		return true
	}
	if name[0] == '.' || strings.HasPrefix(name, "~$") || strings.HasSuffix(name, "~") || name[0] == '#' && strings.HasSuffix(name, "#") {
		return true
	}
	switch path.Ext(low) {
	case ".bak", ".tmp", ".swp", ".swo", ".orig":
		return true
	}
	return false
}

// list gives a folder's entries without leftovers and links, and nothing where it cannot
// be listed.
func (w *walker) list(dir string) []fs.DirEntry {
	all, err := fs.ReadDir(w.fsys, dir)
	if err != nil {
		w.say("F19", dir, diag.Say("这个文件夹打不开：%v", "this folder cannot be read: %v", err), diag.Say("检查它的权限", "look at its permissions"))
		return nil
	}
	w.twins(dir, all)
	kept := all[:0]
	for _, e := range all {
		if p := path.Join(dir, e.Name()); !leftover(e.Name()) && !w.linked(p, e) && w.named(p) {
			kept = append(kept, e)
		}
	}
	return kept
}

// linked refuses what is no file and no folder. Links are refused wherever they lead: one
// out of the content folder would publish what nobody checked, one inside it would publish a
// thing twice, a loop has no end, and no link survives Windows or a ZIP. A pipe or a device
// could hold the program for ever.
func (w *walker) linked(p string, e fs.DirEntry) bool {
	if e.IsDir() || e.Type().IsRegular() {
		return false
	}
	w.say("F19", p, diag.Say("“%s”是链接或特殊文件，不是真正的文件", "%q is a link or a special file, not a real one", path.Base(p)),
		diag.Say("换成文件本身", "put the file itself here"))
	return true
}

func (w *walker) topFolder(name string) {
	switch name {
	case "supervision":
		w.supervision(name)
	case "holidays":
		for _, e := range w.list(name) {
			p := name + "/" + e.Name()
			if year, ok := strings.CutSuffix(e.Name(), ".yaml"); ok && isYear(year) && !e.IsDir() {
				w.out.config = append(w.out.config, p)
				continue
			}
			w.stray(p, diag.Say("假日文件的名字要像 2026.yaml", "name holiday files like 2026.yaml"))
		}
	default:
		w.departmentFolder(name)
	}
}

func (w *walker) departmentFolder(dept string) {
	w.out.folders = append(w.out.folders, dept)
	for _, e := range w.list(dept) {
		p := dept + "/" + e.Name()
		switch {
		case e.IsDir() && isYear(e.Name()):
			w.yearFolder(dept, p)
		case e.IsDir() && e.Name() == "opinions":
			w.opinions(dept, p)
		case e.IsDir() && e.Name() == "powers":
		case e.IsDir():
			w.stray(p, diag.Say("部门文件夹里只放年份文件夹，如 %s/2026", "a department's folder holds folders of years, such as %s/2026", dept))
		case e.Name() == dutiesFile:
			w.out.config = append(w.out.config, p)
		case e.Name() == "_index.md":
			w.out.profiles = append(w.out.profiles, job{path: p, department: dept})
		case e.Name() == "index.md":
			w.stray(p, diag.Say("机构概况的文件名是 _index.md", "a profile's name is _index.md"))
		default:
			w.stray(p, diag.Say("移到年份文件夹里，如 %s/2026/%s", "move it into a folder of a year, such as %s/2026/%s", dept, e.Name()))
		}
	}
}

func (w *walker) yearFolder(dept, dir string) {
	for _, e := range w.list(dir) {
		p := dir + "/" + e.Name()
		name, isMarkdown := strings.CutSuffix(e.Name(), ".md")
		switch {
		case e.IsDir():
			w.itemFolder(dept, p)
		case isMarkdown && name == "index", isMarkdown && name == "_index":
			w.stray(p, diag.Say("给文件起个名字，如 %s/00001.md", "give it a name, such as %s/00001.md", dir))
		case isMarkdown:
			w.out.items = append(w.out.items, job{path: p, department: dept})
		case strings.EqualFold(path.Ext(p), ".md") || strings.EqualFold(path.Ext(p), ".markdown"):
			w.stray(p, diag.Say("扩展名改成 .md", "let its name end in .md"))
		default:
			w.stray(p, diag.Say("附件要和事项放在一个文件夹里：建一个文件夹，把事项改名为 index.md，和附件放在一起",
				"an attachment lies in its item's folder: make one, put the item there as index.md and the attachment beside it"))
		}
	}
}

// opinions lists a department's opinions.
func (w *walker) opinions(dept, dir string) {
	for _, e := range w.list(dir) {
		p := dir + "/" + e.Name()
		name, isMarkdown := strings.CutSuffix(e.Name(), ".md")
		switch {
		case e.IsDir():
			w.stray(p, diag.Say("意见直接放在 %s 文件夹里", "put opinions right into %s", dir))
		case isMarkdown && (name == "index" || name == "_index"):
			w.stray(p, diag.Say("给文件起个名字，如 %s/2026-001.md", "give it a name, such as %s/2026-001.md", dir))
		case isMarkdown:
			w.out.opinions = append(w.out.opinions, job{path: p, department: dept})
		case strings.EqualFold(path.Ext(p), ".md") || strings.EqualFold(path.Ext(p), ".markdown"):
			w.stray(p, diag.Say("扩展名改成 .md", "let its name end in .md"))
		default:
			w.stray(p, diag.Say("这里只放 .md 文件；来信的扫描件另外保存，不要放进内容文件夹", "only .md files belong here; keep scans of letters elsewhere, not in the content folder"))
		}
	}
}

// supervision lists the orders; what else lies there is only named, as other kinds of
// files have their place there too.
func (w *walker) supervision(dir string) {
	for _, e := range w.list(dir) {
		p := dir + "/" + e.Name()
		if !e.IsDir() && path.Ext(p) == ".md" {
			w.out.orders = append(w.out.orders, job{path: p})
			continue
		}
		w.say("F30", p, diag.Say("“%s”没有读取", "%q is not read", e.Name()), diag.Say("限时公开通知写成 .md 文件，直接放在 %s 里；别的文件放在这里不妨，只是网站不用", "an order to disclose is an .md file right in %s; other files may lie here, but nothing is made of them", dir))
	}
}

func (w *walker) itemFolder(dept, dir string) {
	j := job{path: dir + "/index.md", department: dept, folder: true}
	found, markdown := false, 0
	for _, e := range w.list(dir) {
		switch {
		case e.IsDir():
			for _, f := range w.list(dir + "/" + e.Name()) {
				name := e.Name() + "/" + f.Name()
				if f.IsDir() {
					w.stray(dir+"/"+name, diag.Say("附件的文件夹只能有一层", "attachments lie at most one folder deep"))
					continue
				}
				j.files = append(j.files, name)
			}
		case e.Name() == "index.md":
			found = true
		default:
			if strings.HasSuffix(e.Name(), ".md") {
				markdown++
			}
			j.files = append(j.files, e.Name())
		}
	}
	switch {
	case found:
		w.out.items = append(w.out.items, j)
	case markdown > 0:
		w.say("F18", dir, diag.Say("这个文件夹里没有 index.md，里面的%d个 .md 文件不会公开", "this folder has no index.md, and its %d .md files are not published", markdown),
			diag.Say("事项直接放在年份文件夹里；有附件的，正文改名为 index.md", "put items right into the year's folder; one with attachments is named index.md"))
	default:
		w.say("F18", dir, diag.Say("这个文件夹里没有 index.md，里面的文件不会公开", "this folder has no index.md, and its files are not published"),
			diag.Say("写好 index.md，或者把文件夹移走", "write an index.md, or move the folder away"))
	}
}

func (w *walker) strayTop(name string) {
	stem := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), ".yml"), ".yaml")
	for _, c := range configFiles {
		if stem == strings.TrimSuffix(c, ".yaml") {
			w.stray(name, diag.Say("改名为 %s", "rename it %s", c))
			return
		}
	}
	w.stray(name, diag.Say("移走，或者放进部门的年份文件夹", "move it away, or into a department's folder of a year"))
}

func (w *walker) stray(p string, fix diag.Words) {
	w.say("F18", p, diag.Say("“%s”放在这里不会被读取，也不会公开", "%q is not read in this place and not published", path.Base(p)), fix)
}

func (w *walker) say(rule, p string, text, fix diag.Words) {
	w.out.found = append(w.out.found, diag.Diagnostic{Rule: rule, Place: diag.Place{Path: p, At: source.Span{}}, Text: text, Fix: fix})
}

func isYear(name string) bool {
	return len(name) == 4 && strings.Trim(name, "0123456789") == "" && name[0] != '0'
}
