package attach

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/source"
)

func date(y, m, d int) calendar.Date {
	v, _ := calendar.Make(y, m, d)
	return v
}

func file(path, text string, change ...func(*model.Attachment)) model.Attachment {
	a := model.Attachment{File: path[strings.LastIndexByte(path, '/')+1:], Path: path, Size: int64(len(text)), Sum: source.Sum([]byte(text))}
	for _, c := range change {
		c(&a)
	}
	return a
}

func listed(a *model.Attachment) { a.Listed = true }
func used(a *model.Attachment)   { a.Used = true }

func tree() fstest.MapFS {
	return fstest.MapFS{
		"w/1/a.pdf":  {Data: []byte("pdf")},
		"w/1/价目.png": {Data: []byte("png")},
		"w/1/note":   {Data: []byte("internal")},
		"w/2/b.pdf":  {Data: []byte("held")},
		"w/3/c.pdf":  {Data: []byte("gone")},
		"w/4/d.xlsx": {Data: []byte("all")},
	}
}

func site() *model.Site {
	past := calendar.Moment{Date: date(2026, 7, 1)}
	named := model.Places{}.With("attachments", source.Span{Start: 1, End: 2})
	return model.New(model.Parts{Today: date(2026, 9, 1), Items: []*model.Item{
		{Path: "w/1/index.md", Index: "W-2026-1", Published: past, At: named,
			Attachments: []model.Attachment{file("w/1/a.pdf", "pdf", listed), file("w/1/价目.png", "png", used), file("w/1/note", "internal"),
				{File: "lost.pdf", Path: "w/1/lost.pdf", Size: -1, Listed: true}}},
		{Path: "w/2/index.md", Index: "W-2026-2", Published: calendar.Moment{Date: date(2027, 1, 1)}, Attachments: []model.Attachment{file("w/2/b.pdf", "held")}},
		{Path: "w/3/index.md", Index: "W-2026-3", Published: past, Withdrawn: &model.Decision{Date: date(2026, 8, 1)}, Attachments: []model.Attachment{file("w/3/c.pdf", "gone")}},
		{Path: "w/4/index.md", Index: "W-2026-4", Published: past, Attachments: []model.Attachment{file("w/4/d.xlsx", "all")}},
		{Path: "w/5/index.md", Index: "W-2026-5", Published: past, Draft: true, Attachments: []model.Attachment{file("w/4/d.xlsx", "all")}},
	}})
}

func outputs(t *testing.T, content fs.FS, s *model.Site) []plan.Output {
	t.Helper()
	outs, err := plan.Outputs(s, []plan.Product{New(content, source.Digest{})})
	if err != nil {
		t.Fatal(err)
	}
	return outs
}

// Only what public items list or show is copied, byte for byte.
func TestCopies(t *testing.T) {
	got := map[string]string{}
	for _, o := range outputs(t, tree(), site()) {
		var b bytes.Buffer
		if err := o.Render(&b); err != nil {
			t.Fatal(err)
		}
		got[o.Path] = b.String()
	}
	want := map[string]string{"items/W-2026/W-2026-1/a.pdf": "pdf", "items/W-2026/W-2026-4/d.xlsx": "all"}
	var texts []string
	for path, text := range got {
		texts = append(texts, text)
		if want[path] != "" && want[path] != text {
			t.Errorf("%s holds %q", path, text)
		}
		if strings.IndexFunc(path, func(r rune) bool { return r > 0x7E }) >= 0 {
			t.Errorf("address %s is not ASCII", path)
		}
	}
	slices.Sort(texts)
	if !slices.Equal(texts, []string{"all", "pdf", "png"}) {
		t.Errorf("copied %q", texts)
	}
}

func TestChangedFileIsRefused(t *testing.T) {
	content, s := tree(), site()
	before := outputs(t, content, s)
	content["w/1/a.pdf"].Data = []byte("other")
	for _, o := range before {
		err := o.Render(io.Discard)
		if changed := (*ChangedError)(nil); strings.HasSuffix(o.Path, "a.pdf") {
			if !errors.As(err, &changed) || changed.Path != "w/1/a.pdf" || !strings.Contains(err.Error(), "w/1/a.pdf") {
				t.Errorf("a changed file gives %v", err)
			}
		} else if err != nil {
			t.Errorf("%s: %v", o.Path, err)
		}
	}
}

func TestLostFileIsNamed(t *testing.T) {
	content, s := tree(), site()
	delete(content, "w/1/a.pdf")
	for _, o := range outputs(t, content, s) {
		if err := o.Render(io.Discard); strings.HasSuffix(o.Path, "a.pdf") && (!errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "w/1/a.pdf")) {
			t.Errorf("a lost file gives %v", err)
		}
	}
}

func TestKeyIsTheDigest(t *testing.T) {
	s := site()
	a := outputs(t, tree(), s)
	s.Items[0].Attachments[0].Sum[0]++
	b := outputs(t, tree(), s)
	differ := 0
	for i := range a {
		if a[i].Key != b[i].Key {
			differ++
		}
	}
	if differ != 1 {
		t.Errorf("one digest changed and %d keys did", differ)
	}
}
