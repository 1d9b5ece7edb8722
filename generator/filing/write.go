package filing

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/generator/load"
	"gongkai/generator/model"
	"gongkai/generator/xlsx"
)

// madeOn and madeAt are the time that every entry carries, as MS-DOS wrote it: the first
// moment of the year 2000, because the same content must give the same bytes.
const (
	madeOn = (2000-1980)<<9 | 1<<5 | 1
	madeAt = 0
)

// level is how hard entries are compressed: more takes longer and saves little on texts of
// some kilobytes.
const level = 3

// A ChangedError tells of a file that is not the one that was read and checked.
type ChangedError struct{ Path string }

func (e *ChangedError) Error() string { return e.Path + " was changed while it was packed" }

// An entry is one file of the archive before it is written.
type entry struct {
	File
	stored bool   // not compressed: it would not shrink
	packed []byte // its bytes as the archive has them, unless it is copied
	sum32  uint32
	copied *model.Attachment // read again when it is written
}

// Write writes the package. It gives the manifest, which tells what is in it.
func (p *Package) Write(w io.Writer) (Manifest, error) {
	m := p.manifest()
	k := packer{}
	entries, err := p.entries(&k, &m)
	if err != nil {
		return m, err
	}
	slices.SortFunc(entries, func(a, b *entry) int { return strings.Compare(a.Name, b.Name) })
	for _, e := range entries {
		m.Files = append(m.Files, e.File)
	}
	text, err := m.encode()
	if err != nil {
		return m, err
	}
	last, err := k.add(manifestName, text)
	if err != nil {
		return m, err
	}
	entries = append(entries, last)
	sums, err := k.add(sumsName, sumsText(entries))
	if err != nil {
		return m, err
	}
	entries = append(entries, sums)
	slices.SortFunc(entries, func(a, b *entry) int { return strings.Compare(a.Name, b.Name) })
	return m, k.archive(w, p.q.opt.Content, entries)
}

// sumsText gives SHA256SUMS of the entries, in the form that sha256sum reads.
func sumsText(entries []*entry) []byte {
	var b bytes.Buffer
	for _, e := range entries {
		b.WriteString(e.SHA256 + "  " + e.Name + "\n")
	}
	return b.Bytes()
}

// entries makes all files but the manifest and SHA256SUMS.
func (p *Package) entries(k *packer, m *Manifest) ([]*entry, error) {
	var out []*entry
	put := func(name string, data []byte, err error) error {
		if err != nil {
			return err
		}
		e, err := k.add(name, data)
		out = append(out, e)
		return err
	}
	names, entryOf := newNamer(), map[string]string{}
	for _, it := range p.all() {
		name := names.name(it.Path)
		entryOf[it.Path] = name
		data, err := slurp(p.q.opt.Content, it.Path)
		if err := put(name, data, err); err != nil {
			return nil, err
		}
		out[len(out)-1].setFrom(it.Path)
		for _, a := range shown(it) {
			e := &entry{File: File{Name: names.name(a.Path), Size: a.Size, SHA256: a.Sum.String()}, copied: a, stored: dense(a.Path)}
			e.setFrom(a.Path)
			out = append(out, e)
		}
	}
	for _, x := range []struct {
		name string
		book xlsx.Book
	}{{itemList, p.itemBook(entryOf)}, {changeList, p.changeBook(entryOf)}, {approvalList, p.approvalBook()}} {
		var b bytes.Buffer
		err := p.q.books.Write(&b, x.book)
		if err := put(x.name, b.Bytes(), err); err != nil {
			return nil, err
		}
	}
	l := p.letter(&m.Counts)
	if err := put(letterText, []byte(l.Plain()), nil); err != nil {
		return nil, err
	}
	data, missing, err := setLetter(p.q.opt.Press, l)
	p.Missing = missing
	return out, put(letterPDF, data, err)
}

// setFrom notes the path of the content where the entry's name does not say it.
func (e *entry) setFrom(p string) {
	if e.Name != sources+p {
		e.From = p
	}
}

// slurp reads a Markdown file as it is.
func slurp(content fs.FS, p string) ([]byte, error) {
	f, err := content.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, load.MaxMarkdown+1))
	if err == nil && len(data) > load.MaxMarkdown {
		err = &ChangedError{p}
	}
	return data, err
}

// dense reports whether a file's kind is compressed already.
func dense(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf", ".xlsx", ".docx", ".pptx", ".ofd", ".wps", ".zip", ".rar", ".7z", ".gz", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".mp3", ".mp4", ".m4a", ".mov":
		return true
	}
	return false
}

