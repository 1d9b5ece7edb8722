// Package scaffold makes the first text of what people write: a new item for a department
// and category, and a whole new site. It computes paths and texts only; putting them on
// disk is the caller's work.
//
// A new item is a draft. What only its clerk can know stands as 〔待填：…〕, which check
// finds; everything else is there: the next free index number, the right folder, and the
// keys that the category, the cadence and the stage ask for, in Chinese, in the order of
// the schema. When each 〔待填：…〕 is filled and the line 草稿 is gone, it checks clean.
package scaffold

import (
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/indexno"
	"gongkai/generator/model"
)

// A Request says what a new item shall be. Department, Category, Title and Date are needed.
type Request struct {
	Department string // id, name or code
	Category   string // code or name
	Title      string
	Date       calendar.Date // today: the index number's year, the folder, the day made

	Duty      string // id or title; where "", the only duty that fits is taken, if there is one
	Cadence   string // in either language; where "", the duty's, or else adhoc
	Period    string // in any form that is read
	Stage     string // in either language; where "", a result
	Procedure string // in either language; only for groups 08 and 09
	Follows   string // index number of the step before in the same matter
	Folder    bool   // <serial>/index.md, with room for attachments, in place of <serial>.md

	// Taken reports whether a file or folder stands at the slash path below the content
	// folder; its serial is then passed over. nil: none does.
	Taken func(path string) bool
}

// A File is a new text and where it belongs.
type File struct {
	Path string // slash path below the content folder
	Text string // UTF-8, LF

	Index model.ID    // of an item
	Duty  *model.Duty // the duty that an item was joined to; nil for none
}

// Item makes a new item. Where the request cannot be met the reason is given, with the
// nearest name that exists, and the File is empty.
//
// The serial follows all that the department has used this year, in drafts, held and
// withdrawn items too, and all that other items refer to: a number is never given twice.
func Item(s *model.Site, r Request) (File, diag.Words) {
	d, why := resolve(s, r)
	if !why.IsZero() {
		return File{}, why
	}
	f, why := place(s, d)
	if !why.IsZero() {
		return File{}, why
	}
	f.Duty = d.duty
	f.Text = d.text(s, f.Index)
	return f, diag.Words{}
}

// A design is a request with everything looked up.
type design struct {
	Request
	department *model.Department
	category   *model.Category
	duty       *model.Duty
	guessed    bool          // the duty was not asked for
	duties     []*model.Duty // those that would fit, where none was taken
	follows    *model.Item
	period     calendar.Period
	cadence    model.Cadence // "" where the duties that fit differ in it
	stage      model.Stage
	procedure  model.Procedure
}

// place finds the index number and the path.
func place(s *model.Site, d *design) (File, diag.Words) {
	t, err := indexno.Compile(s.Config.IndexTemplate)
	var bad *indexno.TemplateError
	if errors.As(err, &bad) {
		return File{}, diag.Say("site.yaml 的索引号模板“%s”不能用：%s", "the index_template %q of site.yaml cannot be used: %s", bad.Template, bad.Words)
	}
	used, slugs := numbers(s)
	v := t.Next(used, indexno.Values{
		Code: d.department.Code, ID: d.department.ID, Region: s.Config.Region,
		Category: d.category.Code, Group: d.category.Group(),
		Year: int(d.Date.Year), Date: d.Date,
	})
	for ; ; v.Serial++ {
		index, err := t.Format(v)
		if err != nil {
			return File{}, diag.Say("按模板“%s”编不出索引号：公开主体的代码是“%s”，地区是“%s”，类别是“%s”，序号是%d，其中有一项放不进模板",
				"the template %q gives no index number: the department's code is %q, the region %q, the category %q, the serial %d, and one of them does not fit",
				t, d.department.Code, s.Config.Region, d.category.Code, v.Serial)
		}
		stem := d.department.ID + "/" + strconv.Itoa(int(d.Date.Year)) + "/" + serial(t, v.Serial)
		if !fs.ValidPath(stem) || strings.ContainsAny(d.department.ID, `/\:`) {
			return File{}, diag.Say("公开主体的编号“%s”不能作文件夹名，请先改 departments.yaml", "the department's id %q cannot be a folder; mend departments.yaml first", d.department.ID)
		}
		if slugs[model.Slug(model.ID(index))] || d.taken(stem+".md") || d.taken(stem) {
			continue
		}
		if d.Folder {
			return File{Path: stem + "/index.md", Index: model.ID(index)}, diag.Words{}
		}
		return File{Path: stem + ".md", Index: model.ID(index)}, diag.Words{}
	}
}

func (r *Request) taken(path string) bool { return r.Taken != nil && r.Taken(path) }

// numbers gives every index number that an item has or refers to, and the addresses that
// items have.
func numbers(s *model.Site) (used []string, slugs map[string]bool) {
	slugs = map[string]bool{}
	for _, it := range s.All {
		slugs[model.Slug(it.Index)] = true
		for _, id := range [...]model.ID{it.Index, it.Follows, it.Supersedes, it.SupersededBy} {
			if id != "" {
				used = append(used, string(id))
			}
		}
	}
	return used, slugs
}

// serial writes a serial with as many zeros as the template does.
func serial(t *indexno.Template, n int) string {
	text := strconv.Itoa(n)
	_, width, found := strings.Cut(t.String(), "{serial:")
	if !found {
		return text
	}
	width, _, _ = strings.Cut(width, "}")
	if w, err := strconv.Atoi(width); err == nil && len(text) < w {
		text = strings.Repeat("0", w-len(text)) + text
	}
	return text
}

// title gives the title without white space around it, or why it cannot be one.
func title(text string) (string, diag.Words) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", diag.Say("标题是空的", "the title is empty")
	case !utf8.ValidString(text) || slices.Contains([]rune(text), utf8.RuneError):
		return "", diag.Say("标题不是UTF-8文字；请检查终端的编码", "the title is not UTF-8; see how the terminal encodes text")
	}
	for _, c := range text {
		if c == '\n' || c == '\r' || unicode.In(c, unicode.Zl, unicode.Zp) {
			return "", diag.Say("标题里有换行；标题只能是一行", "the title has a line break; it must be one line")
		}
		if unicode.In(c, unicode.Cc, unicode.Cf, unicode.Co) || c&0xFFFE == 0xFFFE || c >= 0xFDD0 && c <= 0xFDEF {
			return "", diag.Say("标题里有看不见的控制字符（%U）；请重新输入", "the title has an invisible character (%U); type it again", c)
		}
	}
	return text, diag.Words{}
}
