package search

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/calendar"
	"gongkai/generator/crew"
	"gongkai/generator/gram"
	"gongkai/generator/model"
	"gongkai/generator/pinyin"
	"gongkai/generator/record"
)

// text gives what the index takes of an item.
func (p *Product) text(it *model.Item) (*Text, error) {
	r, err := p.read(it)
	if err != nil {
		return nil, err
	}
	rec := &r.Record
	t := &Text{
		Address: rec.Address, Head: []string{rec.Title, rec.Index}, Record: slices.DeleteFunc(r.Cells, blank), Body: passages(string(r.Body)),
		Day:    calendar.Date{Year: 1970, Month: 1, Day: 1}.DaysUntil(it.Published.Date),
		Facets: p.choice(it),
	}
	if rec.DocNumber != "" {
		t.Head = append(t.Head, rec.DocNumber)
	}
	t.Keys = keys(rec.Index, rec.DocNumber)
	return t, nil
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// choice gives an item's places among the facets' values.
func (p *Product) choice(it *model.Item) (f Facets) {
	for i, v := range record.Choice(p.site, it) {
		f[i] = p.places[i][v]
	}
	return f
}

// segment makes a segment's lists. Where the files of texts were made before, the items were read for them.
func (p *Product) segment(s *part) (*Segment, error) {
	made, errs := NewSegment(s.bits), make([]error, len(s.items))
	s.begun.Store(true)
	crew.Each(0, len(s.items), func(i int) {
		if s.read[i].Load() != nil {
			return
		}
		t, err := p.text(s.items[i])
		if err == nil {
			s.read[i].Store(t.read(folder(), p.voice()))
		}
		errs[i] = err
	})
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for i := range s.read {
		made.Add(s.read[i].Load())
		s.read[i].Store(nil)
	}
	return made, nil
}

// chunk makes a file of the texts of a segment's items from, …, to-1.
func (p *Product) chunk(name string, s *part, from, to int) ([]byte, error) {
	texts, sums := make([]*Text, 0, to-from), make([]uint32, 0, to-from)
	for i := from; i < to; i++ {
		t, err := p.text(s.items[i])
		if err != nil {
			return nil, err
		}
		r := t.read(folder(), p.voice())
		if !s.begun.Load() {
			s.read[i].Store(r)
		}
		texts, sums = append(texts, t), append(sums, r.sum)
	}
	return pack(folder(), name, texts, sums)
}

// keys gives the forms of an item's numbers that people type: cz202600012 of CZ-2026-00012, and 示财2026·3号 of
// 示财〔2026〕3号.
func keys(index, doc string) (out []string) {
	out = append(out, strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, index))
	before, rest, ok := strings.Cut(doc, "〔")
	year, number, ok2 := strings.Cut(rest, "〕")
	if ok && ok2 {
		out = append(out, before+year+"·"+strings.TrimLeft(number, "0"))
	}
	return out
}

// A voice knows how the characters of titles and of departments' names are spoken.
type voice struct {
	readings map[rune][]string
	syllable map[rune][]uint16 // units of the readings
	letter   map[rune][]uint16
}

func voiceOf(site *model.Site) *voice {
	v := &voice{map[rune][]string{}, map[rune][]uint16{}, map[rune][]uint16{}}
	note := func(s string) {
		for _, r := range s {
			if _, known := v.readings[r]; known {
				continue
			}
			all := pinyin.Readings(r)
			v.readings[r] = all
			for _, s := range all {
				u, _ := pinyin.Syllable(s)
				v.syllable[r] = append(v.syllable[r], u)
				if l := pinyin.Letter(s); !slices.Contains(v.letter[r], l) {
					v.letter[r] = append(v.letter[r], l)
				}
			}
		}
	}
	for _, it := range site.Items {
		note(it.Title)
	}
	for _, d := range site.Departments {
		note(d.Name)
	}
	return v
}

// sounds adds how a title is spoken, as passages of two syllables or two first letters: what stands
// between Han characters parts them.
func (v *voice) sounds(to []uint16, title string) []uint16 {
	var last rune
	for _, r := range title {
		for _, units := range [...]map[rune][]uint16{v.syllable, v.letter} {
			for _, a := range units[last] {
				for _, b := range units[r] {
					to = append(to, a, b, gram.End)
				}
			}
		}
		last = r
	}
	return to
}

// soundFile tells how the characters are read: 行xing hang政zheng.
func (p *Product) soundFile() ([]byte, error) {
	var b strings.Builder
	v := p.voice()
	for _, r := range sorted(v.readings) {
		if all := v.readings[r]; len(all) > 0 {
			b.WriteRune(r)
			b.WriteString(strings.Join(all, " "))
		}
	}
	return gram.Script("py", gram.Quoted(b.String())), nil
}
