package filing

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash/crc32"
	"io"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// An edit changes an archive's files before they are packed anew, in their order.
type files []file

type file struct {
	name, text string
	stored     bool
}

// repack takes an archive apart, lets edit change it, and makes one of it again: with our
// seal where sealed is true, as an enemy who knows the form would.
func repack(t testing.TB, archive []byte, sealed bool, edit func(files) files) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var all files
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, file{f.Name, string(text), f.Method == zip.Store})
	}
	var b bytes.Buffer
	out := newSealer(&b)
	w := zip.NewWriter(out)
	if !sealed {
		w = zip.NewWriter(&b)
	} else if err := w.SetComment(blankSeal); err != nil {
		t.Fatal(err)
	}
	for _, f := range edit(all) {
		method := zip.Deflate
		if f.stored {
			method = zip.Store
		}
		to, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(to, f.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if sealed {
		if err := out.close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// at gives the file of a name.
func (all files) at(name string) *file {
	i := slices.IndexFunc(all, func(f file) bool { return f.name == name })
	return &all[i]
}

// drop takes the file of a name away.
func (all files) drop(name string) files {
	return slices.DeleteFunc(all, func(f file) bool { return f.name == name })
}

// manifest changes the manifest as somebody would who also mends SHA256SUMS.
func (all files) manifest(t testing.TB, change func(*Manifest)) files {
	t.Helper()
	var m Manifest
	if err := json.Unmarshal([]byte(all.at(manifestName).text), &m); err != nil {
		t.Fatal(err)
	}
	change(&m)
	text, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	k := packer{}
	e, err := k.add(manifestName, text)
	if err != nil {
		t.Fatal(err)
	}
	var entries []*entry
	for _, f := range m.Files {
		entries = append(entries, &entry{File: f})
	}
	all.at(manifestName).text, all.at(sumsName).text = string(text), string(sumsText(append(entries, e)))
	return all
}

func TestVerify(t *testing.T) {
	archive, _ := packaged(t, tree(), today, "caizheng")
	source := sources + "caizheng/2026/00002.md"
	same := func(all files) files { return all }
	for _, c := range []struct {
		name string
		made []byte
		want string
	}{
		{"as it was written", archive, ""},
		{"packed anew", repack(t, archive, false, same), "repacked \n"},
		{"packed anew with a seal", repack(t, archive, true, same), ""}, // whoever can do this can make a package
		{"empty", nil, "cut \n"},
		{"no zip", []byte("这不是压缩包"), "not a zip \n"},
		{"half of it", archive[:len(archive)/2], "cut \n"},
		{"without its last byte", archive[:len(archive)-1], "cut \n"},
		{"with something before it", append([]byte("MZ"), archive...), "repacked \n"},
		{"with something behind it", append(slices.Clone(archive), 0), "repacked \n"},
		{"a file changed", repack(t, archive, true, func(all files) files {
			all.at(source).text = strings.Replace(all.at(source).text, "收支", "支收", 1)
			return all
		}), "changed " + source + "\n"},
		{"a file longer", repack(t, archive, true, func(all files) files { all.at(source).text += "x"; return all }), "size " + source + "\n"},
		{"a file shorter", repack(t, archive, true, func(all files) files { all.at(source).text = "x"; return all }), "size " + source + "\n"},
		{"a file missing", repack(t, archive, true, func(all files) files { return all.drop(source) }), "missing " + source + "\n"},
		{"a file too many", repack(t, archive, true, func(all files) files { return append(all, file{name: sources + "x.md"}) }), "extra " + sources + "x.md\n"},
		{"a folder too many", repack(t, archive, true, func(all files) files { return append(all, file{name: sources}) }), "extra " + sources + "\n"},
		{"a file twice", repack(t, archive, true, func(all files) files { return append(all, *all.at(source)) }), "name twice " + source + "\n"},
		{"a name in other case", repack(t, archive, true, func(all files) files {
			return append(all, file{name: strings.ToUpper(source)})
		}), "name twice " + strings.ToUpper(source) + "\nextra " + strings.ToUpper(source) + "\n"},
		{"a file that is a folder", repack(t, archive, true, func(all files) files { return append(all, file{name: source + "/x"}) }), "name twice " + source + "/x\nextra " + source + "/x\n"},
		{"a way out", repack(t, archive, true, func(all files) files { return append(all, file{name: "../../x.sh"}) }), "unsafe name ../../x.sh\nextra ../../x.sh\n"},
		{"from the root", repack(t, archive, true, func(all files) files { return append(all, file{name: "/etc/x"}) }), "unsafe name /etc/x\nextra /etc/x\n"},
		{"a device", repack(t, archive, true, func(all files) files { return append(all, file{name: "aux.md"}) }), "unsafe name aux.md\nextra aux.md\n"},
		{"no manifest", repack(t, archive, true, func(all files) files { return all.drop(manifestName) }), "no manifest " + manifestName + "\n"},
		{"a manifest that is none", repack(t, archive, true, func(all files) files { all.at(manifestName).text = "{"; return all }), "no manifest " + manifestName + "\n"},
		{"a manifest with more behind it", repack(t, archive, true, func(all files) files { all.at(manifestName).text += "{}"; return all }), "no manifest " + manifestName + "\n"},
		{"a manifest that was changed", repack(t, archive, true, func(all files) files {
			all.at(manifestName).text = strings.Replace(all.at(manifestName).text, "2026-11-22", "2026-11-21", 1)
			return all
		}), "changed " + manifestName + "\n"},
		{"another form", repack(t, archive, true, func(all files) files {
			return all.manifest(t, func(m *Manifest) { m.Form = "gongkai-filing/9" })
		}), "other form " + manifestName + "\n"},
		{"no quarter", repack(t, archive, true, func(all files) files {
			return all.manifest(t, func(m *Manifest) { m.Period = "2026-07" })
		}), "wrong manifest " + manifestName + "\n"},
		{"counts that do not add up", repack(t, archive, true, func(all files) files {
			return all.manifest(t, func(m *Manifest) { m.Counts.Added++ })
		}), "wrong manifest " + manifestName + "\n"},
		{"counts that the lists do not have", repack(t, archive, true, func(all files) files {
			return all.manifest(t, func(m *Manifest) { m.Counts.Items++; m.Counts.Sources-- })
		}), "rows " + itemList + "\nrows " + approvalList + "\n"},
		{"a letter that is not listed", repack(t, archive, true, func(all files) files {
			return all.manifest(t, func(m *Manifest) {
				m.Files = slices.DeleteFunc(m.Files, func(f File) bool { return f.Name == letterPDF })
			})
		}), "wrong manifest " + manifestName + "\nextra " + letterPDF + "\n"},
		{"a file that is listed twice", repack(t, archive, true, func(all files) files {
			return all.manifest(t, func(m *Manifest) { m.Files = append(m.Files, m.Files[0]) })
		}), "wrong manifest " + manifestName + "\n"},
		{"no SHA256SUMS", repack(t, archive, true, func(all files) files { return all.drop(sumsName) }), "missing " + sumsName + "\n"},
		{"SHA256SUMS of another package", repack(t, archive, true, func(all files) files {
			all.at(sumsName).text = strings.Replace(all.at(sumsName).text, "备案函.txt", "备案函.doc", 1)
			return all
		}), "sums " + sumsName + "\n"},
		{"the text of a damaged entry", damaged(archive, source), "changed " + source + "\n"},
	} {
		_, problems := verify(c.made)
		if got := told(problems); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
		for _, p := range problems {
			if p.Text.ZH == "" || p.Text.EN == "" || p.Fix.ZH == "" || p.Fix.EN == "" || strings.Contains(p.Text.ZH+p.Text.EN, "%!") {
				t.Errorf("%s: %+v does not say what is wrong and what to do", c.name, p)
			}
		}
	}
}

// damaged changes a byte amid the packed bytes of an entry.
func damaged(archive []byte, name string) []byte {
	out := slices.Clone(archive)
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		panic(err)
	}
	for _, f := range z.File {
		if f.Name == name {
			at, err := f.DataOffset()
			if err != nil {
				panic(err)
			}
			out[at+int64(f.CompressedSize64)/2] ^= 0x10
		}
	}
	return out
}

// A changed byte is found, wherever it is, and where it lies in a file's bytes the file is
// named. A bit of the packed bytes that stands for nothing is found too.
func TestEveryChangedByteIsFound(t *testing.T) {
	archive, _ := packaged(t, tree(), today, "caizheng")
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	// in gives the entry whose packed bytes hold the place, "" for none.
	in := func(at int64) string {
		for _, f := range z.File {
			from, err := f.DataOffset()
			if err != nil {
				t.Fatal(err)
			}
			if at >= from && at < from+int64(f.CompressedSize64) {
				return f.Name
			}
		}
		return ""
	}
	rng := rand.New(rand.NewSource(1))
	places := make([]int, 0, 2000)
	random, tail := 500, 1200
	if testing.Short() {
		random, tail = 60, 120
	}
	for range random {
		places = append(places, rng.Intn(len(archive)))
	}
	for i := range tail { // the archive's directory and its seal
		places = append(places, len(archive)-1-i)
	}
	spoilt, inside, named := slices.Clone(archive), 0, 0
	for _, at := range places {
		spoilt[at] ^= 1 << rng.Intn(8)
		_, problems := verify(spoilt)
		if len(problems) == 0 {
			t.Errorf("byte %d (in %q) was changed and nobody sees it", at, in(int64(at)))
		}
		if name := in(int64(at)); name != "" {
			inside++
			if slices.ContainsFunc(problems, func(p Problem) bool { return p.File == name }) {
				named++
			} else if len(problems) != 1 || problems[0].Kind != Repacked {
				t.Errorf("byte %d of %s was changed, and the problems are\n%s", at, name, told(problems))
			}
		}
		spoilt[at] = archive[at]
	}
	t.Logf("%d changed bytes, %d of them in files, %d of those named with their file", len(places), inside, named)
	if inside == 0 || named*100 < inside*98 {
		t.Errorf("of %d changed bytes of files %d are named with their file", inside, named)
	}
}

// What would fill a disk is refused before it is unpacked, whatever its headers say.
func TestBombs(t *testing.T) {
	archive, _ := packaged(t, tree(), today, "caizheng")
	zeros := strings.Repeat("\x00", 150<<20)
	big := repack(t, archive, true, func(all files) files { return append(all, file{name: sources + "zeros.bin", text: zeros}) })
	if _, problems := verify(big); told(problems) != "too much \n" {
		t.Errorf("%d bytes that unpack to %d: %s", len(big), len(zeros), told(problems))
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range mostEntries + 1 {
		if _, err := w.CreateRaw(&zip.FileHeader{Name: "a" + itoa(i), Method: zip.Store}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, problems := verify(b.Bytes()); told(problems) != "too much \n" {
		t.Errorf("%d entries: %s", mostEntries+1, told(problems))
	}
	// An entry that says that it is small and is not is cut off where it says that it ends.
	var packed bytes.Buffer
	k := packer{}
	d, err := k.start(&packed)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(d, zeros)
	d.Close()
	lie := repack(t, archive, true, func(all files) files { return all })
	lie = withRaw(t, lie, zip.FileHeader{Name: manifestName, Method: zip.Deflate, CompressedSize64: uint64(packed.Len()), UncompressedSize64: 10, CRC32: crc32.ChecksumIEEE(nil)}, packed.Bytes())
	if _, problems := verify(lie); told(problems) != "no manifest "+manifestName+"\n" {
		t.Errorf("a lie about a size: %s", told(problems))
	}
}

// withRaw gives an archive in which an entry is another one, header and packed bytes as given.
func withRaw(t *testing.T, archive []byte, h zip.FileHeader, packed []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		if f.Name != h.Name {
			if err := w.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	to, err := w.CreateRaw(&h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := to.Write(packed); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Whatever comes in, Verify ends, and what it finds nothing wrong with carries a seal that
// holds and files that the manifest lists.
func FuzzVerify(f *testing.F) {
	archive, _ := packaged(f, tree(), today, "dangan")
	archive = repack(f, archive, true, func(all files) files { // with a letter of a few bytes
		text := "%PDF-1.7"
		all.at(letterPDF).text = text
		return all.manifest(f, func(m *Manifest) {
			i := slices.IndexFunc(m.Files, func(x File) bool { return x.Name == letterPDF })
			sum := sha256.Sum256([]byte(text))
			m.Files[i] = File{Name: letterPDF, Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:])}
		})
	})
	if _, problems := verify(archive); len(problems) > 0 {
		f.Fatal(told(problems))
	}
	f.Add(archive)
	f.Add(archive[:len(archive)/2])
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{})
	f.Add(repack(f, archive, false, func(all files) files { return all }))
	f.Add(repack(f, archive, true, func(all files) files { return append(all, file{name: "../x", text: "x"}) }))
	f.Add(repack(f, archive, true, func(all files) files { return all[:3] }))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, problems := verify(b)
		if len(problems) > 0 {
			return
		}
		got := unpacked(t, b)
		if len(got) != len(m.Files)+2 || m.Form != Form || m.Quarter().IsZero() || m.Department == "" {
			t.Errorf("nothing is wrong with %d files of which the manifest lists %d", len(got), len(m.Files))
		}
		h := newSealer(io.Discard)
		h.sum.Write(b[:len(b)-sealSize])
		if seal(h.sum) != string(b[len(b)-sealSize:]) {
			t.Error("the seal does not hold and nothing is wrong")
		}
	})
}
