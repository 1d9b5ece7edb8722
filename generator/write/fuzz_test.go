package write

import (
	"bytes"
	"testing"

	"gongkai/generator/plan"
	"gongkai/generator/source"
)

// Whatever a manifest holds: it is read or refused, no path leads out of the folder, and what
// was read whole is written the same.
func FuzzManifest(f *testing.F) {
	var good bytes.Buffer
	lines := []line{{path: "a/b.html", size: 7}, {path: "index.html", size: 1 << 40, sum: [kept]byte{1, 0xFE}}}
	if err := writeManifest(&good, len(lines), func(i int) line { return lines[i] }); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add(good.Bytes()[:good.Len()-3])
	f.Add([]byte(magic + "\n../x\t1\t00\t00\n"))
	f.Add([]byte(magic + "\n" + "C:\\x\t-1\t\t\n"))
	f.Add([]byte("gongkai manifest 99\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := readManifest(data)
		for _, e := range entries {
			if !cleanPath(e.Path) || e.Size < 0 {
				t.Fatalf("%+v", e)
			}
		}
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := writeManifest(&again, len(entries), func(i int) line {
			return line{entries[i].Path, entries[i].Size, [kept]byte(entries[i].Sum[:kept]), [kept]byte(entries[i].Key[:kept])}
		}); err != nil {
			t.Fatal(err)
		}
		read, err := readManifest(again.Bytes())
		if err != nil || len(read) != len(entries) {
			t.Fatalf("%q became %q: %v", data, again.Bytes(), err)
		}
		for i := range read {
			if read[i] != entries[i] {
				t.Fatalf("%+v became %+v", entries[i], read[i])
			}
		}
	})
}

// Whatever the record of a part holds: it is read or refused, and what was read is written
// the same.
func FuzzPart(f *testing.F) {
	p := Part{Shard: plan.Shard{Index: 1, Count: 3}, Plan: source.Sum([]byte("a")), Program: "x", Date: "2026-06-01", Commit: "c"}
	f.Add(p.text())
	f.Add(p.text()[:40])
	f.Add([]byte(partMagic + "\nshard 0/0\n"))
	f.Add([]byte(partMagic + "\nshard 1/99999999999999999999\nplan zz\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := readPart(data)
		if err == nil && !bytes.Equal(p.text(), data) {
			t.Fatalf("%q became %q", data, p.text())
		}
	})
}
