package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// overflow gives the elements that stick out of the window, "" where the page fits.
const overflow = `(() => {
	const root = document.documentElement, wide = root.clientWidth;
	if (Math.max(root.scrollWidth, document.body.scrollWidth) <= wide) return '';
	const out = [];
	for (const e of document.body.querySelectorAll('*')) {
		const r = e.getBoundingClientRect();
		if (r.width > 0 && r.right > wide + 0.5) out.push(e.tagName.toLowerCase() + (e.className ? '.' + e.className : '') + ' to ' + Math.round(r.right));
	}
	return 'scrolls to ' + root.scrollWidth + ' of ' + wide + ': ' + out.slice(0, 6).join(', ');
})()`

// TestNoSidewaysScrolling: no kind of page is wider than the window; what is wide scrolls in itself.
func TestNoSidewaysScrolling(t *testing.T) {
	s := theSite(t)
	for _, large := range []bool{false, true} {
		t.Run(fmt.Sprintf("large=%v", large), func(t *testing.T) {
			t.Parallel()
			ctx := newTab(t, look{"", 1280, false, large})
			eachKind(t, func(t *testing.T, k kind, page string) {
				for i, width := range []int64{320, 390, 1280, 1920} {
					do(t, ctx, size(width))
					if i%2 == 0 { // a phone, then a desk; each is turned or widened once
						do(t, ctx, chromedp.Navigate(s.url(page)))
					}
					if what := eval[string](t, ctx, overflow); what != "" {
						t.Errorf("%s at %d px: %s", page, width, what)
					}
				}
			})
		})
	}
}

// TestLargeIsRemembered: 长辈版 makes the type at least 1.3 times as large, holds on the
// next page, says so to a screen reader, and can be taken back.
func TestLargeIsRemembered(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{"", 1280, false, false})
	const typeSize = `parseFloat(getComputedStyle(document.querySelector('main p') || document.querySelector('main')).fontSize)`
	const pressed = `(() => { const b = ` + findSwitch + `; return b.getAttribute('aria-pressed') || b.getAttribute('aria-checked') })()`
	home, about := s.url("index.html"), s.url("about.html")
	do(t, ctx, chromedp.Navigate(about))
	small := eval[float64](t, ctx, typeSize)
	if got := eval[string](t, ctx, pressed); got != "false" {
		t.Errorf("before it is pressed the switch says %q to a screen reader", got)
	}
	do(t, ctx, chromedp.Navigate(home))
	pressLarge(t, ctx)
	do(t, ctx, chromedp.Navigate(about))
	if large := eval[float64](t, ctx, typeSize); large < 1.3*small {
		t.Errorf("on the next page the type is %v px, %v px without 长辈版", large, small)
	}
	if got := eval[string](t, ctx, pressed); got != "true" {
		t.Errorf("pressed, the switch says %q to a screen reader", got)
	}
	pressLarge(t, ctx)
	do(t, ctx, chromedp.Navigate(about))
	if back := eval[float64](t, ctx, typeSize); back != small {
		t.Errorf("taken back, the type is %v px, was %v px", back, small)
	}
}

// TestWithoutScript: every kind of page shows its heading, its text and its ways on, and no
// control that does nothing.
func TestWithoutScript(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{"", 390, false, false})
	call(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	const seen = `(() => {
		const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.getBoundingClientRect().height > 0;
		const h1 = document.querySelector('h1'), main = document.querySelector('main');
		return {
			Heading: h1 && shown(h1) ? h1.innerText : '',
			Text: main && shown(main) ? main.innerText.length : 0,
			Links: [...document.querySelectorAll('nav a')].filter(shown).length,
			Dead: [...document.querySelectorAll('button, [role=switch], [role=button]')].filter(e => shown(e) && !e.closest('form')).map(e => e.outerHTML),
			Styled: getComputedStyle(document.body).fontFamily,
		};
	})()`
	eachKind(t, func(t *testing.T, k kind, page string) {
		do(t, ctx, chromedp.Navigate(s.url(page)))
		got := eval[struct {
			Heading string
			Text    int
			Links   int
			Dead    []string
			Styled  string
		}](t, ctx, seen)
		if got.Heading == "" || got.Text < 20 || got.Links < 4 {
			t.Errorf("%s without script: heading %q, %d characters, %d links", page, got.Heading, got.Text, got.Links)
		}
		if len(got.Dead) > 0 {
			t.Errorf("%s without script shows controls that do nothing: %v", page, got.Dead)
		}
	})
}

// TestPrinted: on paper an item has its text and none of the page's furniture.
func TestPrinted(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{"", 1280, false, false})
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	do(t, ctx, chromedp.Navigate(s.url(s.example(kinds[1]))))
	left := eval[[]string](t, ctx, `[...document.querySelectorAll('nav, button, form')].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))`)
	if len(left) > 0 {
		t.Errorf("printed, an item still shows %q", left)
	}
	if n := eval[int](t, ctx, `document.querySelector('main').innerText.length`); n < 100 {
		t.Errorf("printed, an item has only %d characters", n)
	}
	ink := eval[string](t, ctx, `getComputedStyle(document.body).backgroundColor`)
	if ink != "rgb(255, 255, 255)" && ink != "rgba(0, 0, 0, 0)" {
		t.Errorf("printed, the paper is coloured %s", ink)
	}
}

// TestFromFolder: the site works when it is opened from a folder, without a server.
func TestFromFolder(t *testing.T) {
	s := theSite(t)
	ctx := newTab(t, look{"", 1280, false, false})
	dir, err := filepath.Abs(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate("file://"+filepath.ToSlash(dir)+"/index.html"))
	styled := `[...document.styleSheets].length > 0 && getComputedStyle(document.querySelector('h1')).fontFamily !== 'Times New Roman'`
	if !eval[bool](t, ctx, styled) {
		t.Error("opened from a folder, the home page has no style")
	}
	broken := eval[[]string](t, ctx, `[...document.querySelectorAll('a[href]')].map(a => a.href).filter(h => h.startsWith('file:') && !/\.[a-z]+(#.*)?$/.test(h))`)
	if len(broken) > 0 {
		t.Errorf("links that name no file: %q", broken)
	}
	next := eval[string](t, ctx, `document.querySelector('main a[href*="items/"]').href`)
	do(t, ctx, chromedp.Navigate(next))
	if !eval[bool](t, ctx, styled) {
		t.Errorf("opened from a folder, %s has no style", next)
	}
}

// TestShots writes pictures of every kind of page, for people to look at.
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("no -shots folder is given")
	}
	if err := os.MkdirAll(*shots, 0o777); err != nil {
		t.Fatal(err)
	}
	s := theSite(t)
	for _, l := range []look{
		{"390", 390, false, false}, {"1280", 1280, false, false},
		{"390-dark", 390, true, false}, {"1280-dark", 1280, true, false},
		{"390-large", 390, false, true}, {"1280-large", 1280, false, true},
	} {
		t.Run(l.name, func(t *testing.T) {
			ctx := newTab(t, l)
			eachKind(t, func(t *testing.T, k kind, page string) {
				picture(t, ctx, s.url(page), fmt.Sprintf("%s-%s.png", k.name, l.name))
			})
		})
	}
}

func picture(t *testing.T, ctx context.Context, url, name string) {
	t.Helper()
	do(t, ctx, chromedp.Navigate(url))
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name), png, 0o666); err != nil {
		t.Fatal(err)
	}
}
