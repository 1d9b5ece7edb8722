package bundle

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
)

// pack makes a package of names and texts.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t testing.TB, text []byte) *Bundle {
	t.Helper()
	b, err := Open(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t testing.TB, b *Bundle) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// raw gives a member's bytes as they lie in the archive.
func raw(t testing.TB, text []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if f.Name == name {
			r, err := f.OpenRaw()
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if _, err := b.ReadFrom(r); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
	}
	return ""
}

// Parts that do not change keep their packed bytes, and the same changes give the same file.
func TestWrite(t *testing.T) {
	in := pack(t, "a.xml", "<a/>", "b.xml", strings.Repeat("<b/>", 50), "c.xml", "<c/>")
	change := func() *Bundle {
		b := open(t, in)
		b.Set("a.xml", []byte("<new/>"))
		b.Remove("c.xml")
		return b
	}
	out := write(t, change())
	if !bytes.Equal(out, write(t, change())) {
		t.Error("the same changes give other bytes")
	}
	if raw(t, in, "b.xml") != raw(t, out, "b.xml") {
		t.Error("a part that did not change was packed anew")
	}
	b := open(t, out)
	if text, _ := b.Read("a.xml"); string(text) != "<new/>" || b.Has("c.xml") || !slices.Equal(b.Names(), []string{"a.xml", "b.xml"}) {
		t.Errorf("the parts are %v", b.Names())
	}
	if b.Changed() || !change().Touched("c.xml") || change().Touched("b.xml") {
		t.Error("what changed is not what is told")
	}
}

func TestOpenRefuses(t *testing.T) {
	twice := pack(t, "a", "1", "a", "2")
	trap := pack(t, "a", "1", "b", "2") // two members of the same bytes
	second := bytes.LastIndex(trap, []byte("PK\x01\x02"))
	copy(trap[second+42:second+46], []byte{0, 0, 0, 0})
	for _, text := range [][]byte{nil, []byte("PK"), twice, trap, pack(t, slices.Repeat([]string{"x", ""}, MaxParts+1)...)} {
		if _, err := Open(text); err == nil {
			t.Errorf("%.20q is taken", text)
		}
	}
	spoiled := pack(t, "a", strings.Repeat("abc", 100))
	spoiled[40]++
	if _, err := open(t, spoiled).Read("a"); err == nil {
		t.Error("a part with a wrong sum is read")
	}
}

const ns = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`

// A relation that goes takes what only it led to, with its content type; what another part
// leads to as well stays.
func TestDropRelations(t *testing.T) {
	in := pack(t, ContentTypes, `<Types><Override PartName="/d/c.xml"/><Override PartName="/d/m.xml"/></Types>`,
		"d/a.xml", "<a/>", "d/_rels/a.xml.rels", `<Relationships `+ns+`><Relationship Id="r1" Type="x/comments" Target="c.xml"/><Relationship Id="r2" Type="x/image" Target="/d/i.png"/><Relationship Id="r3" Type="x/hyperlink" Target="http://x" TargetMode="External"/></Relationships>`,
		"d/c.xml", "<c/>", "d/_rels/c.xml.rels", `<Relationships `+ns+`><Relationship Id="r1" Type="x/image" Target="i.png"/><Relationship Id="r2" Type="x/image" Target="../d/own.png"/></Relationships>`,
		"d/i.png", "i", "d/own.png", "o", "d/m.xml", "<m/>")
	b := open(t, in)
	gone, err := b.DropRelations("d/a.xml", func(r Relation) bool { return r.Kind() == "comments" })
	if err != nil || len(gone) != 1 || gone[0].Target != "d/c.xml" {
		t.Fatalf("%v, %v", gone, err)
	}
	if got := b.Names(); !slices.Equal(got, []string{ContentTypes, "d/a.xml", "d/_rels/a.xml.rels", "d/i.png", "d/m.xml"}) {
		t.Errorf("the parts are %v", got)
	}
	if text, _ := b.Read(ContentTypes); string(text) != `<Types><Override PartName="/d/m.xml"/></Types>` {
		t.Errorf("the types are %s", text)
	}
	left, err := b.Relations("d/a.xml")
	if err != nil || len(left) != 2 || left[0].Target != "d/i.png" || !left[1].Outside || left[1].Target != "http://x" {
		t.Errorf("the relations left are %+v, %v", left, err)
	}
}
