package browser

import (
	"io"
	"os"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	gongkai "gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/sheet"
)

// printed is how many items of the sample content are printed by both.
const printed = 20

// BenchmarkPrint prints the same items natively and, from their pages, with Chromium. One
// run gives both figures, and their ratio.
func BenchmarkPrint(b *testing.B) {
	day, _ := calendar.Make(2026, 11, 22)
	r, err := gongkai.Check(gongkai.Options{Content: os.DirFS("../../content"), Date: day})
	if err != nil {
		b.Fatal(err)
	}
	items := r.Site.Items[:printed]
	b.Run("native", func(b *testing.B) {
		for b.Loop() {
			for _, it := range items {
				d, err := r.Press.Item(it, nil, sheet.Choice{})
				if err != nil {
					b.Fatal(err)
				}
				if err := r.Press.Write(io.Discard, d.Pages); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N)/printed, "ms/sheet")
	})
	b.Run("chromium", func(b *testing.B) {
		s := theSite(b)
		ctx := newTab(b, look{"", 1280, false, false})
		for b.Loop() {
			for _, it := range items {
				do(b, ctx, chromedp.Navigate(s.url(it.Address(".html"))))
				call(b, ctx, page.PrintToPDF, page.PrintToPDFParams{})
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N)/printed, "ms/sheet")
	})
}
