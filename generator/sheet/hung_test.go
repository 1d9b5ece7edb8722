package sheet_test

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/plan"
	"gongkai/generator/post"
	"gongkai/generator/sheet"
)

// A board's sheets are set once for all files that show them; each file is what setting its
// own sheets gives, to the byte.
func TestPickedIsSetAlone(t *testing.T) {
	r := press(t, os.DirFS("../../content"), nil)
	outs, err := r.Press.Plan(r.Site)
	if err != nil {
		t.Fatal(err)
	}
	made := map[string][]byte{}
	for _, o := range outs {
		var b bytes.Buffer
		if err := o.Render(&b); err != nil {
			t.Fatal(o.Path, err)
		}
		made[o.Path] = b.Bytes()
	}
	alone := press(t, os.DirFS("../../content"), nil).Press
	same := func(path string, d *sheet.Document, err error) {
		t.Helper()
		var b bytes.Buffer
		if err == nil {
			err = alone.Write(&b, d.Pages)
		}
		if err != nil {
			t.Fatal(path, err)
		}
		if !bytes.Equal(b.Bytes(), made[path]) {
			t.Errorf("%s differs from its sheets set alone (%d and %d bytes)", path, len(made[path]), b.Len())
		}
	}
	hanging := 0
	for _, b := range r.Site.Boards {
		all, fresh := alone.Hanging(b, calendar.Date{})
		d, err := alone.Board(b, all, sheet.Choice{})
		same(post.BoardAddresses(b).Sheets, d, err)
		d, err = alone.Board(b, fresh, sheet.Choice{})
		same(post.BoardAddresses(b).New, d, err)
		for _, x := range all {
			first := b
			for _, other := range r.Site.Boards {
				if _, ok := post.Of(r.Site, x.Item, other); ok {
					first = other
					break
				}
			}
			d, err := alone.Item(x.Item, first, sheet.Choice{})
			same(post.SheetAddress(x.Item), d, err)
			hanging++
		}
	}
	if hanging < 10 {
		t.Errorf("only %d sheets hang", hanging)
	}
}

// A board on which more hangs than one file holds has several, which together show all.
func TestBoardInParts(t *testing.T) {
	bodies := map[string]string{}
	n := post.PartItems + 3
	for i := range n {
		bodies["2026/"+strings.Repeat("0", 4)+string(rune('a'+i%26))+string(rune('a'+i/26%26))+".md"] = front(i+1, "公告", "") + "甲。\n"
	}
	r := press(t, tree(bodies, nil), nil)
	outs, err := r.Press.Plan(r.Site)
	if err != nil {
		t.Fatal(err)
	}
	var parts []plan.Output
	for _, o := range outs {
		if strings.HasPrefix(o.Path, "boards/hall/sheets") {
			parts = append(parts, o)
		}
	}
	if len(parts) != 2 || parts[1].Path != "boards/hall/sheets-2.pdf" {
		t.Fatalf("%d files", len(parts))
	}
	if err := parts[1].Render(io.Discard); err != nil {
		t.Fatal(err)
	}
	all, _ := r.Press.Hanging(r.Site.Boards[0], calendar.Date{})
	split := post.Parts(all)
	if len(all) != n || len(split) != 2 || len(split[0])+len(split[1]) != n {
		t.Errorf("%d items hang, in parts of %d and %d", len(all), len(split[0]), len(split[1]))
	}
}
