package style

import (
	"slices"

	"gongkai/generator/display"
	"gongkai/generator/schema"
)

// The limits of type, in points: what can still be read in the hand, and what a title may
// have.
const (
	leastType = 6
	mostBody  = 72
	mostTitle = 200
)

func v(code, zh string, also ...string) schema.Value {
	return schema.Value{Code: code, Words: w(zh, code), Also: also}
}

// inItem gives a row that the record has under the same name.
func inItem(name string, also ...string) schema.Value {
	return v(name, schema.Item.Label(name), also...)
}

var (
	parts = []schema.Value{
		v("masthead", "刊头"), v("title", "标题"), v("record", "登记表"), v("body", "正文"),
		v("attachments", "附件"), v("code", "二维码"), v("stamp", "盖章"),
	}
	rows = []schema.Value{
		inItem("index"), inItem("department"), inItem("category"), inItem("doc_number", "doc_no"),
		inItem("made"), inItem("published"), v("posted", "张贴期"), v("phone", "监督电话", "电话"),
	}
	roles = []schema.Value{
		v("body", "正文", "仿宋", "宋体"), v("bold", "粗体", "小标宋"), v("head", "黑体"), v("kai", "楷体"), v("mono", "等宽"),
	}
	sides     = []schema.Value{v("left", "左"), v("right", "右")}
	footAt    = []schema.Value{v("center", "居中"), v("outside", "外侧")}
	pageHoles = []string{"page", "pages"}
	postHoles = []string{"from", "until", "board"}
)

