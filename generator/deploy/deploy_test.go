package deploy

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/write"
)

func TestOnlyWhatChangedGoesUp(t *testing.T) {
	s, root := inMemory(), t.TempDir()
	if r := s.must(t, built(t, root, small)); r.Uploaded != len(small) || r.Kept+r.Removed != 0 || !r.Lost {
		t.Errorf("first: %+v", r)
	}
	s.wants(t, small)
	if r := s.must(t, root); r.Uploaded+r.Removed != 0 || r.Kept != len(small) || len(s.did) != 0 || s.lists != 0 {
		t.Errorf("nothing changed, and: %+v, did %v, listed %d times", r, s.did, s.lists)
	}
	next := small.with(tree{"index.html": "home 2", "items/CZ-2026/CZ-2026-00001.txt": "", "items/CZ-2026/CZ-2026-00002.html": "new"})
	r := s.must(t, built(t, root, next))
	if r.Uploaded != 2 || r.Removed != 1 || r.Kept != len(small)-2 || r.Bytes != int64(len("home 2new")) {
		t.Errorf("one changed, one new, one gone: %+v", r)
	}
	s.wants(t, next)
	if s.lists != 0 {
		t.Error("the target was listed, though it has a record")
	}
}

func TestStrangersStay(t *testing.T) {
	s, root := inMemory(), t.TempDir()
	mine := tree{"verify-xyz.txt": "the host's own", "items/CZ-2026/notes.md": "too"}
	for p, text := range mine {
		if err := s.Write(t.Context(), p, fileOf(text)); err != nil {
			t.Fatal(err)
		}
	}
	r := s.must(t, built(t, root, small))
	if want := slices.Sorted(maps.Keys(mine)); !slices.Equal(r.Foreign, want) {
		t.Errorf("strangers %v, want %v", r.Foreign, want)
	}
	s.must(t, built(t, root, tree{"index.html": "only"}))
	s.wants(t, mine.with(tree{"index.html": "only"}))
}

func TestOrder(t *testing.T) {
	s, root := inMemory(), t.TempDir()
	s.must(t, built(t, root, small.with(tree{"gone.html": "x", "gone.css": "x"})))
	next := tree{}
	for p, text := range small {
		next[p] = text + " again"
	}
	if _, err := s.to(t.Context(), built(t, root, next), Options{Jobs: 4}); err != nil {
		t.Fatal(err)
	}
	ops := s.did
	if len(ops) != len(small)+2+2 || ops[0] != "write "+RecordName || ops[len(ops)-1] != "write "+RecordName {
		t.Fatalf("the record is not first and last: %v", ops)
	}
	rank := func(op string) int {
		p, up := strings.CutPrefix(op, "write ")
		ext := filepath.Ext(p)
		switch {
		case !up:
			return 4
		case p == "index.html", p == "robots.txt", p == "sitemap.xml", strings.HasPrefix(p, "feeds/"):
			return 3
		case strings.Contains(p, "CZ-2026-00001/"):
			return 1
		case ext == ".html":
			return 2
		}
		return 1
	}
	if mid := ops[1 : len(ops)-1]; !slices.IsSortedFunc(mid, func(a, b string) int { return rank(a) - rank(b) }) {
		t.Errorf("out of order:\n%s", strings.Join(mid, "\n"))
	}
}

func TestAllGoesUpAgain(t *testing.T) {
	s, root := inMemory(), built(t, t.TempDir(), small)
	s.must(t, root)
	if err := s.Remove(t.Context(), "404.html"); err != nil {
		t.Fatal(err)
	}
	if r, err := s.to(t.Context(), root, Options{All: true}); err != nil || r.Uploaded != len(small) {
		t.Errorf("%+v %v", r, err)
	}
	s.wants(t, small)
}

func TestDryRunChangesNothing(t *testing.T) {
	s, root := inMemory(), t.TempDir()
	s.must(t, built(t, root, small))
	built(t, root, small.with(tree{"index.html": "other", "404.html": ""}))
	r, err := s.to(t.Context(), root, Options{DryRun: true})
	if err != nil || len(s.did) != 0 {
		t.Errorf("did %v, %v", s.did, err)
	}
	if !slices.Equal(r.Uploads, []string{"index.html"}) || !slices.Equal(r.Removes, []string{"404.html"}) || r.Bytes != 5 || r.Uploaded+r.Removed != 0 {
		t.Errorf("%+v", r)
	}
	s.wants(t, small)
}

