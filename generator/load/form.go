package load

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/near"
	"gongkai/generator/schema"
)

// day gives a date, and the zero Date with a finding for what is none.
func (r *record) day(name string) calendar.Date {
	s := r.text(name)
	if s == "" && !r.quotedEmpty(name) {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		r.badDate(name, s, err)
	}
	return d
}

// instant gives a date with or without a time of day.
func (r *record) instant(name string) calendar.Moment {
	s := r.text(name)
	if s == "" && !r.quotedEmpty(name) {
		return calendar.Moment{}
	}
	m, err := calendar.ParseMoment(s)
	if err != nil {
		r.badDate(name, s, err)
		return calendar.Moment{}
	}
	return m
}

// quotedEmpty reports whether "" was written.
func (r *record) quotedEmpty(name string) bool {
	n := r.get(name)
	return n != nil && n.Kind == front.Scalar
}

func (r *record) badDate(name, written string, err error) {
	if r.waits(name, written) {
		return
	}
	no := r.number(name)
	at := r.node[no].At
	fix := diag.Say("写成 2026-07-01、2026年7月1日、2026/7/1 或 2026.7.1", "write 2026-07-01, 2026年7月1日, 2026/7/1 or 2026.7.1")
	if r.table[no].Form == schema.Instant {
		fix = diag.Say("写成 2026-07-01 或 2026-07-01 09:30", "write 2026-07-01 or 2026-07-01 09:30")
	}
	key := r.table[no].ZH
	if errors.Is(err, calendar.ErrNoSuchDay) || errors.Is(err, calendar.ErrNoSuchTime) {
		r.f.say("T01", at, diag.Say("%[1]s“%[2]s”不存在：%[4]s", "%[3]s %[2]q does not exist: %[4]s", key, written, r.table[no].Name, calendar.Why(err)),
			diag.Say("对照文件改成真实的日期", "put the real date, as in the document"))
		return
	}
	r.f.say("T01", at, diag.Say("%[1]s“%[2]s”看不懂", "%[3]s %[2]q is not understood as a date", key, written, r.table[no].Name), fix)
}

// waits says R08 where `new` wrote a value that is still to be filled in, and reports whether.
func (r *record) waits(name, written string) bool {
	if !strings.Contains(written, "〔待填") {
		return false
	}
	no := r.number(name)
	r.f.say("R08", r.node[no].At, diag.Say("“%[1]s”写的还是“%[3]s”", "%[2]s is still %[3]q", r.table[no].ZH, r.table[no].Name, written),
		diag.Say("换成真实的内容；没有内容的删去这一行", "put the real value in its place, or leave the line out"))
	return true
}

// period gives a period, and the zero Period with a finding for what is none.
func (r *record) period(name string) calendar.Period {
	s := r.text(name)
	if s == "" {
		return calendar.Period{}
	}
	p, err := calendar.ParsePeriod(s)
	if err == nil {
		return p
	}
	if r.waits(name, s) {
		return p
	}
	fix := diag.Say("写成 2026、2026-H1（上半年）、2026-Q3（第三季度）或 2026-07", "write 2026, 2026-H1, 2026-Q3 or 2026-07")
	at := r.get(name).At
	if why := calendar.Why(err); !why.IsZero() {
		r.f.say("T06", at, diag.Say("所属期“%s”不存在：%s", "the period %q does not exist: %s", s, why), fix)
		return p
	}
	r.f.say("T06", at, diag.Say("所属期“%s”看不懂", "the period %q is not understood", s), fix)
	return p
}

// flag gives true or false, false where nothing was given.
func (r *record) flag(name string) bool {
	s := r.text(name)
	switch strings.ToLower(s) {
	case "true", "yes", "是":
		return true
	case "false", "no", "否", "":
		return false
	}
	if r.waits(name, s) {
		return false
	}
	r.f.say("F12", r.get(name).At, diag.Say("“%s”要写“是”或“否”，这里写成了“%s”", "%q takes true or false, not %q", r.name(r.number(name)), s),
		diag.Say("写“是”或“否”", "write true or false"))
	return false
}

