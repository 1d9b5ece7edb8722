package load

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/model"
	"gongkai/generator/near"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// keys is a schema.Table made ready for reading many files: its names looked up by map,
// and the names of places made once and shared by all of them.
type keys struct {
	table  schema.Table
	byName map[string]int // every name of a key, in both languages, to its number
	place  []string       // the key as model.Places has it, by number
	sub    []*keys        // of an Object key; nil for the others
	entry  [][]*keys      // of an Objects key: for its first entries
}

// sharedEntries is how many entries of a list have their names of places made beforehand.
const sharedEntries = 8

func newItemKeys() *keys { return newKeys(schema.Item, "") }

// newKeys readies a table whose places begin with prefix.
func newKeys(t schema.Table, prefix string) *keys {
	k := &keys{table: t, byName: map[string]int{}, place: make([]string, len(t)), sub: make([]*keys, len(t)), entry: make([][]*keys, len(t))}
	for i := range t {
		key := &t[i]
		k.byName[key.Name], k.byName[key.ZH] = i, i
		for _, a := range key.Also {
			k.byName[a] = i
		}
		k.place[i] = prefix + key.Name
		switch key.Form {
		case schema.Object:
			k.sub[i] = newKeys(key.Keys, k.place[i]+".")
		case schema.Objects:
			k.entry[i] = make([]*keys, sharedEntries)
			for n := range k.entry[i] {
				k.entry[i][n] = newKeys(key.Keys, k.place[i]+"."+strconv.Itoa(n)+".")
			}
		}
	}
	return k
}

// of gives the keys of the n-th entry of the Objects key numbered i.
func (k *keys) of(i, n int) *keys {
	if n < sharedEntries {
		return k.entry[i][n]
	}
	return newKeys(k.table[i].Keys, k.place[i]+"."+strconv.Itoa(n)+".")
}

// A record is one mapping of a file, read against a table.
type record struct {
	*keys
	f     *file
	at    *model.Places
	node  []*front.Node // by the key's number; nil where it was not given
	keyAt []source.Span
}

// maxUnknown is how many unknown keys of one mapping are told: the name that each may have
// been meant for is looked for among all names.
const maxUnknown = 50

// open reads a mapping: it finds each key's value, and tells of unknown keys and of a key
// that is there in both languages. Each given key's place goes to at. A key that is
// misspelt is read as the one that it is most like.
func (f *file) open(n *front.Node, k *keys, at *model.Places) *record {
	r := &record{keys: k, f: f, at: at, node: make([]*front.Node, len(k.table)), keyAt: make([]source.Span, len(k.table))}
	*at = slices.Grow(*at, len(n.Pairs))
	var unknown []*front.Pair
	for i := range n.Pairs {
		p := &n.Pairs[i]
		if no, ok := k.byName[p.Key]; ok {
			r.put(no, p)
		} else {
			unknown = append(unknown, p)
		}
	}
	for _, p := range unknown[:min(len(unknown), maxUnknown)] {
		r.unknown(p)
	}
	return r
}

func (r *record) put(no int, p *front.Pair) {
	key := &r.table[no]
	if !r.keyAt[no].IsZero() {
		d := r.f.say("F07", p.KeyAt, diag.Say("“%s”和“%s”是同一项，写了两次", "%q and %q are one key, given twice", p.Key, r.other(key, p.Key)),
			diag.Say("只留一处", "keep one of the two"))
		d.Related = []diag.Related{{Place: diag.Place{Path: r.f.path, At: r.keyAt[no]}, Text: diag.Say("第一次在这里", "first given here")}}
		return
	}
	r.keyAt[no] = p.KeyAt
	if p.Value.Empty() {
		if key.Need == schema.Required {
			*r.at = r.at.With(r.place[no], p.KeyAt)
		}
		return
	}
	r.node[no] = &p.Value
	*r.at = r.at.With(r.place[no], p.Value.At)
}

// other gives the name of the key that is not the one written.
func (r *record) other(key *schema.Key, written string) string {
	if written == key.Name {
		return key.ZH
	}
	return key.Name
}

