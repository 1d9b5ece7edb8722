package scaffold

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/near"
)

// unknown says that there is no such name, with the nearest one, or with some of those
// that there are.
func unknown(what diag.Words, name string, known []string, where diag.Words, some []string) diag.Words {
	if other := near.Word(name, known); other != "" {
		return diag.Say("%[3]s里没有%[1]s“%[2]s”；是不是“%[4]s”？", "%[3]s has no %[1]s %[2]q; did you mean %[4]q?", what, name, where, other)
	}
	if len(some) == 0 {
		return diag.Say("%[3]s里没有%[1]s“%[2]s”", "%[3]s has no %[1]s %[2]q", what, name, where)
	}
	more := diag.Words{}
	if len(some) > 20 {
		some, more = some[:20], diag.Words{ZH: "……", EN: " …"}
	}
	return diag.Say("%[3]s里没有%[1]s“%[2]s”；有的是：%[4]s%[5]s", "%[3]s has no %[1]s %[2]q; there are: %[4]s%[5]s", what, name, where,
		diag.Words{ZH: strings.Join(some, "、"), EN: strings.Join(some, ", ")}, more)
}
