package load

import (
	"strings"
	"testing"
	"time"

	"gongkai/generator/enclosure"
	"gongkai/generator/source"
)

// A content is looked into once in a run, whatever it is called and however often it lies there;
// by another extension it is another matter.
func TestAContentIsReadOnce(t *testing.T) {
	in := newInspection(enclosure.DefaultLimits, "")
	data := []byte("姓名,身份证号\n王小明,11010119900307109X\n")
	sum := source.Sum(data)
	first := in.of("名单.csv", named(sum, "名单.csv"), data)
	if len(first.Finds) != 1 || first.Refuse != 0 {
		t.Fatalf("%+v", first)
	}
	// Other bytes under the same digest: who reads them again would find nothing.
	if again := in.of("b.CSV", named(sum, "b.CSV"), []byte("无")); again != first {
		t.Errorf("read again: %+v", again)
	}
	if other := in.of("名单.xlsx", named(sum, "名单.xlsx"), data); other == first || other.Refuse != enclosure.Disguised {
		t.Errorf("under another extension: %+v", other)
	}
}

// The next run takes reports from the cache by their digest: where the item changed, where the
// file moved to another item, and where the configuration is another.
func TestReportsAreKept(t *testing.T) {
	now := time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC)
	csv := "姓名,手机\n王小明,13800001234\n"
	fsys := newTree("water/2026/a/index.md", item("index: SW-2026-00002"), "water/2026/a/名单.csv", csv)
	touch := func(at time.Time) {
		for _, f := range fsys {
			f.ModTime = at
		}
	}
	touch(now.Add(-time.Hour))
	kept := saved{index: new(strings.Builder)}
	first, err := Tree(fsys, Options{Workers: 1, Cache: kept, Program: "p", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if findsIn(first, ".csv") != 1 {
		t.Fatalf("%+v", first.Findings)
	}
	for name, change := range map[string]func(){
		"the item": func() { fsys["water/2026/a/index.md"].Data = []byte(item("index: SW-2026-00003")) },
		"its place": func() {
			fsys["water/2026/b/index.md"], fsys["water/2026/b/单.csv"] = fsys["water/2026/a/index.md"], fsys["water/2026/a/名单.csv"]
		},
		"the configuration": func() { fsys["site.yaml"].Data = append(fsys["site.yaml"].Data, "\ngrace_days: 9\n"...) },
	} {
		change()
		touch(now.Add(-time.Minute))
		r, err := Tree(fsys, Options{Workers: 1, Cache: drawer(kept.index.String()), Program: "p", Now: now.Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		key := named(source.Sum([]byte(csv)), "名单.csv")
		if l := r.tree.inspection.all[key]; l == nil || !l.kept {
			t.Errorf("%s changed: the report was made anew", name)
		}
		if got, want := findsIn(r, ".csv"), findsIn(first, ".csv"); got < want {
			t.Errorf("%s changed: %d finds, want %d", name, got, want)
		}
	}
}

func findsIn(r Result, ext string) (n int) {
	for _, d := range r.Findings {
		if strings.HasSuffix(d.Path, ext) && d.Rule == "R31" {
			n++
		}
	}
	return n
}

// A site without a limit of its own looks into attachments all the same.
func TestNoLimitIsNoBlindness(t *testing.T) {
	fsys := newTree("water/2026/a/index.md", item("index: SW-2026-00002"), "water/2026/a/名单.csv", "姓名,手机\n王小明,13800001234\n")
	fsys["site.yaml"].Data = append(fsys["site.yaml"].Data, "\nattachment_limit: 0 MB\n"...)
	r, err := Tree(fsys, Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if findsIn(r, ".csv") != 1 {
		t.Errorf("limit %d: %+v", r.Parts.Config.AttachmentLimit, r.Findings)
	}
}
