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

// TestQuiet: no kind of page asks another host for anything, breaks its own policy, or says
// anything on the console; and everything that it asks for is there.
func TestQuiet(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{"", 1280, false, false})
	var mu sync.Mutex
	var said []string
	asked := 0
	note := func(parts ...string) { said = append(said, strings.Join(parts, " ")) }
	listen(t, ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			asked++
			if !strings.HasPrefix(e.Request.URL, s.address) {
				note("asks for", e.Request.URL)
			}
		case *network.EventResponseReceived:
			if e.Response.Status >= 400 && e.Type != network.ResourceTypeDocument {
				note("is not there:", e.Response.URL)
			}
		case *network.EventLoadingFailed:
			if !e.Canceled {
				note("fails to load:", e.ErrorText, e.BlockedReason.String())
			}
		case *log.EventEntryAdded:
			if strings.Contains(e.Entry.Text, "404") && strings.Contains(e.Entry.URL, "no-such") {
				return // the 404 page's own status
			}
			note("logs", string(e.Entry.Level), e.Entry.Text, e.Entry.URL)
		case *runtime.EventConsoleAPICalled:
			note("writes to the console:", string(e.Type))
		case *runtime.EventExceptionThrown:
			note("throws", e.ExceptionDetails.Text)
		}
	})
	// The page itself counts what breaks its policy.
	const watch = `addEventListener('securitypolicyviolation', e => { (window.broken = window.broken || []).push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample) })`
	call(t, ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
	eachKind(t, func(t *testing.T, k kind, p string) {
		mu.Lock()
		said, asked = nil, 0
		mu.Unlock()
		do(t, ctx, chromedp.Navigate(s.url(p)))
		broken := eval[[]string](t, ctx, `window.broken || []`)
		policy := eval[string](t, ctx, `(document.querySelector('meta[http-equiv="Content-Security-Policy" i]') || {content: ''}).content`)
		mu.Lock()
		defer mu.Unlock()
		for _, what := range append(said, broken...) {
			t.Errorf("%s %s", p, what)
		}
		if asked == 0 {
			t.Error("no request was seen: the test is deaf")
		}
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
