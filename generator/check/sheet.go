package check

import (
	"strings"

	"gongkai/generator/schema"
	"gongkai/generator/style"
)

// sheetRules are what printing finds: print.yaml, fonts, and what a sheet of paper cannot
// carry. Packages style and sheet make the findings, which come in as those of readers do.
var sheetRules = []Rule{
	{
		Code: "F21", Severity: failure, Clause: clause6m1, Obligations: []int{56},
		Title: words("print.yaml 里没有这一项", "an unknown key in print.yaml"),
		Why:   words("写错的项不起作用，印出来还是原来的样子。", "A key that nobody reads changes nothing, and the sheet looks as before."),
		Fix:   words("照默认主题的 print.yaml（源码的 themes/default 里）写名称。", "Write the key as the default theme's print.yaml has it (themes/default in the source)."),
		Wrong: "document:\n  magin: {top: 30}", Right: "document:\n  margin: {top: 30}",
		of: printTable, wrongZH: "公文:\n  页边: {上: 30}",
	},
	{
		Code: "F22", Severity: failure, Clause: clause6m1, Obligations: []int{56},
		Title: words("print.yaml 里的内容不能用", "a value in print.yaml that cannot be used"),
		Why:   words("尺寸、字号、颜色写错了，张贴单就没有办法照着排。", "With a wrong length, size or colour a sheet cannot be set as asked."),
		Fix:   words("照默认主题的 print.yaml（源码的 themes/default 里）的说明改。", "Mend it as the notes in the default theme's print.yaml say (themes/default in the source)."),
		Wrong: "document:\n  margin: {top: 三七}", Right: "document:\n  margin: {top: 37}",
		of: printTable,
	},
	{
		Code: "F23", Severity: failure, Clause: clause6m1, Obligations: []int{56},
		Title: words("print.yaml 的几项合不到一起", "values of print.yaml that do not fit together"),
		Why:   words("页边距加版心超过纸，或者最小字号大于最大字号，就没有办法排。", "Margins and text wider than the paper, or a least size above the most, leave nothing to set."),
		Fix:   words("改其中一项。", "Change one of them."),
		Wrong: "document:\n  body: 16 pt  # 一行28字就排不下了", Right: "document:\n  body: 15.75 pt",
		of: printTable,
	},
	{
		Code: "M21", Severity: warning, Clause: clause6m1, Obligations: []int{56},
		Title: words("张贴单的字体不能用", "a font of the sheets that cannot be used"),
		Why:   words("指定的字体打不开，张贴单就改用主题自带的字体，和要求的样子不同。", "A sheet is then printed in the theme's own font, and does not look as asked."),
		Fix:   words("检查 print.yaml 里“字体”的路径，或者删去这一行，用主题自带的字体。", "Look at the path under fonts in print.yaml, or leave the line out and use the theme's own."),
		Wrong: "fonts:\n  body: [fonts/simfan.ttf]", Right: "fonts:\n  body: [fonts/simfang.ttf]",
		of: printTable,
	},
	{
		Code: "M22", Severity: failure, Clause: clause6m1, Obligations: []int{56},
		Title: words("字体的授权不允许嵌入文件", "a font whose licence forbids embedding"),
		Why:   words("张贴单的 PDF 要带上用到的字，别的电脑才印得一样；有的字体不许这样用。", "A sheet carries the glyphs that it shows, so that every computer prints it alike; some fonts forbid that."),
		Fix:   words("换一个允许嵌入的字体。", "Choose a font that allows it."),
		Wrong: "fonts:\n  head: [fonts/受限.ttf]", Right: "fonts:\n  head: [fonts/NotoSansSC-Bold.ttf]",
		of: printTable,
	},
	{
		Code: "M23", Severity: failure, Clause: clause6m1, Obligations: []int{56},
		Title: words("没有字体能印的字", "a character that no font can print"),
		Why:   words("印出来会是一个空框；人名、地名里少一个字，公开就不准确。", "It would come out as an empty box; a name that lacks a character is not disclosed."),
		Fix:   words("核对这个字有没有打错；没有错，就在 print.yaml 的“字体”里加一个有这个字的字体。", "See whether the character is meant; if so, name a font that has it under fonts in print.yaml."),
		Wrong: "经办人：张😀", Right: "经办人：张𬭊",
	},
	{
		Code: "M24", Severity: warning, Clause: clause6m1, Obligations: []int{56},
		Title: words("张贴单上印不出的图片", "an image that a sheet cannot carry"),
		Why:   words("网页上看得到，贴出来的纸上没有，两处就不一致。", "What the page shows and the paper lacks is not the same disclosure."),
		Fix:   words("换成 PNG 或 JPEG 图片。", "Use a PNG or JPEG image."),
		Wrong: "![位置图](tu.gif)", Right: "![位置图](tu.png)",
	},
	{
		Code: "M25", Severity: hint, Clause: clause6m1, Obligations: []int{56},
		Title: words("表格的一行比一页纸还高", "a row of a table taller than a page"),
		Why:   words("这一行要分到几页上，隔着页不好读。", "The row is parted between pages, and is hard to read."),
		Fix:   words("把长的内容移到表格外面，或者拆成几行。", "Move the long text out of the table, or make several rows of it."),
		Wrong: "| 项目 | 说明 |\n| --- | --- |\n| 一 | 维修屋面、外墙和给水管道  # 这一格还有两千字", Right: "| 项目 | 说明 |\n| --- | --- |\n| 一 | 见下文 |",
	},
	{
		Code: "M26", Severity: warning, Clause: clause6m1, Obligations: []int{56},
		Title: words("张贴单缩不到要求的页数", "a sheet that cannot be made as small as asked"),
		Why:   words("公开栏上每件只有这么多位置，多出来的几页会盖住别的。", "The board has room for so many pages of one item; those beyond would cover others."),
		Fix:   words("缩短正文、改用附件，或者在 boards.yaml 里放宽“每件页数”。", "Shorten the text, use an attachment, or allow more pages under fit in boards.yaml."),
		Wrong: "- {id: hall, name: 政务大厅公开栏, place: 政务大厅一层, paper: A4, fit: 1}  # 有一件缩到最小也要四页", Right: "- {id: hall, name: 政务大厅公开栏, place: 政务大厅一层, paper: A4, fit: 4}",
		of: schema.Board,
	},
	{
		Code: "M27", Severity: hint, Clause: clause6m1, Obligations: []int{56},
		Title: words("没有事项张贴的公开栏", "a board on which nothing ever hangs"),
		Why:   words("公开栏空着，等于没有设。", "An empty board discloses nothing."),
		Fix:   words("在 boards.yaml 的“公开主体”“类别”里写明张贴哪些，或者在事项的“张贴公开栏”里写上它。", "Give the board's departments or categories in boards.yaml, or name it under boards in items."),
		Wrong: "- {id: hall, name: 政务大厅公开栏, place: 政务大厅一层, paper: A4, departments: [jiaoyu]}  # 教育局还没有事项", Right: "- {id: hall, name: 政务大厅公开栏, place: 政务大厅一层, paper: A4, departments: [all]}",
		of: schema.Board,
	},
}

