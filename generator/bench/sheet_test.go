package bench

import (
	"io"
	"testing"
	"testing/fstest"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/sheet"
)

// board is a site of n items all of which hang on one board.
func board(b *testing.B, n int) build.Result {
	b.Helper()
	tree := made(n).(fstest.MapFS)
	for name, f := range tree {
		if name[0] == 'd' && name[1] != 'e' { // an item: hangs from January to the end of the year
			text := string(f.Data)
			text = text[:4] + "boards: [hall]\npost_from: 2026-01-01\npost_until: 2026-12-31\n" + text[4:]
			tree[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
		}
	}
	tree["boards.yaml"] = &fstest.MapFile{Data: []byte("- {id: hall, name: 大厅公开栏, place: 大厅, paper: A4, width_cm: 2000, height_cm: 300, distance_cm: 60}\n"), Mode: 0o644}
	day, _ := calendar.Make(2026, 11, 22)
	r, err := build.Check(build.Options{Content: tree, Date: day, Program: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// A counter counts bytes.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// BenchmarkSheets1000 makes 1,000 PDF files of one item each.
func BenchmarkSheets1000(b *testing.B) {
	r := board(b, 1000)
	pages, bytes := 0, counter{}
	b.ReportAllocs()
	for b.Loop() {
		pages, bytes = 0, counter{}
		for _, it := range r.Site.Items {
			d, err := r.Press.Item(it, r.Site.Boards[0], sheet.Choice{})
			if err != nil {
				b.Fatal(err)
			}
			pages += len(d.Pages.Pages)
			if err := r.Press.Write(&bytes, d.Pages); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/1000, "ms/sheet")
	b.ReportMetric(float64(pages)/1000, "pages/sheet")
	b.ReportMetric(float64(bytes.n)/1000/1000, "kB/sheet")
}

// BenchmarkSheetSet sets 1,000 sheets and writes none: what layout alone takes.
func BenchmarkSheetSet(b *testing.B) {
	r := board(b, 1000)
	b.ReportAllocs()
	for b.Loop() {
		for _, it := range r.Site.Items {
			if _, err := r.Press.Item(it, r.Site.Boards[0], sheet.Choice{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/1000, "ms/sheet")
}

// BenchmarkBoard200 makes the one PDF of a board with 200 items.
func BenchmarkBoard200(b *testing.B) {
	r := board(b, 200)
	bd := r.Site.Boards[0]
	all, _ := r.Press.Hanging(bd, calendar.Date{})
	if len(all) != 200 {
		b.Fatalf("%d items hang", len(all))
	}
	var bytes counter
	b.ReportAllocs()
	for b.Loop() {
		d, err := r.Press.Board(bd, all, sheet.Choice{})
		if err != nil {
			b.Fatal(err)
		}
		bytes = counter{}
		if err := r.Press.Write(io.Writer(&bytes), d.Pages); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(bytes.n)/1e6, "MB")
}
