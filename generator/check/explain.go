package check

import (
	"fmt"
	"io"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// Explain prints one rule for a terminal: what, on which clause, why, a wrong and a right
// example (in Chinese with Chinese keys), the fix. known tells whether there is such a rule, in capitals or not; err is
// the writer's.
func Explain(w io.Writer, code string, lang diag.Lang) (known bool, err error) {
	r := Lookup(code)
	if r == nil {
		return false, nil
	}
	say := func(zh, en string) string { return words(zh, en).In(lang) }
	wrong, right := r.Examples(lang)
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", r.Code, r.Severity.Words().In(lang), r.Title.In(lang))
	fmt.Fprintf(&b, "%s  %s\n", say("依据", "Basis"), r.Basis().In(lang))
	for _, part := range [...]struct{ head, text string }{
		{say("为什么", "Why"), r.Why.In(lang)},
		{say("错的写法", "Wrong"), wrong},
		{say("对的写法", "Right"), right},
		{say("怎么改", "What to do"), r.Fix.In(lang)},
	} {
		fmt.Fprintf(&b, "\n%s\n", part.head)
		for line := range strings.Lines(part.text) {
			b.WriteString("  " + strings.TrimRight(line, "\n") + "\n")
		}
	}
	_, err = io.WriteString(w, b.String())
	return true, err
}

// ExplainAll prints the table of all rules, by family: code, severity, title, basis.
func ExplainAll(w io.Writer, lang diag.Lang) error {
	rules := Table()
	wide := 0
	for i := range rules {
		wide = max(wide, cells(rules[i].Title.In(lang)))
	}
	var b strings.Builder
	family := byte(0)
	for i := range rules {
		r := &rules[i]
		if r.Family() != family {
			if family != 0 {
				b.WriteByte('\n')
			}
			family = r.Family()
			f := families[familyRank(family)]
			fmt.Fprintf(&b, "%c %s\n", f.letter, f.name.In(lang))
		}
		title := r.Title.In(lang)
		severity := r.Severity.Words().In(lang)
		fmt.Fprintf(&b, "  %s  %s%s  %s%s  %s\n", r.Code,
			severity, strings.Repeat(" ", 7-cells(severity)),
			title, strings.Repeat(" ", wide-cells(title)), r.Clause.In(lang))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// cells counts the screen cells of a text.
func cells(s string) (n int) {
	for _, c := range s {
		n += source.Cells(c)
	}
	return n
}

// SARIFRules gives the table as SARIF logs carry it.
func SARIFRules() []diag.RuleText {
	rules := Table()
	texts := make([]diag.RuleText, len(rules))
	for i := range rules {
		r := &rules[i]
		basis := r.Basis()
		texts[i] = diag.RuleText{
			Code: r.Code, Severity: r.Severity, Short: r.Title,
			Full: diag.Words{ZH: r.Why.ZH + "依据：" + basis.ZH + "。", EN: r.Why.EN + " Basis: " + basis.EN + "."},
			Help: r.Fix,
		}
	}
	return texts
}
