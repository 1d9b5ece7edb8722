package write

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
	"unsafe"

	"gongkai/generator/plan"
	"gongkai/generator/source"
)

// An Entry is one file of a written site.
type Entry struct {
	Path string        // clean slash path below the folder
	Size int64         // bytes
	Sum  source.Digest // of the bytes; the manifest keeps its first plan.KeptKey bytes
	Key  source.Digest // that the bytes were made from; likewise
}

// kept is how many bytes of a digest a manifest line holds.
const kept = plan.KeptKey

// magic is the first line of a manifest. Another first line is another version's.
const magic = "gongkai manifest 2"

// A line of a manifest.
type line struct {
	path     string
	size     int64
	sum, key [kept]byte
}

// writeManifest writes n lines, sorted by path: path, size, sum, key, separated by tabs. The
// last line is a checksum of those before it, so that no byte changes unseen.
func writeManifest(w io.Writer, n int, line func(int) line) error {
	check := crc32.NewIEEE()
	b := bufio.NewWriterSize(io.MultiWriter(w, check), 1<<16)
	b.WriteString(magic + "\n")
	text := make([]byte, 0, 256)
	for i := range n {
		l := line(i)
		text = append(append(text[:0], l.path...), '\t')
		text = append(strconv.AppendInt(text, l.size, 10), '\t')
		text = append(hex.AppendEncode(text, l.sum[:]), '\t')
		text = append(hex.AppendEncode(text, l.key[:]), '\n')
		b.Write(text)
	}
	if err := b.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, lastLine, check.Sum32())
	return err
}

// lastLine begins as no other line does, which begins with a path.
const lastLine = "\t%08x\n"

// eachLine reads what writeManifest wrote; the paths share the text's memory. A cut or
// edited manifest, or another version's, is an error after the lines up to the place where
// it went wrong.
func eachLine(text string, do func(line)) error {
	head, rest, _ := strings.Cut(text, "\n")
	if head != magic {
		return fmt.Errorf("its first line is not %q", magic)
	}
	for n := 2; ; n++ {
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			return fmt.Errorf("its last line is cut")
		}
		if rest[0] == '\t' {
			if rest != fmt.Sprintf(lastLine, checksum(text[:len(text)-len(rest)])) {
				return fmt.Errorf("its checksum is not that of its lines")
			}
			return nil
		}
		l, err := parseLine(rest[:end])
		if err != nil {
			return fmt.Errorf("line %d %w", n, err)
		}
		do(l)
		rest = rest[end+1:]
	}
}

// checksum is crc32.ChecksumIEEE of a string, without a copy of the whole.
func checksum(text string) uint32 {
	return crc32.ChecksumIEEE(unsafe.Slice(unsafe.StringData(text), len(text))) // which reads them only
}

// parseLine reads one line without its end.
func parseLine(text string) (l line, err error) {
	path, rest, _ := strings.Cut(text, "\t")
	size, rest, _ := strings.Cut(rest, "\t")
	sum, key, _ := strings.Cut(rest, "\t")
	if !cleanPath(path) || len(sum) != 2*kept || len(key) != 2*kept {
		return l, errors.New("is not path, size, sum, key")
	}
	l.path = path
	if l.size, err = strconv.ParseInt(size, 10, 64); err != nil || l.size < 0 {
		return l, errors.New("has no size")
	}
	if !unhex(&l.sum, sum) || !unhex(&l.key, key) {
		return l, errors.New("has a digest that is none")
	}
	return l, nil
}

// unhex decodes hexadecimal digits, and reports whether they are such.
func unhex(to *[kept]byte, text string) bool {
	var digits [2 * kept]byte
	copy(digits[:], text)
	_, err := hex.Decode(to[:], digits[:])
	return err == nil
}

// readManifest reads a whole manifest as entries, or up to the place of the error.
func readManifest(data []byte) ([]Entry, error) {
	var entries []Entry
	err := eachLine(string(data), func(l line) {
		e := Entry{Path: l.path, Size: l.size}
		copy(e.Sum[:], l.sum[:])
		copy(e.Key[:], l.key[:])
		entries = append(entries, e)
	})
	return entries, err
}

// same compares two digests as far as a manifest keeps them.
func same(a, b source.Digest) bool { return [kept]byte(a[:kept]) == [kept]byte(b[:kept]) }

// cleanPath reports whether the path is a clean slash path that stays below its folder
// and out of the folder's own bookkeeping.
func cleanPath(p string) bool {
	if p == "" || strings.HasPrefix(p, "/") || strings.ContainsAny(p, "\\\t\n\x00:") {
		return false
	}
	for part := range strings.SplitSeq(p, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return p != private && !strings.HasPrefix(p, private+"/")
}
