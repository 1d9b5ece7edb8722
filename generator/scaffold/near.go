package scaffold

import (
	"strings"

	"gongkai/generator/diag"
)

// unknown says that there is no such name, with the nearest one, or with some of those
// that there are.
func unknown(what diag.Words, name string, known []string, where diag.Words, some []string) diag.Words {
	if near := nearest(name, known); near != "" {
		return diag.Say("%[3]s里没有%[1]s“%[2]s”；是不是“%[4]s”？", "%[3]s has no %[1]s %[2]q; did you mean %[4]q?", what, name, where, near)
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

// nearest gives the known name that differs least from the name, "" where all differ in
// more than a third of its characters. A name that is a part of another is as near as if
// it differed in one or two.
func nearest(name string, known []string) string {
	a := []rune(strings.ToLower(strings.TrimSpace(name)))
	if len(a) == 0 || len(a) > 60 {
		return ""
	}
	found, best := "", 2*max(1, len(a)/3)+2
	for _, k := range known {
		b := []rune(strings.ToLower(k))
		if len(b) == 0 || len(b) > 60 {
			continue
		}
		n := 2 * distance(a, b)
		if len(a) > 1 && strings.Contains(string(b), string(a)) || len(b) > 1 && strings.Contains(string(a), string(b)) {
			n = min(n, 3)
		}
		if n < best && n < 2*max(len(a), len(b)) {
			found, best = k, n
		}
	}
	return found
}

// distance counts the characters to add, drop or replace.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		corner := row[0]
		row[0] = i + 1
		for j := range b {
			n := corner
			if a[i] != b[j] {
				n = 1 + min(corner, row[j], row[j+1])
			}
			corner, row[j+1] = row[j+1], n
		}
	}
	return row[len(b)]
}
