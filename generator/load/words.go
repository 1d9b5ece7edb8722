package load

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/passage"
)

// typeWords name what files are, by their types.
var typeWords = map[string]diag.Words{
	"docx": diag.Say("Word 文档", "a Word document"), "doc": diag.Say("旧格式的 Word 文档", "an old Word document"), "wps": diag.Say("WPS 文字文档", "a WPS document"),
	"xlsx": diag.Say("Excel 表格", "an Excel workbook"), "xls": diag.Say("旧格式的 Excel 表格", "an old Excel workbook"), "et": diag.Say("WPS 表格", "a WPS workbook"),
	"pptx": diag.Say("PowerPoint 演示文稿", "a PowerPoint presentation"), "ppt": diag.Say("旧格式的 PowerPoint 演示文稿", "an old PowerPoint presentation"), "dps": diag.Say("WPS 演示文稿", "a WPS presentation"),
	"pdf": diag.Say("PDF 文件", "a PDF file"), "ofd": diag.Say("OFD 文件", "an OFD file"),
	"odt": diag.Say("ODT 文档", "an ODT document"), "ods": diag.Say("ODS 表格", "an ODS workbook"), "odp": diag.Say("ODP 演示文稿", "an ODP presentation"),
	"csv": diag.Say("CSV 表格", "a CSV table"), "txt": diag.Say("纯文本", "plain text"), "md": diag.Say("Markdown 文本", "Markdown text"), "json": diag.Say("JSON 数据", "JSON data"), "xml": diag.Say("XML 数据", "XML data"),
	"jpg": diag.Say("JPEG 图片", "a JPEG picture"), "png": diag.Say("PNG 图片", "a PNG picture"), "webp": diag.Say("WebP 图片", "a WebP picture"), "gif": diag.Say("GIF 图片", "a GIF picture"),
	"heic": diag.Say("HEIC 图片", "a HEIC picture"), "tif": diag.Say("TIFF 图片", "a TIFF picture"), "bmp": diag.Say("BMP 图片", "a BMP picture"), "svg": diag.Say("SVG 图形", "an SVG drawing"),
	"zip": diag.Say("ZIP 压缩包", "a ZIP archive"), "mp3": diag.Say("录音", "a sound"), "mp4": diag.Say("视频", "a film"),
	"": diag.Say("认不出的文件", "a file that nobody knows"),
}

// Endings of what may not be attached, by kind.
var (
	pages    = strings.Fields("html htm xhtml shtml mht mhtml php asp aspx jsp")
	archives = strings.Fields("rar 7z iso img dmg vhd vhdx")
	macros   = strings.Fields("docm dotm xlsm xltm xlam xlsb pptm potm ppsm ppam dotx xltx potx ppsx xll")
)

// typeWord names what a file is.
func typeWord(kind string) diag.Words {
	w, known := typeWords[kind]
	switch {
	case known:
		return w
	case slices.Contains(pages, kind):
		return diag.Say("网页（%s）", "a web page (%s)", kind)
	case slices.Contains(archives, kind):
		return diag.Say("程序看不进去的压缩包或者映像（%s），请改用 ZIP", "an archive or image that cannot be looked into (%s); give a ZIP", kind)
	case slices.Contains(macros, kind):
		return diag.Say("带宏的文档或者模板（%s）", "a document with macros, or a template (%s)", kind)
	}
	return diag.Say("程序或者不收的文件（%s）", "a program, or a file that is not taken (%s)", kind)
}

// valueWords say in words what a reader noted in one.
var valueWords = map[string]diag.Words{
	"members": diag.Say("包里的文件太多", "too many files in it"), "unpacked": diag.Say("展开以后太大", "too large when unpacked"),
	"ratio": diag.Say("有的文件展开以后是原来的几百倍", "a file in it unpacks to hundreds of times its size"), "overlap": diag.Say("包里的文件互相重叠", "files in it overlap"),
	"names": diag.Say("包里的文件名有问题", "its files have names that are none"), "time": diag.Say("读得太久", "it took too long"), "pages": diag.Say("页数太多", "too many pages"),
	"characters": diag.Say("字数太多", "too many characters"), "bytes": diag.Say("字节太多", "too many bytes"), "text": diag.Say("有一段文字太长", "a text in it is too long"),
	"elements": diag.Say("内容太碎太多", "too many elements"), "strings": diag.Say("文字太多", "too many texts"), "engine": diag.Say("读 PDF 的部分没有启动", "the engine that reads PDF did not start"),
	"encryption": diag.Say("加密方式不认得", "an encryption that is not known"), "encoding": diag.Say("文字的编码认不出", "an encoding that is not known"), "stream": diag.Say("有的压缩方式不认得", "a compression that is not known"),
	"reader": diag.Say("读它的时候出了错", "its reader stumbled"),
}

// valueWord says a note's value: 3 行, 展开以后太大, or the name that it is.
func valueWord(n *passage.Note) diag.Words {
	if w, known := valueWords[n.Value]; known {
		return w
	}
	switch unit, count, _ := strings.Cut(n.Value, " "); {
	case n.Value == "":
		return diag.Words{}
	case n.Fact == passage.Hidden && unit == "rows":
		return diag.Say("%s行", "%s rows", count)
	case n.Fact == passage.Hidden && unit == "columns":
		return diag.Say("%s列", "%s columns", count)
	case n.Fact == passage.Tracked || n.Fact == passage.Comments:
		return diag.Say("%s处", "%s of them", n.Value)
	case n.Fact == passage.NoText:
		return diag.Say("共%s页", "%s pages", n.Value)
	case n.Fact == passage.Partly:
		return typeWord(n.Value)
	}
	return diag.Words{ZH: n.Value, EN: n.Value}
}
