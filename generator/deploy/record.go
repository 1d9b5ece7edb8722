package deploy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// RecordName is the name of the record at the target. It begins with a dot, as what is
// not for visitors does.
const RecordName = ".gongkai-deployed"

// recordMagic is the first line of a record. Another first line is another version's.
const recordMagic = "gongkai deployed 1"

// sumSize is how many bytes of a SHA-256 sum a record holds, as many as a manifest.
const sumSize = 16

// A deployed is what the record knows of one file at the target.
type deployed struct {
	size int64         // bytes
	sum  [sumSize]byte // of the bytes
	sure bool          // the target holds these bytes; else the file is ours, and its bytes may be any
}

// A record tells which files at a target are ours, by path, and what they hold.
type record map[string]deployed

// errRecord tells that a record is damaged.
var errRecord = errors.New("the record at the target is damaged")

// encode gives the record as text: one line a file, sorted by path: path, size, sum ("-"
// where the bytes are not sure), separated by tabs. The last line holds the number of files
// and the sum of all before it, so that a cut or edited record is known as such.
func (r record) encode() []byte {
	var b bytes.Buffer
	b.WriteString(recordMagic + "\n")
	for _, p := range slices.Sorted(maps.Keys(r)) {
		d, sum := r[p], "-"
		if d.sure {
			sum = hex.EncodeToString(d.sum[:])
		}
		b.WriteString(p + "\t" + strconv.FormatInt(d.size, 10) + "\t" + sum + "\n")
	}
	sum := sha256.Sum256(b.Bytes())
	fmt.Fprintf(&b, "end\t%d\t%x\n", len(r), sum[:sumSize])
	return b.Bytes()
}

// decodeRecord reads what encode wrote. Anything else is errRecord.
func decodeRecord(data []byte) (record, error) {
	body, last, found := cutLastLine(data)
	head, rest, _ := bytes.Cut(body, []byte{'\n'})
	if !found || string(head) != recordMagic {
		return nil, errRecord
	}
	r := record{}
	for line := range strings.Lines(string(rest)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 || !ownPath(f[0]) {
			return nil, errRecord
		}
		size, err := strconv.ParseInt(f[1], 10, 64)
		if err != nil || size < 0 {
			return nil, errRecord
		}
		d := deployed{size: size, sure: f[2] != "-"}
		if d.sure && (len(f[2]) != 2*sumSize || decodeSum(&d, f[2]) != nil) {
			return nil, errRecord
		}
		r[f[0]] = d
	}
	sum := sha256.Sum256(body)
	if string(last) != fmt.Sprintf("end\t%d\t%x", len(r), sum[:sumSize]) {
		return nil, errRecord
	}
	return r, nil
}

func decodeSum(d *deployed, text string) error {
	_, err := hex.Decode(d.sum[:], []byte(text))
	return err
}

// cutLastLine splits off the last line, without its line end.
func cutLastLine(data []byte) (body, last []byte, found bool) {
	whole, ended := bytes.CutSuffix(data, []byte{'\n'})
	i := bytes.LastIndexByte(whole, '\n')
	if !ended || i < 0 {
		return nil, nil, false
	}
	return data[:i+1], whole[i+1:], true
}

// ownPath reports whether a path can be a file of a site: clean, below its folder, and
// not the record itself.
func ownPath(p string) bool {
	return fs.ValidPath(p) && p != "." && p != RecordName && !strings.ContainsAny(p, "\\\t\n\x00")
}
