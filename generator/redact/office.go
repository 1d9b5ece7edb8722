package redact

import (
	"bytes"
	"slices"
	"strings"

	"gongkai/generator/enclosure"
	"gongkai/generator/officemask"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// Office masks in a workbook or a document. name is the file's. The error is officemask's: the
// file is signed, has a number in the name of a sheet, is neither of the two, or cannot be read.
//
// What was masked is read again as an attachment is, so that what the gate would still find is
// either masked or told.
func Office(name string, raw []byte, o Options) (Result, error) {
	w := office{o: o, mobiles: map[uint64]bool{}, seen: map[uint64]bool{}}
	r, err := w.run(raw)
	if err == nil && len(w.mobiles) > privacy.MaxContacts && slices.ContainsFunc(r.Doubt, func(f Find) bool { return f.Kind == privacy.Mobile }) {
		w.people = true
		r, err = w.run(raw)
	}
	if err != nil {
		return r, err
	}
	after := raw
	if r.Text != nil {
		after = r.Text
	}
	r.ByHand = w.still(name, after)
	return r, nil
}

// still gives what the reader of attachments finds in a file and mask never saw.
func (w *office) still(name string, text []byte) (finds []Find) {
	reader := enclosure.New(enclosure.Options{})
	for _, f := range reader.Read(name, text).Finds {
		if f.Kind.IsMark() || w.seen[f.Sum] || slices.ContainsFunc(w.o.Allowed, func(e string) bool { return privacy.AllowsSum(e, f.Kind, f.Mask, f.Sum) }) {
			continue
		}
		finds = append(finds, Find{f.At, f.Kind, f.Sure, f.Mask})
	}
	_ = reader.Close() // frees memory; what was read is read
	return finds
}

// An office is the judge of one file.
type office struct {
	o       Options
	r       Result
	seen    map[uint64]bool // what was found, by its Sum
	mobiles map[uint64]bool // different mobile numbers, likewise
	people  bool            // they are too many for the contact of an office
}

func (w *office) run(raw []byte) (Result, error) {
	w.r = Result{}
	var out bytes.Buffer
	done, err := officemask.Redact(raw, &out, w.mask)
	if err != nil {
		return Result{}, err
	}
	for _, at := range done.Formulas {
		w.r.Formulas = append(w.r.Formulas, shown(at))
	}
	if len(w.r.Masked) > 0 {
		w.r.Text = out.Bytes()
	}
	return w.r, nil
}

// mask decides about one text.
func (w *office) mask(at passage.Place, text string, near privacy.Context) (pieces []officemask.Piece) {
	for _, m := range privacy.Find([]byte(text), near) {
		found := text[m.At.Start:m.At.End]
		if slices.ContainsFunc(w.o.Allowed, func(e string) bool { return privacy.Allows(e, m, found) }) {
			continue
		}
		sum := privacy.Sum(found)
		w.seen[sum] = true
		if m.Kind == privacy.Mobile {
			w.mobiles[sum] = true
			m.Sure = m.Sure || w.people
		}
		if w.r.add(shown(at), m, w.o) {
			pieces = append(pieces, officemask.Piece{At: m.At, With: instead(m, found, at)})
		}
	}
	return pieces
}

// instead gives what stands in the place of a match: as many characters where it goes over cells or
// lines, else its mask.
func instead(m privacy.Match, found string, at passage.Place) string {
	if strings.Contains(at.Cell, ":") || strings.ContainsAny(found, "\r\n\"") {
		return m.Cover(found)
	}
	return m.Mask
}

// shown gives a place whose names show no number.
func shown(at passage.Place) passage.Place {
	at.Sheet, at.Name = privacy.Hide(at.Sheet), privacy.Hide(at.Name)
	return at
}
