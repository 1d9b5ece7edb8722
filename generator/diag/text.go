package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// colours of the severities, and of what else stands out.
var (
	severityColour = [3]string{"\x1b[36m", "\x1b[33m", "\x1b[31m"}
	boldOn, plain  = "\x1b[1m", "\x1b[0m"
)

// Text prints findings for people: the place, the severity, the rule and the sentence on
// one line, then the line of the file with marks under the words meant, then the clause
// and what to do, and at the end how many findings there are. It prints them in the
// order given; the error is the writer's.
func Text(w io.Writer, ds []Diagnostic, o Options) error {
	out := bufio.NewWriter(w)
	loc := o.locator()
	shown, left := o.shown(ds)
	for _, d := range shown {
		o.one(out, loc, d)
	}
	if left > 0 {
		fmt.Fprintln(out, Say("还有%d条没有列出。", "%d more are not listed.", left).In(o.Lang))
	}
	fmt.Fprintln(out, o.paint(boldOn, summary(Count(ds)).In(o.Lang)))
	return out.Flush()
}

// one prints a finding.
func (o Options) one(out *bufio.Writer, loc *locator, d Diagnostic) {
	f := loc.file(d.Path)
	colour := severityColour[d.Severity]
	fmt.Fprintf(out, "%s %s %s\n", o.paint(boldOn, o.place(f, d.Place)),
		o.paint(colour, d.Severity.Words().In(o.Lang)+" "+d.Rule), clean(d.Text.In(o.Lang)))
	if f != nil && !d.At.IsZero() {
		at := f.at(d.At.Start)
		line, start := f.line(at.Line)
		width := o.Width
		if width <= 0 {
			width = 100
		}
		shown, marks := snippet(line, d.At.Start-start, d.At.End-start, max(width, 20))
		number := fmt.Sprintf("%5d", at.Line)
		fmt.Fprintf(out, "%s | %s\n%s | %s\n", number, shown, strings.Repeat(" ", len(number)), o.paint(colour, marks))
	}
	for _, r := range d.Related {
		fmt.Fprintln(out, "    "+Say("参见：%s %s", "See: %s %s", o.place(loc.file(r.Path), r.Place), Words{clean(r.Text.ZH), clean(r.Text.In(EN))}).In(o.Lang))
	}
	if !d.Basis.IsZero() {
		fmt.Fprintln(out, "    "+Say("依据：%s", "Basis: %s", Words{clean(d.Basis.ZH), clean(d.Basis.In(EN))}).In(o.Lang))
	}
	if !d.Fix.IsZero() {
		fmt.Fprintln(out, "    "+Say("怎么改：%s", "Fix: %s", Words{clean(d.Fix.ZH), clean(d.Fix.In(EN))}).In(o.Lang))
	}
	out.WriteByte('\n')
}

// place gives path:line:column, and the path alone for a whole file or one without text.
func (o Options) place(f *lined, p Place) string {
	path := clean(o.path(p.Path))
	if f == nil || p.At.IsZero() {
		return path
	}
	at := f.at(p.At.Start)
	return fmt.Sprintf("%s:%d:%d", path, at.Line, at.Column)
}

// paint puts a colour around the text where colours are asked for.
func (o Options) paint(colour, text string) string {
	if !o.Colour || text == "" {
		return text
	}
	return colour + text + plain
}

// summary is the line at the end.
func summary(c Counts) Words {
	if c == (Counts{}) {
		return Words{"没有发现问题。", "No findings."}
	}
	var zh, en []string
	for s := Error; ; s-- {
		if c[s] > 0 {
			zh = append(zh, fmt.Sprintf("%d个%s", c[s], s.Words().ZH))
			plural := "s"
			if c[s] == 1 {
				plural = ""
			}
			en = append(en, fmt.Sprintf("%d %s%s", c[s], s.Words().EN, plural))
		}
		if s == Hint {
			break
		}
	}
	return Words{"共" + strings.Join(zh, "、") + "。", strings.Join(en, ", ") + "."}
}