// table is every key, in the order of the default print.yaml. It is built when the program
// starts and then only read.
var table = []Key{
	group("fonts", "字体", w("各种用处的字体。写上的排在前面，缺的字用后面的补。", "The fonts by their use. What is given stands in front; those behind it help out."),
		fonts("body", "正文", serif, w("正文。", "The body."), func(p *Print) *[]FontFile { return &p.Fonts.Body }),
		fonts("bold", "粗体", "fonts/NotoSerifSC-Bold.ttf", w("标题和加粗的字。", "The title and what is strong."), func(p *Print) *[]FontFile { return &p.Fonts.Bold }),
		fonts("head", "黑体", "fonts/NotoSansSC-Bold.ttf", w("一级标题。", "Headings of the first level."), func(p *Print) *[]FontFile { return &p.Fonts.Head }),
		fonts("kai", "楷体", serif, w("二级标题。", "Headings of the second level."), func(p *Print) *[]FontFile { return &p.Fonts.Kai }),
		fonts("mono", "等宽", serif, w("代码。", "Code."), func(p *Print) *[]FontFile { return &p.Fonts.Mono }),
	),
	group("document", "公文", w("公文版式，按 GB/T 9704-2012。", "A document as GB/T 9704-2012 has it."),
		look(documentLook, func(p *Print) *Look { return &p.Document })...),
	group("board", "张贴单", w("贴在公开栏里、隔着一段距离看的版式。", "A sheet that hangs on a notice board."),
		slices.Concat(look(boardLook, func(p *Print) *Look { return &p.Board }), []Key{distance})...),
	someOf("parts", "各部分", "masthead, title, record, body, attachments, code, stamp", "body", parts,
		w("一张单子有哪些部分、先后怎样；不写的就不印，正文不能少。", "The parts of a sheet in their order; one that is left out is not printed."), func(p *Print) *[]Part { return &p.Parts }),
	someOf("record", "登记表", "index, department, category, doc_number, made, published, posted, phone", "", rows,
		w("登记表有哪几行、先后怎样。", "The rows of the record in their order."), func(p *Print) *[]Row { return &p.Record }),
	group("text", "文字", w("印在纸上的固定文字；写成 \"\" 就不印。", "What sheets say by themselves; \"\" prints nothing."),
		words("masthead", "刊头", "政务公开", nil, w("最上面的大字。", "The large words at the top."), func(p *Print) *string { return &p.Text.Masthead }),
		words("page", "页码", "第 {page} 页 共 {pages} 页", pageHoles, w("每页下面的页码。", "The page number."), func(p *Print) *string { return &p.Text.Page }),
		words("attachments", "附件", "附件", nil, w("附件名单的名称。", "Above the list of attachments."), func(p *Print) *string { return &p.Text.Attachments }),
		words("scan", "扫码", "扫码看原文", nil, w("二维码下面的字。", "Below the QR code."), func(p *Print) *string { return &p.Text.Scan }),
		words("stamp", "盖章", "（盖章）", nil, w("盖章处的字。", "In the place for the stamp."), func(p *Print) *string { return &p.Text.Stamp }),
		words("continued", "续", "（续）", nil, w("表格接到下一页时，名称后面的字。", "Behind a table that goes on from the page before."), func(p *Print) *string { return &p.Text.Continued }),
		words("posting", "张贴", "张贴期：{from}至{until}", postHoles, w("张贴单下面的张贴期。", "From when to when a sheet hangs."), func(p *Print) *string { return &p.Text.Posting }),
	),
	group("qr", "二维码", w("通往网页的二维码。", "The code that leads to the page."),
		length(Millimetres, "size", "边长", "28", 15, 80, w("边长，连同四周的空白。", "Its side, with the blank around it."), func(p *Print) *display.Length { return &p.QR.Size }),
		whole(Count, "quiet", "空白", "4", 4, 12, w("四周空几个小方块，至少4个，否则扫不出来。", "The blank around it in modules, 4 at least."), func(p *Print) *int { return &p.QR.Quiet }),
		oneOf("place", "位置", "left", sides, w("放在左边还是右边。", "On which side."), func(p *Print) *Place { return &p.QR.Place }),
	),
	group("stamp", "盖章", w("留给公章的地方。", "The place for the seal."),
		length(Millimetres, "width", "宽", "60", 20, 150, w("宽。", "Its width."), func(p *Print) *display.Length { return &p.Stamp.Width }),
		length(Millimetres, "height", "高", "45", 20, 150, w("高。", "Its height."), func(p *Print) *display.Length { return &p.Stamp.Height }),
		whole(Count, "right", "右空", "4", 0, 14, w("右边空几个字。", "Characters between it and the right edge."), func(p *Print) *int { return &p.Stamp.Right }),
		yesNo("date", "日期", "true", w("单位名称下面印不印日期。", "Whether the date stands below the name."), func(p *Print) *bool { return &p.Stamp.Date }),
	),
	group("fit", "压缩页数", w("要求印在几页之内时，正文字号能变到多大多小。", "How far the body size may go to fit a number of pages."),
		length(Points, "least", "最小", "12 pt", leastType, mostBody, w("最小字号。", "The least size."), func(p *Print) *display.Length { return &p.Fit.Least }),
		length(Points, "most", "最大", "26 pt", leastType, mostBody, w("最大字号。", "The greatest size."), func(p *Print) *display.Length { return &p.Fit.Most }),
		length(Points, "step", "每次", "0.25 pt", 0.05, 4, w("每次变多少。", "How much it changes at a time."), func(p *Print) *display.Length { return &p.Fit.Step }),
	),
	group("posting", "张贴", w("张贴单最下面印什么。", "What the foot of a sheet for a board says."),
		yesNo("dates", "张贴期", "true", w("印不印从哪天贴到哪天。", "Whether it tells from when to when it hangs."), func(p *Print) *bool { return &p.Posting.Dates }),
		yesNo("board", "公开栏", "true", w("印不印贴在哪个公开栏。", "Whether it tells on which board."), func(p *Print) *bool { return &p.Posting.Board }),
	),
}

const serif = "fonts/NotoSerifSC-Regular.ttf"

// defaults are the default values of a look's keys.
type defaults struct {
	top, left, right, bottom      string
	columns, rows                 string
	body                          string
	masthead, title, small, foot  string
	gap, place                    string
	leading, indent               string
	font                          [4]string
	level                         [4]string
	underMasthead, lines          string
	red, titleColor, rules, shade string
	auto                          bool // whether the body size may come from the distance
}

