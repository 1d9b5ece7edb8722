// Package diag owns findings: what a clerk can mend, as a value with a rule, a
// place, a sentence and a fix, in Chinese and in English.
//
// A machine's fault (a full disk, a file that cannot be read) is an error, never
// a Diagnostic. The package prints findings as text with the line and a caret,
// as JSON, as SARIF 2.1.0 and as GitHub annotations; it imports only source.
package diag

import (
	"cmp"
	"fmt"
	"slices"

	"gongkai/generator/source"
)

// A Lang is a language that findings and the command line speak.
type Lang string

// The languages. Chinese is the default everywhere.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Words is one sentence in both languages.
type Words struct{ ZH, EN string }

// In gives the words in the language; Chinese where English is missing.
func (w Words) In(l Lang) string {
	if l == EN && w.EN != "" {
		return w.EN
	}
	return w.ZH
}

// IsZero reports whether there are no words.
func (w Words) IsZero() bool { return w == Words{} }

// Say formats one sentence in both languages with the same arguments. Where the
// languages need another order, use indexed verbs (%[2]s). An argument of type
// Words is put in its own language.
func Say(zh, en string, args ...any) Words {
	pick := func(l Lang) []any {
		out := make([]any, len(args))
		for i, a := range args {
			if w, ok := a.(Words); ok {
				a = w.In(l)
			}
			out[i] = a
		}
		return out
	}
	if len(args) == 0 {
		return Words{zh, en}
	}
	return Words{fmt.Sprintf(zh, pick(ZH)...), fmt.Sprintf(en, pick(EN)...)}
}

// A Severity orders findings. Only errors stop a build.
type Severity uint8

// The severities, least first.
const (
	Hint Severity = iota
	Warning
	Error
)

// Words gives the severity's name.
func (s Severity) Words() Words {
	return [...]Words{{"提示", "hint"}, {"警告", "warning"}, {"错误", "error"}}[s]
}

// String gives the English name, as JSON and SARIF-like formats use it.
func (s Severity) String() string { return s.Words().EN }

// A Place is a span of one file.
type Place struct {
	Path string
	At   source.Span
}

// A Related is a second place that belongs to a finding: the other item with the
// same index number, the draft that a result follows.
type Related struct {
	Place
	Text Words
}

// A Diagnostic is one finding about one place in one file.
type Diagnostic struct {
	Rule     string   // code in the rule table, such as "T01"
	Severity Severity // set from the rule table by check; loaders leave it zero
	Place
	Text    Words     // what is wrong, with the values that are wrong
	Fix     Words     // what to do about it; may be zero
	Basis   Words     // the clause that the rule rests on, such as 细则第七条; set by check
	Related []Related // further places; may be nil
}

// Sort orders findings by path, offset, rule and text: the order in which they are printed,
// the same for any number of workers.
func Sort(ds []Diagnostic) {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.At.Start, b.At.Start),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Text.ZH, b.Text.ZH),
		)
	})
}

// Counts is how many findings there are of each severity, indexed by Severity.
type Counts [3]int

// Count counts findings by severity.
func Count(ds []Diagnostic) (c Counts) {
	for _, d := range ds {
		c[d.Severity]++
	}
	return c
}
