package load

import (
	"fmt"
	"gongkai/generator/source"
	"os"
	"runtime"
	"testing"
	"time"
)

func TestScratch(t *testing.T) {
	dir := os.Getenv("TREE")
	if dir == "" {
		t.Skip()
	}
	fsys := os.DirFS(dir)
	for range 2 {
		start := time.Now()
		r, err := Tree(fsys, Options{})
		el := time.Since(start)
		if err != nil {
			t.Fatal(err)
		}
		var ms runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&ms)
		fmt.Println(dir, len(r.Parts.Items), r.Files, r.Bytes>>10, "KB", el, "findings", len(r.Findings), "heap MB", ms.HeapAlloc>>20, "total", ms.TotalAlloc>>20)
		for i, d := range r.Findings {
			if i > 40 {
				break
			}
			pos := source.Position{}
			if f, err := source.Read(fsys, d.Path, 1<<25); err == nil {
				pos = f.Position(d.At.Start)
			}
			fmt.Println(d.Rule, d.Path, pos, d.Text.ZH, "|", d.Fix.ZH, "|", d.Text.EN, "|", d.Fix.EN)
		}
		runtime.KeepAlive(r)
	}
}
