package deploy

import (
	"crypto/md5"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/write"
)

// read opens a file of the site, which the caller closes, and judges it: its bytes are those
// that the build wrote. One that is gone, or holds others, is a *Fault: the site is not what
// was judged.
func (d *deployment) read(e write.Entry) (*os.File, File, error) {
	name := filepath.Join(d.Site, filepath.FromSlash(e.Path))
	o, err := os.Open(name)
	if err != nil {
		return nil, File{}, changed(name)
	}
	sum, short, text := sha256.New(), md5.New(), &utf8Judge{}
	size, err := io.Copy(io.MultiWriter(sum, short, text), o)
	if err != nil {
		o.Close()
		return nil, File{}, err
	}
	f := File{Body: o, Size: size, MD5: [md5.Size]byte(short.Sum(nil)), SHA256: [sha256.Size]byte(sum.Sum(nil)), Headers: headersOf(e.Path)}
	if size != e.Size || [sumSize]byte(f.SHA256[:sumSize]) != sumOf(e) {
		o.Close()
		return nil, File{}, changed(name)
	}
	if !text.valid() { // an attachment in GB18030, say: no charset is better than a wrong one
		f.ContentType = strings.TrimSuffix(f.ContentType, utf8Charset)
	}
	return o, f, nil
}

func changed(name string) error {
	return &Fault{Words: diag.Say("%s 不见了，或者不是 gongkai build 写的样子；请先运行 gongkai build --no-cache",
		"%s is gone, or not as gongkai build wrote it; run gongkai build --no-cache first", name)}
}

// A utf8Judge tells whether what is written to it is UTF-8, across the borders of writes.
type utf8Judge struct {
	rest []byte // an unfinished character at the end
	bad  bool
}

// Write implements io.Writer. It never fails.
func (j *utf8Judge) Write(p []byte) (int, error) {
	n := len(p)
	if j.bad {
		return n, nil
	}
	for len(j.rest) > 0 && len(p) > 0 && !utf8.FullRune(j.rest) {
		j.rest, p = append(j.rest, p[0]), p[1:]
	}
	if len(j.rest) > 0 && utf8.FullRune(j.rest) {
		j.bad = !utf8.Valid(j.rest)
		j.rest = j.rest[:0]
	}
	cut := len(p)
	for i := 1; i <= min(utf8.UTFMax, len(p)); i++ {
		if tail := p[len(p)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				cut = len(p) - i
			}
			break
		}
	}
	j.bad = j.bad || !utf8.Valid(p[:cut])
	j.rest = append(j.rest, p[cut:]...)
	return n, nil
}

// valid reports whether all that was written is UTF-8.
func (j *utf8Judge) valid() bool { return !j.bad && len(j.rest) == 0 }
