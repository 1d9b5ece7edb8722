package sheet_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/crew"
	"gongkai/generator/display"
	"gongkai/generator/judge"
	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/sheet"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

// file writes a document as PDF and gives its path.
func file(t *testing.T, p *sheet.Press, d *display.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return put(t, b.Bytes())
}

// put writes a PDF into a folder of the test's and gives its path.
func put(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// drawn gives all text of a page in the order of drawing, running heads and feet too.
func drawn(p display.Page) string {
	var b strings.Builder
	for _, r := range runs(p) {
		for _, g := range r.Glyphs {
			b.WriteString(g.Text)
		}
	}
	return tight(b.String())
}

// saysTheSame fails where what is copied from the PDF is not what the display list draws,
// page by page.
func saysTheSame(t *testing.T, name string, p *sheet.Press, d *display.Document) {
	t.Helper()
	text := judge.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", file(t, p, d), "-")
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	if len(pages) != len(d.Pages) {
		t.Errorf("%s: the file has %d pages, want %d", name, len(pages), len(d.Pages))
		return
	}
	for i, page := range pages {
		if got, want := tight(page), drawn(d.Pages[i]); got != want {
			t.Errorf("%s, page %d: the file says something else%s", name, i+1, firstDifference(got, want))
			return
		}
	}
}

// every gives about n of the items, evenly.
func every(items []*model.Item, n int) []*model.Item {
	var out []*model.Item
	for i := 0; i < len(items); i += max(len(items)/n, 1) {
		out = append(out, items[i])
	}
	return out
}

func TestFilesSayWhatIsDrawn(t *testing.T) {
	for name, content := range map[string]fs.FS{"sample": os.DirFS("../../content"), "real": nil} {
		t.Run(name, func(t *testing.T) {
			if content == nil {
				content = corpus(t)
			}
			r := press(t, content, nil)
			var items []*model.Item
			for _, it := range r.Site.Items {
				if !r.Site.Gone(it) {
					items = append(items, it)
				}
			}
			checked := 0
			for i, it := range every(items, 25) {
				d := item(t, r, it, nil, choices[i%len(choices)])
				if len(d.Pages.Pages) > 60 {
					continue // long ones take long, and say nothing new
				}
				saysTheSame(t, it.Path, r.Press, d.Pages)
				checked++
			}
			if checked < 20 {
				t.Errorf("only %d items were looked at", checked)
			}
		})
	}
}

// Names of people and places are written with characters that many fonts lack.
const rare = "〇㙦䶮𬬭𬭊𫖯"

func TestRareCharactersComeOut(t *testing.T) {
	body := "经办人：" + rare + "。\n\n| 姓名 | 单位 |\n| --- | --- |\n| 张" + rare + " | 甲 |\n"
	files := tree(map[string]string{"2026/00001.md": front(1, "关于"+rare+"的公告", "") + body}, nil)
	r, it := alone(t, files, nil)
	for _, c := range choices {
		d := item(t, r, it, nil, c)
		for _, k := range d.Remarks {
			t.Errorf("remark %d: %q", k.Kind, k.What)
		}
		for _, p := range d.Pages.Pages {
			for _, run := range runs(p) {
				for _, g := range run.Glyphs {
					if g.ID == 0 {
						t.Errorf("%q is drawn as the missing glyph", g.Text)
					}
				}
			}
		}
		name := file(t, r.Press, d.Pages)
		if n := strings.Count(tight(judge.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", name, "-")), rare); n < 3 {
			t.Errorf("the file holds the characters %d times, want 3: title, text, table", n)
		}
		if info := judge.Run(t, "pdfinfo", "-enc", "UTF-8", name); !strings.Contains(info, "关于"+rare+"的公告") {
			t.Errorf("the file's title lacks them:\n%s", info)
		}
	}
}

// A whole is a site that was built into memory, with the outputs of the press.
type whole struct {
	build.Result
	paths []string
	keys  map[string]source.Digest
	data  map[string][]byte
}

// made builds a site and gives its printed files.
func made(t *testing.T, content fs.FS, workers int) whole {
	t.Helper()
	var m write.Memory
	r, err := build.Site(context.Background(), build.Options{Content: content, Date: today, Workers: workers, Program: "test"}, m.Draft())
	if err != nil {
		for _, f := range r.Findings {
			t.Log(f.Rule, f.Place.Path, f.Text.EN)
		}
		t.Fatal(err)
	}
	w := whole{Result: r, keys: planned(t, r), data: map[string][]byte{}}
	w.paths = slices.Sorted(maps.Keys(w.keys))
	files := make([][]byte, len(w.paths))
	crew.Each(workers, len(w.paths), func(i int) {
		var err error
		if files[i], err = m.Open(w.paths[i]); err != nil || files[i] == nil {
			t.Errorf("%s was planned, but is not in the site: %v", w.paths[i], err)
		}
	})
	for i, path := range w.paths {
		w.data[path] = files[i]
	}
	return w
}

// planned gives the keys of what the press plans, by path.
func planned(t *testing.T, r build.Result) map[string]source.Digest {
	t.Helper()
	outs, err := r.Press.Plan(r.Site)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]source.Digest{}
	for _, o := range outs {
		if _, twice := keys[o.Path]; twice {
			t.Errorf("%s is planned twice", o.Path)
		}
		keys[o.Path] = o.Key
	}
	return keys
}

// Every printed file of a whole site is clean, and has what a reader needs to have it read
// aloud.
func TestFilesOfAWholeSite(t *testing.T) {
	w := made(t, os.DirFS("../../content"), 0)
	judge.Run(t, "qpdf", "--version")
	sheets := map[string]*model.Item{}
	for _, it := range w.Site.Items {
		sheets[post.SheetAddress(it)] = it
	}
	judged, items := 0, 0
	for _, path := range w.paths {
		judged++
		name := put(t, w.data[path])
		if out := judge.Run(t, "qpdf", "--check", name); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", path, out)
		}
		info, tree := judge.Run(t, "pdfinfo", "-enc", "UTF-8", name), judge.Run(t, "pdfinfo", "-struct", name)
		title, parts := "Title:           ", []string{"H1 (block)"}
		if it := sheets[path]; it != nil {
			items++
			title += it.Title + "\n"
			parts = append(parts, "TR\n", "TH", "TD", "Figure", "Link (inline)")
			if !bytes.Contains(w.data[path], []byte("/Alt<FEFF")) && !bytes.Contains(w.data[path], []byte("/Alt(")) {
				t.Errorf("%s: no figure has words", path)
			}
		}
		for _, x := range []string{title, "Tagged:          yes"} {
			if !strings.Contains(info, x) {
				t.Errorf("%s: %q is not in\n%s", path, x, info)
			}
		}
		for _, x := range parts {
			if !strings.Contains(tree, x) {
				t.Errorf("%s: the structure has no %q", path, x)
			}
		}
		if strings.Contains(info, "Title:           \n") {
			t.Errorf("%s: it has no title", path)
		}
		if !bytes.Contains(w.data[path], []byte("/Lang(zh-CN)")) {
			t.Errorf("%s: it does not say its language", path)
		}
	}
	if judged < 60 || items < 30 {
		t.Errorf("only %d files, %d of them sheets of items", judged, items)
	}
}

