package deploy

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

func sample() record {
	return record{
		"index.html":           {size: 12, sum: [sumSize]byte{1, 2, 255}, sure: true},
		"items/a/预算 表.docx":    {size: 0, sum: [sumSize]byte{9}, sure: true},
		"assets/not-sure.css":  {size: 7},
		"catalog/catalog.json": {size: 1 << 40, sure: true},
	}
}

func TestRecordRoundTrip(t *testing.T) {
	for _, r := range []record{{}, sample()} {
		text := r.encode()
		if !bytes.Equal(text, maps.Clone(r).encode()) {
			t.Error("the same record has other bytes")
		}
		back, err := decodeRecord(text)
		if err != nil || !maps.Equal(back, r) {
			t.Errorf("%v, %v, want %v", back, err, r)
		}
	}
}

// TestNoDamageIsBelieved: a record that is cut anywhere, or has any one byte changed, is
// known as damaged.
func TestNoDamageIsBelieved(t *testing.T) {
	text := sample().encode()
	for i := range text {
		if _, err := decodeRecord(text[:i]); err == nil {
			t.Errorf("cut to %d bytes it is believed", i)
		}
		for _, x := range []byte{1, 0x20, 0x80} {
			spoilt := bytes.Clone(text)
			spoilt[i] ^= x
			if _, err := decodeRecord(spoilt); err == nil {
				t.Errorf("with byte %d changed it is believed: %q", i, spoilt)
			}
		}
	}
}

func TestRecordsCannotNameWhatIsNotOurs(t *testing.T) {
	for _, p := range []string{"../up", "/root", "a//b", "a/../../b", ".", "", "a\\b", RecordName} {
		if _, err := decodeRecord(record{p: {size: 1}}.encode()); err == nil {
			t.Errorf("%q is taken for a file of the site", p)
		}
	}
}

func FuzzRecord(f *testing.F) {
	f.Add(sample().encode())
	f.Add([]byte("gongkai deployed 1\nend\t0\t\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := decodeRecord(data)
		if err != nil {
			return
		}
		back, err := decodeRecord(r.encode())
		if err != nil || !maps.Equal(back, r) {
			t.Errorf("%q reads as %v, and written again as %v (%v)", data, r, back, err)
		}
	})
}

func TestUTF8Judge(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"a", "公", "𬬭", "é", "\xcb\xf7", "\xe5\x85", "\xf0\x9f", "\x80", "\ufffd"}
	for range 20_000 {
		var text []byte
		for range r.IntN(7) {
			n := len(pieces)
			if r.IntN(2) > 0 {
				n = 4 // whole characters only
			}
			text = append(text, pieces[r.IntN(n)]...)
		}
		j := &utf8Judge{}
		for rest := text; len(rest) > 0; {
			n := 1 + r.IntN(len(rest))
			j.Write(rest[:n])
			rest = rest[n:]
		}
		if j.valid() != utf8.Valid(text) {
			t.Fatalf("%q is judged %v", text, j.valid())
		}
	}
}