func TestHeaders(t *testing.T) {
	s, root := inMemory(), built(t, t.TempDir(), small)
	s.must(t, root)
	const items = "items/CZ-2026/CZ-2026-00001"
	for p, want := range map[string]Headers{
		"index.html":               {"text/html; charset=utf-8", "max-age=60"},
		"assets/style.css":         {"text/css; charset=utf-8", "max-age=60"},
		"assets/early.js":          {"text/javascript; charset=utf-8", "max-age=60"},
		"assets/icon.svg":          {"image/svg+xml", "max-age=60"},
		"feeds/all.atom":           {"application/atom+xml", "max-age=60"},
		"feeds/all.json":           {"application/feed+json", "max-age=60"},
		"sitemap.xml":              {"application/xml", "max-age=60"},
		"robots.txt":               {"text/plain; charset=utf-8", "max-age=60"},
		"catalog/catalog.csv":      {"text/csv; charset=utf-8", "max-age=60"},
		"catalog/catalog.json":     {"application/json", "max-age=60"},
		"catalog/catalog.jsonld":   {"application/ld+json", "max-age=60"},
		"catalog/catalog.xlsx":     {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "max-age=60"},
		"sheets/CZ-2026-00001.pdf": {"application/pdf", "max-age=60"},
		items + ".html":            {"text/html; charset=utf-8", "max-age=60"},
		items + ".txt":             {"text/plain; charset=utf-8", "max-age=60"},
		items + "/预算 表.docx":       {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "max-age=3600"},
		items + "/chart.png":       {"image/png", "max-age=3600"},
		items + "/PHOTO.JPG":       {"image/jpeg", "max-age=3600"},
		items + "/old.csv":         {"text/csv", "max-age=3600"}, // not UTF-8: no charset is said
		items + "/plan.dwg":        {"application/octet-stream", "max-age=3600"},
		RecordName:                 {"text/plain; charset=utf-8", "no-store"},
	} {
		if got := s.told[p]; got != want {
			t.Errorf("%s has %+v, want %+v", p, got, want)
		}
	}
}

func TestASiteThatIsNotAsBuilt(t *testing.T) {
	for name, spoil := range map[string]func(file string) error{
		"gone":              os.Remove,
		"other bytes":       func(f string) error { return os.WriteFile(f, []byte("ABCD"), 0o666) },
		"as long, and else": func(f string) error { return os.WriteFile(f, []byte("NONE"), 0o666) },
	} {
		t.Run(name, func(t *testing.T) {
			s, root := inMemory(), built(t, t.TempDir(), small)
			if err := spoil(filepath.Join(root, "404.html")); err != nil {
				t.Fatal(err)
			}
			_, err := s.to(t.Context(), root, Options{})
			var f *Fault
			if !errors.As(err, &f) || !strings.Contains(f.Words.ZH, "404.html") || !strings.Contains(f.Words.EN, "--no-cache") {
				t.Errorf("%v", err)
			}
			if _, there := s.holds()["404.html"]; there {
				t.Error("it went up")
			}
			if _, there := s.holds()["index.html"]; there {
				t.Error("the home page went up, though a page before it did not")
			}
		})
	}
}

// busy is a fault that may pass.
var busy = &Fault{Err: errors.New("busy"), Again: true}

func TestTransientFaultsAreTriedAgain(t *testing.T) {
	for _, c := range []struct {
		times int
		err   error
		ok    bool
		tries int
	}{
		{3, busy, true, 4},
		{9, busy, false, 4},
		{1, errPower, false, 1},
		{1, &Fault{}, false, 1},
	} {
		s, root := inMemory(), built(t, t.TempDir(), small)
		tries := 0
		s.fail = func(_ int, op string) error {
			if op != "write 404.html" {
				return nil
			}
			if tries++; tries <= c.times {
				return c.err
			}
			return nil
		}
		_, err := s.to(t.Context(), root, Options{Jobs: 2})
		if (err == nil) != c.ok || tries != c.tries {
			t.Errorf("%v %d times: %d tries, %v", c.err, c.times, tries, err)
		}
	}
}

func TestFoldersThatAreNoSite(t *testing.T) {
	cut := built(t, t.TempDir(), small)
	if err := os.WriteFile(filepath.Join(cut, ".gongkai", "pending"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	shard := built(t, t.TempDir(), small)
	if err := os.WriteFile(filepath.Join(shard, ".gongkai", "shard"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	damaged := built(t, t.TempDir(), small)
	if err := os.Truncate(filepath.Join(damaged, ".gongkai", "manifest"), 40); err != nil {
		t.Fatal(err)
	}
	for site, want := range map[string]error{t.TempDir(): fs.ErrNotExist, cut: write.ErrCut, shard: write.ErrPart, damaged: write.ErrDamaged} {
		if _, err := Run(t.Context(), inMemory(), Options{Site: site}); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
}
