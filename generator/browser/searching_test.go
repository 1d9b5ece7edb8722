package browser

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/profiler"
	"github.com/chromedp/chromedp"
)

// settled waits until a page of results has said what it found, and gives that sentence.
const settled = `new Promise((done, fail) => {
	const said = document.querySelector('[data-status]'), busy = document.forms[document.forms.length - 1].dataset.busy;
	let n = 0;
	const look = () => { if (said.textContent && said.textContent !== busy) done(said.textContent); else if (n++ > 400) fail(new Error('nothing is said: ' + said.textContent)); else setTimeout(look, 25); };
	look();
})`

// results are the titles on a page of results.
const results = `[...document.querySelectorAll('[data-list] .row-title')].map(a => a.textContent)`

// until waits until the page has an element, over a change of pages.
func until(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	for range 400 {
		if there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf("document.querySelector(%q) !== null", selector))); err == nil && there {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("there is no %s", selector)
}

// results of a query at the site's address.
func searchAt(address, query string) string {
	return address + "search/index.html?q=" + url.QueryEscape(query)
}

// searched opens a page of results and gives what it says and lists.
func searched(t *testing.T, ctx context.Context, address, query string) (string, []string) {
	t.Helper()
	do(t, ctx, chromedp.Navigate(searchAt(address, query)))
	return eval[string](t, ctx, settled), eval[[]string](t, ctx, results)
}

