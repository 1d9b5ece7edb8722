package tidy

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

const wideColon = "："

// line gives the number of the line that holds the offset.
func (w *worker) line(at int) int { return source.PositionIn(w.text, at).Line }

// colons makes full-width colons behind keys half-width ones with a blank.
func (w *worker) colons() []edit {
	var edits []edit
	for _, d := range w.block.Findings {
		at := d.At
		if d.Rule != "F05" || at.End > len(w.text) || string(w.text[at.Start:at.End]) != wideColon {
			continue
		}
		e := edit{at, ":", diag.Say("第%d行：全角冒号改为半角", "line %d: the colon became half-width", w.line(at.Start))}
		if rest := w.text[at.End:]; len(rest) > 0 && rest[0] != ' ' && rest[0] != '\n' {
			e.text = ": "
		}
		edits = append(edits, e)
	}
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(a.at.Start, b.at.Start) })
	return edits
}

// values writes dates and document numbers in their one form.
func (w *worker) values() []edit {
	var edits []edit
	w.value(&w.block.Root, &schema.Key{Form: schema.Object, Keys: w.table}, &edits)
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(a.at.Start, b.at.Start) })
	return edits
}

func (w *worker) value(n *front.Node, k *schema.Key, edits *[]edit) {
	for i := range n.Items {
		w.value(&n.Items[i], k, edits)
	}
	for i := range n.Pairs {
		w.value(&n.Pairs[i].Value, inner(k, n.Pairs[i].Key), edits)
	}
	if n.Kind != front.Scalar || n.Empty() {
		return
	}
	written, quote := string(w.text[n.At.Start:n.At.End]), ""
	if n.Quoted && len(written) >= 2 {
		quote = written[:1]
		written = written[1 : len(written)-1]
	}
	to := canonical(k.Form, n.Text)
	if to == n.Text || written != n.Text { // the second: escapes, several lines, curly quotes
		return
	}
	if k.Form == schema.Legal {
		to = quote + to + quote
	}
	*edits = append(*edits, edit{n.At, to, diag.Say("第%d行：%s改为%s", "line %d: %s became %s", w.line(n.At.Start), n.Text, canonical(k.Form, n.Text))})
}

// blanks cuts blanks off the ends of lines, but not inside of texts.
func (w *worker) blanks() []edit {
	var texts []source.Span // of scalars that reach over several lines
	var find func(*front.Node)
	find = func(n *front.Node) {
		for i := range n.Items {
			find(&n.Items[i])
		}
		for i := range n.Pairs {
			find(&n.Pairs[i].Value)
		}
		if n.Kind == front.Scalar && bytes.IndexByte(w.text[n.At.Start:n.At.End], '\n') >= 0 {
			texts = append(texts, n.At)
		}
	}
	find(&w.block.Root)
	var edits []edit
	for at := 0; at < w.end(); {
		end := at + bytes.IndexByte(w.text[at:], '\n')
		if end < at {
			end = len(w.text)
		}
		cut := at + len(bytes.TrimRight(w.text[at:end], " \t"))
		inText := slices.ContainsFunc(texts, func(s source.Span) bool { return s.Start <= cut && cut < s.End })
		if cut < end && !inText {
			edits = append(edits, edit{at: source.Span{Start: cut, End: end}})
		}
		at = end + 1
	}
	if len(edits) > 0 {
		edits[0].words = diag.Say("去掉了%d处行末空格", "took out blanks at the end of %d lines", len(edits))
	}
	return edits
}

// end is where the part ends that may be changed: the body's begin, or the file's end.
func (w *worker) end() int {
	if w.markdown {
		return w.block.Body
	}
	return len(w.text)
}

// A chunk is the lines of one key: the comments and blank lines above it, its value, and
// the comments inside of that.
type chunk struct {
	text string
	rank int
}

// order puts the keys in the table's order.
func (w *worker) order() []edit {
	root := &w.block.Root
	if root.Kind != front.Map || len(root.Pairs) < 2 || w.text[root.At.Start] == '{' {
		return nil
	}
	head, chunks, tail, ok := w.chunks()
	byRank := func(a, b chunk) int { return cmp.Compare(a.rank, b.rank) }
	if !ok || slices.IsSortedFunc(chunks, byRank) {
		return nil
	}
	slices.SortStableFunc(chunks, byRank)
	var b strings.Builder
	b.WriteString(head)
	for i, c := range chunks {
		if i == 0 && head == "" {
			c.text = strings.TrimLeft(c.text, "\n")
		}
		b.WriteString(c.text)
	}
	b.WriteString(tail)
	at := w.block.At
	text := b.String()
	if w.text[at.End-1] != '\n' {
		text = strings.TrimSuffix(text, "\n")
	}
	return []edit{{at, text, diag.Say("各项按统一的次序排列", "put the keys in their order")}}
}

// chunks cuts the block into what stands above the first key for good, the keys' lines,
// and what stands below the last one. It gives up where a key does not begin a line.
func (w *worker) chunks() (head string, chunks []chunk, tail string, ok bool) {
	yaml := string(w.text[w.block.At.Start:w.block.At.End])
	if !strings.HasSuffix(yaml, "\n") {
		yaml += "\n"
	}
	pairs := slices.Clone(w.block.Root.Pairs)
	slices.SortFunc(pairs, func(a, b front.Pair) int { return cmp.Compare(a.KeyAt.Start, b.KeyAt.Start) })
	base, from := w.block.At.Start, 0
	for i, p := range pairs {
		key := p.KeyAt.Start - base
		start := strings.LastIndexByte(yaml[:key], '\n') + 1
		if strings.Trim(yaml[start:key], " ") != "" || start < from {
			return "", nil, "", false
		}
		own, ok := split(yaml[from:start], i == 0)
		if !ok {
			return "", nil, "", false
		}
		if i == 0 {
			head = yaml[:own]
		} else {
			chunks[i-1].text += yaml[from : from+own]
		}
		last := max(p.KeyAt.End, p.Value.At.End) - base
		if yaml[last-1] == '\n' {
			last--
		}
		end := last + strings.IndexByte(yaml[last:], '\n') + 1
		chunks = append(chunks, chunk{yaml[from+own : end], w.rank(p.Key)})
		from = end
	}
	own, ok := split(yaml[from:], false)
	chunks[len(chunks)-1].text += yaml[from : from+own]
	return head, chunks, yaml[from+own:], ok
}

// split gives how many bytes of the lines between two keys belong to the upper one:
// comments that are indented. Above the first key it gives how many belong to no key:
// what a blank line parts from it.
func split(lines string, first bool) (n int, ok bool) {
	at := 0
	for line := range strings.Lines(lines) {
		at += len(line)
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "":
			if first {
				n = at
			}
		case trimmed[0] != '#':
			return 0, false
		case !first && line[0] != '#':
			n = at
		}
	}
	return n, true
}

// rank gives the place of the key in the table; unknown ones come last.
func (w *worker) rank(key string) int {
	for i := range w.table {
		if w.table[i].Name == key || w.table.Find(key) == &w.table[i] {
			return i
		}
	}
	return len(w.table)
}
