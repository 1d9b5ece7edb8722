package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"gongkai/generator/fold"
)

// corpus is where the real documents lie: beside the checkout, not in it.
const corpus = "../../../shared/corpus"

// realSite builds the real documents and serves them from a plain file server; where they are not here,
// the sample site, which is said.
func realSite(t testing.TB) (dir, address string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(corpus, "makecorpus.go")); err != nil {
		t.Log("the real documents do not lie beside this checkout: the sample content is searched")
		s := theSite(t)
		return s.dir, s.address
	}
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	dir = filepath.Join(tmp, "public")
	if err := run(corpus, "go", "run", "makecorpus.go", "-real", "-out", filepath.Join(tmp, "content")); err != nil {
		t.Fatal(err)
	}
	if err := run(tmp, name, "build", "--date", day, "--no-sheets"); err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: http.FileServer(http.Dir(dir)), ReadHeaderTimeout: time.Minute}
	go srv.Serve(ln)
	t.Cleanup(func() { srv.Close() })
	return dir, "http://" + ln.Addr().String() + "/"
}

// simplify puts simplified characters for traditional ones.
var simplify = func() *strings.Replacer {
	var pairs []string
	for _, r := range fold.Pairs {
		pairs = append(pairs, string(r))
	}
	return strings.NewReplacer(pairs...)
}()

// plain is what texts are compared by: not the program's own folding, but what it is meant to be.
func plain(s string) string {
	return simplify.Replace(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s)))
}

// cellsOf reads what stands in one title, cell or paragraph of an item's page: its title, its record, its
// text, the names of its attachments.
func cellsOf(t testing.TB, page string) (cells []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	class := func(n *html.Node, name string) bool {
		for _, a := range n.Attr {
			if a.Key == "class" && slices.Contains(strings.Fields(a.Val), name) {
				return true
			}
		}
		return false
	}
	// What belongs to other items, and how large and of what kind an attachment is.
	aside := func(n *html.Node) bool {
		for _, a := range n.Attr {
			if a.Key == "id" && slices.Contains([]string{"contact", "matter", "opinions", "comment"}, a.Val) {
				return true
			}
		}
		return class(n, "files-kind") || class(n, "sum") || class(n, "paper-only")
	}
	var words func(n *html.Node) string
	words = func(n *html.Node) string {
		if n.Type == html.TextNode {
			return n.Data
		}
		var b strings.Builder
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !aside(c) {
				b.WriteString(words(c))
			}
		}
		return b.String()
	}
	block := func(n *html.Node) bool {
		return n.Type == html.ElementNode && strings.Contains(" p li td th h1 h2 h3 h4 h5 h6 pre figcaption dt dd ", " "+n.Data+" ")
	}
	var inner func(n *html.Node) bool // holds blocks
	inner = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if block(c) || inner(c) {
				return true
			}
		}
		return false
	}
	var walk func(n *html.Node, in bool)
	walk = func(n *html.Node, in bool) {
		if aside(n) {
			return
		}
		in = in || n.Type == html.ElementNode && (class(n, "body") || class(n, "record") || class(n, "part"))
		if n.Type == html.ElementNode && n.Data == "img" && in { // its words are read to who does not see it
			for _, a := range n.Attr {
				if a.Key == "alt" {
					cells = append(cells, a.Val)
				}
			}
		}
		if n.Type == html.ElementNode && n.Data == "h1" || in && block(n) && !inner(n) {
			cells = append(cells, words(n))
			return
		}
		own := "" // what stands in a block beside its blocks
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if in && block(n) && !block(c) && !inner(c) && !aside(c) {
				own += words(c)
				continue
			}
			cells, own = append(cells, own), ""
			walk(c, in)
		}
		cells = append(cells, own)
	}
	walk(root, false)
	return cells
}

