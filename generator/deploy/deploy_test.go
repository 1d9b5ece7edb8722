package deploy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"gongkai/generator/source"
	"gongkai/generator/write"
)

// A tree is files by path.
type tree map[string]string

// small is a site with a file of each kind.
var small = tree{
	"index.html":                                "home",
	"404.html":                                  "none",
	"robots.txt":                                "User-agent: *",
	"sitemap.xml":                               "<urlset/>",
	"feeds/all.atom":                            "<feed/>",
	"feeds/all.json":                            "{}",
	"assets/style.css":                          "p{}",
	"assets/early.js":                           "1",
	"assets/icon.svg":                           "<svg/>",
	"catalog/catalog.csv":                       "索引号,标题",
	"catalog/catalog.json":                      "[]",
	"catalog/catalog.jsonld":                    "{}",
	"catalog/catalog.xlsx":                      "PK",
	"items/CZ-2026/CZ-2026-00001.html":          "item",
	"items/CZ-2026/CZ-2026-00001.json":          "{}",
	"items/CZ-2026/CZ-2026-00001.txt":           "预算",
	"items/CZ-2026/CZ-2026-00001/预算 表.docx":     "PK",
	"items/CZ-2026/CZ-2026-00001/chart.png":     "\x89PNG",
	"items/CZ-2026/CZ-2026-00001/PHOTO.JPG":     "\xff\xd8",
	"items/CZ-2026/CZ-2026-00001/old.csv":       "\xcb\xf7\xd2\xfd\xba\xc5", // 索引号 in GB18030
	"items/CZ-2026/CZ-2026-00001/plan.dwg":      "AC1032",
	"items/CZ-2026/CZ-2026-00001/notice.html":   "attached page",
	"sheets/CZ-2026-00001.pdf":                  "%PDF",
	"boards/hall/plan.html":                     "plan",
	"boards/hall/nothing-in-it/empty-file.json": "",
}

// with gives a changed copy; a file of no text is taken away.
func (a tree) with(changes tree) tree {
	out := maps.Clone(a)
	for p, text := range changes {
		out[p] = text
		if text == "" {
			delete(out, p)
		}
	}
	return out
}

