package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// GitHub prints findings as workflow commands, one a line, which GitHub Actions and the
// hosts that copy it show beside the lines of a change. Hints are notices.
func GitHub(w io.Writer, ds []Diagnostic, o Options) error {
	out := bufio.NewWriter(w)
	loc := o.locator()
	shown, _ := o.shown(ds)
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, d := range shown {
		fmt.Fprintf(out, "::%s file=%s", [...]string{"notice", "warning", "error"}[d.Severity], property.Replace(o.path(d.Path)))
		if f := loc.file(d.Path); f != nil && !d.At.IsZero() {
			from, to := f.at(d.At.Start), f.at(d.At.End)
			fmt.Fprintf(out, ",line=%d", from.Line)
			if from.Line == to.Line {
				fmt.Fprintf(out, ",col=%d,endColumn=%d", from.Column, to.Column)
			} else {
				fmt.Fprintf(out, ",endLine=%d", to.Line)
			}
		}
		title := Say("%s %s", "%s %s", d.Severity.Words(), d.Rule).In(o.Lang)
		fmt.Fprintf(out, ",title=%s::%s\n", property.Replace(title), data.Replace(strings.Map(func(r rune) rune {
			if r == '\n' {
				return r
			}
			return visible(r)
		}, o.whole(d, "\n"))))
	}
	return out.Flush()
}
