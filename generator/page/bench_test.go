package page

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/theme"
)

// big is a site of n items with bodies of about 3 kB.
func big(n int) *model.Site {
	m := newMaker()
	body := strings.Repeat("第一条 为了规范停车收费管理，根据有关规定，结合本区实际，制定本办法。\n\n", 30)
	for i := range n {
		m.item(fmt.Sprintf("CZ-2026-%05d", i+1), []string{"0401", "0201", "0701", "0403"}[i%4], fmt.Sprintf("关于公布第%d号事项的通知", i+1),
			fmt.Sprintf("2026-%02d-%02d", i%7+1, i%19+1), body, func(it *model.Item) { it.Keywords = []string{"停车", "收费"} })
	}
	m.parts.Config.PageSize = 20
	return m.site()
}

func product(tb testing.TB) *Product { return laid(tb, nil, Options{}) }

// laid is the product with an overlay; nil is none.
func laid(tb testing.TB, overlay fstest.MapFS, opt Options) *Product {
	th, err := theme.Open(nil)
	if overlay != nil {
		th, err = theme.Open(overlay)
	}
	if err != nil {
		tb.Fatal(err)
	}
	p, err := New(th, opt)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

func benchmark(b *testing.B, p *Product, suffix string) {
	outs, err := plan.Outputs(big(200), []plan.Product{p})
	if err != nil {
		b.Fatal(err)
	}
	var some []plan.Output
	for _, o := range outs {
		if strings.HasPrefix(o.Path, "items/CZ") && strings.HasSuffix(o.Path, suffix) {
			some = append(some, o)
		}
	}
	var buf bytes.Buffer
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		buf.Reset()
		if err := some[i%len(some)].Render(&buf); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkItemPage(b *testing.B) { benchmark(b, product(b), ".html") }
func BenchmarkItemJSON(b *testing.B) { benchmark(b, product(b), ".json") }
func BenchmarkItemText(b *testing.B) { benchmark(b, product(b), ".txt") }
func BenchmarkListPage(b *testing.B) { benchmarkList(b, product(b)) }

// The same by html/template's own execution: what package stencil spares.
func BenchmarkItemPageUncompiled(b *testing.B) {
	benchmark(b, laid(b, uncompiled(b), Options{}), ".html")
}
func BenchmarkListPageUncompiled(b *testing.B) { benchmarkList(b, laid(b, uncompiled(b), Options{})) }

// BenchmarkItemTemplate is the execution of item.html alone, its data being made already.
func BenchmarkItemTemplate(b *testing.B) { benchmarkTemplate(b, product(b)) }
func BenchmarkItemTemplateUncompiled(b *testing.B) {
	benchmarkTemplate(b, laid(b, uncompiled(b), Options{}))
}

func benchmarkTemplate(b *testing.B, p *Product) {
	s := big(200)
	k, err := p.book(s)
	if err != nil {
		b.Fatal(err)
	}
	data, err := k.itemPage(s.Items[100], textOf(s.Items[100]))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := k.write(io.Discard, "item.html", &data.Frame, data); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkList(b *testing.B, p *Product) {
	outs, err := plan.Outputs(big(200), []plan.Product{p})
	if err != nil {
		b.Fatal(err)
	}
	for _, o := range outs {
		if o.Path == "categories/04.html" {
			b.ReportAllocs()
			for b.Loop() {
				if err := o.Render(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	p, s := product(b), big(10000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Plan(s); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSite renders every page of a site of 10,000 items, one worker.
func BenchmarkSite(b *testing.B) {
	p, s := product(b), big(10000)
	for b.Loop() {
		outs, err := p.Plan(s)
		if err != nil {
			b.Fatal(err)
		}
		for _, o := range outs {
			if err := o.Render(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(outs)), "outputs")
	}
}