// printTable is the keys of print.yaml in the shape in which the examples are put into
// Chinese.
var printTable = printKeys(style.Keys())

// printKeys makes a table of keys that are given by their whole names, such as
// document.margin.top.
func printKeys(keys []style.Key) schema.Table {
	var t []schema.Key
	for _, k := range keys {
		t = nest(t, strings.Split(k.Name, "."), strings.Split(k.ZH, "·"), k)
	}
	return t
}

// nest adds the key to the table, in the groups that its names lead through. Keys of one
// group follow each other.
func nest(t []schema.Key, name, zh []string, k style.Key) []schema.Key {
	if len(t) == 0 || t[len(t)-1].Name != name[0] {
		t = append(t, schema.Key{Name: name[0], ZH: zh[0], Form: schema.Object})
	}
	last := &t[len(t)-1]
	if len(name) > 1 {
		last.Keys = nest(last.Keys, name[1:], zh[1:], k)
		return t
	}
	last.Form, last.Values, last.Doc = valueForm(k.Form), k.Values, k.Doc
	return t
}

// valueForm gives the form that a value of print.yaml has for those who only rewrite it.
func valueForm(f style.Form) schema.Form {
	switch f {
	case style.Flag:
		return schema.Bool
	case style.Choice:
		return schema.Enum
	case style.Choices:
		return schema.EnumList
	case style.Fonts:
		return schema.List
	}
	return schema.Text
}
