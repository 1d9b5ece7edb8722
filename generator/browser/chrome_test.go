package browser

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// chromeFlags keep Chromium to itself: no sandbox (checks run as root in containers), no talk to hosts of its own.
var chromeFlags = []string{
	"no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-quic", "no-first-run", "disable-background-networking",
	"disable-component-update", "disable-sync", "disable-default-apps", "disable-extensions",
	"hide-scrollbars", "mute-audio",
}

// browsers are the names that Chromium goes by.
func browsers() []string {
	return []string{os.Getenv("CHROME_PATH"), "chromium-browser", "google-chrome", "google-chrome-stable", "chromium"}
}

var chromeOnce sync.Once
var chromeCtx context.Context

// chrome starts the one browser of all tests.
func chrome(t testing.TB) context.Context {
	t.Helper()
	path := tool(t, browsers()...)
	chromeOnce.Do(func() {
		opts := append(chromedp.DefaultExecAllocatorOptions[:len(chromedp.DefaultExecAllocatorOptions):len(chromedp.DefaultExecAllocatorOptions)],
			chromedp.ExecPath(path), chromedp.WSURLReadTimeout(time.Minute))
		for _, f := range chromeFlags {
			opts = append(opts, chromedp.Flag(f, true))
		}
		alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), opts...)
		ctx, stop := chromedp.NewContext(alloc)
		cleanups = append(cleanups, func() { stop(); stopAlloc() })
		if _, err := chromedp.Run(ctx, chromedp.Location()); err != nil {
			t.Errorf("Chromium does not start: %v", err)
			return
		}
		chromeCtx = ctx
	})
	if chromeCtx == nil {
		t.Fatal("Chromium did not start")
	}
	return chromeCtx
}

// A look is how a page is looked at.
type look struct {
	name  string
	width int64
	dark  bool
	large bool // 长辈版
}

// newTab opens a tab that shares nothing with the others, and sets how it looks at pages. It is closed
// with the test.
func newTab(t testing.TB, l look) context.Context {
	t.Helper()
	ctx, stop := chromedp.NewContext(chrome(t), chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	ctx, late := context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(late)
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	do(t, ctx, size(l.width))
	if l.large {
		s := theSite(t)
		do(t, ctx, chromedp.Navigate(s.address+"index.html"))
		pressLarge(t, ctx)
	}
	return ctx
}

// size sets the width of the window; narrow ones are phones.
func size(width int64) chromedp.Action[chromedp.Void] {
	if width < 600 {
		return chromedp.EmulateViewport(width, 844, chromedp.EmulateScale(2), chromedp.EmulateMobile)
	}
	return chromedp.EmulateViewport(width, 900)
}

func do(t testing.TB, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// call sends one command of the protocol.
func call[P, R any](t testing.TB, ctx context.Context, cmd cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(ctx, cmd, params); err != nil {
		t.Fatalf("%s: %v", cmd.Method, err)
	}
}

// eval runs script in the page and gives what it gives; a promise is waited for.
func eval[T any](t testing.TB, ctx context.Context, script string) T {
	t.Helper()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%v in\n%s", err, strings.TrimSpace(script[:min(len(script), 400)]))
	}
	return out
}

// findSwitch is script that gives the 长辈版 switch.
const findSwitch = `[...document.querySelectorAll('button,[role=switch],input')].find(e => (e.textContent + (e.getAttribute('aria-label') || '')).includes('长辈版'))`

// pressLarge presses the 长辈版 switch of the page.
func pressLarge(t testing.TB, ctx context.Context) {
	t.Helper()
	if !eval[bool](t, ctx, fmt.Sprintf(`(() => { const b = %s; if (!b) return false; b.click(); return true })()`, findSwitch)) {
		t.Fatal("there is no 长辈版 switch")
	}
}
