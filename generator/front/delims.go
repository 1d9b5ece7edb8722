package front

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// A delims tells where the front matter of a text is.
type delims struct {
	open   source.Span // the opening line
	yaml   source.Span
	body   int
	closed bool // both lines are exactly ---
	none   bool // there is nothing to read as YAML

	guessed bool // the end is a guess
}

// scanDelimiters finds --- lines as package frontmatter does: blank lines may come
// before, white space around the dashes does not count.
func scanDelimiters(text []byte) delims {
	at := firstLine(text)
	end := lineEnd(text, at)
	d := delims{open: source.Span{Start: at, End: end}, none: true}
	if string(bytes.TrimSpace(text[at:end])) != "---" {
		return d
	}
	d.none = false
	from := nextLine(text, end)
	d.yaml = source.Span{Start: from, End: len(text)}
	d.body = len(text)
	for at = from; at < len(text); at = nextLine(text, end) {
		end = lineEnd(text, at)
		if line := text[at:end]; len(line) >= 3 && string(bytes.TrimSpace(line)) == "---" {
			d.yaml.End, d.body, d.closed = at, nextLine(text, end), true
			return d
		}
	}
	return d
}

// firstLine gives the offset of the first line that is not blank, or of the text's end.
func firstLine(text []byte) int {
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		if len(bytes.TrimSpace(text[at:end])) > 0 {
			return at
		}
		at = nextLine(text, end)
		if end == len(text) {
			break
		}
	}
	return len(text)
}

// split is scanDelimiters with a finding, and a guess at what was meant, where the lines
// are not as they should be.
func split(path string, text []byte) (delims, []diag.Diagnostic) {
	d := scanDelimiters(text)
	if d.closed {
		return d, nil
	}
	var found []diag.Diagnostic
	say := func(rule string, at source.Span, text, fix diag.Words) {
		found = append(found, diag.Diagnostic{Rule: rule, Place: diag.Place{Path: path, At: at}, Text: text, Fix: fix})
	}
	if d.none {
		line := string(bytes.TrimSpace(text[d.open.Start:d.open.End]))
		from := nextLine(text, d.open.End)
		switch {
		case line == "":
			say("F03", source.Span{}, diag.Say("文件是空的", "the file is empty"),
				diag.Say("运行 gongkai new 生成带开头信息的文件", "let gongkai new write a file with front matter"))
			return d, found
		case dashes(line):
			say("F03", d.open, diag.Say("第一行写成了“%s”，不是三个半角减号", "the first line is %q and not three hyphens", line),
				diag.Say("把这一行改成“---”", "make this line ---"))
		case startsLikeYAML(text[d.open.Start:d.open.End]):
			from = d.open.Start
			say("F03", d.open, diag.Say("开头信息之前没有“---”", "there is no --- before the front matter"),
				diag.Say("在这一行之前加一行“---”", "put a line --- before this one"))
		default:
			say("F03", d.open, diag.Say("文件没有开头信息（标题、索引号、日期等）", "the file has no front matter (title, index, dates and so on)"),
				diag.Say("在最前面写两行“---”，中间写“标题: …”等各项", "begin the file with two lines --- and write title: … and the other keys between them"))
			return d, found
		}
		d.none = false
		d.yaml = source.Span{Start: from, End: len(text)}
	}
	closing, ok := anyDashes(text, d.yaml.Start)
	exact := ok && string(bytes.TrimSpace(text[closing.Start:closing.End])) == "---"
	end := guessEnd(text[:d.yaml.End], d.yaml.Start, knownKeys())
	switch {
	case ok && closing.Start <= end:
		d.yaml.End, d.body = closing.Start, nextLine(text, closing.End)
		if !exact {
			say("F04", closing, diag.Say("开头信息的结尾写成了“%s”，不是三个半角减号", "the front matter ends with %q and not with three hyphens", string(bytes.TrimSpace(text[closing.Start:closing.End]))),
				diag.Say("把这一行改成“---”", "make this line ---"))
		}
	default:
		d.yaml.End, d.body, d.guessed = end, end, true
		found = append(found, notClosed(path, text, d.open, end))
	}
	return d, found
}

// notClosed is the finding of a front matter without its closing line, which belongs at end.
func notClosed(path string, text []byte, open source.Span, end int) diag.Diagnostic {
	n := source.PositionIn(text, end).Line
	if end == len(text) && end > 0 && text[end-1] != '\n' {
		n++
	}
	return diag.Diagnostic{
		Rule: "F04", Place: diag.Place{Path: path, At: open},
		Text: diag.Say("开头信息没有结束：后面没有只写“---”的一行", "the front matter does not end: no line of --- follows"),
		Fix:  diag.Say("在第%d行、正文之前加一行“---”", "put a line --- before line %d, ahead of the text", n),
	}
}

// dashes reports whether a line is nothing but two or more strokes of some kind.
func dashes(line string) bool {
	return utf8.RuneCountInString(line) >= 2 && strings.Trim(line, "-—–－─―‐‑﹣") == "" || line == "—" || line == "—-" || line == "-—"
}

// anyDashes finds the next line that is nothing but strokes.
func anyDashes(text []byte, at int) (source.Span, bool) {
	for at < len(text) {
		end := lineEnd(text, at)
		if dashes(string(bytes.TrimSpace(text[at:end]))) {
			return source.Span{Start: at, End: end}, true
		}
		at = nextLine(text, end)
	}
	return source.Span{}, false
}

// startsLikeYAML reports whether the line is one of a known key.
func startsLikeYAML(line []byte) bool {
	key, _, kind := cutKey(line)
	return kind != noColon && knownKeys()[string(key)]
}

// guessEnd gives the offset where a front matter that is not closed ends: before a
// Markdown heading of two or more #, or before the blank lines behind which no key
// follows, or where the text ends. Where known is nil every word before a colon is a key,
// and indented lines and lists go on too.
func guessEnd(text []byte, at int, known map[string]bool) int {
	blank := -1
	for at < len(text) {
		end := lineEnd(text, at)
		line := text[at:end]
		switch trimmed := bytes.TrimSpace(line); {
		case len(trimmed) == 0:
			if blank < 0 {
				blank = at
			}
		case bytes.HasPrefix(line, []byte("##")):
			if blank >= 0 {
				return blank
			}
			return at
		case blank >= 0:
			key, _, kind := cutKey(trimmed)
			goesOn := kind != noColon && known[string(key)]
			if known == nil {
				goesOn = blankAt(line) > 0 || line[0] == '-' || line[0] == '#' || kind == halfColon && keyish(key)
			}
			if !goesOn {
				return blank
			}
			blank = -1
		}
		at = nextLine(text, end)
		if end == len(text) {
			break
		}
	}
	if blank >= 0 {
		return blank
	}
	return len(text)
}
