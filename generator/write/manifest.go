package write

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

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
const magic = "gongkai manifest 1"

// writeManifest writes the entries, sorted by path, one line each: path, size, sum, key,
// separated by tabs.
func writeManifest(w io.Writer, entries []Entry) error {
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Path, b.Path) })
	b := bufio.NewWriterSize(w, 1<<16)
	b.WriteString(magic + "\n")
	line := make([]byte, 0, 256)
	for _, e := range entries {
		line = append(append(line[:0], e.Path...), '\t')
		line = append(strconv.AppendInt(line, e.Size, 10), '\t')
		line = append(hex.AppendEncode(line, e.Sum[:kept]), '\t')
		line = append(hex.AppendEncode(line, e.Key[:kept]), '\n')
		b.Write(line)
	}
	return b.Flush()
}

// readManifest reads what writeManifest wrote. A cut or edited one, or another version's,
// is an error, with the entries up to the place where it went wrong.
func readManifest(data []byte) ([]Entry, error) {
	head, rest, _ := bytes.Cut(data, []byte{'\n'})
	if string(head) != magic {
		return nil, fmt.Errorf("its first line is not %q", magic)
	}
	if len(rest) > 0 && rest[len(rest)-1] != '\n' {
		whole, _ := readManifest(data[:bytes.LastIndexByte(data, '\n')+1])
		return whole, fmt.Errorf("its last line is cut")
	}
	entries := make([]Entry, 0, bytes.Count(rest, []byte{'\n'}))
	for n := 2; len(rest) > 0; n++ {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte{'\n'})
		f := strings.Split(string(line), "\t")
		var e Entry
		if len(f) != 4 || !cleanPath(f[0]) || len(f[2]) != 2*kept || len(f[3]) != 2*kept {
			return entries, fmt.Errorf("line %d is not path, size, sum, key", n)
		}
		size, err := strconv.ParseInt(f[1], 10, 64)
		if err != nil || size < 0 {
			return entries, fmt.Errorf("line %d has no size", n)
		}
		e.Path, e.Size = f[0], size
		if _, err := hex.Decode(e.Sum[:kept], []byte(f[2])); err != nil {
			return entries, fmt.Errorf("line %d: sum: %w", n, err)
		}
		if _, err := hex.Decode(e.Key[:kept], []byte(f[3])); err != nil {
			return entries, fmt.Errorf("line %d: key: %w", n, err)
		}
		entries = append(entries, e)
	}
	return entries, nil
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