// A packer makes entries with one set of a compressor's tables.
type packer struct {
	deflate *flate.Writer
	buf     bytes.Buffer
}

// start gives the compressor, which writes to one place after the other.
func (k *packer) start(to io.Writer) (io.WriteCloser, error) {
	if k.deflate == nil {
		w, err := flate.NewWriter(to, level)
		k.deflate = w
		return w, err
	}
	k.deflate.Reset(to)
	return k.deflate, nil
}

// add makes an entry of bytes in memory.
func (k *packer) add(name string, data []byte) (*entry, error) {
	sum := sha256.Sum256(data)
	e := &entry{File: File{Name: name, Size: int64(len(data)), SHA256: hex.EncodeToString(sum[:])}, sum32: crc32.ChecksumIEEE(data), stored: dense(name)}
	if e.stored {
		e.packed = data
		return e, nil
	}
	k.buf.Reset()
	w, err := k.start(&k.buf)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	e.packed = bytes.Clone(k.buf.Bytes())
	return e, nil
}

// archive writes the entries and the seal.
func (k *packer) archive(w io.Writer, content fs.FS, entries []*entry) error {
	out := newSealer(w)
	z := zip.NewWriter(out)
	z.RegisterCompressor(zip.Deflate, k.start)
	if err := z.SetComment(blankSeal); err != nil {
		return err
	}
	for _, e := range entries {
		//lint:ignore SA1019 CreateRaw looks at no other time
		h := &zip.FileHeader{Name: e.Name, Method: zip.Deflate, ModifiedDate: madeOn, ModifiedTime: madeAt, CreatorVersion: 20, ReaderVersion: 20}
		h.SetMode(0o644) // and so of Unix: unzip takes names of DOS for another encoding
		if e.stored {
			h.Method = zip.Store
		}
		if len(e.Name) != utf8.RuneCountInString(e.Name) {
			h.Flags |= 0x800 // the name is UTF-8
		}
		if err := e.write(z, h, content); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return out.close()
}

// write writes one entry.
func (e *entry) write(z *zip.Writer, h *zip.FileHeader, content fs.FS) error {
	if e.copied == nil {
		h.CRC32, h.UncompressedSize64, h.CompressedSize64 = e.sum32, uint64(e.Size), uint64(len(e.packed))
		to, err := z.CreateRaw(h)
		if err != nil {
			return err
		}
		_, err = to.Write(e.packed)
		return err
	}
	to, err := z.CreateHeader(h)
	if err != nil {
		return err
	}
	f, err := content.Open(e.copied.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(to, io.TeeReader(io.LimitReader(f, e.Size+1), sum))
	if err == nil && (n != e.Size || hex.EncodeToString(sum.Sum(nil)) != e.SHA256) {
		err = &ChangedError{e.copied.Path}
	}
	return err
}

// sealPrefix begins the archive's comment, which the SHA-256 of all bytes before it follows.
const sealPrefix = Form + " sha256:"

// sealSize is how many bytes the comment has.
const sealSize = len(sealPrefix) + 2*sha256.Size

// blankSeal stands where the seal will.
var blankSeal = sealPrefix + strings.Repeat("0", 2*sha256.Size)

// seal gives the comment for the bytes that the hash has seen.
func seal(sum hash.Hash) string { return sealPrefix + hex.EncodeToString(sum.Sum(nil)) }

// A sealer passes on what is written, but for the last bytes, which are the blank seal, and
// writes the seal in their place.
type sealer struct {
	w    io.Writer
	sum  hash.Hash
	tail []byte
}

func newSealer(w io.Writer) *sealer { return &sealer{w: w, sum: sha256.New()} }

func (s *sealer) Write(b []byte) (int, error) {
	s.tail = append(s.tail, b...)
	n := len(s.tail) - sealSize
	if n <= 0 {
		return len(b), nil
	}
	s.sum.Write(s.tail[:n])
	if _, err := s.w.Write(s.tail[:n]); err != nil {
		return 0, err
	}
	s.tail = append(s.tail[:0], s.tail[n:]...)
	return len(b), nil
}

// close writes the seal.
func (s *sealer) close() error {
	if string(s.tail) != blankSeal {
		return fmt.Errorf("filing: the archive ends with %q instead of a place for its seal", s.tail)
	}
	_, err := io.WriteString(s.w, seal(s.sum))
	return err
}
