package browser

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// An ear hears what a tab asks for, and what it says of what goes wrong.
type ear struct {
	address string // of the site
	mu      sync.Mutex
	said    []string
	asked   int
}

// newEar listens to the tab, for pages of the site at the address. Each page itself counts what
// breaks its policy.
func newEar(t *testing.T, ctx context.Context, address string) *ear {
	t.Helper()
	e := &ear{address: address}
	listen(t, ctx, e.hear)
	const watch = `addEventListener('securitypolicyviolation', e => { (window.broken = window.broken || []).push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample) })`
	call(t, ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
	return e
}

func (e *ear) hear(event any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	note := func(parts ...string) { e.said = append(e.said, strings.Join(parts, " ")) }
	switch ev := event.(type) {
	case *network.EventRequestWillBeSent:
		e.asked++
		if !strings.HasPrefix(ev.Request.URL, e.address) {
			note("asks for", ev.Request.URL)
		}
	case *network.EventResponseReceived:
		if ev.Response.Status >= 400 && ev.Type != network.ResourceTypeDocument {
			note("is not there:", ev.Response.URL)
		}
	case *network.EventLoadingFailed:
		if !ev.Canceled {
			note("fails to load:", ev.ErrorText, ev.BlockedReason.String())
		}
	case *log.EventEntryAdded:
		if strings.Contains(ev.Entry.Text, "404") && strings.Contains(ev.Entry.URL, "no-such") {
			return // the 404 page's own status
		}
		note("logs", string(ev.Entry.Level), ev.Entry.Text, ev.Entry.URL)
	case *runtime.EventConsoleAPICalled:
		note("writes to the console:", string(ev.Type))
	case *runtime.EventExceptionThrown:
		note("throws", ev.ExceptionDetails.Text)
	}
}

// visit opens the address and gives what was heard meanwhile, and what the page counted.
func (e *ear) visit(t *testing.T, ctx context.Context, address string) []string {
	t.Helper()
	e.mu.Lock()
	e.said, e.asked = nil, 0
	e.mu.Unlock()
	do(t, ctx, chromedp.Navigate(address))
	broken := eval[[]string](t, ctx, `window.broken || []`)
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.asked == 0 {
		t.Error("no request was seen: the test is deaf")
	}
	return append(e.said, broken...)
}

// TestQuiet: no kind of page asks another host for anything, breaks its own policy, or says
// anything on the console; and everything that it asks for is there.
func TestQuiet(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{"", 1280, false, false})
	e := newEar(t, ctx, s.address)
	eachKind(t, func(t *testing.T, k kind, p string) {
		for _, what := range e.visit(t, ctx, s.url(p)) {
			t.Errorf("%s %s", p, what)
		}
		policy := eval[string](t, ctx, `(document.querySelector('meta[http-equiv="Content-Security-Policy" i]') || {content: ''}).content`)
		for _, want := range []string{"default-src 'none'", "base-uri", "form-action"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy %q lacks %s", p, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
			t.Errorf("%s: the policy %q is no strict one", p, policy)
		}
	})
}

// TestQuietIsNotDeaf: the watch of TestQuiet sees a page that breaks its policy.
func TestQuietIsNotDeaf(t *testing.T) {
	ctx := newTab(t, look{"", 1280, false, false})
	do(t, ctx, chromedp.Navigate("data:text/html,"+
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><body><script>1</script></body>`))
	seen := make(chan bool, 8)
	listen(t, ctx, func(event any) {
		if e, ok := event.(*log.EventEntryAdded); ok && strings.Contains(e.Entry.Text, "Content Security Policy") {
			select {
			case seen <- true:
			default:
			}
		}
	})
	do(t, ctx, chromedp.Reload())
	eval[int](t, ctx, "1")
	select {
	case <-seen:
	default:
		t.Error("a broken policy was not seen")
	}
}

// listen has every event of the tab told to the function.
func listen(t *testing.T, ctx context.Context, hear func(event any)) {
	t.Helper()
	if err := chromedp.Listen(ctx, hear); err != nil {
		t.Fatal(err)
	}
	call(t, ctx, network.Enable, network.EnableParams{})
	call(t, ctx, log.Enable, cdp.Empty{})
	call(t, ctx, runtime.Enable, cdp.Empty{})
}