// unknown says F11 of a key. The one that was probably meant is named in the language in
// which the unknown one is written.
func (r *record) unknown(p *front.Pair) {
	var all []string
	for i := range r.table {
		all = append(all, r.table[i].Name, r.table[i].ZH)
		all = append(all, r.table[i].Also...)
	}
	other := near.Word(p.Key, all)
	fix := diag.Say("删去，或者改成已有的名称（见 gongkai schema）", "take it away, or use a known key (see gongkai schema)")
	if other != "" {
		meant := &r.table[r.byName[other]]
		name := meant.Name
		if han(p.Key) {
			name = meant.ZH
		}
		fix = diag.Say("是不是“%s”？", "is it %q?", name)
	}
	r.f.say("F11", p.KeyAt, diag.Say("没有“%s”这一项", "there is no key %q", p.Key), fix)
	if other == "" {
		return
	}
	if no := r.byName[other]; r.keyAt[no].IsZero() {
		r.keyAt[no] = p.KeyAt
		if !p.Value.Empty() {
			r.node[no] = &p.Value
		}
		*r.at = r.at.With(r.place[no], p.KeyAt)
	}
}

// lost gives the keys whose lines could not be read the places of what was said about
// them, so that nobody misses them.
func (r *record) lost(keys []front.Lost) {
	for _, l := range keys {
		if no, ok := r.byName[l.Key]; ok && r.keyAt[no].IsZero() {
			r.keyAt[no] = l.At
			*r.at = r.at.With(r.place[no], l.At)
		}
	}
}

// number gives the number of a key by its English name, which must be in the table.
func (r *record) number(name string) int {
	no, ok := r.byName[name]
	if !ok {
		panic("load: no key " + name)
	}
	return no
}

// get gives a key's value, and nil where none was given.
func (r *record) get(name string) *front.Node { return r.node[r.number(name)] }

// name gives a key as the clerk wrote it, for messages.
func (r *record) name(no int) string {
	if at := r.keyAt[no]; at.End <= len(r.f.text) && string(r.f.text[at.Start:at.End]) == r.table[no].Name {
		return r.table[no].Name
	}
	return r.table[no].ZH
}

// need tells of required keys that are missing, at the record's own place. Package check
// asks for those of items, departments, duties and boards.
func (r *record) need(at source.Span) {
	for i := range r.table {
		if r.table[i].Need == schema.Required && r.node[i] == nil {
			place := at
			if !r.keyAt[i].IsZero() {
				if place = r.keyAt[i]; r.f.told(place) {
					continue // its line could not be read
				}
			}
			key := &r.table[i]
			fix := diag.Say("加上“%[1]s”：%[3]s", "add %[2]s: %[3]s", key.ZH, key.Name, key.Doc)
			if key.Doc.ZH == key.ZH+"。" {
				fix = diag.Say("加上“%[1]s”", "add %[2]s", key.ZH, key.Name)
			}
			r.f.say("R01", place, diag.Say("没有写“%[1]s”", "%[2]s is missing", key.ZH, key.Name), fix)
		}
	}
}

// text gives a text as written, without white space around it, and "" for none.
func (r *record) text(name string) string {
	n := r.get(name)
	if n == nil {
		return ""
	}
	if n.Kind != front.Scalar {
		r.wrongForm(name, n)
		return ""
	}
	return plain(n.Text)
}

// plain gives a text without white space around it, and without the control characters that
// an escape may have brought in: no page, feed or sheet could hold them.
func plain(text string) string {
	if strings.ContainsFunc(text, control) {
		text = strings.Map(func(r rune) rune {
			if control(r) {
				return -1
			}
			return r
		}, text)
	}
	return strings.TrimFunc(text, unicode.IsSpace)
}

func control(r rune) bool { return source.Odd(r) == source.Control }

// list gives a list of texts, or of one, and nil for none.
func (r *record) list(name string) []string {
	n := r.get(name)
	if n == nil {
		return nil
	}
	switch n.Kind {
	case front.Scalar:
		return []string{plain(n.Text)}
	case front.List:
		out := make([]string, 0, len(n.Items))
		for i := range n.Items {
			item := &n.Items[i]
			if item.Kind != front.Scalar {
				r.f.say("F12", item.At, diag.Say("“%s”的这一条要写成一段文字", "this entry of %q must be a text", r.name(r.number(name))),
					diag.Say("内容里有半角冒号加空格的，用半角引号把整条括起来", "put an entry that holds a colon and a blank in straight quotes"))
				continue
			}
			if !item.Empty() {
				out = append(out, plain(item.Text))
			}
		}
		return out
	}
	r.wrongForm(name, n)
	return nil
}