// pagesOf reads the items of a site: their addresses, and the folded cells of each.
func pagesOf(t testing.TB, dir string) map[string][]string {
	t.Helper()
	pages := map[string][]string{}
	err := filepath.WalkDir(filepath.Join(dir, "items"), func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(p, ".html") {
			return err
		}
		text, err := os.ReadFile(p)
		if err != nil || !strings.Contains(string(text), `class="item-head"`) && !strings.Contains(string(text), `class="record"`) {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		for _, c := range cellsOf(t, string(text)) {
			pages[filepath.ToSlash(rel)] = append(pages[filepath.ToSlash(rel)], c)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// found gives, for each query, the addresses that the page's own script finds, all of them.
func found(t testing.TB, ctx context.Context, queries []string) [][]string {
	t.Helper()
	q, err := json.Marshal(queries)
	if err != nil {
		t.Fatal(err)
	}
	return eval[[][]string](t, ctx, `(async () => {
		const s = gongkaiSearch, site = window.theSite = window.theSite || await s.open(), out = [];
		for (const q of `+string(q)+`) {
			const f = await s.find(site, q), all = await f.next(1e9);
			if (f.total !== all.length || f.unsure) throw new Error(q + ": told " + f.total + ", listed " + all.length);
			out.push(await Promise.all(all.map(async r => (await r.seg.text(r.d)).leaves[0][0])));
		}
		return out;
	})()`)
}

// A drawer draws substrings of the cells of a site's pages.
type drawer struct {
	rng       *rand.Rand
	pages     map[string][]string // cells by address
	addresses []string
	folded    map[string]string // all cells of a page
}

func newDrawer(t testing.TB, dir string) *drawer {
	d := &drawer{rng: rand.New(rand.NewSource(7)), pages: pagesOf(t, dir), folded: map[string]string{}}
	for a, cells := range d.pages {
		d.addresses = append(d.addresses, a)
		all := make([]string, len(cells))
		for i, c := range cells {
			all[i] = plain(c)
		}
		d.folded[a] = strings.Join(all, "\n")
	}
	slices.Sort(d.addresses)
	return d
}

// draw gives a query of two to eight characters, and what it is to find, folded.
func (d *drawer) draw() (query, want string) {
	for {
		cells := d.pages[d.addresses[d.rng.Intn(len(d.addresses))]]
		c := []rune(strings.TrimSpace(cells[d.rng.Intn(len(cells))]))
		n := 2 + d.rng.Intn(7)
		if len(c) < n {
			continue
		}
		at := d.rng.Intn(len(c) - n + 1)
		q := string(c[at : at+n])
		if utf8.RuneCountInString(plain(q)) < 2 || strings.ContainsAny(string(c[at]), "\"“”") {
			continue
		}
		// As it is, where that can mean nothing else: several words, or a number or a sound, which are found in more forms.
		if !strings.ContainsFunc(norm.NFKC.String(q), func(r rune) bool {
			return unicode.IsSpace(r) || r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
		}) {
			return q, plain(q)
		}
		if !strings.ContainsAny(q, "\"“”") {
			return `"` + q + `"`, plain(q)
		}
	}
}

// compare has the page's script look for so many substrings, in two tabs, and compares what it lists with which pages
// hold them.
func (d *drawer) compare(t *testing.T, name, address string, count int) {
	t.Helper()
	type pair struct{ query, want string }
	pairs := make([]pair, count)
	for i := range pairs {
		pairs[i].query, pairs[i].want = d.draw()
	}
	var listed, right, missed, wrong atomic.Int64
	tell := func(t *testing.T, n *atomic.Int64, format string, args ...any) {
		if n.Add(1) < 10 {
			t.Errorf(format, args...)
		}
	}
	t.Run(name, func(t *testing.T) {
		for half := range slices.Chunk(pairs, (count+1)/2) {
			t.Run("tab", func(t *testing.T) {
				t.Parallel()
				ctx := newTab(t, look{name: "desktop", width: 1280})
				do(t, ctx, chromedp.Navigate(address+"search/index.html"))
				for some := range slices.Chunk(half, 50) {
					queries := make([]string, len(some))
					for i, p := range some {
						queries[i] = p.query
					}
					for i, got := range found(t, ctx, queries) {
						p, seen := some[i], map[string]bool{}
						for _, a := range got {
							if listed.Add(1); seen[a] {
								t.Errorf("%s lists %s twice", p.query, a)
							}
							seen[a] = true
							if !strings.Contains(d.folded[a], p.want) {
								tell(t, &wrong, "%s lists %s, which does not hold %q", p.query, a, p.want)
							}
						}
						for _, a := range d.addresses {
							if seen[a] {
								right.Add(1) // as was looked at above
							} else if strings.Contains(d.folded[a], p.want) {
								right.Add(1)
								tell(t, &missed, "%s misses %s, which holds %q", p.query, a, p.want)
							}
						}
					}
				}
			})
		}
	})
	all := right.Load() - wrong.Load()
	if all < int64(count) {
		t.Errorf("%s: %d queries, each from a page, are on %d pages", name, count, all)
	}
	t.Logf("%s: %d pages, %d queries, %d results; recall %.3f %%, precision %.3f %%", name, len(d.pages), count, listed.Load(),
		100*float64(all-missed.Load())/float64(max(all, 1)), 100*float64(listed.Load()-wrong.Load())/float64(max(listed.Load(), 1)))
}

// TestEverySubstringIsFound draws substrings of two to eight characters from the pages, as a browser shows them, has the
// page's script look for them and compares what it lists with which pages hold them.
func TestEverySubstringIsFound(t *testing.T) {
	dir, address := realSite(t)
	d := newDrawer(t, dir)
	if len(d.pages) < 100 {
		t.Fatalf("%d pages", len(d.pages))
	}
	count := 2000
	if testing.Short() {
		count = 200
	}
	d.compare(t, "web server", address, count)
	d.compare(t, "folder", "file://"+filepath.ToSlash(dir)+"/", count/10)
	// The sample content has what those documents have not: changes, what was withdrawn, images, reasons.
	if s := theSite(t); s.dir != dir {
		newDrawer(t, s.dir).compare(t, "sample content", s.address, count/4)
	}
}

// TestSegmentsAreOneIndex: a site so large that its index has two parts is searched as one; a change of one item
// leaves the other part as it was, and what is built then is what a clean build makes.
func TestSegmentsAreOneIndex(t *testing.T) {
	if testing.Short() {
		t.Skip("12,600 items are long to build")
	}
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	rng := rand.New(rand.NewSource(5))
	common := []rune("一二三年月日区街道财政预算决算项目资金使用情况公开办事指南招考录用应急管理环境监测水电气热价格补贴名单救助住房教育医疗")
	words := func(n int) string {
		out := make([]rune, n)
		for i := range out {
			out[i] = common[rng.Intn(len(common))]
		}
		return string(out)
	}
	write := func(path, text string) {
		t.Helper()
		path = filepath.Join(tmp, "content", path)
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		if err == nil {
			err = os.WriteFile(path, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []string{"categories.yaml", "departments.yaml", "site.yaml", "holidays/2026.yaml"} {
		text, err := os.ReadFile(filepath.Join("../../content", f))
		if err != nil {
			t.Fatal(err)
		}
		write(f, string(text))
	}
	item := func(i int, body string) {
		write(fmt.Sprintf("caizheng/2026/%05d.md", i), fmt.Sprintf("---\ntitle: %s\nindex: CZ-2026-%05d\ndepartment: caizheng\ncategory: \"0503\"\ncadence: adhoc\nmade: 2026-10-10\nreviewed: 2026-10-12\nreviewed_by: 区财政局政务公开领导小组组长\nreview_no: 财政局公开审〔2026〕4号\n"+
			"approved: 2026-10-13\napproved_by: 区政务公开领导小组组长\napproval_no: 区公开办审〔2026〕97号\npublished: 2026-10-14\nsecrecy: pass\nsecrecy_by: 区财政局保密审查员\nsecrecy_date: 2026-10-12\n---\n\n%s\n", words(8), i, body))
	}
	for i := range 12_600 {
		item(i+1, words(30)+"\n\n"+words(30))
	}
	build := func(out string, more ...string) {
		t.Helper()
		if err := run(tmp, name, append([]string{"build", "--date", day, "--no-sheets", "--out", out}, more...)...); err != nil {
			t.Fatal(err)
		}
	}
	files := func(out string) map[string]string {
		t.Helper()
		all := map[string]string{}
		root := filepath.Join(tmp, out, "search", "data")
		err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			text, err := os.ReadFile(p)
			rel, _ := filepath.Rel(root, p)
			all[filepath.ToSlash(rel)] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	build("public")
	old := files("public")
	if old["1/m.js"] == "" {
		t.Fatal("the index has one part")
	}
	item(7, words(30)+"只有这里写着囍字")
	build("public")
	build("clean", "--no-cache")
	now := files("public")
	if !maps.Equal(now, files("clean")) {
		t.Error("the index that was built again is not that of a clean build")
	}
	touched := map[string]bool{}
	for p, text := range now {
		if text != old[p] {
			part, _, _ := strings.Cut(p, "/")
			touched[part] = true
		}
	}
	if len(touched) != 1 {
		t.Errorf("a change of one item touches %v", touched)
	}
	dir := filepath.Join(tmp, "public")
	d := newDrawer(t, dir)
	d.compare(t, "two segments", "file://"+filepath.ToSlash(dir)+"/", 12)
	ctx := newTab(t, look{name: "desktop", width: 1280})
	do(t, ctx, chromedp.Navigate("file://"+filepath.ToSlash(dir)+"/search/index.html"))
	if got := found(t, ctx, []string{"着囍"}); len(got[0]) != 1 || !strings.HasSuffix(got[0][0], "/CZ-2026-00007.html") {
		t.Errorf("what was changed is found at %q", got)
	}
}

// What scripts and the program fold is the same, character by character.
func TestFoldsAlike(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{name: "desktop", width: 1280})
	do(t, ctx, chromedp.Navigate(s.address+"search/index.html"))
	f := fold.New()
	const step = 0x4000
	for from := rune(1); from <= unicode.MaxRune; from += step {
		got := eval[[]string](t, ctx, fmt.Sprintf(`(async () => {
			const c = [...(await new Promise(done => { const s = document.createElement('script'); window.gk = (n, v) => done(v); s.src = 'data/han.js'; document.head.append(s); }))], han = new Map();
			for (let i = 0; i < c.length; i += 2) han.set(c[i], c[i + 1]);
			const out = [];
			for (let r = %d; r < %d; r++) out.push(r >= 0xD800 && r < 0xE000 ? '' : gongkaiSearch.fold(String.fromCodePoint(r), han));
			return out;
		})()`, from, min(from+step, unicode.MaxRune+1)))
		bad := 0
		for i, g := range got {
			r := from + rune(i)
			if !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co) {
				continue // a surrogate, or newer than the program's tables: nobody's text has it yet
			}
			if want := string(utf16.Decode(f.Append(nil, []byte(string(r))))); g != want {
				if bad++; bad < 20 {
					t.Errorf("%U: the script folds to %q, the program to %q", r, g, want)
				}
			}
		}
	}
}
