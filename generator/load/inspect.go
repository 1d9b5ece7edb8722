package load

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/enclosure"
	"gongkai/generator/model"
	"gongkai/generator/pack"
	"gongkai/generator/passage"
	"gongkai/generator/source"
)

// An inspection is the reading of attached files during one run: each content once, by its
// digest, whatever it is called and wherever it lies. What an earlier run read is taken from the
// cache.
type inspection struct {
	reader *enclosure.Reader
	limit  int64 // bytes; larger files are summed and not looked into: rule M04 refuses them

	mu   sync.Mutex
	old  []reportRow // from the cache; sorted out into known when the first is asked for
	sort sync.Once
	all  map[source.Digest]*looked

	buffers sync.Pool // of *held
}

// A looked is one content, which somebody is about to read or has read.
type looked struct {
	once   sync.Once
	raw    string // the report packed, as the cache has it
	kept   bool   // raw is the cache's, and was good
	saved  bool   // it is among the rows for the cache
	report enclosure.Report
}

// A reportRow is a report in the cache.
type reportRow struct {
	sum source.Digest
	raw string
}

func (r *reportRow) pack(c *pack.Coder) { c.Raw(r.sum[:]); c.Str(&r.raw) }

func newInspection(limits enclosure.Limits, scratch string) *inspection {
	return &inspection{reader: enclosure.New(enclosure.Options{Limits: limits, Scratch: scratch}), limit: limits.Bytes, all: map[source.Digest]*looked{}}
}

// limits gives what one attachment may cost, as site.yaml has it.
func (t *tree) limits() enclosure.Limits {
	c := &t.config
	bytes := c.AttachmentLimit
	if bytes <= 0 { // no limit of the site's: see inspect
		bytes = enclosure.DefaultLimits.Bytes
	}
	return enclosure.Limits{Bytes: bytes, Members: c.ArchiveMembers, Unpacked: c.UnpackedLimit, Ratio: enclosure.DefaultLimits.Ratio}
}

// of gives the report about a content under the name that it has in an item. Names matter to
// a report only by their extension, which is a part of the digest here.
func (in *inspection) of(name string, sum source.Digest, data []byte) *enclosure.Report {
	in.sorted()
	in.mu.Lock()
	l := in.all[sum]
	if l == nil {
		l = new(looked)
		in.all[sum] = l
	}
	in.mu.Unlock()
	l.once.Do(func() {
		if l.raw != "" {
			c := pack.Reader(l.raw)
			if l.report.Pack(c); c.Err() == nil {
				l.kept = true
				return
			}
			l.report = enclosure.Report{}
		}
		l.report = in.reader.Read(name, data)
		c := pack.Writer(nil)
		l.report.Pack(c)
		l.raw = string(c.Bytes())
	})
	return &l.report
}

// sorted puts the cache's reports where they are looked for.
func (in *inspection) sorted() {
	in.sort.Do(func() {
		for _, row := range in.old {
			in.all[row.sum] = &looked{raw: row.raw}
		}
	})
}

// inspect reads an attachment for its size, its digest and, where look says so, what is in
// it, or says why it cannot. It gives nil where nothing was looked into.
func (t *tree) inspect(a *model.Attachment, f *file, at source.Span, look bool) (report *enclosure.Report) {
	err := t.slurp(a.Path, func(data []byte, n int64, sum source.Digest) {
		a.Size, a.Sum = n, sum
		switch {
		case look && len(data) > 0:
			report = t.inspection.of(a.File, named(sum, a.File), data)
		case look && n > t.inspection.limit && t.config.AttachmentLimit <= 0: // nothing else tells of it
			report = &enclosure.Report{Notes: []passage.Note{{Fact: passage.TooLarge, Value: "bytes"}}}
		}
	})
	if err != nil {
		a.Size = -1
		f.say("F19", at, diag.Say("附件“%s”打不开：%v", "the attachment %q cannot be read: %v", a.File, reason(err)), diag.Say("检查文件的权限", "look at its permissions"))
		return nil
	}
	t.files.Add(1)
	t.bytes.Add(a.Size)
	return report
}

// slurp reads an attachment once: all of it for its size and digest, and, where it is not
// larger than the limit, into memory, for looking into. data is use's until it returns.
func (t *tree) slurp(p string, use func(data []byte, n int64, sum source.Digest)) error {
	in, err := t.fsys.Open(p)
	if err != nil {
		return err
	}
	kept, _ := t.inspection.buffers.Get().(*held)
	if kept == nil {
		kept = new(held)
	}
	kept.Reset()
	kept.limit, kept.past = t.inspection.limit, false
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(h, kept), in)
	if err = errors.Join(err, in.Close()); err != nil {
		return fmt.Errorf("%s: %w", p, err)
	}
	data := kept.Bytes()
	if kept.past {
		data = nil
	}
	use(data, n, source.Digest(h.Sum(nil)))
	if kept.Cap() <= keptBuffer {
		t.inspection.buffers.Put(kept)
	}
	return nil
}

// keptBuffer is how large the memory of one file may be to serve for another.
const keptBuffer = 4 << 20

// A held keeps what is written to it until that is more than the limit.
type held struct {
	bytes.Buffer
	limit int64
	past  bool
}

func (h *held) Write(p []byte) (int, error) {
	if h.past || int64(h.Len()+len(p)) > h.limit {
		h.past = true
		return len(p), nil
	}
	return h.Buffer.Write(p)
}

// named gives the digest under which a report is kept: of the content and of the extension,
// which must fit it.
func named(sum source.Digest, file string) source.Digest {
	return newSum().digest(sum).str(strings.ToLower(path.Ext(file))).end()
}

// rows gives the reports that the items' attachments have, for the cache.
func (in *inspection) rows(items []memo) []reportRow {
	in.sorted()
	var out []reportRow
	for i := range items {
		it := items[i].item
		if it == nil {
			continue
		}
		for j := range it.Attachments {
			a := &it.Attachments[j]
			key := named(a.Sum, a.File)
			if l := in.all[key]; l != nil && l.raw != "" && !l.saved {
				l.saved = true
				out = append(out, reportRow{key, l.raw})
			}
		}
	}
	return out
}

// readWhole reports whether all of a file could be looked into.
func readWhole(r *enclosure.Report) bool {
	for i := range r.Notes {
		switch r.Notes[i].Fact {
		case passage.Encrypted, passage.Damaged, passage.NoText, passage.Partly, passage.TooLarge:
			return false
		}
	}
	return r.Refuse == 0
}