// count gives a whole number that is not negative, and def where none was given.
func (r *record) count(name string, def int) int {
	s := r.text(name)
	if s == "" {
		return def
	}
	n, err := strconv.Atoi(s)
	if err != nil && r.waits(name, s) {
		return def
	}
	if err != nil || n < 0 || n > 1_000_000 {
		r.f.say("F12", r.get(name).At, diag.Say("“%s”要写整数，这里写成了“%s”", "%q takes a whole number, not %q", r.name(r.number(name)), s),
			diag.Say("只写数字，如 %s", "write digits only, such as %s", sampleOr(r.table[r.number(name)].Sample, "15")))
		return def
	}
	if k := r.table[r.number(name)]; n < k.Least {
		r.f.say("F12", r.get(name).At, diag.Say("“%s”最少是 %d，这里写成了 %d", "%q is at least %d, not %d", r.name(r.number(name)), k.Least, n),
			diag.Say("写 %d 或者更大的数", "write %d or more", k.Least))
		return def
	}
	return n
}

func sampleOr(sample, other string) string {
	if sample != "" {
		return sample
	}
	return other
}

// size gives a number of bytes, and def where none was given. KB, MB and GB are powers
// of 1024.
func (r *record) size(name string, def int64) int64 {
	s := r.text(name)
	if s == "" {
		return def
	}
	if n, ok := parseSize(s); ok || r.waits(name, s) {
		return max(n, 0)
	}
	r.f.say("F12", r.get(name).At, diag.Say("“%s”要写大小，这里写成了“%s”", "%q takes a size, not %q", r.name(r.number(name)), s),
		diag.Say("写成 20 MB 这样的数字加单位（KB、MB、GB）", "write a number and KB, MB or GB, such as 20 MB"))
	return def
}

func parseSize(s string) (int64, bool) {
	digits := strings.TrimLeft(s, "0123456789")
	n, err := strconv.ParseInt(s[:len(s)-len(digits)], 10, 32)
	if err != nil {
		return 0, false
	}
	switch strings.ToUpper(strings.TrimSpace(digits)) {
	case "", "B":
	case "K", "KB":
		n <<= 10
	case "M", "MB":
		n <<= 20
	case "G", "GB":
		n <<= 30
	default:
		return 0, false
	}
	return n, true
}

// enum gives the code of an enumerated value, and "" for none and, with a finding, for
// one that does not exist.
func (r *record) enum(name string) string {
	s := r.text(name)
	if s == "" {
		return ""
	}
	key := &r.table[r.number(name)]
	if v := key.Match(s); v != nil {
		return v.Code
	}
	r.badValue(name, r.get(name), s)
	return ""
}

// enums gives the codes of a list of enumerated values.
func (r *record) enums(name string) []string {
	n := r.get(name)
	if n == nil {
		return nil
	}
	key := &r.table[r.number(name)]
	items := n.Items
	if n.Kind == front.Scalar {
		items = []front.Node{*n}
	} else if n.Kind != front.List {
		r.wrongForm(name, n)
		return nil
	}
	var codes []string
	for i := range items[:min(len(items), maxUnknown)] {
		item := &items[i]
		if item.Kind == front.Scalar {
			if v := key.Match(item.Text); v != nil {
				codes = append(codes, v.Code)
				continue
			}
		}
		if !item.Empty() {
			r.badValue(name, item, item.Text)
		}
	}
	return codes
}

// badValue says F13. Several values in one text get the list as the fix. The value that
// was probably meant is named in the language in which the wrong one is written.
func (r *record) badValue(name string, n *front.Node, written string) {
	if r.waits(name, written) {
		return
	}
	key := &r.table[r.number(name)]
	var all, zh, en []string
	for _, v := range key.Values {
		all = append(append(all, v.Code, v.Words.ZH), v.Also...)
		zh, en = append(zh, v.Words.ZH), append(en, v.Code)
	}
	choice := diag.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
	fix := diag.Say("可以写：%s", "it takes: %s", choice)
	if v := key.Match(near.Word(written, all)); v != nil {
		near := v.Code
		if han(written) {
			near = v.Words.ZH
		}
		fix = diag.Say("是不是“%[1]s”？可以写：%[2]s", "is it %[1]q? It takes: %[2]s", near, choice)
	}
	if parts := strings.FieldsFunc(written, func(c rune) bool { return strings.ContainsRune("、，,;； ", c) }); key.Form == schema.EnumList && len(parts) > 1 {
		fix = diag.Say("写成列表：[%s]", "write a list: [%s]", strings.Join(parts, ", "))
	}
	r.f.say("F13", n.At, diag.Say("“%s”不能写“%s”", "%q does not take %q", r.name(r.number(name)), written), fix)
}

// han reports whether the text has a Han character: whether a clerk writes in Chinese.
func han(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool { return unicode.Is(unicode.Han, c) })
}
