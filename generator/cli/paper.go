package cli

import (
	"bufio"
	"html"
	"io"
	"strings"
)

// A paper is a short text of headings, paragraphs, lists and tables that is written as plain
// text, Markdown or HTML.
type paper struct {
	title, lang string
	blocks      []block
}

// A block is one part: its kind tells which fields it has.
type block struct {
	kind  blockKind
	level int    // of a heading: 2 or 3
	text  string // of a heading or a paragraph
	lines []bullet
	heads []string
	rows  [][]string
	right bool // a table of figures: all columns but the first stand to the right
}

type blockKind uint8

const (
	headingBlock blockKind = iota
	textBlock
	listBlock
	tableBlock
)

// A bullet is a line of a list; a deep one belongs to the line above it.
type bullet struct {
	text string
	deep bool
}

func (p *paper) heading(level int, text string) {
	p.blocks = append(p.blocks, block{kind: headingBlock, level: level, text: text})
}

func (p *paper) para(text string) { p.blocks = append(p.blocks, block{kind: textBlock, text: text}) }

func (p *paper) list(lines []bullet) {
	if len(lines) > 0 {
		p.blocks = append(p.blocks, block{kind: listBlock, lines: lines})
	}
}

func (p *paper) table(heads []string, rows [][]string, right bool) {
	p.blocks = append(p.blocks, block{kind: tableBlock, heads: heads, rows: rows, right: right})
}

// text writes the paper as plain text, short enough to be mailed: a table of figures in columns
// that stand straight under Han characters, any other with bars between its cells.
func (p *paper) text(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString(p.title + "\n")
	for _, x := range p.blocks {
		b.WriteByte('\n')
		switch x.kind {
		case tableBlock:
			if x.right {
				columns(b, x)
				continue
			}
			for _, row := range append([][]string{x.heads}, x.rows...) {
				b.WriteString("  " + strings.Join(row, " | ") + "\n")
			}
		case listBlock:
			for _, l := range x.lines {
				if l.deep {
					b.WriteString("    ")
				}
				b.WriteString("  - " + l.text + "\n")
			}
		default:
			b.WriteString(x.text + "\n")
		}
	}
	return b.Flush()
}

// columns writes a table of figures in straight columns.
func columns(b *bufio.Writer, x block) {
	all := append([][]string{x.heads}, x.rows...)
	width := make([]int, len(x.heads))
	for _, row := range all {
		for i, c := range row {
			width[i] = max(width[i], cells(c))
		}
	}
	for n, row := range all {
		var line strings.Builder
		for i, c := range row {
			pad := strings.Repeat(" ", width[i]-cells(c))
			if i > 0 {
				c = pad + c
			} else {
				c += pad
			}
			line.WriteString("  " + c)
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		if n == 0 {
			rule := 0
			for _, w := range width {
				rule += w + 2
			}
			b.WriteString("  " + strings.Repeat("-", rule-2) + "\n")
		}
	}
}

// markdown writes the paper as Markdown with tables, as GitHub has them.
func (p *paper) markdown(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("# " + plainLine(p.title) + "\n")
	for _, x := range p.blocks {
		b.WriteByte('\n')
		switch x.kind {
		case headingBlock:
			b.WriteString(strings.Repeat("#", x.level) + " " + plainLine(x.text) + "\n")
		case textBlock:
			b.WriteString(plainLine(x.text) + "\n")
		case listBlock:
			for _, l := range x.lines {
				if l.deep {
					b.WriteString("  ")
				}
				b.WriteString("- " + plainLine(l.text) + "\n")
			}
		case tableBlock:
			tableLine(b, x.heads)
			b.WriteByte('|')
			for i := range x.heads {
				if x.right && i > 0 {
					b.WriteString(" ---: |")
				} else {
					b.WriteString(" --- |")
				}
			}
			b.WriteByte('\n')
			for _, row := range x.rows {
				tableLine(b, row)
			}
		}
	}
	return b.Flush()
}

func tableLine(b *bufio.Writer, row []string) {
	b.WriteByte('|')
	for _, c := range row {
		b.WriteString(" " + strings.ReplaceAll(plainLine(c), "|", `\|`) + " |")
	}
	b.WriteByte('\n')
}

// marks are the characters that Markdown would take for marks of its own.
var marks = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "<", `\<`, "#", `\#`, "\n", " ")

// plainLine makes a text one that Markdown shows as it is.
func plainLine(s string) string { return marks.Replace(s) }

// paperStyle is the look of a paper as HTML: as a typed letter, on screen and on A4.
const paperStyle = `body{max-width:60em;margin:2em auto;padding:0 1em;font-family:"Noto Serif SC","Songti SC",SimSun,serif;line-height:1.7;color:#1c1b1a;background:#fff}` +
	`h1{text-align:center;font-size:1.5em}h2{font-size:1.2em;margin-top:1.6em}h3{font-size:1em;margin-bottom:.2em}` +
	`table{border-collapse:collapse;font-size:.85em;width:100%}th,td{border:1px solid #777;padding:.15em .4em;text-align:left;vertical-align:top}` +
	`.n td+td,.n th+th{text-align:right}ul{margin:.2em 0}tr{break-inside:avoid}@page{size:A4;margin:20mm 15mm}`

// html writes the paper as one page that a browser shows and prints, and a word processor opens.
func (p *paper) html(w io.Writer) error {
	b := bufio.NewWriter(w)
	e := html.EscapeString
	b.WriteString("<!doctype html>\n<html lang=\"" + p.lang + "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>" +
		e(p.title) + "</title>\n<style>" + paperStyle + "</style>\n</head>\n<body>\n<h1>" + e(p.title) + "</h1>\n")
	for _, x := range p.blocks {
		switch x.kind {
		case headingBlock:
			tag := "h2"
			if x.level > 2 {
				tag = "h3"
			}
			b.WriteString("<" + tag + ">" + e(x.text) + "</" + tag + ">\n")
		case textBlock:
			b.WriteString("<p>" + e(x.text) + "</p>\n")
		case listBlock:
			bullets(b, x.lines)
		case tableBlock:
			class := ""
			if x.right {
				class = ` class="n"`
			}
			b.WriteString("<table" + class + ">\n<thead><tr>")
			for _, h := range x.heads {
				b.WriteString(`<th scope="col">` + e(h) + "</th>")
			}
			b.WriteString("</tr></thead>\n<tbody>\n")
			for _, row := range x.rows {
				b.WriteString("<tr>")
				for _, c := range row {
					b.WriteString("<td>" + e(c) + "</td>")
				}
				b.WriteString("</tr>\n")
			}
			b.WriteString("</tbody></table>\n")
		}
	}
	b.WriteString("</body>\n</html>\n")
	return b.Flush()
}

// bullets writes a list in which a deep line hangs below the one above it.
func bullets(b *bufio.Writer, lines []bullet) {
	b.WriteString("<ul>\n")
	for i := 0; i < len(lines); {
		b.WriteString("<li>" + html.EscapeString(lines[i].text))
		if i++; i < len(lines) && lines[i].deep {
			b.WriteString("\n<ul>\n")
			for ; i < len(lines) && lines[i].deep; i++ {
				b.WriteString("<li>" + html.EscapeString(lines[i].text) + "</li>\n")
			}
			b.WriteString("</ul>\n")
		}
		b.WriteString("</li>\n")
	}
	b.WriteString("</ul>\n")
}