// TestSearchIsUsed: the box of a page leads to results with the words marked; facets, order and more are ways
// with addresses of their own; all from the keyboard, from a server and from a folder.
func TestSearchIsUsed(t *testing.T) {
	s := theSite(t)
	dir, err := filepath.Abs(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{s.address, "file://" + filepath.ToSlash(dir) + "/"} {
		ctx := newTab(t, look{"", 1280, false, false})
		do(t, ctx, chromedp.Navigate(address+"departments/index.html"))
		eval[bool](t, ctx, `(() => { const f = document.querySelector('[data-box]'); f.q.focus(); f.q.value = '公示'; setTimeout(() => f.requestSubmit(), 0); return true })()`)
		until(t, ctx, `[data-list] .row`)
		if at := eval[string](t, ctx, `location.href`); !strings.HasPrefix(at, address+"search/index.html?q=") {
			t.Fatalf("the box leads to %s", at)
		}
		said := eval[string](t, ctx, settled)
		var total int
		if n, _ := fmt.Sscanf(said, "找到 %d 件", &total); n != 1 || total < 16 {
			t.Fatalf("it says %q", said)
		}
		if role := eval[string](t, ctx, `document.querySelector('[data-status]').getAttribute('role')`); role != "status" {
			t.Errorf("a screen reader is not told how many: role %q", role)
		}
		if list := eval[[]string](t, ctx, results); len(list) != 5 {
			t.Errorf("%d results at first", len(list))
		}
		eval[bool](t, ctx, `(() => { document.querySelector('[data-more]').scrollIntoView(); return true })()`)
		until(t, ctx, `[data-list] .row:nth-child(15)`) // by itself, once
		if marks := eval[[]string](t, ctx, `[...document.querySelectorAll('[data-list] mark')].map(m => m.textContent)`); len(marks) < 15 || slices.ContainsFunc(marks, func(m string) bool { return m != "公示" }) {
			t.Errorf("marked is %q", marks)
		}
		// The button for more is reached and pressed by keys, and leads on to the first new result.
		eval[bool](t, ctx, `(() => { document.querySelector('[data-more]').focus(); return true })()`)
		do(t, ctx, chromedp.KeyEvent("\r"))
		until(t, ctx, `[data-list] .row:nth-child(16)`)
		if got := eval[bool](t, ctx, `document.activeElement === document.querySelector('[data-list] .row:nth-child(16) a')`); !got {
			t.Error("the focus is not on the first new result")
		}
		// A facet narrows, tells how many, and can be taken back.
		count := eval[int](t, ctx, `(() => { const a = document.querySelector('[data-facets] li a'), n = +a.parentElement.querySelector('.count').textContent; setTimeout(() => a.click(), 0); return n })()`)
		until(t, ctx, `[data-facets] a[aria-current]`)
		if said := eval[string](t, ctx, settled); said != fmt.Sprintf("找到 %d 件。", count) {
			t.Errorf("the facet promised %d: %q", count, said)
		}
		if at := eval[string](t, ctx, `location.search`); !strings.Contains(at, "department=") {
			t.Errorf("the address is %s", at)
		}
		// Newest first.
		do(t, ctx, chromedp.Navigate(searchAt(address, "公示")+"&sort=date"))
		eval[string](t, ctx, settled)
		if days := eval[[]string](t, ctx, `[...document.querySelectorAll('[data-list] time')].map(e => e.textContent)`); !slices.IsSortedFunc(days, func(a, b string) int { return strings.Compare(b, a) }) || len(days) < 5 {
			t.Errorf("newest first: %q", days)
		}
		// The catalogue's filters.
		do(t, ctx, chromedp.Navigate(address+"catalog/index.html"))
		eval[bool](t, ctx, `(() => { const f = document.querySelector('.filters'); f.group.selectedIndex = 1; setTimeout(() => f.requestSubmit(), 0); return !f.hidden })()`)
		until(t, ctx, `[data-list] .row`)
		if said := eval[string](t, ctx, settled); !strings.HasPrefix(said, "找到 ") {
			t.Errorf("the catalogue's filter: %q", said)
		}
		// A result leads to its page.
		href := eval[string](t, ctx, `document.querySelector('[data-list] a').href`)
		want := eval[string](t, ctx, `document.querySelector('[data-list] a').textContent`)
		do(t, ctx, chromedp.Navigate(href))
		if got := eval[string](t, ctx, `document.querySelector('h1').textContent`); got != want {
			t.Errorf("%q leads to %q", want, got)
		}
	}
}

// TestSearchUnderstands: numbers however they are typed, sounds, several words, exact ones, without some, in
// traditional characters, in full width. The items are those of content/.
func TestSearchUnderstands(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{"", 1280, false, false})
	one := func(query string) []string {
		t.Helper()
		_, list := searched(t, ctx, s.address, query)
		return list
	}
	const budget = "示范区2026年财政预算" // 示财〔2026〕7号
	for _, q := range []string{"示财〔2026〕7号", "示财[2026]7号", "示财(2026)7号", "示财（2026） 7 号", "示财2026 7号", "示财【2026】7"} {
		if list := one(q); len(list) == 0 || list[0] != budget {
			t.Errorf("%s: %q", q, list)
		}
	}
	if a, b, c := one("CZ-2026-00001"), one("cz202600001"), one("ＣＺ２０２６００００１"); len(a) < 1 || len(b) != 1 || a[0] != b[0] || !slices.Equal(b, c) {
		t.Errorf("index numbers: %q, %q, %q", a, b, c)
	}
	for _, q := range []string{"caizhengyusuan", "czys", "CAI ZHENG yusuan"} {
		if list := one(q); !slices.Contains(list, budget) {
			t.Errorf("%s: %q", q, list)
		}
	}
	for _, pair := range [][2]string{{"財政預算", "财政预算"}, {"２０２６年财政", "2026年财政"}, {"财政 预算 -决算", "预算 -决算 财政"}, {`"财政预算"`, "“财政预算”"}} {
		if a, b := one(pair[0]), one(pair[1]); len(a) == 0 || !slices.Equal(a, b) {
			t.Errorf("%s: %q; %s: %q", pair[0], a, pair[1], b)
		}
	}
	if a, b := one("补贴"), one("补贴 -创业"); len(b) == 0 || len(b) >= len(a) {
		t.Errorf("补贴 %q without 创业 %q", a, b)
	}
	one("财政 预算")
	if marks := eval[[]string](t, ctx, `[...document.querySelectorAll('[data-list] li:first-child .snippet mark')].map(m => m.textContent)`); !slices.Contains(marks, "财政") || !slices.Contains(marks, "预算") {
		t.Errorf("the piece of the text shows %q", marks) // the passage that has both, not the first that has one
	}
	for q, want := range map[string]int{"-3.2%": 0, "“十四五”规划没有": 0, "财政局”": 0} {
		if list := one(q); len(list) != want {
			t.Errorf("%s is taken for something else: %q", q, list)
		}
	}
	if said, list := searched(t, ctx, s.address, "的"); len(list) > 0 || said != "请至少输入两个字。" {
		t.Errorf("one character: %q %q", said, list)
	}
	if said, list := searched(t, ctx, s.address, "没有这回事儿"); len(list) > 0 || !strings.HasPrefix(said, "没有找到") {
		t.Errorf("nothing: %q %q", said, list)
	}
}

