package load

import (
	"cmp"
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
	// Index gives what Save kept last; "" for nothing.
	Index() string
	// Bodies opens the bodies that Save kept under a name.
	Bodies(name string) (io.ReaderAt, error)
	// New opens a file for the bodies that this run reads. It may be read until the end of
	// the run, and is kept for the next one where Save names it.
	New() (Spool, error)
	// Save keeps the index that write writes, and the files of bodies of these names; others
	// may go.
	Save(write func(io.Writer) error, names []string) error
	// Scratch gives a folder, which need not exist, where a reader of attachments may keep what
	// it made ready for itself; "" for none.
	Scratch() string
}

// cacheForm changes when what the index holds changes.
const cacheForm = "gongkai load 4"

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
	lens   source.Digest // of the program and the limits under which attachments are read
	began  time.Time     // of this run
	names  []string      // of the bodies
	bodies []io.ReaderAt
	total  []int64  // bytes of each, also of those that nothing needs any more
	old    []string // entries of the index
	before int64    // when the last run began, Unix nanoseconds
	now    []memo   // by job
	coders sync.Pool
}

// A memo is what this run knows of one job.
type memo struct {
	path   string
	raw    string  // as the index has it; "" where the file was read
	stamps []stamp // of the file, and of the files beside it; nil where they are not to be trusted
	item   *model.Item
	found  []diag.Diagnostic
}

// openCache reads the index. Whatever is wrong with it leaves the cache empty.
func (t *tree) openCache(from Cache, index string, seed, lens source.Digest, began time.Time) *cached {
	c := &cached{tree: t, from: from, seed: seed, lens: lens, began: began}
	if err := c.read(index); err != nil {
		c.old, c.names, c.bodies, c.total = nil, nil, nil, nil
	}
	return c
}

// useCache opens the cache for the items. They depend on the program and on the
// configuration's files, which have been read.
func (t *tree) useCache(opt Options, index string, jobs []job) {
	sum := newSum().str(cacheForm).str(opt.Program)
	for _, f := range t.sums {
		sum.str(f.path).digest(f.sum)
	}
	l := t.limits()
	lens := newSum().str(cacheForm).str(opt.Program).int(l.Bytes).int(int64(l.Members)).int(l.Unpacked).int(l.Ratio)
	t.cache = t.openCache(opt.Cache, index, sum.end(), lens.end(), opt.Now)
	t.cache.assign(jobs)
	t.bodies.cache, t.bodies.open = t.cache, opt.Cache.New
}

// assign gives each job what the index has under its path. Both are in the order of the
// walk; what is in no order is read again.
func (c *cached) assign(jobs []job) {
	c.now = make([]memo, len(jobs))
	i := 0
	for _, raw := range c.old {
		var p string
		pack.Reader(raw).Str(&p)
		for i < len(jobs) && walkOrder(jobs[i].path, p) < 0 {
			i++
		}
		if i < len(jobs) && jobs[i].path == p {
			c.now[i].raw = raw
			i++
		}
	}
}

// walkOrder compares two paths as a walk meets them: folder by folder, names in order.
func walkOrder(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		switch {
		case x == y:
		case x == '/':
			return -1
		case y == '/':
			return 1
		default:
			return cmp.Compare(x, y)
		}
	}
	return cmp.Compare(len(a), len(b))
}

