package load

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/enclosure"
	"gongkai/generator/filetype"
	"gongkai/generator/model"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

// A gate tells what in one item must not be published. It goes by what the item's privacy
// entries allow, and remembers which of them were of use.
type gate struct {
	f       *file
	item    bool // an item's, which may allow what is found
	entries []model.Privacy
	used    []bool
}

// newGate gives the gate of a file that is no item's.
func newGate(f *file) *gate { return &gate{f: f} }

// guard gives the item its attachments and judges all of it that becomes public. What is gone
// with an item that is withdrawn is check's to say, which knows the day.
func (t *tree) guard(it *model.Item, r *record, j job) {
	g := &gate{r.f, true, it.Privacy, make([]bool, len(it.Privacy))}
	g.text(source.Span{End: len(r.f.text)})
	g.name(strings.TrimSuffix(j.path, "/index.md"))
	g.unused(&it.At, t.attach(it, r, j, g))
}

// ruleOf gives the rule of a find: what is certain, and what a person must look at.
func ruleOf(k privacy.Kind, sure bool) string {
	switch {
	case k.IsMark() && sure:
		return "R33"
	case k.IsMark():
		return "R34"
	case sure:
		return "R31"
	}
	return "R32"
}

// text judges those parts of the file itself that become public.
func (g *gate) text(parts ...source.Span) {
	for _, m := range privacy.Markdown(g.f.text) {
		if !slices.ContainsFunc(parts, func(p source.Span) bool { return p.Start <= m.At.Start && m.At.End <= p.End }) {
			continue
		}
		found := string(g.f.text[m.At.Start:m.At.End])
		if g.allowed(func(entry string) bool { return privacy.Allows(entry, m, found) }) {
			continue
		}
		g.f.say(ruleOf(m.Kind, m.Sure), m.At, saying(m.Kind, m.Mask, diag.Words{}), g.mending(m.Kind, m.Mask))
	}
}

// settings judges a configuration file. Telephones and addresses stand there because they are the
// office's; an identity number never does.
func (g *gate) settings() {
	for _, m := range privacy.Markdown(g.f.text) {
		if m.Kind == privacy.Identity && m.Sure {
			g.f.say("R31", m.At, saying(m.Kind, m.Mask, diag.Words{}), diag.Say("删去", "take it away"))
		}
	}
}

// name judges the name of a file, which becomes a part of addresses.
func (g *gate) name(p string) {
	base := path.Base(p)
	for _, m := range privacy.Find([]byte(base), privacy.Context{}) {
		found := base[m.At.Start:m.At.End]
		if m.Kind.IsMark() || g.allowed(func(entry string) bool { return privacy.Allows(entry, m, found) }) {
			continue
		}
		at := &file{path: p}
		at.say(ruleOf(m.Kind, m.Sure), source.Span{}, saying(m.Kind, m.Mask, diag.Say("文件名", "the file's name")), diag.Say("给文件改名", "rename the file"))
		g.f.found = append(g.f.found, at.found...)
	}
}

// allowed reports whether an entry allows a find, and marks those that do.
func (g *gate) allowed(by func(entry string) bool) bool {
	yes := false
	for i := range g.entries {
		if e := &g.entries[i]; e.Match != "" && by(e.Match) {
			g.used[i], yes = true, true
		}
	}
	return yes
}

// unused says R35 of the entries that allowed nothing. all is false where a part of the item
// could not be looked at, in which they may be needed.
func (g *gate) unused(at *model.Places, all bool) {
	for i, used := range g.used {
		if used || !all || g.entries[i].Match == "" {
			continue
		}
		place := at.Of("privacy." + strconv.Itoa(i) + ".match")
		g.f.say("R35", place, diag.Say("“个人信息”的这一条没有用上：正文和附件里都没有这样的内容", "this privacy entry is of no use: neither text nor attachments hold such a thing"), diag.Words{})
	}
}

// saying tells what was found, where it is not the finding's own place that says so, and
// masked.
func saying(k privacy.Kind, mask string, where diag.Words) diag.Words {
	zh, en := k.Name()
	what := diag.Words{ZH: zh, EN: en}
	if where.IsZero() {
		return diag.Say("有%s：%s", "there is %s: %s", what, mask)
	}
	return diag.Say("%s有%s：%s", "%s: there is %s: %s", where, what, mask)
}

// mending tells what to do about a find in the file itself; the rule's own words about a mark.
func (g *gate) mending(k privacy.Kind, mask string) diag.Words {
	fix := diag.Say("改成 %s（gongkai redact --write 会替您改）", "write %s (gongkai redact --write does it for you)", mask)
	switch {
	case k.IsMark():
		return diag.Words{}
	case k == privacy.Address:
		fix = diag.Say("住址只写到乡镇、街道，如 %s（gongkai redact --write 会替您改）", "let the address end with the township or street, as in %s (gongkai redact --write does it for you)", mask)
	}
	return g.orAllow(fix)
}

// orAllow adds how an item allows what was found.
func (g *gate) orAllow(fix diag.Words) diag.Words {
	if !g.item {
		return fix
	}
	return diag.Say("%s；确需公开的，写进 %s 的“个人信息”，注明理由和批准人", "%s; where it must be published, enter it under privacy of %s with why and by", fix, path.Base(g.f.path))
}

