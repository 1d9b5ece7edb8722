package load

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// Whatever a configuration file holds, the tree is read, and every finding lies in its file.
func FuzzConfig(f *testing.F) {
	names := []string{"site.yaml", "departments.yaml", "categories.yaml", "duties.yaml", "boards.yaml", "filings.yaml", "holidays/2026.yaml", "water/duties.yaml", "water/_index.md", "water/opinions/1.md", "supervision/1.md"}
	for i, s := range []string{siteYAML, deptYAML, "- {code: '0499', name: 甲, parent: '04'}\n", "- {id: a, title: 水价, category: 财政预决算, departments: [all], cadence: 年度性, limit: 次月15日前}\n", "- {id: hall, name: 大厅, place: 一层, paper: A4, width_cm: 90}\n",
		"- {department: water, period: 2026-Q3, filed: 2026-12-08, receipt: a, sha256: b}\n", "year: 2026\noff: [2026-01-01]\nwork: [2026-10-10]\n", "- {id: b, title: 水质, category: '0401', cadence: routine}\n", "---\ntitle: 概况\n---\n甲\n",
		"---\ntitle: 建议\nreceived: 2026-05-01\npublic: 是\n---\n甲\n\n## 答复\n\n乙\n", "---\nkind: order\ntitle: 甲\ndepartment: water\ncategory: 财政预决算\nissued: 2026-05-01\ndeadline: 2026-05-20\n---\n"} {
		f.Add(uint8(i), []byte(s))
	}
	f.Add(uint8(0), []byte("rosters: [a, {step: [b]}]\ninspection: [x]\npage_size: -1\nattachment_limit: 9999999999999 GB\n"))
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		name := names[int(which)%len(names)]
		fsys := newTree()
		fsys[name] = &fstest.MapFile{Data: data}
		r, err := Tree(fsys, Options{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range r.Findings {
			if d.At.Start < 0 || d.At.End < d.At.Start || d.Path == name && d.At.End > 4*len(data)+8 {
				t.Fatalf("%+v", d)
			}
		}
	})
}

// drawer is a cache that holds one index, and bodies that are all alike.
type drawer string

func (drawer) Scratch() string { return "" }
func (d drawer) Index() string { return string(d) }
func (drawer) Bodies(string) (io.ReaderAt, error) {
	return strings.NewReader(strings.Repeat("a", 4096)), nil
}
func (drawer) New() (Spool, error)                        { return nil, errors.New("full") }
func (drawer) Save(func(io.Writer) error, []string) error { return errors.New("full") }

// saved keeps the index that a reading saves.
type saved struct {
	drawer
	index *strings.Builder
}

func (saved) New() (Spool, error) { return sink{}, nil }

// sink is a file of bodies that nobody reads again.
type sink struct{}

func (sink) Name() string                           { return "bodies" }
func (sink) WriteAt(p []byte, _ int64) (int, error) { return len(p), nil }
func (sink) ReadAt(p []byte, _ int64) (int, error)  { return len(p), nil }

func (s saved) Save(write func(io.Writer) error, _ []string) error { return write(s.index) }

// Whatever the index of the cache holds, its checksum right: the tree is read as without a
// cache, or with what the index says, and never fails.
func FuzzCacheIndex(f *testing.F) {
	fsys := newTree("water/2026/a/index.md", item("index: SW-2026-00002"), "water/2026/a/b.pdf", "x")
	old := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, file := range fsys {
		file.ModTime = old
	}
	opt := func(c Cache) Options { return Options{Workers: 1, Cache: c, Program: "p", Now: old.AddDate(0, 1, 0)} }
	first := saved{index: new(strings.Builder)}
	if _, err := Tree(fsys, opt(first)); err != nil || first.index.Len() < sumSize {
		f.Fatal(err, first.index.Len())
	}
	f.Add([]byte(first.index.String()[:first.index.Len()-sumSize]))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, data []byte) {
		index := string(binary.LittleEndian.AppendUint32(data, checksum(string(data))))
		for _, brief := range []bool{false, true} {
			o := opt(drawer(index))
			o.Brief = brief
			r, err := Tree(fsys, o)
			if err != nil {
				t.Fatal(err)
			}
			for _, it := range r.Parts.Items {
				if !it.Body.Empty() && !brief {
					_, _ = r.Parts.Bodies.Body(it.Body)
				}
			}
		}
	})
}