// hostile are queries that are meant to break something.
var hostile = map[string]string{
	"markup":            `<img src=x onerror="window.pwnd=1"><script>window.pwnd=1</script>`,
	"closed attributes": `"><svg onload=window.pwnd=1>' onfocus=window.pwnd=1 autofocus='`,
	"a template":        "{{constructor.constructor('window.pwnd=1')()}} ${window.pwnd=1}",
	"a pattern":         `(a+)+$ [\s\S]* .* ^ (?=.*)(?=.*) \p{Han}{99999}`,
	"a name":            "__proto__ constructor toString hasOwnProperty",
	"an address":        "javascript:window.pwnd=1 data:text/html,<script>window.pwnd=1</script>",
	"long":              strings.Repeat("预算决算", 500),
	"many words":        strings.Repeat("财政 预算 -甲 ", 3400),
	"letters":           strings.Repeat("aianxianei", 200),
	"odd marks":         "\u202e\u200b\ufeff\u0000\u2028 - -- -\" \" \"\" “ ”",
	"nothing":           " \u3000\t",
	"signs":             "%%% &&& === +++ ### ;;; \\\\\\",
	"numbers":           "〔〕号 2026〔〕 〔2026 99999999999999999999号",
	"combined":          "e\u0301\u0301\u0301 👨‍👩‍👧‍👦 𠮷𠮷 🇨🇳",
}

// TestHostileQueries: no query breaks the page or gets into it. Lone surrogates cannot stand in an address; they
// are given to the script.
func TestHostileQueries(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{"", 390, false, false})
	e := newEar(t, ctx, s.address)
	for name, query := range hostile {
		if len(query) > 8000 { // longer than servers take
			do(t, ctx, chromedp.Navigate(s.url("search/index.html")))
			eval[bool](t, ctx, fmt.Sprintf(`gongkaiSearch.open().then(site => gongkaiSearch.find(site, %q)).then(f => f.next(10)).then(() => true)`, query))
			continue
		}
		for _, what := range e.visit(t, ctx, searchAt(s.address, query)) {
			t.Errorf("%s: %s", name, what)
		}
		said := ""
		if strings.TrimSpace(query) != "" {
			said = eval[string](t, ctx, settled)
		}
		if strings.Contains(said, "没有读全") {
			t.Errorf("%s: %s", name, said)
		}
		if bad := eval[string](t, ctx, `window.pwnd ? 'script ran' : document.querySelectorAll('main script, main img, main svg, main iframe, main [onerror], main [onfocus], main [onload]').length ? document.querySelector('main').innerHTML.slice(0, 400) : ''`); bad != "" {
			t.Errorf("%s: %s", name, bad)
		}
		if what := eval[string](t, ctx, overflow); what != "" {
			t.Errorf("%s: %s", name, what)
		}
	}
	for _, query := range []string{`'\uD800'`, `'\uDC00\uDC01'`, `'\uDFC2\uDFD9'`, `'预\uD83D算'`, `'"\uDC05\uDC06"'`} {
		n := eval[int](t, ctx, `gongkaiSearch.open().then(site => gongkaiSearch.find(site, `+query+`)).then(f => f.next(10)).then(l => l.length)`)
		if n != 0 {
			t.Errorf("%s finds %d items", query, n)
		}
	}
}

