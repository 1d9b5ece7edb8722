package browser

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongkai/generator/diag"
	"gongkai/generator/serve"
	"gongkai/generator/source"
)

// TestPreview opens a page of the preview and saves a file: the page reloads by itself, an
// error lies over it where it can be read, mending takes it away, and the page's
// strict policy lets the preview's own script and style in. It searches, too.
func TestPreview(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{"", 1280, false, false})
	folder := t.TempDir()
	file := filepath.Join(folder, "a.md")
	save := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	save("one")
	var builds atomic.Int32
	run, stop := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- serve.Run(run, serve.Options{
			Listen: "127.0.0.1:0", Watch: []string{folder},
			Ready: func(a string) { ready <- a },
			Rebuild: func(context.Context) (serve.Result, error) {
				builds.Add(1)
				b, err := os.ReadFile(file)
				if err != nil {
					return serve.Result{}, err
				}
				r := serve.Result{Text: func(string) ([]byte, bool) { return b, true }}
				if i := strings.Index(string(b), "错"); i >= 0 {
					r.Findings = []diag.Diagnostic{{
						Rule: "T01", Severity: diag.Error, Text: diag.Words{ZH: "这里写错了"},
						Place: diag.Place{Path: "a.md", At: source.Span{Start: i, End: i + len("错")}},
					}}
					return r, nil
				}
				r.Open = func(p string) ([]byte, error) {
					b, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(p)))
					if errors.Is(err, fs.ErrNotExist) {
						return nil, nil
					}
					return b, err
				}
				return r, nil
			},
		})
	}()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()

	var mu sync.Mutex
	var said []string
	listen(t, ctx, func(event any) {
		if e, ok := event.(*log.EventEntryAdded); ok {
			mu.Lock()
			defer mu.Unlock()
			said = append(said, e.Entry.Text)
		}
	})
	call(t, ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `addEventListener('securitypolicyviolation', e => document.title = 'policy: ' + e.violatedDirective)`,
	})
	address := <-ready
	do(t, ctx, chromedp.Navigate(address+s.example(kinds[1])))
	const overlay = `(() => { const e = document.querySelector('.gongkai-findings');
		if (!e) return ''; const r = e.getBoundingClientRect();
		return r.height > 60 && r.bottom <= innerHeight + 1 && getComputedStyle(e).position === 'fixed' ? e.innerText : 'not to be seen' })()`
	shows := func(what, script string) {
		t.Helper()
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			// The page may be between two documents just now.
			if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script)); err == nil && ok {
				return
			}
		}
		t.Fatalf("in vain: %s (%d builds)", what, builds.Load())
	}
	if got := eval[string](t, ctx, overlay); got != "" {
		t.Errorf("a good site shows findings: %s", got)
	}
	save("这是错的")
	shows("the error is shown without a reload by hand", overlay+`.includes('a.md:1:3') && `+overlay+`.includes('这里写错了')`)
	save("mended")
	shows("the error is gone", overlay+` === ''`)
	if said, list := searched(t, ctx, address, "预算"); len(list) == 0 {
		t.Errorf("the preview's search: %s", said)
	}
	if title := eval[string](t, ctx, `document.title`); strings.HasPrefix(title, "policy: ") {
		t.Errorf("the page's policy stops the preview: %s", title)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(said) > 0 {
		t.Errorf("the preview logs %q", said)
	}
}
