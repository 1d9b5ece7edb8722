package front

import (
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
)

var (
	quoteIt = diag.Words{ZH: "如果本来就是内容，用半角双引号整个括起来", EN: "where it is meant as text, put the whole value in straight double quotes"}

	hashText = diag.Words{ZH: "“#”和它后面的文字会被当成注释丢掉", EN: "the # and what follows it would be dropped as a comment"}
)

// marked says that a value begins with a mark that YAML keeps for itself.
func marked(value string) diag.Words {
	mark := value[:min(len(value), 1)]
	switch {
	case strings.HasPrefix(value, "<<"):
		mark = "<<"
	case strings.HasPrefix(value, "- "), strings.HasPrefix(value, "? "):
		mark = value[:2]
	}
	return diag.Say("“%s”是特殊符号，不能直接放在内容的开头", "%q is a mark of YAML and cannot begin a value", mark)
}

// inQuotes gives the fix that shows a value in straight quotes.
func inQuotes(value string) diag.Words {
	q := quoted(value)
	return diag.Say("用半角引号括起来：%s", "put it in straight quotes: %s", q)
}

// quoted gives the value as YAML in quotes, double where that needs no escape.
func quoted(value string) string {
	if strings.ContainsAny(value, `"\`) {
		return "'" + strings.ReplaceAll(value, "'", "''") + "'"
	}
	return `"` + value + `"`
}

func hashFix(value string) diag.Words {
	return diag.Say("用半角引号括起来：%s；如果本来就是注释，在“#”后面加一个空格", "put it in straight quotes: %s; where it is a comment, put a blank behind the #", quoted(value))
}

// openers and closers are the quotation marks of Chinese keyboards that are taken for
// YAML's own.
const (
	openers = "“‘＂＇„”’"
	closers = "”’＂＇“‘"
)

// curly gives what stands between a pair of Chinese quotation marks that encloses the
// whole value, and whether one does. 「“一件事”改革」 is not enclosed: its marks are part
// of the text.
func curly(value string) (string, bool) {
	first, n := utf8.DecodeRuneInString(value)
	last, m := utf8.DecodeLastRuneInString(value)
	if len(value) < n+m || n < 2 || m < 2 ||
		!strings.ContainsRune(openers, first) || !strings.ContainsRune(closers, last) {
		return "", false
	}
	inner := value[n : len(value)-m]
	if strings.ContainsAny(inner, openers) {
		return "", false
	}
	return strings.TrimSpace(inner), true
}

// halfCurly is curly for a value with a straight mark on one side and a Chinese one on the other.
func halfCurly(value string) (string, bool) {
	first, n := utf8.DecodeRuneInString(value)
	last, m := utf8.DecodeLastRuneInString(value)
	if len(value) < n+m {
		return "", false
	}
	inner := value[n : len(value)-m]
	straight := func(r rune) bool { return r == '"' || r == '\'' }
	if strings.ContainsAny(inner, openers+`"'`) {
		return "", false
	}
	if straight(first) && strings.ContainsRune(closers, last) || strings.ContainsRune(openers, first) && straight(last) {
		return strings.TrimSpace(inner), true
	}
	return "", false
}

func curlyText(value string) diag.Words {
	first, _ := utf8.DecodeRuneInString(value)
	last, _ := utf8.DecodeLastRuneInString(value)
	return diag.Say("内容两边的引号%c%c是中文引号，会印在页面上", "the quotation marks %c%c around the value are not straight ones and would be printed", first, last)
}

func curlyFix(inner string) diag.Words {
	return diag.Say("去掉引号，或者换成半角引号：%s", "drop them, or use straight ones: %s", quoted(inner))
}

// syntax puts what the decoder says into a clerk's words.
func syntax(message, context string) (text, fix diag.Words) {
	has := func(s string) bool { return strings.Contains(message, s) }
	switch {
	case has("mapping values are not allowed"):
		return diag.Say("这里不该有冒号，或者这一行的缩进不对", "a colon is not allowed here, or the line is indented wrongly"),
			diag.Say("内容里有冒号就用半角双引号括起来；各项左边对齐", "put a value that holds a colon in straight double quotes; let the keys stand in one column")
	case has("unexpected end of stream") && strings.Contains(context, "quoted"):
		return diag.Say("这个引号没有配对的另一半", "this quotation mark is not closed"),
			diag.Say("在内容末尾补上同样的半角引号", "put the same mark at the end of the value")
	case has("expected ',' or ']'"):
		return diag.Say("方括号“[”没有配对，或者两项之间缺逗号", "the bracket [ is not closed, or a comma is missing"),
			diag.Say("用半角的“,”和“]”", "use the half-width , and ]")
	case has("expected ',' or '}'"):
		return diag.Say("花括号“{”没有配对，或者两项之间缺逗号", "the brace { is not closed, or a comma is missing"),
			diag.Say("用半角的“,”和“}”", "use the half-width , and }")
	case has("could not find expected ':'"):
		return diag.Say("这一行不是“名称: 内容”的形式", "this line is not of the form key: value"),
			diag.Say("写成“名称: 内容”，冒号用半角，后面空一格", "write key: value with a half-width colon and a blank")
	case has("cannot start any token"):
		return diag.Say("内容以特殊符号开头", "the value begins with a mark of YAML"), quoteIt
	case has("unknown escape"), has("expected hexdecimal"):
		return diag.Say("双引号里的反斜杠“\\”有特殊含义", "a backslash within double quotes has a meaning of its own"),
			diag.Say("把双引号换成单引号，或者把“\\”写成“\\\\”", "use single quotes, or write \\\\")
	case has("block sequence entries"), has("did not find expected '-'"):
		return diag.Say("列表的“- ”位置不对", "the - of a list stands in the wrong place"),
			diag.Say("每一项另起一行，“- ”左边对齐", "begin each entry on a line of its own, with the - in one column")
	case has("did not find expected key"):
		return diag.Say("这里应该是“名称: 内容”，缩进或者引号不对", "a key should stand here; the indentation or a quotation mark is wrong"),
			diag.Say("各项左边对齐；内容里有引号的整个括起来", "let the keys stand in one column; put a value with quotation marks in quotes as a whole")
	case has("exceeded max depth"):
		return deepText, diag.Words{}
	case has("tab character"):
		return tabText(1), tabFix
	}
	return diag.Words{ZH: "这里读不懂", EN: "this cannot be read (" + message + ")"},
		diag.Say("对照写对的文件，检查这一行和上一行", "look at this line and the one before it")
}

var deepText = diag.Say("层次太多，超过%d层", "nested too deeply, more than %d levels", maxDepth)

var tabFix = diag.Words{ZH: "把制表符换成空格，每层两个", EN: "use blanks instead, two for each level"}

func tabText(lines int) diag.Words {
	if lines > 1 {
		return diag.Say("行首用了制表符（Tab），共%d行", "tabs are used for indentation, on %d lines", lines)
	}
	return diag.Say("行首用了制表符（Tab）", "a tab is used for indentation")
}