// object opens a nested mapping, and gives nil for none.
func (r *record) object(name string) *record {
	n := r.get(name)
	if n == nil {
		return nil
	}
	no := r.number(name)
	if n.Kind != front.Map {
		if !r.sub[no].wideColon(r.f, n) {
			r.wrongForm(name, n)
		}
		return nil
	}
	return r.f.open(n, r.sub[no], r.at)
}

// entries calls do for each entry of a list of mappings. Where the key has a short form,
// a text stands for the mapping of that one key.
func (r *record) entries(name string, do func(*record, *front.Node)) {
	n := r.get(name)
	if n == nil {
		return
	}
	no := r.number(name)
	key := &r.table[no]
	items := n.Items
	switch {
	case n.Kind == front.Scalar && key.Short != "", n.Kind == front.Map:
		items = []front.Node{*n}
	case n.Kind != front.List:
		r.wrongForm(name, n)
		return
	}
	for i := range items {
		item := &items[i]
		k := r.of(no, i)
		switch {
		case item.Empty():
		case item.Kind == front.Map:
			do(r.f.open(item, k, r.at), item)
		case item.Kind == front.Scalar && k.wideColon(r.f, item):
		case item.Kind == front.Scalar && key.Short != "":
			short := front.Node{Kind: front.Map, At: item.At, Pairs: []front.Pair{{Key: key.Short, KeyAt: item.At, Value: *item}}}
			do(r.f.open(&short, k, r.at), item)
		default:
			r.f.say("F12", item.At, diag.Say("“%s”的这一条要写成分行的几项", "this entry of %q must be a mapping", r.name(no)), keysOf(key))
		}
	}
}

// wideColon says F05 where a text that should be a mapping begins with one of its keys
// and a full-width colon.
func (k *keys) wideColon(f *file, n *front.Node) bool {
	name, _, found := strings.Cut(n.Text, "：")
	if n.Kind != front.Scalar || !found {
		return false
	}
	if _, known := k.byName[strings.TrimSpace(name)]; !known {
		return false
	}
	at := source.Span{Start: n.At.Start + len(name), End: n.At.Start + len(name) + len("：")}
	if n.Quoted {
		at = at.Shift(1)
	}
	f.say("F05", at, diag.Say("“%s”后面是全角冒号“：”", "a full-width colon stands behind %q", name),
		diag.Say("改成半角冒号加一个空格：%s: ", "use a half-width colon and a blank: %s: ", name))
	return true
}

// wrongForm says F12 for a value of another shape than its key has.
func (r *record) wrongForm(name string, n *front.Node) {
	no := r.number(name)
	key := &r.table[no]
	is := map[front.Kind]diag.Words{
		front.Scalar: {ZH: "一段文字", EN: "a text"}, front.List: {ZH: "列表", EN: "a list"}, front.Map: {ZH: "分行的几项", EN: "a mapping"},
	}[n.Kind]
	want, fix := diag.Words{ZH: "一段文字", EN: "a text"}, diag.Words{ZH: "内容里有方括号、花括号或冒号的，用半角引号整个括起来", EN: "put a value with brackets, braces or colons in straight quotes"}
	switch key.Form {
	case schema.List, schema.EnumList:
		want = diag.Words{ZH: "列表", EN: "a list"}
		fix = diag.Words{ZH: "写成 [甲, 乙]，或者每条一行“- 甲”", EN: "write [a, b], or one \"- a\" a line"}
	case schema.Object:
		want, fix = diag.Words{ZH: "分行的几项", EN: "a mapping"}, keysOf(key)
	case schema.Objects:
		want, fix = diag.Words{ZH: "列表", EN: "a list"}, keysOf(key)
	}
	r.f.say("F12", n.At, diag.Say("“%s”要写成%s，这里写成了%s", "%q must be %s and is %s here", r.name(no), want, is), fix)
}

// keysOf gives the fix that shows the keys of a nested value.
func keysOf(key *schema.Key) diag.Words {
	var zh, en []string
	for _, k := range key.Keys {
		zh, en = append(zh, k.ZH), append(en, k.Name)
	}
	lead := diag.Words{}
	if key.Form == schema.Objects {
		lead = diag.Words{ZH: "每一条以“- ”开头，", EN: "begin each entry with \"- \"; "}
	}
	return diag.Say("%s可以写：%s", "%s the keys are: %s", lead, diag.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")})
}