// attachment judges a file that the item offers or shows.
func (g *gate) attachment(a *model.Attachment, r *enclosure.Report) {
	at := &file{path: a.Path}
	g.refused(a, r)
	for i := range r.Finds {
		x := &r.Finds[i]
		if g.allowed(func(entry string) bool { return privacy.AllowsSum(entry, x.Kind, x.Mask, x.Sum) }) {
			continue
		}
		at.say(ruleOf(x.Kind, x.Sure), source.Span{}, saying(x.Kind, x.Mask, x.At.Words()), g.fileMending(x.Kind, x.Mask, path.Ext(a.File)))
	}
	if r.More > 0 {
		at.say("R31", source.Span{}, diag.Say("像这样的还有%d处，没有一一列出", "there are %d more of that kind, which are not listed", r.More), diag.Words{})
	}
	at.notes(r)
	if filetype.Picture(r.Type) && (a.Listed || !a.Used) {
		at.say("R40", source.Span{}, diag.Say("附件“%s”是图片，里面的字程序没有读", "the attachment %q is a picture, whose words were not read", a.File), diag.Words{})
	}
	g.f.found = append(g.f.found, at.found...)
}

// fileMending tells what to do about a find in an attachment.
func (g *gate) fileMending(k privacy.Kind, mask, ext string) diag.Words {
	switch {
	case k.IsMark():
		return diag.Words{}
	case slices.Contains([]string{".xlsx", ".docx", ".csv"}, strings.ToLower(ext)):
		return g.mending(k, mask)
	}
	return g.orAllow(diag.Say("在原来的程序里改成 %s，再换上这个附件", "write %s with the program that made the file, and attach it anew", mask))
}

// refused says why a file may not be attached, at the line that names it.
func (g *gate) refused(a *model.Attachment, r *enclosure.Report) {
	say := func(rule string, text diag.Words) {
		d := g.f.say(rule, a.At, text, diag.Words{})
		if a.At.IsZero() {
			d.Path = a.Path
		}
	}
	switch r.Refuse {
	case enclosure.NotAllowed:
		say("M18", diag.Say("附件“%s”是%s，不能公开下载", "the attachment %q is %s, which may not be offered", a.File, typeWord(r.Is)))
	case enclosure.Disguised:
		say("F32", diag.Say("附件“%s”的内容其实是%s", "the content of %q is %s", a.File, typeWord(r.Is)))
	case enclosure.Bomb:
		say("F34", diag.Say("附件“%s”展开后过大：%s", "the attachment %q unpacks to too much: %s", a.File, valueWords[r.Is]))
	}
}

// factRules give the rule of each fact about a file, and the words for it.
var factRules = map[passage.Fact]struct {
	rule string
	text diag.Words
}{
	passage.Macro:     {"F33", diag.Say("里面有宏", "it holds macros")},
	passage.Script:    {"F33", diag.Say("里面有脚本", "it holds a script")},
	passage.Launch:    {"F33", diag.Say("打开它会启动程序或者打开别的文件", "opening it starts a program or opens another file")},
	passage.ActiveX:   {"F33", diag.Say("里面有会运行的控件", "it holds controls that run")},
	passage.External:  {"R37", diag.Say("打开它会从别处取内容", "opening it fetches something from elsewhere")},
	passage.Encrypted: {"F35", diag.Say("有密码，公众打不开，程序也没法检查", "it has a password: the public cannot open it, and nothing of it was looked at")},
	passage.Damaged:   {"R36", diag.Say("文件坏了，没有读完", "it is damaged, and was not read whole")},
	passage.NoText:    {"R36", diag.Say("有的页是扫描的图，里面的字程序读不出", "it has pages that are pictures, whose words could not be read")},
	passage.Partly:    {"R36", diag.Say("只读了一部分", "only a part of it was read")},
	passage.TooLarge:  {"R36", diag.Say("太大，没有读完", "it is too large to be read whole")},
	passage.Tracked:   {"R37", diag.Say("里面留着修订", "it holds tracked changes")},
	passage.Comments:  {"R37", diag.Say("里面留着批注", "it holds comments")},
	passage.Hidden:    {"R37", diag.Say("里面有隐藏的内容", "it holds hidden parts")},
	passage.Embedded:  {"R37", diag.Say("里面嵌着别的文件", "it holds another file")},
	passage.Author:    {"R38", diag.Say("文件属性里有人名或者单位", "its properties name a person or an office")},
	passage.Location:  {"R39", diag.Say("照片里记着拍摄的地点", "the picture tells where it was taken")},
	passage.Device:    {"R39", diag.Say("照片里记着相机的机主或者编号", "the picture names the camera's owner or number")},
}

// notes tells of the facts, each kind once, with the values that belong to it.
func (f *file) notes(r *enclosure.Report) {
	told := map[passage.Fact]bool{}
	for i := range r.Notes {
		n := &r.Notes[i]
		rule, known := factRules[n.Fact]
		if !known || told[n.Fact] {
			continue
		}
		told[n.Fact] = true
		text, where := rule.text, placesOf(r.Notes, n.Fact)
		if !where.IsZero() {
			text = diag.Say("%s：%s", "%s: %s", text, where)
		}
		f.say(rule.rule, source.Span{}, text, diag.Words{})
	}
}

// maxTold is how many places or values of one fact a finding names.
const maxTold = 5

// placesOf lists the places and values of a fact: 第3页；第4页；张三（author）.
func placesOf(notes []passage.Note, fact passage.Fact) diag.Words {
	var all []diag.Words
	for i := range notes {
		n := &notes[i]
		if n.Fact != fact {
			continue
		}
		w, value := n.At.Words(), valueWord(n)
		switch {
		case w.IsZero():
			w = value
		case !value.IsZero():
			w = diag.Say("%s，%s", "%s, %s", w, value)
		}
		if !w.IsZero() && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	left := len(all) - maxTold
	var zh, en []string
	for _, w := range all[:min(len(all), maxTold)] {
		zh, en = append(zh, w.ZH), append(en, w.EN)
	}
	told := diag.Words{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
	if left > 0 {
		told = diag.Say("%s；另有%d处", "%s; and %d more", told, left)
	}
	return told
}
