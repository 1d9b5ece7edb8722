// Package check owns the rule table: what a disclosure must satisfy, each rule with the
// clause that it rests on, why it exists, a wrong and a right example, and what to do.
//
// Site judges a model.Site and gives every finding, those of the readers (load and front)
// too, with severity and basis filled in from the table. Rules are pure functions of the
// site: the same site gives the same findings in the same order with any number of
// processors. A rule that needs a fact which nobody stated stays silent; it never guesses.
// Explain and ExplainAll print the table for people.
//
// Codes are grouped by the families of clause 十二·1: T time 时间, S scope 范围, P procedure
// 程序, M method 方式, R requirement 要求; and F for files 文件. A code is never given to
// another rule.
package check

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// A Rule is one entry of the table.
type Rule struct {
	Code        string
	Severity    diag.Severity
	Clause      diag.Words // the clause or regulation that it rests on
	Obligations []int      // O-numbers of the obligations that it answers
	Title       diag.Words // what is wrong, in a few words
	Why         diag.Words // why the rule exists
	Fix         diag.Words // what to do; a finding may say it more closely
	Wrong       string     // a few lines that break the rule, with English keys
	Right       string     // the same lines as they should be

	// national marks a rule that rests on national law alone: it is silent where the
	// site's `packs` leave out guojia.
	national bool

	// unfinished marks a rule that asks for what is not there yet: it only gives a hint
	// about a draft, which naturally lacks it.
	unfinished bool

	// shown marks a rule about what the public sees or downloads of an item: it is silent about
	// what is gone with an item that was withdrawn.
	shown bool

	of      schema.Table // whose keys the examples have; nil for an item's
	wrongZH string       // Wrong in Chinese, where changing its keys would lose the point

	item func(*report, *model.Item) // judges one item; called in parallel
	site func(*report)              // judges the site as a whole; called once
}

// Family gives the letter that the code begins with.
func (r *Rule) Family() byte { return r.Code[0] }

// Basis gives the clause with the O-numbers: 细则第七条（O70）.
func (r *Rule) Basis() diag.Words {
	if len(r.Obligations) == 0 {
		return r.Clause
	}
	var o strings.Builder
	for i, n := range r.Obligations {
		if i > 0 {
			o.WriteString("、")
		}
		o.WriteString("O" + strconv.Itoa(n))
	}
	return diag.Words{
		ZH: r.Clause.ZH + "（" + o.String() + "）",
		EN: r.Clause.EN + " (" + strings.ReplaceAll(o.String(), "、", ", ") + ")",
	}
}

// families gives the letters with their names, in the order in which the table is shown.
var families = []struct {
	letter byte
	name   diag.Words
}{
	{'T', words("时间", "time")},
	{'S', words("范围", "scope")},
	{'P', words("程序", "procedure")},
	{'M', words("方式", "method")},
	{'R', words("要求", "requirement")},
	{'F', words("文件", "file")},
}

// table is every rule, by family and code. It is built when the program starts and then
// only read.
var table = slices.Concat(
	timeRules, deadlineRules, commentRules,
	scopeRules, profileRules, configRules, ledgerRules, dutyRules,
	procedureRules, matterRules, hearingRules, validityRules,
	methodRules, bodyRules, sheetRules, themeRules,
	requirementRules, privacyRules, indexRules,
	fileRules,
	opinionRules, orderRules,
)

// Table gives every rule, by family in the order T S P M R F and then by code. The caller
// may alter the slice, not what the rules point at.
func Table() []Rule {
	rules := slices.Clone(table)
	slices.SortFunc(rules, func(a, b Rule) int {
		if a.Family() != b.Family() {
			return familyRank(a.Family()) - familyRank(b.Family())
		}
		return strings.Compare(a.Code, b.Code)
	})
	return rules
}

func familyRank(letter byte) int {
	for i, f := range families {
		if f.letter == letter {
			return i
		}
	}
	return len(families)
}

// Codes gives every code in the order of Table.
func Codes() []string {
	rules := Table()
	codes := make([]string, len(rules))
	for i := range rules {
		codes[i] = rules[i].Code
	}
	return codes
}

// Lookup gives the rule with the code, in either case, or nil.
func Lookup(code string) *Rule {
	for i := range table {
		if strings.EqualFold(table[i].Code, code) {
			r := table[i]
			return &r
		}
	}
	return nil
}

// words is short for a sentence in both languages.
func words(zh, en string) diag.Words { return diag.Words{ZH: zh, EN: en} }

// Short names for the table's columns.
const (
	hint    = diag.Hint
	warning = diag.Warning
	failure = diag.Error
)

// The clauses and regulations that rules rest on.
var (
	clause2   = words("细则第二条", "rules, clause 2")
	clause2a  = words("细则第二条第（一）项", "rules, clause 2 (1)")
	clause3   = words("细则第三条", "rules, clause 3")
	clause5   = words("细则第五条", "rules, clause 5")
	clause5m1 = words("细则第五条第1项", "rules, clause 5 item 1")
	clause6m1 = words("细则第六条第1项", "rules, clause 6 item 1")
	clause6m4 = words("细则第六条第4项", "rules, clause 6 item 4")
	clause6m5 = words("细则第六条第5项", "rules, clause 6 item 5")
	clause7   = words("细则第七条", "rules, clause 7")
	clause8   = words("细则第八条", "rules, clause 8")
	clause9   = words("细则第九条第1项、第3项", "rules, clause 9 items 1 and 3")
	clause10  = words("细则第十条", "rules, clause 10")
	clause14  = words("细则第十四条", "rules, clause 14")

	decree12   = words("《政府信息公开条例》第12条", "Regulation on Open Government Information, art. 12")
	decree17   = words("细则第五条；《政府信息公开条例》第17条", "rules, clause 5; Regulation on Open Government Information, art. 17")
	decree24   = words("《政府信息公开条例》第24条", "Regulation on Open Government Information, art. 24")
	decree26   = words("细则第七条；《政府信息公开条例》第26条", "rules, clause 7; Regulation on Open Government Information, art. 26")
	decisions  = words("《重大行政决策程序暂行条例》第15条", "Interim Regulation on Major Administrative Decisions, art. 15")
	decisions2 = words("细则第六条第5项；《重大行政决策程序暂行条例》第16条", "rules, clause 6 item 5; Interim Regulation on Major Administrative Decisions, art. 16")
	access     = words("细则第六条第4项；无障碍要求 GB/T 37668", "rules, clause 6 item 4; accessibility, GB/T 37668")
	docFormat  = words("细则第二条；公文格式 GB/T 9704", "rules, clause 2; official documents, GB/T 9704")
)
