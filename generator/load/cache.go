package load

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"slices"
	"sync"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/model"
	"gongkai/generator/pack"
	"gongkai/generator/source"
)

// A Cache keeps what was read between two runs. What it gives may be missing, old or
// damaged: then files are read again. Only what was read from a file of the same size and
// time of change is taken from it.
type Cache interface {
	// Index gives what Save kept last; nil for nothing.
	Index() []byte
	// Bodies opens the bodies that Save kept under a name.
	Bodies(name string) (io.ReaderAt, error)
	// Save keeps new bodies under a name of its choice, which index is told ("" where write
	// is nil), and then the index. Bodies whose names are not among the kept ones may go.
	Save(write func(io.Writer) error, index func(name string) []byte, kept []string) error
}

// cacheForm changes when what the index holds changes.
const cacheForm = "gongkai load 1"

// settled is how long before a run a file must have been changed for its time to be
// trusted: a file system's clock may be as coarse as two seconds.
const settled = 2 * time.Second

// maxBodies is how many files of bodies there may be before they are made one.
const maxBodies = 8

// A stamp is a file's size and time of change.
type stamp struct {
	name string
	size int64
	time int64 // Unix nanoseconds
}

func (s *stamp) pack(c *pack.Coder) { c.Str(&s.name); c.Int(&s.size); c.Int(&s.time) }

// A cached is the cache during one run.
type cached struct {
	tree   *tree
	from   Cache
	seed   source.Digest // of the program and the configuration
	began  time.Time     // of this run
	names  []string      // of the bodies
	bodies []io.ReaderAt
	total  []int64 // bytes of each, also of those that nothing needs any more
	old    map[string][]byte
	before int64  // when the last run began, Unix nanoseconds
	now    []memo // by job
	coders sync.Pool
}

// A memo is what this run knows of one job.
type memo struct {
	path   string
	raw    []byte  // as the index has it; nil where the file was read
	stamps []stamp // of the file, and of the files beside it; nil where they are not to be trusted
	item   *model.Item
	found  []diag.Diagnostic
}

// openCache reads the index. Whatever is wrong with it leaves the cache empty.
func (t *tree) openCache(from Cache, seed source.Digest, began time.Time) *cached {
	c := &cached{tree: t, from: from, seed: seed, began: began, old: map[string][]byte{}}
	if err := c.read(from.Index()); err != nil {
		c.old, c.names, c.bodies, c.total = map[string][]byte{}, nil, nil, nil
	}
	return c
}

// useCache opens the cache for the items. They depend on the program and on the
// configuration's files, which have been read.
func (t *tree) useCache(opt Options, items int) {
	sum := newSum().str(cacheForm).str(opt.Program)
	for _, f := range t.sums {
		sum.str(f.path).digest(f.sum)
	}
	t.cache = t.openCache(opt.Cache, sum.end(), opt.Now)
	t.cache.now = make([]memo, items)
	t.bodies.cache = t.cache
}

// itemOf gives job i's item and findings, from the cache where its files are as they were.
func (t *tree) itemOf(j job, i int) (*model.Item, []diag.Diagnostic) {
	c := t.cache
	if c == nil {
		return t.readItem(j)
	}
	now := stamps(t.fsys, j)
	r, _ := c.coders.Get().(*pack.Coder)
	if r == nil {
		r = pack.Reader(nil)
	}
	e, ok := c.take(r, j, now)
	c.coders.Put(r)
	if ok {
		t.files.Add(int64(len(now)))
		for _, s := range now {
			t.bytes.Add(s.size)
		}
	} else {
		e = memo{path: j.path}
		e.item, e.found = t.readItem(j)
		if slices.Equal(now, stamps(t.fsys, j)) { // nothing changed while it was read
			e.stamps = now
		}
	}
	c.now[i] = e
	return e.item, e.found
}

