// Package bench measures the stages of a build over made content. No test here has a clock:
// figures belong to `go test -bench`, and those worth keeping to RUNS.md.
package bench

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/load"
	"gongkai/generator/plan"
	"gongkai/generator/theme"
	"gongkai/generator/write"
)

const departments = 20

// made gives a content tree of n items in memory.
func made(n int) fs.FS {
	tree := fstest.MapFS{}
	put := func(name, text string) { tree[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	put("site.yaml", "title: 测试区政务公开\nregion: 测试区\nbase_url: https://gongkai.example/\n")
	put("holidays/2026.yaml", "year: 2026\noff: [2026-01-01, 2026-10-01]\nwork: []\n")
	var b strings.Builder
	for d := range departments {
		fmt.Fprintf(&b, "- id: d%02d\n  code: D%02d\n  name: 测试%d局\n  kind: agency\n  phone: 0000-8810001\n  address: 和平路%d号\n  hours: 工作日 9:00-17:00\n  complaint_phone: 0000-12345\n  clerk: 办公室\n  deputy: 综合科\n  functions: 测试职责。\n  powers: 测试权限。\n", d, d, d, d+1)
	}
	put("departments.yaml", b.String())
	groups := []string{"01", "0201", "03", "0401", "05", "06", "0701", "0801", "09"}
	para := strings.Repeat("项目单位应当按照批准的方案组织施工，按月报送进度，不得擅自改变资金用途；", 3) + "\n\n"
	for i := range n {
		d, serial := i%departments, i/departments+1
		day := fmt.Sprintf("2026-%02d-%02d", 1+i%10, 1+i%28)
		text := fmt.Sprintf("---\ntitle: 关于第%d项工作安排的公告\nindex: D%02d-2026-%05d\ncategory: %q\nmade: %s\nreviewed: %s\napproved: %s\npublished: %s\nsecrecy: pass\nkeywords: [安排, 公告]\n---\n\n## 一、基本情况\n\n%s## 二、安排\n\n| 序号 | 项目 | 金额 |\n| ---: | --- | ---: |\n%s\n",
			i+1, d, serial, groups[i%len(groups)], day, day, day, day, strings.Repeat(para, 4+i%7), strings.Repeat("| 1 | 道路维护 | 12.50 |\n", i%9+1))
		put(fmt.Sprintf("d%02d/2026/%05d.md", d, serial), text)
	}
	return tree
}

func options(n int) build.Options {
	day, _ := calendar.Make(2026, 11, 22)
	return build.Options{Content: made(n), Date: day, Program: "bench"}
}

func BenchmarkLoad1000(b *testing.B) {
	tree := made(1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := load.Tree(tree, load.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadAndCheck1000(b *testing.B) {
	o := options(1000)
	b.ReportAllocs()
	for b.Loop() {
		if r, err := build.Check(o); err != nil || len(r.Site.Items) != 1000 {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlan1000(b *testing.B) {
	o := options(1000)
	r, err := build.Check(o)
	if err != nil {
		b.Fatal(err)
	}
	th, err := theme.Open(nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		products, err := build.Products(o, th, r.Site, r.Press)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := plan.Outputs(r.Site, products); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkBuild(b *testing.B, n int) {
	o := options(n)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := build.Site(context.Background(), o, new(drain)); err != nil {
			b.Fatal(err)
		}
	}
}

// A drain renders everything and keeps nothing.
type drain struct{ outs []plan.Output }

func (d *drain) Begin(outs []plan.Output) error { d.outs = outs; return nil }
func (d *drain) Keep(int) bool                  { return false }
func (d *drain) Put(i int) error                { return d.outs[i].Render(io.Discard) }
func (d *drain) Commit() (write.Result, error)  { return write.Result{}, nil }
func (d *drain) Abort() error                   { return nil }

func BenchmarkBuild1000(b *testing.B)  { benchmarkBuild(b, 1000) }
func BenchmarkBuild10000(b *testing.B) { benchmarkBuild(b, 10000) }