// documentLook is GB/T 9704-2012: A4, text block of 156 × 225 mm, 28 characters of 三号 by 22
// lines (5.2), title 二号 (7.3.1), headings 黑体, 楷体, 仿宋, 仿宋 (7.3.3), page number 四号, 7 mm
// below the block and outside (7.5). 三号 is 15.75 pt, of which 28 fit. What the standard does not
// give in numbers is our own choice: the masthead, the size of tables, the widths of lines.
var documentLook = defaults{
	top: "37", left: "28", right: "26", bottom: "35", columns: "28", rows: "22",
	body: "15.75 pt", masthead: "26 pt", title: "22 pt", small: "14 pt", foot: "14 pt",
	gap: "7", place: "outside", leading: "187.5%", indent: "2",
	font: [4]string{"head", "kai", "body", "body"}, level: [4]string{"100%", "100%", "100%", "100%"},
	underMasthead: "0.5", lines: "0.25", red: "#C41E1E", titleColor: "#000000", rules: "#666666", shade: "#EEEEEE",
}

// boardLook is our own choice: narrower margins, larger heads, and sizes that grow with
// the body.
var boardLook = defaults{
	top: "20", left: "20", right: "20", bottom: "20", columns: "0", rows: "0",
	body: "auto", masthead: "160%", title: "160%", small: "80%", foot: "75%",
	gap: "6", place: "center", leading: "150%", indent: "2",
	font: [4]string{"head", "kai", "bold", "body"}, level: [4]string{"115%", "105%", "100%", "100%"},
	underMasthead: "0.7", lines: "0.35", red: "#C41E1E", titleColor: "#000000", rules: "#666666", shade: "#EEEEEE",
	auto: true,
}

// distance is our own choice, for want of a standard: 7 mm of type for each metre is seen at
// 24 minutes of arc, and no sheet is set smaller than a document's body.
var distance = group("distance", "阅读距离", w("字号自动时，离得越远字越大。", "How the size grows with the reading distance, where it is auto."),
	length(Millimetres, "per_metre", "每米", "7", 3, 20, w("离开一米，字要多高。", "The type size for each metre."), func(p *Print) *display.Length { return &p.Board.Distance.PerMetre }),
	length(Points, "least", "最小", "15.75 pt", leastType, mostBody, w("再近也不小于。", "The least size."), func(p *Print) *display.Length { return &p.Board.Distance.Least }),
	length(Points, "most", "最大", "26 pt", leastType, mostBody, w("再远也不大于。", "The greatest size."), func(p *Print) *display.Length { return &p.Board.Distance.Most }),
)

