package check

import (
	"slices"

	"gongkai/generator/crew"
	"gongkai/generator/diag"
	"gongkai/generator/indexno"
	"gongkai/generator/model"
	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

// Site judges the site and gives all findings in the order in which they are printed:
// found, which the readers made, with severity and basis from the table, and its own. The
// same finding is given once. What is gone with a withdrawn item is not judged. In a draft nothing is worse than a warning, because a draft
// is never published, and what is only not filled in yet is a hint. found is not altered.
func Site(s *model.Site, found []diag.Diagnostic) []diag.Diagnostic {
	rules := byCode()
	read := judge(rules, found)
	sh := prepare(s, read)
	var whole []diag.Diagnostic
	var parts [][]diag.Diagnostic
	crew.All(func() { whole = sh.siteRules() }, func() { parts = sh.itemRules() })
	all := append(read, whole...)
	for _, part := range parts {
		all = append(all, part...)
	}
	all = slices.DeleteFunc(all, func(d diag.Diagnostic) bool { return rules[d.Rule] != nil && rules[d.Rule].shown && vanished(s, &d) })
	for i := range all {
		if it := whose(s, all[i].Path); it != nil && it.Draft {
			worst := warning
			if r := rules[all[i].Rule]; r != nil && r.unfinished {
				worst = hint
			}
			all[i].Severity = min(all[i].Severity, worst)
		}
	}
	cover(all)
	diag.Sort(all)
	return slices.CompactFunc(all, func(a, b diag.Diagnostic) bool {
		return a.Place == b.Place && a.Rule == b.Rule && a.Text == b.Text
	})
}

// Item judges one item of the site alone, with found, which the reader made: what the rules that
// look at the whole site say is left out.
func Item(s *model.Site, it *model.Item, found []diag.Diagnostic) []diag.Diagnostic {
	rules := byCode()
	read := judge(rules, found)
	rep := &report{shared: prepare(s, read)}
	for i := range table {
		if r := &table[i]; r.item != nil && rep.inForce(r) {
			rep.rule = r
			r.item(rep, it)
		}
	}
	all := append(read, rep.out...)
	cover(all)
	diag.Sort(all)
	return all
}

// cover masks what sentences quote: a number that must not be published must not stand in a
// log either, whichever rule it is that quotes it.
func cover(all []diag.Diagnostic) {
	for i := range all {
		d := &all[i]
		d.Text, d.Fix, d.Related = covered(d.Text), covered(d.Fix), slices.Clone(d.Related) // they are the readers' own
		for j := range d.Related {
			d.Related[j].Text = covered(d.Related[j].Text)
		}
	}
}

func covered(w diag.Words) diag.Words {
	return diag.Words{ZH: privacy.Hide(w.ZH), EN: privacy.Hide(w.EN)}
}

// byCode gives the rules of the table by their codes.
func byCode() map[string]*Rule {
	rules := make(map[string]*Rule, len(table))
	for i := range table {
		rules[table[i].Code] = &table[i]
	}
	return rules
}

// judge gives the readers' findings with severity and basis, and with the rule's own fix
// where they have none.
func judge(rules map[string]*Rule, found []diag.Diagnostic) []diag.Diagnostic {
	read := slices.Clone(found)
	for i := range read {
		d, r := &read[i], rules[read[i].Rule]
		if r == nil {
			d.Severity = failure // a code without a rule must not pass unseen
			continue
		}
		d.Severity, d.Basis = r.Severity, r.Basis()
		if d.Fix.IsZero() {
			d.Fix = r.Fix
		}
	}
	return read
}

// shared is what every rule reads: made once, then only read.
type shared struct {
	site     *model.Site
	read     map[diag.Place]bool // where the readers found something
	index    *indexno.Template
	indexErr error // why there is no index
	packs    bool  // whether the national pack is in force
}

func prepare(s *model.Site, read []diag.Diagnostic) *shared {
	sh := &shared{site: s, read: map[diag.Place]bool{}}
	for i := range read {
		sh.read[read[i].Place] = true
	}
	sh.index, sh.indexErr = indexno.Compile(s.Config.IndexTemplate)
	sh.packs = len(s.Config.Packs) == 0 || slices.Contains(s.Config.Packs, "guojia")
	return sh
}

// readIn reports whether the readers found something in the file.
func (sh *shared) readIn(path string) bool {
	for p := range sh.read {
		if p.Path == path {
			return true
		}
	}
	return false
}

// inForce reports whether the site's packs include the rule.
func (sh *shared) inForce(r *Rule) bool { return sh.packs || !r.national }

func (sh *shared) siteRules() []diag.Diagnostic {
	rep := &report{shared: sh}
	for i := range table {
		if r := &table[i]; r.site != nil && sh.inForce(r) {
			rep.rule = r
			r.site(rep)
		}
	}
	return rep.out
}

// itemRules runs the item rules over all items, in one goroutine a processor. The parts
// come in the order of the items.
func (sh *shared) itemRules() [][]diag.Diagnostic {
	var rules []*Rule
	for i := range table {
		if r := &table[i]; r.item != nil && sh.inForce(r) {
			rules = append(rules, r)
		}
	}
	items := sh.site.All
	parts := make([][]diag.Diagnostic, crew.PartCount(0, len(items)))
	crew.Parts(0, len(items), func(part, from, to int) {
		rep := &report{shared: sh}
		for _, it := range items[from:to] {
			for _, r := range rules {
				rep.rule = r
				r.item(rep, it)
			}
		}
		parts[part] = rep.out
	})
	return parts
}

// A report collects the findings of one rule after the other.
type report struct {
	*shared
	rule *Rule
	out  []diag.Diagnostic
}

// add adds a finding with the rule's own fix.
func (r *report) add(at diag.Place, text diag.Words, related ...diag.Related) {
	r.fix(at, text, r.rule.Fix, related...)
}

// fix adds a finding with a fix of its own.
func (r *report) fix(at diag.Place, text, fix diag.Words, related ...diag.Related) {
	r.out = append(r.out, diag.Diagnostic{
		Rule: r.rule.Code, Severity: r.rule.Severity, Place: at,
		Text: text, Fix: fix, Basis: r.rule.Basis(), Related: related,
	})
}

// fence is the place of a front matter's first line, where a missing key is reported.
var fence = source.Span{Start: 0, End: 3}

// in gives the place of the first of the keys that the item's front matter has, and its
// first line where it has none of them.
func in(it *model.Item, keys ...string) diag.Place { return placeOf(it.Path, it.At, keys...) }

// placeOf gives the place of the first of the keys that a file's front matter has, and its
// first line where it has none of them.
func placeOf(path string, at model.Places, keys ...string) diag.Place {
	for _, k := range keys {
		if span := at.Of(k); !span.IsZero() {
			return diag.Place{Path: path, At: span}
		}
	}
	return diag.Place{Path: path, At: fence}
}

// inBody gives a place of the item's file.
func inBody(it *model.Item, at source.Span) diag.Place { return diag.Place{Path: it.Path, At: at} }

// inDepartment gives the place of the first of the keys in departments.yaml, and the
// department's entry where it has none of them.
func inDepartment(d *model.Department, keys ...string) diag.Place {
	for _, k := range keys {
		if at := d.At.Of(k); !at.IsZero() {
			return diag.Place{Path: d.Path, At: at}
		}
	}
	return diag.Place{Path: d.Path, At: d.Span}
}

// siteFile is the publisher's file.
const siteFile = "site.yaml"

// inSite gives the place of the first of the keys in site.yaml, and the file where it has none.
func inSite(s *model.Site, keys ...string) diag.Place {
	for _, k := range keys {
		if at := s.Config.At.Of(k); !at.IsZero() {
			return diag.Place{Path: siteFile, At: at}
		}
	}
	return diag.Place{Path: siteFile}
}

// see names another item's place beside a finding.
func see(it *model.Item, key, zh, en string) diag.Related {
	return diag.Related{Place: in(it, key), Text: words(zh, en)}
}

// before gives the item that the item follows, or nil.
func (r *report) before(it *model.Item) *model.Item {
	if it.Follows == "" {
		return nil
	}
	return r.site.Item(it.Follows)
}

// maxSteps is how far back a matter is looked through; it also ends a walk in a circle.
const maxSteps = 200

// earlier calls yield for each item before the item in its matter, the nearest first,
// until yield gives false.
func (r *report) earlier(it *model.Item, yield func(*model.Item) bool) {
	for x, n := r.before(it), 0; x != nil && x != it && n < maxSteps; x, n = r.before(x), n+1 {
		if !yield(x) {
			return
		}
	}
}
