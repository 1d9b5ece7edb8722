package write

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"gongkai/generator/plan"
	"gongkai/generator/source"
)

// A Part says of a folder that it holds one shard of a site, and of which site. It is
// the text of .gongkai/shard, beside the manifest. Plan decides which files make the site;
// the fields after it tell a person why two parts do not go together.
type Part struct {
	Shard    plan.Shard
	Plan     source.Digest // of the whole plan; see plan.Digest
	Program  string        // what tells the program's version from any other
	Content  source.Digest // of the content's items and configuration
	Theme    source.Digest // of the theme
	Date     string        // the build day, such as 2026-07-01
	Commit   string        // the content's commit; "" where it was not told
	Manifest source.Digest // of the bytes of the folder's manifest; Commit sets it
}

// partMagic is the first line of a part's record. Another first line is another version's.
const partMagic = "gongkai shard 1"

// text writes the record: a line for each field, its name and its value.
func (p Part) text() []byte {
	var b bytes.Buffer
	b.WriteString(partMagic + "\n")
	for _, f := range p.lines() {
		fmt.Fprintf(&b, "%s %s\n", f[0], f[1])
	}
	return b.Bytes()
}

// lines gives names and values in the record's order.
func (p Part) lines() [][2]string {
	return [][2]string{
		{"shard", p.Shard.String()}, {"plan", p.Plan.String()}, {"program", oneLine(p.Program)}, {"content", p.Content.String()},
		{"theme", p.Theme.String()}, {"date", p.Date}, {"commit", oneLine(p.Commit)}, {"manifest", p.Manifest.String()},
	}
}

// oneLine keeps a value on its line.
func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(s) }

// readPart reads what text wrote. Anything else is an error.
func readPart(data []byte) (p Part, err error) {
	values := map[string]string{}
	for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		name, value, _ := strings.Cut(line, " ")
		if i == 0 && line != partMagic {
			return Part{}, fmt.Errorf("its first line is not %q", partMagic)
		}
		values[name] = value
	}
	if p.Shard, err = plan.ParseShard(values["shard"]); err != nil {
		return Part{}, err
	}
	for name, to := range map[string]*source.Digest{"plan": &p.Plan, "content": &p.Content, "theme": &p.Theme, "manifest": &p.Manifest} {
		if n, err := hex.Decode(to[:], []byte(values[name][:min(len(values[name]), 2*len(to))])); err != nil || n != len(to) {
			return Part{}, fmt.Errorf("it has no %s", name)
		}
	}
	p.Program, p.Date, p.Commit = values["program"], values["date"], values["commit"]
	if !bytes.Equal(p.text(), data) {
		return Part{}, fmt.Errorf("it was edited")
	}
	return p, nil
}

// Part says that the folder is to hold this part of a site, and not a whole one. It is
// called before Commit, which writes the record.
func (d *Dir) Part(p Part) { d.part = &p }

// HoldsSite reports whether the folder holds a whole site.
func (d *Dir) HoldsSite() bool {
	<-d.looked
	return d.whole
}

// partText gives the record that goes with a manifest of the digest; nil for a whole site.
func (d *Dir) partText(manifest source.Digest) []byte {
	if d.part == nil {
		return nil
	}
	d.part.Manifest = manifest
	return d.part.text()
}

// samePart reports whether the folder's record is already what this build would write
// beside the manifest that stands there.
func (d *Dir) samePart(manifest string) (bool, error) {
	if d.part == nil {
		return d.hasPart(nil), nil
	}
	data, err := d.disk.Read(manifest)
	if err != nil {
		return false, err
	}
	return d.hasPart(d.partText(source.Sum(data))), nil
}

// setPart makes the folder's record the text, or removes it where that is nil.
func (d *Dir) setPart(text []byte) error {
	name := d.own("shard")
	if text != nil {
		return d.disk.Whole(name, func(w io.Writer) error {
			_, err := w.Write(text)
			return err
		})
	}
	if err := d.disk.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// hasPart reports whether the folder's record is the text; nil stands for none.
func (d *Dir) hasPart(text []byte) bool {
	old, err := d.disk.Read(d.own("shard"))
	if errors.Is(err, fs.ErrNotExist) {
		return text == nil
	}
	return err == nil && text != nil && bytes.Equal(old, text)
}

// partWhole reports whether the folder's record of its shard can be read.
func (d *Dir) partWhole() bool {
	text, err := d.disk.Read(d.own("shard"))
	if err == nil {
		_, err = readPart(text)
	}
	return err == nil
}

// Errors of ReadPart.
var (
	ErrNoPart  = errors.New("the folder holds no shard of a site")
	ErrWhole   = errors.New("the folder holds a whole site")
	ErrCut     = errors.New("the build of the folder was killed during its commit")
	ErrDamaged = errors.New("the folder's own record is damaged")
)

// ReadPart reads what a folder says of itself: which part it is, and its files, sorted by
// path. It opens no file of the site. The error is one of ErrNoPart, ErrWhole, ErrCut and
// ErrDamaged, or the machine's.
func ReadPart(folder fs.FS) (Part, []Entry, error) {
	read := func(name string) ([]byte, bool, error) {
		data, err := fs.ReadFile(folder, path.Join(private, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, false, nil
		}
		return data, err == nil, err
	}
	_, cut, err1 := read("pending")
	record, isPart, err2 := read("shard")
	manifest, built, err3 := read("manifest")
	if err := errors.Join(err1, err2, err3); err != nil {
		return Part{}, nil, err
	}
	switch {
	case cut:
		return Part{}, nil, ErrCut
	case !isPart && built:
		return Part{}, nil, ErrWhole
	case !isPart:
		return Part{}, nil, ErrNoPart
	}
	p, err := readPart(record)
	if err != nil {
		return Part{}, nil, fmt.Errorf("%w: shard: %w", ErrDamaged, err)
	}
	entries, err := readManifest(manifest)
	if err != nil {
		return Part{}, nil, fmt.Errorf("%w: manifest: %w", ErrDamaged, err)
	}
	if source.Sum(manifest) != p.Manifest {
		return Part{}, nil, fmt.Errorf("%w: the manifest is not the one that shard names", ErrDamaged)
	}
	return p, entries, nil
}

// ListPart lists the files of a folder with their sizes, but not the folder's own records
// and its own .gitignore.
func ListPart(folder fs.FS) (map[string]int64, error) {
	out := map[string]int64{}
	err := fs.WalkDir(folder, ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && p == private:
			return fs.SkipDir
		case e.IsDir() || p == bystander:
			return nil
		}
		info, err := e.Info()
		if err == nil {
			out[p] = info.Size()
		}
		return err
	})
	return out, err
}

// Matches reports whether bytes of this size and digest are the entry's file.
func (e Entry) Matches(size int64, sum source.Digest) bool { return size == e.Size && same(sum, e.Sum) }
