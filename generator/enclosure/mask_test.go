package enclosure

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/officemask"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// What officemask masks the reader finds no more: all that leaks from a workbook or a document,
// but for files and pictures inside, comments of the XML itself and what it refuses.
func TestWhatIsMaskedIsNotFound(t *testing.T) {
	left := []string{"XML comment", "embedded workbook", "picture in a document"}
	r := New(Options{})
	defer r.Close()
	mask := func(_ passage.Place, text string, near privacy.Context) (pieces []officemask.Piece) {
		for _, m := range privacy.Find([]byte(text), near) {
			pieces = append(pieces, officemask.Piece{At: m.At, With: m.Mask})
		}
		return pieces
	}
	gone := 0
	for _, c := range allCarriers() {
		if !strings.HasSuffix(c.file, ".docx") && !strings.HasSuffix(c.file, ".xlsx") || slices.Contains(left, c.name) {
			continue
		}
		for _, secret := range secrets() {
			if secret.kind.IsMark() || secret.words != "" {
				continue // a mark is for a person to decide; the words are in another case
			}
			for _, s := range secret.forms {
				var out bytes.Buffer
				if _, err := officemask.Redact(c.make(t, s), &out, mask); err != nil {
					continue
				}
				gone++
				for _, f := range r.Read(c.file, out.Bytes()).Finds {
					if f.Sum == privacy.Sum(s) {
						t.Errorf("%s, %s: %q is still there, %s", c.file, c.name, s, f.At.Words().ZH)
					}
				}
			}
		}
	}
	if gone < 500 {
		t.Errorf("only %d files were masked", gone)
	}
}