// scriptTime gives how long scripts ran, their collection of garbage too, since the profiler was started.
func scriptTime(t *testing.T, ctx context.Context) (sum time.Duration) {
	t.Helper()
	got, err := chromedp.Call(ctx, profiler.Stop, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	other := map[int64]bool{}
	for _, n := range got.Profile.Nodes {
		switch n.CallFrame.FunctionName {
		case "(root)", "(program)", "(idle)":
			other[n.ID] = true
		}
	}
	for i, n := range got.Profile.Samples {
		if !other[n] && i+1 < len(got.Profile.TimeDeltas) {
			sum += time.Duration(got.Profile.TimeDeltas[i+1]) * time.Microsecond
		}
	}
	return sum
}

// TestSearchCost: what a cold query of two characters has the browser fetch and compute.
func TestSearchCost(t *testing.T) {
	s := theSite(t)
	for _, query := range []string{"预算", "公开", "通知", "工程", "26", "某某"} {
		ctx := newTab(t, look{"", 1280, false, false})
		do(t, ctx, chromedp.Navigate("about:blank"))
		call(t, ctx, profiler.Enable, cdp.Empty{})
		call(t, ctx, profiler.Start, cdp.Empty{})
		var mu sync.Mutex
		bytes := map[string]float64{}
		names := map[network.RequestID]string{}
		listen(t, ctx, func(event any) {
			mu.Lock()
			defer mu.Unlock()
			switch ev := event.(type) {
			case *network.EventRequestWillBeSent:
				names[ev.RequestID] = strings.TrimPrefix(ev.Request.URL, s.address)
			case *network.EventLoadingFinished:
				name, _, _ := strings.Cut(names[ev.RequestID], "?")
				bytes[name] += ev.EncodedDataLength
			}
		})
		do(t, ctx, chromedp.Navigate(searchAt(s.address, query)))
		said := eval[string](t, ctx, settled)
		took := eval[float64](t, ctx, `performance.now()`)
		scripts := scriptTime(t, ctx)
		sum, index := 0.0, 0.0
		mu.Lock()
		for name, n := range bytes {
			sum += n
			if strings.HasPrefix(name, "search/data/") {
				index += n
			}
		}
		t.Logf("%s: %s %d files, %.0f bytes in all, %.0f of the index; scripts ran for %d ms, until %.0f ms after the page began", query, said, len(bytes), sum, index, scripts.Milliseconds(), took)
		if sum > 150_000 || sum == 0 {
			t.Errorf("a cold query fetches %.0f bytes: %v", sum, bytes)
		}
		mu.Unlock()
	}
}

// TestResultsByAxe: axe-core finds nothing in pages of results, nor do they scroll sideways.
func TestResultsByAxe(t *testing.T) {
	axe, err := os.ReadFile(npm(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	s := theSite(t)
	for _, l := range []look{{"390", 390, false, false}, {"1280", 1280, false, false}, {"390-dark", 390, true, false}, {"390-large", 390, false, true}, {"1280-dark-large", 1280, true, true}} {
		ctx := newTab(t, l)
		for _, query := range []string{"预算", "没有这回事儿", "公示 2026"} {
			searched(t, ctx, s.address, query)
			eval[bool](t, ctx, `(() => { document.querySelectorAll('details').forEach(d => d.open = true); return true })()`)
			do(t, ctx, chromedp.Evaluate[chromedp.Void](string(axe)))
			for _, v := range eval[[]violation](t, ctx, axeRun) {
				t.Errorf("%s at %s: %s (%s): %s %v", query, l.name, v.ID, v.Impact, v.Help, v.Nodes)
			}
			if what := eval[string](t, ctx, overflow); what != "" {
				t.Errorf("%s at %s: %s", query, l.name, what)
			}
		}
	}
}

// TestSearchGoesOn: where a part of the index cannot be had, or a browser kept one of an older build, the page asks
// once more for all, and shows each thing once; where that fails too it says so.
func TestSearchGoesOn(t *testing.T) {
	s := theSite(t)
	type answer func(w http.ResponseWriter, r *http.Request) bool // whether that was all
	gone := func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	}
	again := func(r *http.Request) bool { return len(r.URL.RawQuery) > 12 } // a moment in it
	texts := func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/data/0/b") }
	var asked atomic.Int64
	for _, c := range []struct {
		name   string
		answer answer
		fails  bool
	}{
		{"all is well", func(http.ResponseWriter, *http.Request) bool { return false }, false},
		{"an old list of what there is", func(w http.ResponseWriter, r *http.Request) bool {
			if again(r) || !strings.HasSuffix(r.URL.Path, "/data/0/m.js") {
				return false
			}
			text, err := os.ReadFile(filepath.Join(s.dir, "search/data/0/m.js"))
			if err != nil {
				t.Error(err)
			}
			units := []byte("g\x00k\x00")
			if !bytes.Contains(text, units) {
				t.Error("this is no file of the index")
			}
			at := bytes.Index(text, []byte(",\x00"))
			for text[at+1] < 0x34 || text[at+1] >= 0xB4 { // the first unit that holds bits
				at += 2
			}
			text[at] ^= 1
			w.Header().Set("Content-Type", "text/javascript")
			w.Write(text)
			return true
		}, false},
		{"the texts of the tenth result and more, once", func(w http.ResponseWriter, r *http.Request) bool {
			if again(r) || !texts(r) || asked.Add(1) <= 3 {
				return false
			}
			return gone(w, r)
		}, false},
		{"texts, always after some", func(w http.ResponseWriter, r *http.Request) bool {
			if !texts(r) || asked.Add(1) <= 3 {
				return false
			}
			return gone(w, r)
		}, true},
		{"lists, always", func(w http.ResponseWriter, r *http.Request) bool {
			return strings.Contains(r.URL.Path, "/data/0/g") && gone(w, r)
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked.Store(0)
			var n atomic.Int64
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				n.Add(1)
				if !c.answer(w, r) {
					s.ServeHTTP(w, r)
				}
			}))
			defer srv.Close()
			ctx := newTab(t, look{"", 1280, false, false})
			do(t, ctx, chromedp.Navigate(searchAt(srv.URL+"/", "公示")))
			eval[string](t, ctx, settled)
			for range 4 {
				eval[bool](t, ctx, `new Promise(done => { const b = document.querySelector('[data-more]'); b.scrollIntoView(); b.click(); setTimeout(() => done(true), 300) })`)
			}
			said := eval[string](t, ctx, settled)
			if c.fails != strings.HasPrefix(said, "索引没有读全") {
				t.Errorf("it says %q", said)
			}
			list := eval[[]string](t, ctx, `[...document.querySelectorAll('[data-list] .row-title')].map(a => a.href)`)
			if once := slices.Compact(slices.Sorted(slices.Values(list))); len(once) != len(list) || !c.fails && len(list) < 16 {
				t.Errorf("%d results, %d of them different", len(list), len(once))
			}
			heads := eval[[]string](t, ctx, `[...document.querySelectorAll('[data-facets] summary, [data-sort] a')].map(e => e.textContent)`)
			if once := slices.Compact(slices.Sorted(slices.Values(heads))); len(once) != len(heads) || !c.fails && len(heads) < 5 {
				t.Errorf("facets and orders: %q", heads)
			}
			if n.Load() > 100 {
				t.Errorf("%d requests", n.Load())
			}
		})
	}
}
