//go:build linux

package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// BenchmarkPagefind has Pagefind index the same item pages and asks both clients the same queries, substrings of two to five
// characters: the real documents, or the site in GONGKAI_SITE. GONGKAI_PAGEFIND is Pagefind's program; it is no part of our tests.
// What the program itself takes for its index is measured without a browser (generator/bench/RUNS.md).
func BenchmarkPagefind(b *testing.B) {
	name := os.Getenv("GONGKAI_PAGEFIND")
	if name == "" {
		b.Skip("GONGKAI_PAGEFIND does not name the program")
	}
	var dir, address string
	if os.Getenv("GONGKAI_SITE") != "" {
		s := theSite(b)
		dir, address = s.dir, s.address
	} else {
		dir, address = realSite(b)
	}
	index := filepath.Join(dir, "pagefind")
	b.Cleanup(func() { os.RemoveAll(index) })
	begin := time.Now()
	cmd := exec.Command(name, "--site", dir, "--glob", "items/**/*.html", "--root-selector", "main", "--output-path", index)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	took := time.Since(begin)
	memory := int64(0)
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		memory = u.Maxrss >> 10
	}
	size := func(dir string) (files, bytes int64) {
		err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			info, err := e.Info()
			files, bytes = files+1, bytes+info.Size()
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		return files, bytes
	}
	files, bytes := size(index)
	b.Logf("Pagefind: %.1f s, processor %.1f s, %d MB; %d files, %d bytes", took.Seconds(), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), memory, files, bytes)
	files, bytes = size(filepath.Join(dir, "search", "data"))
	b.Logf("gongkai: %d files, %d bytes", files, bytes)

	// Pagefind needs WebAssembly, which the site's policy forbids: a page without one asks.
	if err := os.WriteFile(filepath.Join(index, "ask.html"), []byte("<!doctype html><title>ask</title>"), 0o644); err != nil {
		b.Fatal(err)
	}
	d := newDrawer(b, dir)
	count := 200
	if len(d.pages) > 1000 {
		count = 10 // Pagefind fetches a file for each result
	}
	// All that Pagefind reads of a page, where one paragraph follows upon another: it is not to be wrong by what we leave out.
	whole := map[string]string{}
	for a := range d.pages {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(a)))
		if err != nil {
			b.Fatal(err)
		}
		_, main, _ := strings.Cut(string(text), "<main")
		main, _, _ = strings.Cut(main, "</main>")
		_, main, _ = strings.Cut(main, ">")
		whole[a] = plain(html.UnescapeString(tags.ReplaceAllString(main, "")))
	}
	var queries, wants []string
	for len(queries) < count {
		q, want := d.draw()
		if n := len([]rune(want)); n <= 5 && !strings.ContainsAny(q, `"-`) {
			queries, wants = append(queries, q), append(wants, want)
		}
	}
	ask := func(page, first string, find func(ctx context.Context, queries []string) [][]string) (listed [][]string, cold int64) {
		ctx := newTab(b, look{"", 1280, false, false})
		var sum atomic.Int64
		if err := chromedp.Listen(ctx, func(event any) {
			if ev, ok := event.(*network.EventLoadingFinished); ok {
				sum.Add(int64(ev.EncodedDataLength))
			}
		}); err != nil {
			b.Fatal(err)
		}
		call(b, ctx, network.Enable, network.EnableParams{})
		do(b, ctx, chromedp.Navigate(address+page))
		eval[bool](b, ctx, "("+first+")('预算').then(() => true)")
		cold = sum.Load()
		for some := range slices.Chunk(queries, 20) {
			listed = append(listed, find(ctx, some)...)
		}
		return listed, cold
	}
	tell := func(who string, listed [][]string, cold int64) {
		right, hit, all, held, missed := 0, 0, 0, 0, 0
		for i, got := range listed {
			before := right - hit
			for a, text := range d.folded {
				if strings.Contains(text, wants[i]) {
					right++
					if slices.Contains(got, a) {
						hit++
					}
				}
			}
			all += len(got)
			for _, a := range got {
				if strings.Contains(whole[a], wants[i]) {
					held++
				}
			}
			if right-hit > before {
				missed++
			}
		}
		b.Logf("%s: recall %.4f, precision %.4f, %d of %d queries miss something; %d bytes for a cold query of two characters and five results, page and script included", who, float64(hit)/float64(right), float64(held)/float64(max(all, 1)), missed, len(listed), cold)
	}
	got, cold := ask("search/index.html", `q => gongkaiSearch.open().then(s => gongkaiSearch.find(s, q)).then(f => f.next(5)).then(l => Promise.all(l.map(r => r.seg.text(r.d))))`, func(ctx context.Context, queries []string) [][]string { return found(b, ctx, queries) })
	tell("gongkai", got, cold)
	got, cold = ask("pagefind/ask.html", `q => import('./pagefind.js').then(async p => { await p.init(); return Promise.all((await p.search(q)).results.slice(0, 5).map(r => r.data())); })`, func(ctx context.Context, queries []string) [][]string {
		q, err := json.Marshal(queries)
		if err != nil {
			b.Fatal(err)
		}
		return eval[[][]string](b, ctx, fmt.Sprintf(`(async () => {
			const p = window.pf = window.pf || await import('./pagefind.js'), out = [];
			await p.init();
			for (const q of %s) {
				const r = await p.search(q);
				out.push(await Promise.all(r.results.map(async r => (await r.data()).url)));
			}
			return out;
		})()`, q))
	})
	for _, list := range got {
		for i, a := range list {
			list[i] = strings.TrimPrefix(strings.TrimPrefix(a, address), "/")
		}
	}
	tell("Pagefind", got, cold)
}