// sites is a tree with one item of each kind that printing treats differently.
func sites() fstest.MapFS {
	bodies := map[string]string{
		"2026/00001.md": front(1, "长期张贴的公告", "boards: [hall]\npost_until: 2027-03-01\n") + "第一件。\n",
		"2026/00002.md": front(2, "没有写公开栏的通知", "") + "第二件。\n",
		"2026/00003.md": front(3, "不张贴的通知", "boards: []\n") + "第三件。\n",
		"2026/00004.md": strings.Replace(front(4, "早已撤下但写了公开栏的通知", "boards: [hall]\npost_until: 2026-06-30\n"), "published: 2026-11-19", "published: 2026-06-01", 1) + "第四件。\n",
		"2026/00005.md": strings.Replace(front(5, "早已撤下也没有写公开栏的通知", ""), "published: 2026-11-19", "published: 2026-06-02", 1) + "第五件。\n",
		"2026/00006.md": front(6, "撤回的公告", "boards: [hall]\nwithdrawn: {date: 2026-11-20, reason: 内容有误, approval: 局长办公会}\n") + "第六件。\n",
		"2026/00007.md": front(7, "草稿", "draft: true\n") + "第七件。\n",
		"2026/00008.md": front(8, "链接到第二件的通知", "") + "见[第二件](00002.md)。\n",
		"2026/00009.md": front(9, "要撤回两天的通知", "withdrawn: {date: 2026-11-24, reason: 核对, approval: 局长办公会}\nrestored: {date: 2026-11-26, reason: 核对完, approval: 局长办公会}\n") + "第九件。\n",
	}
	for path, text := range bodies {
		if strings.Contains(text, "2026-06-0") { // made before it was published
			for _, x := range [][2]string{{"made: 2026-11-16", "made: 2026-05-25"}, {"reviewed: 2026-11-17", "reviewed: 2026-05-26"}, {"approved: 2026-11-18", "approved: 2026-05-27"}, {"secrecy_date: 2026-11-17", "secrecy_date: 2026-05-26"}} {
				text = strings.Replace(text, x[0], x[1], 1)
			}
			bodies[path] = text
		}
	}
	return tree(bodies, map[string]string{"boards.yaml": boards + "- {id: other, name: 另一块公开栏, place: 二楼, paper: A3, departments: [nobody]}\n"})
}

