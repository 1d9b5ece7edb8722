// Package redact owns what `gongkai redact` does to one file: numbers and homes of people are
// replaced by their masks, and nothing else of the file changes, not its encoding, not its line
// ends, not a byte beside what is masked. Of workbooks and documents, which are archives, that holds
// for their parts.
//
// What an item's `privacy` allows stays. Marks of secrecy stay too: a mask does not make a secret
// document a public one, so that a person must decide. What is not beyond doubt is masked only when asked for.
//
// It knows Markdown with front matter, CSV, workbooks (.xlsx) and documents (.docx); it touches no disk.
package redact

import (
	"bytes"
	"slices"
	"strings"

	"gongkai/generator/front"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

// A Find is one find in a file.
type Find struct {
	At   passage.Place // the names in it are hidden where they hold a number
	Kind privacy.Kind
	Sure bool
	Mask string // never the number; of a mark the mark
}

// A Result is what was found in a file.
type Result struct {
	Text   []byte // the file with its masks; nil where nothing is to be masked
	Masked []Find // in the order of the file
	Doubt  []Find // not beyond doubt, and left as they are
	Marks  []Find // of secrecy and internal use, left as they are

	Formulas []passage.Place // cells of a workbook whose formula became text
	ByHand   []Find          // in a workbook or document where no mask reaches, such as a file or a picture inside
}

// Options say what is masked.
type Options struct {
	All     bool     // what is not beyond doubt too
	Allowed []string // entries of the item's privacy, beside those of the file itself
}

// A piece is a find with what stands in its place.
type piece struct {
	at   source.Span // in the plain text
	m    privacy.Match
	text string
}

// Markdown masks in a Markdown file. ok is false where the bytes are no text that could be
// written back as it was.
func Markdown(raw []byte, o Options) (r Result, ok bool) {
	return edit(raw, o, func(text []byte) ([]piece, []string) {
		var pieces []piece
		found := privacy.Markdown(text)
		if len(found) == 0 {
			return nil, nil
		}
		w := writer{text: text, body: front.Parse("", text).Body}
		w.at = w.body
		for _, m := range found {
			pieces = append(pieces, piece{m.At, m, w.instead(m)})
		}
		return pieces, Allowed(text)
	})
}

// Allowed gives what the privacy entries of a Markdown file's front matter name.
func Allowed(text []byte) (entries []string) {
	if !bytes.Contains(text, []byte("privacy")) && !bytes.Contains(text, []byte("个人信息")) {
		return nil
	}
	root := front.Parse("", text).Root
	for _, key := range [...]string{"privacy", "个人信息"} {
		list := root.Get(key)
		if list == nil {
			continue
		}
		for i := range list.Items {
			for _, name := range [...]string{"match", "内容"} {
				if n := list.Items[i].Get(name); n != nil && n.Text != "" {
					entries = append(entries, n.Text)
				}
			}
		}
	}
	return entries
}

// edit finds, decides and writes.
func edit(raw []byte, o Options, find func(text []byte) ([]piece, []string)) (r Result, ok bool) {
	exact, enc, ok := source.Exact(raw)
	if !ok {
		return Result{}, false
	}
	text, at := source.Plain(exact)
	pieces, own := find(text)
	allowed := slices.Concat(o.Allowed, own)
	where := func(i int) int {
		if at == nil {
			return i
		}
		return at[i]
	}
	var out []byte
	done, line, counted := 0, 1, 0
	for _, p := range pieces {
		found := string(text[p.at.Start:p.at.End])
		if slices.ContainsFunc(allowed, func(e string) bool { return privacy.Allows(e, p.m, found) }) {
			continue
		}
		line += bytes.Count(text[counted:p.at.Start], []byte("\n"))
		counted = p.at.Start
		if r.add(passage.Place{Line: line}, p.m, o) {
			from, to := where(p.at.Start), where(p.at.End)
			if at != nil && p.at.End > p.at.Start { // not over a line end or mark that follows
				to = at[p.at.End-1] + 1
			}
			out = append(append(out, exact[done:from]...), lineEnds(p.text, exact[from:to])...)
			done = to
		}
	}
	if len(r.Masked) == 0 {
		return r, true
	}
	out = append(out, exact[done:]...)
	r.Text, ok = encode(out, enc)
	return r, ok
}

// add sorts a find into the lists and reports whether it is to be masked.
func (r *Result) add(at passage.Place, m privacy.Match, o Options) bool {
	f := Find{at, m.Kind, m.Sure, m.Mask}
	switch {
	case m.Kind.IsMark():
		r.Marks = append(r.Marks, f)
	case !m.Sure && !o.All:
		r.Doubt = append(r.Doubt, f)
	default:
		r.Masked = append(r.Masked, f)
		return true
	}
	return false
}

// lineEnds gives a cover the line ends of what it covers.
func lineEnds(cover string, was []byte) string {
	if !strings.Contains(cover, "\n") || !bytes.Contains(was, []byte("\r")) {
		return cover
	}
	var b strings.Builder
	for i, line := range strings.Split(cover, "\n") {
		if i > 0 {
			at, n := bytes.IndexAny(was, "\r\n"), 1
			if at < 0 {
				return cover
			}
			if bytes.HasPrefix(was[at:], []byte("\r\n")) {
				n = 2
			}
			b.Write(was[at : at+n])
			was = was[at+n:]
		}
		b.WriteString(line)
	}
	return b.String()
}

func encode(text []byte, enc string) ([]byte, bool) {
	raw, err := source.Encode(text, enc)
	return raw, err == nil
}

// A writer writes masks into a Markdown file, from its head to its end.
type writer struct {
	text []byte
	body int  // where the body begins
	at   int  // the line up to which fences were counted
	code bool // whether that line lies in a fenced block, where a backslash would be seen
}

// instead gives what stands in the place of a match.
func (w *writer) instead(m privacy.Match) string {
	found := string(w.text[m.At.Start:m.At.End])
	mask := m.Mask
	if strings.ContainsAny(found, "|\n") && !strings.ContainsAny(found, "&<") {
		mask = m.Cover(found)
		if m.At.Start >= w.body {
			mask = escaped(found, mask)
		}
		return mask
	}
	const reach = 8
	before := w.text[max(0, m.At.Start-reach):m.At.Start]
	if m.At.Start < w.body {
		// A plain value of YAML that began with a star would be an alias.
		if before = bytes.TrimRight(before, " "); strings.HasPrefix(mask, "*") && (bytes.HasSuffix(before, []byte(":")) || bytes.HasSuffix(before, []byte("-"))) {
			mask = strings.ReplaceAll(mask, "*", "＊")
		}
		return mask
	}
	if !w.fenced(m.At.Start) {
		mask = strings.ReplaceAll(mask, "*", `\*`)
	}
	return balanced(string(before), found, mask)
}

// fenced reports whether the offset lies in a fenced block of code.
func (w *writer) fenced(at int) bool {
	for w.at < at {
		end := bytes.IndexByte(w.text[w.at:], '\n')
		if end < 0 || w.at+end >= at {
			break
		}
		line := bytes.TrimSpace(w.text[w.at : w.at+end])
		if bytes.HasPrefix(line, []byte("```")) || bytes.HasPrefix(line, []byte("~~~")) {
			w.code = !w.code
		}
		w.at += end + 1
	}
	return w.code
}

// escaped puts a backslash before each star of a cover that was no star before.
func escaped(found, cover string) string {
	was := []rune(found)
	var b strings.Builder
	for i, r := range []rune(cover) {
		if r == '*' && was[i] != '*' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// balanced keeps the one end of an emphasis whose other end stands beside the number.
func balanced(before, found, mask string) string {
	for _, c := range []byte("*_~`") {
		run, runs := "", 0
		for i := 0; i < len(found); i++ {
			if found[i] != c {
				continue
			}
			from := i
			for i < len(found) && found[i] == c {
				i++
			}
			if (from == 0 || found[from-1] != '\\') && !(c == '_' || c == '~' && i-from == 1) {
				run, runs = found[from:i], runs+1
			}
		}
		switch {
		case runs%2 == 0:
		case strings.HasSuffix(before, run):
			mask += run
		default:
			mask = run + mask
		}
	}
	return mask
}