// read takes the index apart: its head, and each entry as the bytes that it is.
func (c *cached) read(index []byte) error {
	if len(index) < 4 || crc32.ChecksumIEEE(index[4:]) != binary.LittleEndian.Uint32(index) {
		return pack.ErrDamaged
	}
	r := pack.Reader(index[4:])
	var form string
	var seed source.Digest
	r.Str(&form)
	r.Raw(seed[:])
	r.Int(&c.before)
	pack.List(r, &c.names, (*pack.Coder).Str)
	pack.List(r, &c.total, (*pack.Coder).Int)
	if r.Err() != nil || form != cacheForm || seed != c.seed || len(c.total) != len(c.names) {
		return pack.ErrDamaged
	}
	for _, name := range c.names {
		b, err := c.from.Bodies(name)
		if err != nil {
			return err
		}
		c.bodies = append(c.bodies, b)
	}
	rest := r.Bytes()
	for len(rest) > 0 {
		n, size := binary.Uvarint(rest)
		if size <= 0 || n > uint64(len(rest)-size) {
			return pack.ErrDamaged
		}
		raw := rest[size : size+int(n)]
		rest = rest[size+int(n):]
		m, size := binary.Uvarint(raw)
		if size <= 0 || m > uint64(len(raw)-size) {
			return pack.ErrDamaged
		}
		c.old[string(raw[size:size+int(m)])] = raw
	}
	return nil
}

// pack codes an entry: its path first, which read looks at.
func (e *memo) pack(c *pack.Coder) {
	c.Str(&e.path)
	pack.List(c, &e.stamps, func(c *pack.Coder, s *stamp) { s.pack(c) })
	pack.Maybe(c, &e.item, func(c *pack.Coder, it *model.Item) { it.Pack(c) })
	pack.List(c, &e.found, packFinding)
}

func packFinding(c *pack.Coder, d *diag.Diagnostic) {
	c.Str(&d.Rule)
	packPlace(c, &d.Place)
	packWords(c, &d.Text)
	packWords(c, &d.Fix)
	pack.List(c, &d.Related, func(c *pack.Coder, r *diag.Related) { packPlace(c, &r.Place); packWords(c, &r.Text) })
}

func packPlace(c *pack.Coder, p *diag.Place) {
	c.Str(&p.Path)
	pack.Num(c, &p.At.Start)
	pack.Num(c, &p.At.End)
}

func packWords(c *pack.Coder, w *diag.Words) { c.Str(&w.ZH); c.Str(&w.EN) }

// stamps looks at a job's files. It gives nil where one of them cannot be trusted to stay
// as it is read.
func stamps(fsys fs.FS, j job) []stamp {
	out := make([]stamp, 0, 1+len(j.files))
	look := func(name, p string) bool {
		info, err := fs.Stat(fsys, p)
		if err != nil || info.ModTime().IsZero() || !info.Mode().IsRegular() {
			return false
		}
		out = append(out, stamp{name, info.Size(), info.ModTime().UnixNano()})
		return true
	}
	if !look("", j.path) {
		return nil
	}
	for _, name := range j.files {
		if !look(name, path.Join(path.Dir(j.path), name)) {
			return nil
		}
	}
	return out
}

// take gives what is known of a job whose files are as they were; false where they must be
// read. The Coder is the caller's own.
func (c *cached) take(r *pack.Coder, j job, now []stamp) (e memo, ok bool) {
	raw := c.old[j.path]
	if raw == nil || now == nil {
		return e, false
	}
	r.Again(raw)
	e.pack(r)
	if r.Err() != nil || len(e.stamps) != len(now) {
		return e, false
	}
	for i, s := range e.stamps {
		if s != now[i] || s.time > c.before-int64(settled) {
			return e, false
		}
	}
	if e.item != nil {
		seg, _, known := segment(e.item.Body.Offset)
		if !known || seg >= len(c.bodies) {
			return e, false
		}
	}
	e.raw = raw
	return e, true
}

// Bodies in the cache have offsets of their own: a mark, the number of the file, the place
// in it.
const (
	inCache  = int64(1) << 62
	fileBits = 44
)

func segment(offset int64) (file int, at int64, ok bool) {
	if offset&inCache == 0 || offset < 0 {
		return 0, 0, false
	}
	offset &^= inCache
	return int(offset >> fileBits), offset & (1<<fileBits - 1), true
}