// built builds the files into the folder as gongkai build does.
func built(t testing.TB, root string, files tree) string {
	t.Helper()
	w, err := write.Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	for p, text := range files {
		if err := w.Put(p, source.Sum([]byte(text)), func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	return root
}

// A spy is a store that notes what is done to it, and fails when it is told to.
type spy struct {
	store
	mu   sync.Mutex
	did  []string                     // "write PATH" and "remove PATH" that went well, in the order of their ends
	asks int                          // calls that would change something
	fail func(n int, op string) error // asked before the n-th of them, from 1
}

func (s *spy) step(op string, do func() error) error {
	s.mu.Lock()
	s.asks++
	n := s.asks
	s.mu.Unlock()
	if s.fail != nil {
		if err := s.fail(n, op); err != nil {
			return err
		}
	}
	err := do()
	if err == nil {
		s.mu.Lock()
		s.did = append(s.did, op)
		s.mu.Unlock()
	}
	return err
}

func (s *spy) write(ctx context.Context, p string, body io.Reader, md5 []byte, h headers) error {
	return s.step("write "+p, func() error { return s.store.write(ctx, p, body, md5, h) })
}

func (s *spy) remove(ctx context.Context, p string) error {
	return s.step("remove "+p, func() error { return s.store.remove(ctx, p) })
}

// put counts what went up, the record aside.
func (s *spy) put() (n int) {
	for _, op := range s.did {
		if strings.HasPrefix(op, "write ") && op != "write "+RecordName {
			n++
		}
	}
	return n
}

// inMemory gives an empty target.
func inMemory(t testing.TB) *spy {
	b := memblob.OpenBucket(nil)
	t.Cleanup(func() { b.Close() })
	return &spy{store: &bucket{Bucket: b}}
}

// to deploys what is built in the folder.
func (s *spy) to(ctx context.Context, site string, o Options) (Result, error) {
	s.did, s.asks = nil, 0
	o.Site = site
	entries, err := write.Manifest(site)
	if err != nil {
		return Result{}, err
	}
	d := &deployment{Options: o, store: s, pause: func(context.Context, time.Duration) {}, every: time.Hour}
	return d.run(ctx, entries)
}

func (s *spy) must(t *testing.T, site string) Result {
	t.Helper()
	r, err := s.to(t.Context(), site, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// holds gives what the target holds, the record aside.
func (s *spy) holds(t *testing.T) tree {
	t.Helper()
	out := tree{}
	if err := s.list(t.Context(), func(o object) { out[o.path] = "" }); err != nil {
		t.Fatal(err)
	}
	delete(out, RecordName)
	for p := range out {
		data, err := s.read(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		out[p] = string(data)
	}
	return out
}

func (s *spy) wants(t *testing.T, files tree) {
	t.Helper()
	if got := s.holds(t); !maps.Equal(got, files) {
		for _, p := range slices.Sorted(maps.Keys(files)) {
			if _, there := got[p]; !there {
				t.Errorf("the target lacks %s", p)
			} else if got[p] != files[p] {
				t.Errorf("%s holds %q, want %q", p, got[p], files[p])
			}
		}
		for p := range got {
			if _, wanted := files[p]; !wanted {
				t.Errorf("the target holds %s, which the site has not", p)
			}
		}
	}
}

func TestOnlyWhatChangedGoesUp(t *testing.T) {
	s, root := inMemory(t), t.TempDir()
	if r := s.must(t, built(t, root, small)); r.Uploaded != len(small) || r.Kept+r.Removed != 0 || !r.Lost {
		t.Errorf("first: %+v", r)
	}
	s.wants(t, small)
	if r := s.must(t, root); r.Uploaded+r.Removed != 0 || r.Kept != len(small) || len(s.did) != 0 {
		t.Errorf("nothing changed, and: %+v, did %v", r, s.did)
	}
	next := small.with(tree{"index.html": "home 2", "items/CZ-2026/CZ-2026-00001.txt": "", "items/CZ-2026/CZ-2026-00002.html": "new"})
	r := s.must(t, built(t, root, next))
	if r.Uploaded != 2 || r.Removed != 1 || r.Kept != len(small)-2 || r.Bytes != int64(len("home 2new")) {
		t.Errorf("one changed, one new, one gone: %+v", r)
	}
	s.wants(t, next)
}

func TestStrangersStay(t *testing.T) {
	s, root := inMemory(t), t.TempDir()
	mine := tree{"verify-xyz.txt": "the host's own", "items/CZ-2026/notes.md": "too"}
	for p, text := range mine {
		if err := s.write(t.Context(), p, strings.NewReader(text), nil, headers{unknownType, ""}); err != nil {
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
	s, root := inMemory(t), t.TempDir()
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
		case ext == ".html", ext == ".pdf":
			return 2
		}
		return 1
	}
	if mid := ops[1 : len(ops)-1]; !slices.IsSortedFunc(mid, func(a, b string) int { return rank(a) - rank(b) }) {
		t.Errorf("out of order:\n%s", strings.Join(mid, "\n"))
	}
}

func TestStoppedAndRunAgain(t *testing.T) {
	for cut := 1; cut <= len(small)+1; cut++ {
		s, root := inMemory(t), t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		s.fail = func(n int, op string) error {
			if n == cut {
				cancel()
				return context.Canceled
			}
			return nil
		}
		first, err := s.to(ctx, built(t, root, small), Options{Jobs: 1})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		up := s.put()
		s.fail = nil
		second := s.must(t, root)
		if up != max(0, cut-2) || first.Uploaded != up || second.Uploaded != len(small)-up {
			t.Errorf("cut at %d: %d went up, told %d, then %d of %d", cut, up, first.Uploaded, second.Uploaded, len(small))
		}
		s.wants(t, small)
		if s.must(t, root); len(s.did) != 0 {
			t.Errorf("cut at %d: a third run did %v", cut, s.did)
		}
	}
}

// errPower is a machine that lost its power: nothing more is written, the record neither.
var errPower = errors.New("no power")

// TestCrashesNeverLie kills deploys at random places, changes the site between them (also
// back to what it was) and wants the next whole deploy to leave exactly the site.
func TestCrashesNeverLie(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 60 {
		s, root := inMemory(t), t.TempDir()
		stranger := tree{"stranger.txt": "mine"}
		if err := s.write(t.Context(), "stranger.txt", strings.NewReader("mine"), nil, headers{unknownType, ""}); err != nil {
			t.Fatal(err)
		}
		var site tree
		for range 6 {
			site = tree{}
			for i := range 8 {
				if r.IntN(3) > 0 {
					site[fmt.Sprintf("d%d/%d.html", i%3, i)] = fmt.Sprint("version ", r.IntN(2)) // as long as each other
				}
			}
			site["index.html"] = fmt.Sprint("home ", r.IntN(3))
			built(t, root, site)
			dead := 1 + r.IntN(14)
			s.fail = func(n int, op string) error {
				if n >= dead {
					return errPower
				}
				return nil
			}
			if _, err := s.to(t.Context(), root, Options{Jobs: 1 + r.IntN(3)}); err != nil && !errors.Is(err, errPower) {
				t.Fatal(err)
			}
			s.fail = nil
		}
		s.must(t, root)
		s.wants(t, site.with(stranger))
		if s.must(t, root); len(s.did) != 0 || t.Failed() {
			t.Fatalf("round %d: the run after did %v", round, s.did)
		}
	}
}

func TestRecordIsKeptWhileFilesGoUp(t *testing.T) {
	s, root := inMemory(t), built(t, t.TempDir(), small)
	entries, _ := write.Manifest(root)
	s.fail = func(n int, op string) error {
		if n == 4 { // the third file takes as long as it takes the record to come
			for range 500 {
				if data, err := s.read(t.Context(), RecordName); err == nil {
					if r, _ := decodeRecord(data); sures(r) >= 2 {
						return errPower
					}
				}
				time.Sleep(10 * time.Millisecond)
			}
			t.Error("no record came while files went up")
		}
		if n > 4 && op == "write "+RecordName {
			s.asks--
		}
		return nil
	}
	d := &deployment{Options: Options{Site: root, Jobs: 1}, store: s, pause: pause, every: 5 * time.Millisecond}
	if _, err := d.run(t.Context(), entries); !errors.Is(err, errPower) {
		t.Errorf("%v", err)
	}
}

// sures counts the files that a record is sure of.
func sures(r record) (n int) {
	for _, d := range r {
		if d.sure {
			n++
		}
	}
	return n
}

func TestLostOrDamagedRecord(t *testing.T) {
	s, root := inMemory(t), built(t, t.TempDir(), small)
	s.must(t, root)
	good, err := s.read(t.Context(), RecordName)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"lost": nil, "empty": {}, "cut": good[:len(good)/2], "cut at a line": good[:strings.LastIndex(string(good[:len(good)-1]), "\n")+1],
		"another version": []byte("gongkai deployed 9\n"), "not ours": []byte("\x00\x01\x02"),
		"one letter": []byte(strings.Replace(string(good), "404.html", "405.html", 1)),
	} {
		t.Run(name, func(t *testing.T) {
			if data == nil {
				if err := s.remove(t.Context(), RecordName); err != nil {
					t.Fatal(err)
				}
			} else if err := s.write(t.Context(), RecordName, strings.NewReader(string(data)), nil, headers{unknownType, ""}); err != nil {
				t.Fatal(err)
			}
			// A file changed behind our back is found; the others are known by their MD5.
			if err := s.write(t.Context(), "404.html", strings.NewReader("NONE"), nil, headers{unknownType, ""}); err != nil {
				t.Fatal(err)
			}
			r := s.must(t, root)
			if r.Uploaded != 1 || r.Kept != len(small)-1 || r.Removed != 0 || !r.Lost || r.Damaged != (data != nil) {
				t.Errorf("%+v", r)
			}
			s.wants(t, small)
			if again, err := s.read(t.Context(), RecordName); err != nil || string(again) != string(good) {
				t.Errorf("the record was not made anew: %v", err)
			}
		})
	}
}

func TestAllGoesUpAgain(t *testing.T) {
	s, root := inMemory(t), built(t, t.TempDir(), small)
	s.must(t, root)
	if err := s.remove(t.Context(), "404.html"); err != nil {
		t.Fatal(err)
	}
	if r, err := s.to(t.Context(), root, Options{All: true}); err != nil || r.Uploaded != len(small) {
		t.Errorf("%+v %v", r, err)
	}
	s.wants(t, small)
}

func TestDryRunChangesNothing(t *testing.T) {
	s, root := inMemory(t), t.TempDir()
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
	s, root := inMemory(t), built(t, t.TempDir(), small)
	s.must(t, root)
	const items = "items/CZ-2026/CZ-2026-00001"
	for p, want := range map[string]headers{
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
		a, err := s.store.(*bucket).Attributes(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if got := (headers{a.ContentType, a.CacheControl}); got != want {
			t.Errorf("%s has %+v, want %+v", p, got, want)
		}
	}
}

// onDisk reads a folder: files with their text, folders with "/".
func onDisk(t *testing.T, dir string) tree {
	t.Helper()
	out := tree{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			out[rel+"/"] = "folder"
			return nil
		}
		data, err := os.ReadFile(name)
		out[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestFolder: what lies in a file:// target is the site and the record, nothing else: no
// sidecars, no temporary files, no empty folders.
func TestFolder(t *testing.T) {
	root, dir := t.TempDir(), filepath.Join(t.TempDir(), "www")
	steps := []tree{
		small,
		small.with(tree{"index.html": "2", "boards/hall/plan.html": "", "boards/hall/nothing-in-it/empty-file.json": ""}),
		{"index.html": "3", "a/b": "a file", "c": "a file"},
		{"index.html": "3", "a/b/d.html": "where a file was", "c/e/f.html": "too"},
		{"index.html": "3", "a": "where a folder was", "c": "too"},
	}
	for i, files := range steps {
		built(t, root, files)
		o := Options{Site: root, To: "file://" + filepath.ToSlash(dir)}
		if i == 0 {
			o.DryRun = true
			if r, err := Run(t.Context(), o); err != nil || len(r.Uploads) != len(files) {
				t.Fatalf("%+v %v", r, err)
			}
			if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
				t.Fatal("a dry run made the folder")
			}
			o.DryRun = false
		}
		if _, err := Run(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		want := tree{}
		for p, text := range files {
			want[p] = text
			for d := filepath.ToSlash(filepath.Dir(p)); d != "."; d = filepath.ToSlash(filepath.Dir(d)) {
				want[d+"/"] = "folder"
			}
		}
		got := onDisk(t, dir)
		if _, there := got[RecordName]; !there {
			t.Error("no record")
		}
		delete(got, RecordName)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("step %d: the folder holds %v, want %v", i, got, want)
		}
		if r, err := Run(t.Context(), o); err != nil || r.Uploaded+r.Removed != 0 {
			t.Errorf("step %d again: %+v %v", i, r, err)
		}
	}
}

// TestHalfAFileIsNeverPutInPlace: where the disk is full, the old file stays whole.
func TestHalfAFileIsNeverPutInPlace(t *testing.T) {
	dir := t.TempDir()
	s, closed, err := open(t.Context(), "file://"+filepath.ToSlash(dir), t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer closed()
	if err := s.write(t.Context(), "a/index.html", strings.NewReader("old"), nil, headers{unknownType, ""}); err != nil {
		t.Fatal(err)
	}
	half := io.MultiReader(strings.NewReader("new, but only ha"), broken{syscall.ENOSPC})
	if err := s.write(t.Context(), "a/index.html", half, nil, headers{unknownType, ""}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v", err)
	}
	if got := onDisk(t, dir); !reflect.DeepEqual(got, tree{"a/": "folder", "a/index.html": "old"}) {
		t.Errorf("the folder holds %v", got)
	}
}

// broken is a reader that fails.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

func TestASiteThatIsNotAsBuilt(t *testing.T) {
	for name, spoil := range map[string]func(file string) error{
		"gone":              os.Remove,
		"other bytes":       func(f string) error { return os.WriteFile(f, []byte("ABCD"), 0o666) },
		"as long, and else": func(f string) error { return os.WriteFile(f, []byte("NONE"), 0o666) },
	} {
		t.Run(name, func(t *testing.T) {
			s, root := inMemory(t), built(t, t.TempDir(), small)
			if err := spoil(filepath.Join(root, "404.html")); err != nil {
				t.Fatal(err)
			}
			_, err := s.to(t.Context(), root, Options{})
			var f *Fault
			if !errors.As(err, &f) || !strings.Contains(f.Words.ZH, "404.html") || !strings.Contains(f.Words.EN, "--no-cache") {
				t.Errorf("%v", err)
			}
			if _, there := s.holds(t)["404.html"]; there {
				t.Error("it went up")
			}
			if _, there := s.holds(t)["index.html"]; there {
				t.Error("the home page went up, though a page before it did not")
			}
		})
	}
}

// slow is a net.Error.
type slow struct{}

func (slow) Error() string   { return "slow" }
func (slow) Timeout() bool   { return true }
func (slow) Temporary() bool { return true }

func TestTransientFaultsAreTriedAgain(t *testing.T) {
	for _, c := range []struct {
		times int
		err   error
		ok    bool
		tries int
	}{
		{2, slow{}, true, 3},
		{9, slow{}, false, 3},
		{1, errPower, false, 1},
		{1, fmt.Errorf("wrapped: %w", syscall.EACCES), false, 1},
	} {
		s, root := inMemory(t), built(t, t.TempDir(), small)
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

func TestAddressesThatAreRefused(t *testing.T) {
	site := built(t, t.TempDir(), small)
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_DEFAULT_REGION", "")
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	for address, says := range map[string]string{
		"":                                        "file:// 和 s3://",
		"/srv/www":                                "file:// 和 s3://",
		"ftp://host/www":                          "file:// 和 s3://",
		"http://user:HUSH@host":                   "file:// 和 s3://",
		"gs://bucket":                             "file:// 和 s3://",
		"s3://KEY:HUSH@bucket":                    "AWS_SECRET_ACCESS_KEY",
		"s3://bucket?secret_access_key=HUSH":      "secret_access_key",
		"s3://bucket?region=x&endpoint=host:90":   "endpoint",
		"s3://b?endpoint=http://me:HUSH@host":     "AWS_SECRET_ACCESS_KEY",
		"s3://b?region=x&use_path_style=HUSHHH":   "看不懂",
		"s3://":                                   "存储桶的名字",
		"s3://bucket":                             "区域",
		"file://srv/www":                          "三条斜线",
		"file://":                                 "文件夹",
		"file:///no/such/place/at/all":            "create_dir",
		"file:///tmp/x?metadata=HUSH":             "metadata",
		"file://" + filepath.ToSlash(plain):       "不是文件夹",
		"file://" + filepath.ToSlash(site):        "里",
		"file://" + filepath.ToSlash(site) + "/w": "里",
	} {
		_, err := Run(t.Context(), Options{Site: site, To: address})
		var f *Fault
		if !errors.As(err, &f) || !strings.Contains(f.Words.ZH, says) || f.Words.EN == "" {
			t.Errorf("%q: %v, want a word of %s", address, err, says)
		} else if strings.Contains(f.Words.ZH+f.Words.EN, "HUSH") && !strings.Contains(address, "HUSHHH") {
			t.Errorf("%q: a secret is told: %v", address, err)
		}
	}
}

func TestFoldersThatAreNoSite(t *testing.T) {
	to := "file://" + filepath.ToSlash(t.TempDir())
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
		if _, err := Run(t.Context(), Options{Site: site, To: to}); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
}

func TestFolderInABucket(t *testing.T) {
	whole := memblob.OpenBucket(nil)
	b := blob.PrefixedBucket(whole, "www/")
	t.Cleanup(func() { b.Close() })
	s, root := &spy{store: &bucket{Bucket: b}}, t.TempDir()
	s.must(t, built(t, root, small))
	s.must(t, built(t, root, small.with(tree{"404.html": ""})))
	s.wants(t, small.with(tree{"404.html": ""}))
}
