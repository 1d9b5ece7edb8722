package browser

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

type violation struct {
	ID, Impact, Help string
	Nodes            []struct{ Target, HTML, Why string }
}

const axeRun = `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => ({
	ID: v.id, Impact: v.impact, Help: v.help,
	Nodes: v.nodes.slice(0, 4).map(n => ({Target: n.target.join(' '), HTML: n.html.slice(0, 200), Why: n.failureSummary})),
})))`

// TestAxe finds no violation of axe-core's rules on any kind of page, on a phone and
// on a desk, in light and in dark, and in 长辈版.
func TestAxe(t *testing.T) {
	axe, err := os.ReadFile(npm(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	s := theSite(t)
	for _, l := range []look{
		{"390", 390, false, false}, {"1280", 1280, false, false},
		{"390-dark", 390, true, false}, {"1280-dark", 1280, true, false},
		{"390-large", 390, false, true}, {"1280-large", 1280, false, true},
		{"390-dark-large", 390, true, true},
	} {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			ctx := newTab(t, l)
			eachKind(t, func(t *testing.T, k kind, page string) {
				do(t, ctx, chromedp.Navigate(s.url(page)), chromedp.Evaluate[chromedp.Void](string(axe)))
				for _, v := range eval[[]violation](t, ctx, axeRun) {
					var b strings.Builder
					for _, n := range v.Nodes {
						fmt.Fprintf(&b, "\n  %s\n    %s\n    %s", n.Target, n.HTML, strings.ReplaceAll(n.Why, "\n", "\n    "))
					}
					t.Errorf("%s at %s: %s (%s): %s%s", page, l.name, v.ID, v.Impact, v.Help, b.String())
				}
			})
		})
	}
}

// TestAxeIsNotBlind: the check sees a picture without words, and grey on grey.
func TestAxeIsNotBlind(t *testing.T) {
	axe, err := os.ReadFile(npm(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	ctx := newTab(t, look{"", 1280, false, false})
	do(t, ctx, chromedp.Navigate(`data:text/html,<html lang=zh><title>x</title><main><h1>x</h1><img src="data:,"><p style="color:%23aaa;background:%23999">grey words on grey paper</p></main>`),
		chromedp.Evaluate[chromedp.Void](string(axe)))
	var ids []string
	for _, v := range eval[[]violation](t, ctx, axeRun) {
		ids = append(ids, v.ID)
	}
	for _, want := range []string{"image-alt", "color-contrast"} {
		if !slices.Contains(ids, want) {
			t.Errorf("axe-core finds %v, not %s", ids, want)
		}
	}
}