// body reads a body from the cache: its sum, and then both forms. Where it is not what was
// kept the text is read from its file again.
func (c *cached) body(ref model.BodyRef) (model.Body, error) {
	file, at, _ := segment(ref.Offset)
	buf := make([]byte, 4+int(ref.HTML)+int(ref.Text))
	if _, err := c.bodies[file].ReadAt(buf, at); err == nil {
		if text := buf[4:]; crc32.ChecksumIEEE(text) == binary.LittleEndian.Uint32(buf) {
			mid := int(ref.HTML)
			return model.Body{HTML: text[:mid:mid], Text: text[mid:]}, nil
		}
	}
	for i := range c.now {
		if it := c.now[i].item; it != nil && it.Body.Offset == ref.Offset {
			return c.again(it.Path)
		}
	}
	return model.Body{}, fmt.Errorf("no body at %d", ref.Offset)
}

// again reads an item's text from its file.
func (c *cached) again(p string) (model.Body, error) {
	f, err := source.Read(c.tree.fsys, p, MaxMarkdown)
	if err != nil {
		return model.Body{}, err
	}
	at := front.Parse(p, f.Text).Body
	doc := c.tree.parser.Parse(f.Text[at:], at)
	return model.Body{HTML: doc.HTML, Text: doc.Text}, nil
}

// save keeps what this run knows. Where nothing was read anew, and nothing is gone, it
// leaves all as it is.
func (c *cached) save(bodies model.Bodies) error {
	defer func() { // the index is not needed any longer
		c.old = nil
		for i := range c.now {
			c.now[i].raw, c.now[i].found, c.now[i].stamps = nil, nil, nil
		}
	}()
	fresh, live := 0, int64(0)
	for i := range c.now {
		e := &c.now[i]
		if e.raw == nil {
			fresh++
		} else if e.item != nil {
			live += int64(e.item.Body.HTML) + int64(e.item.Body.Text)
		}
	}
	if fresh == 0 && len(c.now) == len(c.old) {
		return nil
	}
	total := int64(0)
	for _, n := range c.total {
		total += n
	}
	if len(c.names) >= maxBodies || total > 2*live+1<<20 {
		c.names, c.total = nil, nil
		for i := range c.now {
			c.now[i].raw = nil // everything goes to one new file
		}
	}
	offsets, size := make([]int64, len(c.now)), int64(0)
	write := func(w io.Writer) error {
		for i := range c.now {
			e := &c.now[i]
			if e.raw != nil || e.item == nil {
				continue
			}
			b, err := bodies.Body(e.item.Body)
			if err != nil {
				return err
			}
			sum := crc32.Update(crc32.ChecksumIEEE(b.HTML), crc32.IEEETable, b.Text)
			for _, part := range [][]byte{binary.LittleEndian.AppendUint32(nil, sum), b.HTML, b.Text} {
				if _, err := w.Write(part); err != nil {
					return err
				}
			}
			offsets[i] = size
			size += int64(4 + len(b.HTML) + len(b.Text))
		}
		return nil
	}
	index := func(name string) []byte { return c.index(append(c.names, name), append(c.total, size), offsets) }
	return c.from.Save(write, index, c.names)
}

// index makes the index: entries that were read point into the newest file of bodies.
func (c *cached) index(names []string, total, offsets []int64) []byte {
	began := c.began.UnixNano()
	form := cacheForm
	w := pack.Writer(make([]byte, 4, 1<<20))
	w.Str(&form)
	w.Raw(c.seed[:])
	w.Int(&began)
	pack.List(w, &names, (*pack.Coder).Str)
	pack.List(w, &total, (*pack.Coder).Int)
	out := w.Bytes()
	one := pack.Writer(nil)
	for i := range c.now {
		e := c.now[i]
		if e.stamps == nil && e.raw == nil {
			continue // not to be trusted
		}
		raw := e.raw
		if raw == nil {
			if e.item != nil {
				it := *e.item
				it.Body.Offset = inCache | int64(len(names)-1)<<fileBits | offsets[i]
				e.item = &it
			}
			one.Again(one.Bytes()[:0])
			e.pack(one)
			raw = one.Bytes()
		}
		out = binary.AppendUvarint(out, uint64(len(raw)))
		out = append(out, raw...)
	}
	binary.LittleEndian.PutUint32(out, crc32.ChecksumIEEE(out[4:]))
	return out
}
