package page

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/theme"
)

// outputs renders everything with its keys.
func outputs(t *testing.T, m *maker, opt Options) map[string]rendered {
	t.Helper()
	outs, err := plan.Outputs(m.site(), []plan.Product{mustProduct(t, opt)})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]rendered{}
	for _, o := range outs {
		var b strings.Builder
		if err := o.Render(&b); err != nil {
			t.Fatal(o.Path, err)
		}
		all[o.Path] = rendered{o.Key.String(), b.String()}
	}
	return all
}

type rendered struct{ key, text string }

func mustProduct(t *testing.T, opt Options) *Product {
	t.Helper()
	th, err := theme.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(th, opt)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestKeys: one key, one sequence of bytes, whatever is edited; and two builds are alike.
func TestKeys(t *testing.T) {
	edits := map[string]func(*maker){
		"nothing":  func(*maker) {},
		"next day": func(m *maker) { m.parts.Today = date("2026-07-21") },
		"a later month": func(m *maker) {
			m.parts.Today = date("2026-08-20")
		},
		"new item": func(m *maker) { m.item("CZ-2026-00030", "0405", "新的一件", "2026-07-18", "新。") },
		"another step": func(m *maker) {
			m.item("CZ-2026-00031", "0405", "后来", "2026-07-19", "新。", func(it *model.Item) { it.Follows = "CZ-2026-00003" })
		},
		"a successor": func(m *maker) {
			m.item("CZ-2026-00032", "0201", "更新的办法", "2026-07-19", "新。", func(it *model.Item) { it.Supersedes = "CZ-2026-00005" })
		},
		"first of month": func(m *maker) { m.item("GS-2026-00040", "1101", "旧月份", "2025-02-03", "旧。") },
		"link target gone": func(m *maker) {
			m.parts.Items = slices.DeleteFunc(m.parts.Items, func(it *model.Item) bool { return it.Index == "CZ-2026-00003" })
		},
		"withdrawal later": func(m *maker) {
			it := m.parts.Items[2]
			it.Withdrawn = &model.Decision{Date: date("2026-08-01"), Reason: "x", Approval: "y"}
			it.Card[0]++
			it.Full[0]++
		},
	}
	for name, edit := range map[string]func(*maker){
		"another opinion": func(m *maker) {
			m.opinion("caizheng/2026-009", "再减一些", "2026-07-01", "2026-07-06", "问。", "答。", public, func(o *model.Opinion) { o.About = "CZ-2026-00001" })
		},
		"a private opinion": func(m *maker) { m.opinion("silent/2026-001", "私", "2026-07-01", "", "问。", "") },
		"an answer":         func(m *maker) { answer(m, "gongshui/opinions/2026-001.md", "来水了。") },
		"another answer":    func(m *maker) { answer(m, "caizheng/opinions/2026-001.md", "改了。") },
		"no longer public": func(m *maker) {
			o := opinionAt(m, "caizheng/opinions/2026-001.md")
			o.Public = false
			o.Full[0]++
		},
		"no opinions":        func(m *maker) { m.parts.Opinions = nil },
		"no orders":          func(m *maker) { m.parts.Orders = nil },
		"a deadline is past": func(m *maker) { m.parts.Today = date("2026-07-26") },
		"an order fulfilled": func(m *maker) {
			m.item("CZ-2026-00050", "0101", "职能", "2026-07-19", "新。", func(it *model.Item) { it.Duty = "profile" })
		},
	} {
		edits[name] = edit
	}
	for name, edit := range maps.Clone(edits) {
		edits[name+", in parts"] = func(m *maker) {
			m.parts.Config.CatalogFileRows = 3
			edit(m)
		}
	}
	base := map[string]rendered{}
	for _, name := range slices.Sorted(maps.Keys(edits)) {
		m := sample()
		edits[name](m)
		now := outputs(t, m, Options{Commit: "c"})
		for p, r := range now {
			if old, ok := base[p+r.key]; ok && old.text != r.text {
				t.Errorf("%s: %s has the key of other bytes (%s)", name, p, firstDifference(old.text, r.text))
			}
			base[p+r.key] = r
		}
		again := sample()
		edits[name](again)
		if !maps.Equal(now, outputs(t, again, Options{Commit: "c"})) {
			t.Errorf("%s: two builds differ", name)
		}
	}
}

func firstDifference(a, b string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[max(0, i-40):min(len(a), i+40)] + " | " + b[max(0, i-40):min(len(b), i+40)]
		}
	}
	return "length"
}

// TestQuietDay: when only the day changes, only the pages that show a day do.
func TestQuietDay(t *testing.T) {
	before, m := outputs(t, sample(), Options{}), sample()
	m.parts.Today = date("2026-07-21")
	var changed []string
	for p, r := range outputs(t, m, Options{}) {
		if before[p].key != r.key {
			changed = append(changed, p)
		}
	}
	slices.Sort(changed)
	want := []string{"about.html", "consultations/index.html", "index.html",
		"items/CZ-2026/CZ-2026-00007.html", "items/CZ-2026/CZ-2026-00007.json", "items/CZ-2026/CZ-2026-00007.txt"}
	if !slices.Equal(changed, want) {
		t.Errorf("a quiet day changes %v", changed)
	}
}

func opinionAt(m *maker, path string) *model.Opinion {
	i := slices.IndexFunc(m.parts.Opinions, func(o *model.Opinion) bool { return o.Path == path })
	return m.parts.Opinions[i]
}

// answer gives an opinion another answer.
func answer(m *maker, path, text string) {
	o := opinionAt(m, path)
	doc := m.parser.Parse([]byte(text), 0)
	m.texts.all = append(m.texts.all, model.Body{HTML: doc.HTML})
	o.Answer = model.BodyRef{Offset: int64(len(m.texts.all) - 1), HTML: uint32(len(doc.HTML))}
	o.Replied, o.Answered = true, date("2026-07-20")
	o.Full[1]++
}

// TestOpinionsChangeLittle: an opinion changes the pages that show it, or count it, and no others.
func TestOpinionsChangeLittle(t *testing.T) {
	before, m := outputs(t, sample(), Options{}), sample()
	m.opinion("caizheng/2026-009", "再减一些", "2026-07-01", "2026-07-06", "问。", "答。", public, func(o *model.Opinion) { o.About = "CZ-2026-00002" })
	var changed []string
	for p, r := range outputs(t, m, Options{}) {
		if before[p].key != r.key {
			changed = append(changed, p)
		}
	}
	slices.Sort(changed)
	want := []string{"departments/caizheng.html", "items/CZ-2026/CZ-2026-00002.html", "items/CZ-2026/CZ-2026-00002.json", "items/CZ-2026/CZ-2026-00002.txt",
		"opinions/caizheng.html", "opinions/caizheng/2026-009.html", "opinions/gongshui.html", "opinions/index.html", "opinions/index_2.html", "supervision.html"}
	if !slices.Equal(changed, want) {
		t.Errorf("an opinion changes %v", changed)
	}
}