// look gives the keys of a look.
func look(d defaults, of func(*Print) *Look) []Key {
	long := func(form Form, name, zh, def string, least, most float64, zhDoc, enDoc string, to func(*Look) *display.Length) Key {
		return length(form, name, zh, def, least, most, w(zhDoc, enDoc), func(p *Print) *display.Length { return to(of(p)) })
	}
	sized := func(name, zh, def, zhDoc, enDoc string, to func(*Look) *Size) Key {
		return size(name, zh, def, w(zhDoc, enDoc), func(p *Print) *Size { return to(of(p)) })
	}
	number := func(form Form, name, zh, def string, least, most float64, zhDoc, enDoc string, to func(*Look) *int) Key {
		return whole(form, name, zh, def, least, most, w(zhDoc, enDoc), func(p *Print) *int { return to(of(p)) })
	}
	painted := func(name, zh, def, zhDoc, enDoc string, to func(*Look) *display.Color) Key {
		return colour(name, zh, def, w(zhDoc, enDoc), func(p *Print) *display.Color { return to(of(p)) })
	}
	body := long(Points, "body", "正文字号", d.body, leastType, mostBody, "正文字号。", "The body's size.", func(l *Look) *display.Length { return &l.Body })
	body.Auto = d.auto
	keys := []Key{
		group("margin", "页边距", w("纸边留的空白。", "The blank at the edges of the paper."),
			long(Millimetres, "top", "上", d.top, 0, 150, "上边的空白。", "At the top.", func(l *Look) *display.Length { return &l.Margin.Top }),
			long(Millimetres, "left", "左", d.left, 0, 150, "左边的空白，装订在这一边。", "At the left, where it is bound.", func(l *Look) *display.Length { return &l.Margin.Left }),
			long(Millimetres, "right", "右", d.right, 0, 150, "右边的空白。", "At the right.", func(l *Look) *display.Length { return &l.Margin.Right }),
			long(Millimetres, "bottom", "下", d.bottom, 0, 150, "下边的空白，页码在这里面。", "At the bottom, where the page number stands.", func(l *Look) *display.Length { return &l.Margin.Bottom }),
		),
		group("grid", "版心", w("每行几个字、每页几行；0 就是能排多少排多少。", "Characters a line and lines a page; 0 for as many as fit."),
			number(Count, "columns", "每行字数", d.columns, 0, 100, "每行几个字。", "Characters a line.", func(l *Look) *int { return &l.Grid.Columns }),
			number(Count, "rows", "每页行数", d.rows, 0, 100, "每页几行。", "Lines a page.", func(l *Look) *int { return &l.Grid.Rows }),
		),
		body,
		sized("masthead", "刊头字号", d.masthead, "刊头字号。", "The masthead's size.", func(l *Look) *Size { return &l.Masthead }),
		sized("title", "标题字号", d.title, "标题字号。", "The title's size.", func(l *Look) *Size { return &l.Title }),
		sized("small", "小字字号", d.small, "登记表、表格、脚注的字号。", "The size of the record, tables and notes.", func(l *Look) *Size { return &l.Small }),
		sized("foot", "页码字号", d.foot, "页码字号。", "The page number's size.", func(l *Look) *Size { return &l.Foot }),
		long(Millimetres, "foot_gap", "页码距离", d.gap, 0, 50, "页码离正文最下面多远。", "How far the page number stands below the text.", func(l *Look) *display.Length { return &l.FootGap }),
		oneOf("foot_place", "页码位置", d.place, footAt, w("页码居中，或者在外侧（单页右、双页左）。", "The page number in the middle, or outside."), func(p *Print) *Place { return &of(p).FootPlace }),
		number(Percent, "leading", "行距", d.leading, 100, 300, "没有规定每页行数时，行距是字号的百分之几。", "The line pitch in percent of the size, where the grid has no rows.", func(l *Look) *int { return &l.Leading }),
		number(Count, "indent", "首行缩进", d.indent, 0, 10, "每段开头空几个字。", "Characters that a paragraph is indented.", func(l *Look) *int { return &l.Indent }),
	}
	for i, zh := range [...]string{"一级标题", "二级标题", "三级标题", "四级标题"} {
		keys = append(keys, group("level"+string(rune('1'+i)), zh, w(zh+"。", "Headings."),
			oneOf("font", "字体", d.font[i], roles, w("用哪种字体。", "Which font."), func(p *Print) *Role { return &of(p).Levels[i].Font }),
			sized("size", "字号", d.level[i], "字号。", "The size.", func(l *Look) *Size { return &l.Levels[i].Size }),
		))
	}
	return append(keys,
		group("rule", "线", w("线的粗细；0 就不画。", "Widths of lines; 0 draws none."),
			long(Millimetres, "masthead", "刊头", d.underMasthead, 0, 3, "刊头下面的红线。", "The line below the masthead.", func(l *Look) *display.Length { return &l.Rules.Masthead }),
			long(Millimetres, "table", "表格", d.lines, 0, 3, "表格的线。", "The lines of tables.", func(l *Look) *display.Length { return &l.Rules.Table }),
		),
		group("color", "颜色", w("不是黑色的颜色。", "The colours that are not black."),
			painted("masthead", "刊头", d.red, "刊头和它下面的线。", "The masthead and the line below it.", func(l *Look) *display.Color { return &l.Colors.Masthead }),
			painted("title", "标题", d.titleColor, "标题。", "The title.", func(l *Look) *display.Color { return &l.Colors.Title }),
			painted("rule", "表格", d.rules, "表格的线。", "The lines of tables.", func(l *Look) *display.Color { return &l.Colors.Rule }),
			painted("shade", "底色", d.shade, "表头的底色。", "Behind the heads of tables.", func(l *Look) *display.Color { return &l.Colors.Shade }),
		),
	)
}