// itemOf gives job i's item and findings, from the cache where its files are as they were.
func (t *tree) itemOf(j job, i int) (*model.Item, []diag.Diagnostic) {
	c := t.cache
	switch {
	case t.missed.Load():
		return nil, nil
	case c == nil:
		return t.readItem(j)
	}
	now := stamps(t.fsys, j)
	r, _ := c.coders.Get().(*pack.Coder)
	if r == nil {
		r = pack.Reader("")
	}
	e, ok := c.take(r, c.now[i].raw, now)
	c.coders.Put(r)
	if !ok && t.brief {
		t.missed.Store(true)
		return nil, nil
	}
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

// read takes the index apart: its head, and each entry as it is.
func (c *cached) read(index string) error {
	end := len(index) - sumSize
	if end < 0 || checksum(index[:end]) != binary.LittleEndian.Uint32([]byte(index[end:])) {
		return pack.ErrDamaged
	}
	r := pack.Reader(index[:end])
	var form string
	var seed, lens source.Digest
	var rows []reportRow
	r.Str(&form)
	r.Raw(seed[:])
	r.Raw(lens[:])
	r.Int(&c.before)
	pack.List(r, &rows, func(p *pack.Coder, x *reportRow) { x.pack(p) })
	if r.Err() != nil || form != cacheForm {
		return pack.ErrDamaged
	}
	if lens == c.lens {
		c.tree.inspection.old = rows // also where the configuration is another
	}
	pack.List(r, &c.names, (*pack.Coder).Str)
	pack.List(r, &c.total, (*pack.Coder).Int)
	if r.Err() != nil || seed != c.seed || len(c.total) != len(c.names) {
		return pack.ErrDamaged
	}
	for _, name := range c.names {
		b, err := c.from.Bodies(name)
		if err != nil {
			return err
		}
		c.bodies = append(c.bodies, b)
	}
	for r.Rest() != "" {
		var raw string
		if r.Str(&raw); r.Err() != nil {
			return r.Err()
		}
		c.old = append(c.old, raw)
	}
	return nil
}

// checksum is crc32.ChecksumIEEE of a string, without a copy of the whole.
func checksum(s string) (sum uint32) {
	var buf [32 << 10]byte
	for len(s) > 0 {
		n := copy(buf[:], s)
		sum = crc32.Update(sum, crc32.IEEETable, buf[:n])
		s = s[n:]
	}
	return sum
}

// pack codes an entry: its path first, which read looks at.
func (e *memo) pack(c *pack.Coder) {
	e.packHead(c)
	pack.Maybe(c, &e.item, func(c *pack.Coder, it *model.Item) { it.Pack(c) })
	pack.List(c, &e.found, packFinding)
}

// brief reads the front of an entry.
func (e *memo) brief(c *pack.Coder) {
	e.packHead(c)
	pack.Maybe(c, &e.item, func(c *pack.Coder, it *model.Item) { it.PackBrief(c) })
}

func (e *memo) packHead(c *pack.Coder) {
	c.Str(&e.path)
	pack.List(c, &e.stamps, func(c *pack.Coder, s *stamp) { s.pack(c) })
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
func (c *cached) take(r *pack.Coder, raw string, now []stamp) (e memo, ok bool) {
	if raw == "" || now == nil {
		return e, false
	}
	r.Again(raw)
	if c.tree.brief {
		e.brief(r)
	} else {
		e.pack(r)
	}
	if r.Err() != nil || len(e.stamps) != len(now) {
		return e, false
	}
	for i, s := range e.stamps {
		if s != now[i] || s.time > c.before-int64(settled) {
			return e, false
		}
	}
	if e.item != nil && !e.item.Body.Empty() {
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
	if b, err := readBody(c.bodies[file], at, ref); err == nil {
		return b, nil
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
func (c *cached) save(bodies *store) error {
	defer func() { // the index is not needed any longer
		c.old = nil
		for i := range c.now {
			c.now[i].raw, c.now[i].found, c.now[i].stamps = "", nil, nil
		}
	}()
	fresh, live := 0, int64(0)
	for i := range c.now {
		e := &c.now[i]
		if e.raw == "" {
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
	moved := map[int64]model.BodyRef{} // by the old place of a body
	if len(c.names) >= maxBodies || total > 2*live+1<<20 {
		for i := range c.now {
			if it := c.now[i].item; it != nil && c.now[i].raw != "" && !it.Body.Empty() {
				b, err := bodies.Body(it.Body)
				if err != nil {
					return err
				}
				moved[it.Body.Offset] = bodies.add(b.HTML, b.Text)
			}
			c.now[i].raw = ""
		}
		c.names, c.total = nil, nil // everything goes to one new file
	}
	if err := bodies.flush(); err != nil {
		return err // some bodies are in memory only
	}
	names, sizes := c.names, c.total
	if bodies.spool != nil {
		names, sizes = append(names, bodies.spool.Name()), append(sizes, bodies.size)
	}
	return c.from.Save(func(w io.Writer) error { return c.index(w, names, sizes, bodies, moved) }, names)
}

// index writes the index: entries that were read point into the newest file of bodies.
func (c *cached) index(w io.Writer, names []string, sizes []int64, bodies *store, moved map[int64]model.BodyRef) error {
	began := c.began.UnixNano()
	form := cacheForm
	rows := c.tree.inspection.rows(c.now)
	sum := crc32.NewIEEE()
	out := io.MultiWriter(w, sum)
	one := pack.Writer(nil)
	one.Str(&form)
	one.Raw(c.seed[:])
	one.Raw(c.lens[:])
	one.Int(&began)
	pack.List(one, &rows, func(p *pack.Coder, x *reportRow) { x.pack(p) })
	pack.List(one, &names, (*pack.Coder).Str)
	pack.List(one, &sizes, (*pack.Coder).Int)
	out.Write(one.Bytes())
	var line []byte
	for i := range c.now {
		e := c.now[i]
		line = append(line[:0], e.raw...)
		if e.raw == "" {
			if e.stamps == nil {
				continue // not to be trusted
			}
			e.item = settledItem(e.item, len(names)-1, bodies, moved)
			one.Reset()
			e.pack(one)
			line = append(line, one.Bytes()...)
		}
		out.Write(pack.AppendSize(nil, len(line)))
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	_, err := w.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	return err
}

// settledItem gives a copy of an item whose body is found in a file of bodies.
func settledItem(it *model.Item, file int, bodies *store, moved map[int64]model.BodyRef) *model.Item {
	if it == nil || it.Body.Empty() {
		return it
	}
	ref, again := moved[it.Body.Offset]
	if !again {
		ref = it.Body
	}
	x := *it
	x.Body.Offset = inCache | int64(file)<<fileBits | bodies.place(ref)
	return &x
}