func TestPlanListsTheDocumentedPaths(t *testing.T) {
	files := sites()
	files["departments.yaml"].Data = append(files["departments.yaml"].Data, "- {id: nobody, code: NB, name: 空部门, kind: agency, phone: 0000-1000001, complaint_phone: 0000-1000012}\n"...)
	r := press(t, files, nil)
	var got []string
	for path := range planned(t, r) {
		got = append(got, path)
	}
	slices.Sort(got)
	address := func(n int) string {
		return post.SheetAddress(r.Site.Item(model.ID(fmt.Sprintf("CZ-2026-%05d", n))))
	}
	want := []string{
		"boards/hall/new.pdf", "boards/hall/plan.pdf", "boards/hall/sheets.pdf",
		"boards/other/new.pdf", "boards/other/plan.pdf", "boards/other/sheets.pdf",
		"sheets/catalog/caizheng/2026-11.pdf", "sheets/phones.pdf",
		address(1), address(2), address(4), address(8), address(9),
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("planned\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !strings.HasPrefix(address(1), "sheets/") || !strings.HasSuffix(address(1), ".pdf") {
		t.Errorf("a sheet stands at %s", address(1))
	}
	// The register and its file come with the first duty.
	files["duties.yaml"] = &fstest.MapFile{Data: []byte(duties), Mode: 0o644}
	if _, ok := planned(t, press(t, files, nil))[post.RegisterAddress]; !ok {
		t.Errorf("no %s with duties", post.RegisterAddress)
	}
}

// changed gives the paths whose keys differ.
func changed(old, now map[string]source.Digest) []string {
	var out []string
	for path, key := range now {
		if old[path] != key {
			out = append(out, path)
		}
	}
	for path := range old {
		if _, ok := now[path]; !ok {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// What is changed is made again, and nothing else.
func TestKeys(t *testing.T) {
	hall := []string{"boards/hall/new.pdf", "boards/hall/plan.pdf", "boards/hall/sheets.pdf"}
	of := func(list []string, more ...string) []string {
		out := slices.Concat(list, more)
		slices.Sort(out)
		return out
	}
	edit := func(old, now string) func(fstest.MapFS) {
		return func(m fstest.MapFS) {
			done := false
			for path, f := range m {
				if strings.HasSuffix(path, ".md") && bytes.Contains(f.Data, []byte(old)) {
					m[path] = &fstest.MapFile{Data: bytes.ReplaceAll(f.Data, []byte(old), []byte(now)), Mode: 0o644}
					done = true
				}
			}
			if !done {
				t.Fatalf("%q is in no file", old)
			}
		}
	}
	r := press(t, sites(), nil)
	sheetOf := func(n int) string {
		return post.SheetAddress(r.Site.Item(model.ID(fmt.Sprintf("CZ-2026-%05d", n))))
	}
	const november = "sheets/catalog/caizheng/2026-11.pdf"
	before := planned(t, r)
	for name, c := range map[string]struct {
		change func(fstest.MapFS)
		want   []string // the paths that change, at most
		must   []string // of these, those that must
	}{
		"nothing":             {func(fstest.MapFS) {}, nil, nil},
		"a text":              {edit("第二件。", "第二件，有改动。"), of(hall, sheetOf(2), november), of(nil, sheetOf(2), "boards/hall/sheets.pdf", "boards/hall/new.pdf")},
		"a title":             {edit("没有写公开栏的通知", "换了名称的通知"), of(hall, sheetOf(2), november), of(hall, sheetOf(2), november)},
		"one that is down":    {edit("第四件。", "第四件，有改动。"), of(nil, sheetOf(4), "boards/hall/plan.pdf"), of(nil, sheetOf(4))},
		"one without a sheet": {edit("第三件。", "第三件，有改动。"), of(nil, november), nil},
		"its last day":        {edit("post_until: 2027-03-01", "post_until: 2027-02-01"), of(hall, sheetOf(1), november), of(hall, sheetOf(1))},
	} {
		t.Run(name, func(t *testing.T) {
			files := sites()
			c.change(files)
			got := changed(before, planned(t, press(t, files, nil)))
			for _, path := range got {
				if !slices.Contains(c.want, path) {
					t.Errorf("%s would be made again for nothing", path)
				}
			}
			for _, path := range c.must {
				if !slices.Contains(got, path) {
					t.Errorf("%s would stay as it was", path)
				}
			}
		})
	}
	// Another look makes everything again.
	other := planned(t, press(t, sites(), look("qr:\n  size: 30\n")))
	if got := changed(before, other); len(got) != len(before) {
		t.Errorf("with another print.yaml only %d of %d are made again", len(got), len(before))
	}
}

// printed gives the keys and the bytes of all that the press makes of a tree on a day.
func printed(t *testing.T, files fstest.MapFS, day calendar.Date) (map[string]source.Digest, map[string][]byte) {
	t.Helper()
	r, err := build.Check(build.Options{Content: files, Date: day})
	if err != nil {
		t.Fatal(err)
	}
	outs, err := r.Press.Plan(r.Site)
	if err != nil {
		t.Fatal(err)
	}
	keys, data := map[string]source.Digest{}, map[string][]byte{}
	for _, o := range outs {
		var b bytes.Buffer
		if err := o.Render(&b); err != nil {
			t.Fatal(o.Path, err)
		}
		keys[o.Path], data[o.Path] = o.Key, b.Bytes()
	}
	return keys, data
}

// The law of keys: what has the same key has the same bytes, whatever was changed.
func TestSameKeySameBytes(t *testing.T) {
	keys, data := printed(t, sites(), today)
	swap := func(path, old, now string) fstest.MapFS {
		files := sites()
		text := strings.Replace(string(files[path].Data), old, now, 1)
		if text == string(files[path].Data) {
			t.Fatalf("%s: %q is not in it", path, old)
		}
		files[path] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		return files
	}
	cases := map[string]fstest.MapFS{
		"again":                         sites(),
		"text":                          swap("caizheng/2026/00002.md", "第二件。", "改了。"),
		"title":                         swap("caizheng/2026/00001.md", "长期张贴的公告", "长期贴的公告"),
		"what it links to is a draft":   swap("caizheng/2026/00002.md", "secrecy: pass", "draft: true\nsecrecy: pass"),
		"what it links to is withdrawn": swap("caizheng/2026/00002.md", "secrecy: pass", "withdrawn: {date: 2026-11-20, reason: 有误, approval: 局长}\nsecrecy: pass"),
		"the board's name":              swap("boards.yaml", "政务大厅公开栏", "大厅公开栏"),
		"the board's paper":             swap("boards.yaml", "paper: A4", "paper: A3"),
		"the board's size":              swap("boards.yaml", "height_cm: 70", "height_cm: 40"),
		"the board's distance":          swap("boards.yaml", "distance_cm: 60", "distance_cm: 120"),
		"the department's name":         swap("departments.yaml", "示范区财政局", "示范区财税局"),
		"the complaint phone":           swap("departments.yaml", "complaint_phone: 0000-1000012", "complaint_phone: 0000-1000099"),
		"the site's phone":              swap("site.yaml", "0000-1000012", "0000-1000098"),
		"one more board":                swap("boards.yaml", "- {id: hall,", "- {id: first, name: 新公开栏, place: 门口, departments: [all]}\n- {id: hall,"),
	}
	for name, files := range cases {
		t.Run(name, func(t *testing.T) {
			k, d := printed(t, files, today)
			lawful(t, keys, k, data, d)
		})
	}
	// And on whichever day, but most stay as they are.
	kept := 0
	for _, days := range []int{-4, -2, -1, 1, 2, 5, 8, 9, 30, 100} {
		k, d := printed(t, sites(), today.AddDays(days))
		kept += lawful(t, keys, k, data, d)
	}
	if kept < 20 {
		t.Errorf("only %d files are the same on another day", kept)
	}
}

// lawful fails where something has the same key but other bytes, and counts what has the
// same key.
func lawful(t *testing.T, keys, k map[string]source.Digest, data, d map[string][]byte) int {
	t.Helper()
	same := 0
	for path := range k {
		if k[path] == keys[path] {
			same++
			if !bytes.Equal(d[path], data[path]) {
				t.Errorf("%s: the same key, but other bytes", path)
			}
		}
	}
	return same
}

// An image may lie in another item's folder.
func TestKeysKnowImagesOfOthers(t *testing.T) {
	files := func(width int) fstest.MapFS {
		m := foldered("第一件。\n\n![图](../00002/a.png)\n", nil)
		m["caizheng/2026/00002/index.md"] = &fstest.MapFile{Data: []byte(front(2, "有图片的公告", "") + "![图](a.png)\n")}
		m["caizheng/2026/00002/a.png"] = &fstest.MapFile{Data: picture(t, width, 100)}
		return m
	}
	keys, data := printed(t, files(100), today)
	k, d := printed(t, files(200), today)
	if same := lawful(t, keys, k, data, d); same == len(keys) {
		t.Error("another image changes no key")
	}
}

// A site is the same, byte for byte, whoever makes it in whatever order.
func TestBytesDoNotDependOnWorkers(t *testing.T) {
	one, eight := made(t, clean(), 1), made(t, clean(), 8)
	if !slices.Equal(one.paths, eight.paths) || len(one.paths) < 5 {
		t.Fatalf("%d and %d files", len(one.paths), len(eight.paths))
	}
	for _, path := range one.paths {
		if !bytes.Equal(one.data[path], eight.data[path]) {
			t.Errorf("%s differs", path)
		}
	}
	// One press, asked by many at once.
	r := press(t, clean(), nil)
	outs, err := r.Press.Plan(r.Site)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 4 {
		for _, o := range outs {
			wait.Go(func() {
				var b bytes.Buffer
				if err := o.Render(&b); err != nil || !bytes.Equal(b.Bytes(), one.data[o.Path]) {
					t.Errorf("%s differs when many ask: %v", o.Path, err)
				}
			})
		}
	}
	wait.Wait()
}

// clean is a tree without findings of severity error, so that it can be built.
func clean() fstest.MapFS {
	bodies := map[string]string{}
	for i := 1; i <= 12; i++ {
		bodies[fmt.Sprintf("2026/%05d.md", i)] = front(i, fmt.Sprintf("关于第%d件事的公告", i), "") + han(100*i) + "| 项目 | 金额 |\n| --- | --- |\n| 道路 | 12.5 |\n"
	}
	return tree(bodies, map[string]string{
		"departments.yaml": strings.TrimSpace(departments) + `
  address: 和平路1号
  hours: 工作日 9:00-17:00
  clerk: 办公室
  deputy: 综合科
  functions: 管理财政收支。
  powers: 监督检查。
`,
	})
}

// A failing writer is told of.
func TestWriteErrorsComeOut(t *testing.T) {
	r, it := single(t, han(80), "", "")
	d := item(t, r, it, nil, sheet.Choice{})
	pr, pw := io.Pipe()
	pr.Close()
	if err := r.Press.Write(pw, d.Pages); err == nil {
		t.Error("a file that cannot be written is no error")
	}
}
