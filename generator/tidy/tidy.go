// Package tidy owns what `gongkai fmt` does to one file: it writes the same record in
// the one form that everybody can read and compare.
//
// It changes the encoding (UTF-8 without a byte-order mark, LF, a line end at the end), takes
// out the characters that draw nothing and say nothing (source.Invisible, such as U+200B)
// wherever they are, and, between the --- lines only, a full-width colon after a key, the form of dates
// (2026-07-01) and document numbers (示财〔2026〕3号), trailing blanks and the order of the
// keys, which is the table's; a comment stays with its key. It changes nothing else:
// what is written about is the same record afterwards, which it verifies by reading its
// own work before it hands it out. In a YAML file it leaves the order of the keys alone.
//
// What cannot be read is left as it is, and a finding says so. The package touches no
// disk.
package tidy

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// A Result is what File made of a file.
type Result struct {
	Text    []byte            // what the file shall hold; the bytes given where nothing changes
	Changes []diag.Words      // what is different, in order; nil where nothing is
	Left    []diag.Diagnostic // why parts were left as they are; warnings
}

// File tidies a file: the front matter of a Markdown file, or a whole YAML file, as its
// name ends. raw is what is on disk, table the keys that it may carry. To tidy the
// result once more changes nothing.
func File(name string, raw []byte, table schema.Table) Result {
	text, enc, crlf, ok := source.Decode(raw)
	if !ok {
		return Result{Text: raw, Left: []diag.Diagnostic{{
			Rule: "F19", Severity: diag.Warning, Place: diag.Place{Path: name},
			Text: diag.Say("不是文字，也可能已经损坏，没有改动", "this is no text, or it is damaged; left as it is"),
			Fix:  diag.Say("用记事本打开，确认没有乱码后另存为UTF-8编码", "open it in an editor, see that it reads right, and save it as UTF-8"),
		}}}
	}
	r := Result{Text: raw}
	switch {
	case enc == "utf-8" && len(text) == len(raw), enc == "utf-8" && crlf:
	case enc == "utf-8" || enc == "utf-8-bom":
		r.Changes = append(r.Changes, diag.Say("去掉了字节顺序标记（BOM）", "took out the byte-order mark"))
	default:
		r.Changes = append(r.Changes, diag.Say("编码由%s改为UTF-8", "encoding %s became UTF-8", strings.ToUpper(enc)))
	}
	if crlf {
		r.Changes = append(r.Changes, diag.Say("换行改为LF", "line ends became LF"))
	}
	if seen, what := visible(text); !what.IsZero() {
		text = seen
		r.Changes = append(r.Changes, what)
	}
	if len(text) > 0 && text[len(text)-1] != '\n' {
		text = append(bytes.Clone(text), '\n')
		r.Changes = append(r.Changes, diag.Say("文件末尾补了换行", "put a line end at the end"))
	}
	w := worker{name: name, table: table, text: text, markdown: strings.EqualFold(path.Ext(name), ".md")}
	w.run()
	r.Changes = append(r.Changes, w.changes...)
	r.Left = w.left
	if !bytes.Equal(w.text, raw) {
		r.Text = w.text
	}
	return r
}

// visible gives the text without the characters that draw nothing and say nothing, and
// which they were; no words where there are none.
func visible(text []byte) (seen []byte, what diag.Words) {
	var kinds []rune
	count, from := map[rune]int{}, 0
	source.Odds(text, func(at int, r rune, why source.Oddness) bool {
		if why != source.Invisible {
			return true
		}
		if count[r]++; count[r] == 1 {
			kinds = append(kinds, r)
		}
		seen, from = append(seen, text[from:at]...), at+utf8.RuneLen(r)
		return true
	})
	if len(kinds) == 0 {
		return text, what
	}
	var zh, en []string
	for _, r := range kinds {
		zh, en = append(zh, fmt.Sprintf("U+%04X %d处", r, count[r])), append(en, fmt.Sprintf("%d of U+%04X", count[r], r))
	}
	return append(seen, text[from:]...), diag.Say("去掉了看不见的字符：%s", "took out invisible characters: %s",
		diag.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")})
}

// A worker does one file, stage by stage. Every stage makes a new text, and the text is
// taken only where it reads as the same record.
type worker struct {
	name     string
	table    schema.Table
	markdown bool

	text    []byte
	block   front.Block // of text
	changes []diag.Words
	left    []diag.Diagnostic
}

func (w *worker) parse(text []byte) front.Block {
	if w.markdown {
		return front.Parse(w.name, text)
	}
	return front.YAML(w.name, text)
}

// run does all stages.
func (w *worker) run() {
	w.block = w.parse(w.text)
	w.take(w.colons())
	if w.broken() {
		for _, d := range w.block.Findings {
			d.Severity = diag.Warning
			w.left = append(w.left, d)
		}
		return
	}
	w.take(w.values())
	w.take(w.blanks())
	if w.markdown {
		w.take(w.order())
	}
}

// broken reports whether parts of the block cannot be relied upon.
func (w *worker) broken() bool {
	if !w.block.Whole || len(w.block.Lost) > 0 {
		return true
	}
	for _, d := range w.block.Findings {
		if d.Rule == "F07" || d.Rule == "F03" || d.Rule == "F04" {
			return true
		}
	}
	return false
}

// An edit replaces a span of the text.
type edit struct {
	at    source.Span
	text  string
	words diag.Words // what is changed; zero where another edit has said so
}

// take makes the edits, which are in order, where what they give is the same record
// with no finding more.
func (w *worker) take(edits []edit) {
	if len(edits) == 0 {
		return
	}
	var out []byte
	from := 0
	for _, e := range edits {
		out = append(append(out, w.text[from:e.at.Start]...), e.text...)
		from = e.at.End
	}
	out = append(out, w.text[from:]...)
	after := w.parse(out)
	if !bytes.Equal(w.text[w.block.Body:], out[after.Body:]) || more(w.block.Findings, after.Findings) ||
		len(after.Lost) > len(w.block.Lost) || w.block.Whole && !after.Whole || !w.same(&w.block.Root, &after.Root) {
		return
	}
	for _, e := range edits {
		if !e.words.IsZero() {
			w.changes = append(w.changes, e.words)
		}
	}
	w.text, w.block = out, after
}

// more reports whether the second list has a finding of a rule that the first has fewer of.
func more(before, after []diag.Diagnostic) bool {
	count := map[string]int{}
	for _, d := range before {
		count[d.Rule]++
	}
	for _, d := range after {
		if count[d.Rule]--; count[d.Rule] < 0 {
			return true
		}
	}
	return false
}
