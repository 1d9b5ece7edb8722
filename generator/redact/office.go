package redact

import (
	"bytes"
	"slices"
	"strings"

	"gongkai/generator/officemask"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// Office masks in a workbook or a document. The error is officemask's: the file is signed, has a
// number in the name of a sheet, is neither of the two, or cannot be read.
func Office(raw []byte, o Options) (Result, error) {
	w := office{o: o, mobiles: map[uint64]bool{}}
	r, err := w.run(raw)
	if err == nil && len(w.mobiles) > privacy.MaxContacts && slices.ContainsFunc(r.Doubt, func(f Find) bool { return f.Kind == privacy.Mobile }) {
		w.people = true
		r, err = w.run(raw)
	}
	return r, err
}

// An office is the judge of one file.
type office struct {
	o       Options
	r       Result
	mobiles map[uint64]bool // different ones, by their Sum
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
		if m.Kind == privacy.Mobile {
			w.mobiles[privacy.Sum(found)] = true
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
