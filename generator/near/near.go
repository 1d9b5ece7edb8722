// Package near finds the name that a clerk may have meant: one way for keys, values,
// categories, departments and files.
package near

import (
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// longest is the longest name, in characters, that is compared; nobody mistypes a page.
const longest = 60

// Word gives the known name that is most like the word, and "" where none is near: a third
// of the characters may differ, and one in a short word; of four ASCII letters two may,
// because two that changed places count for two. A name that is a part of the other (财政局
// of 示范区财政局) is as near as if it differed in one or two. Case does not count. Of equally
// near ones it gives the first.
func Word(word string, known []string) string {
	low := strings.ToLower(strings.TrimSpace(word))
	n := utf8.RuneCountInString(low)
	if n == 0 || n > longest {
		return ""
	}
	differ := max(1, n/3)
	if n >= 4 && n == len(low) {
		differ = max(differ, 2)
	}
	found, best := "", 2*differ+2
	for _, k := range known {
		other := strings.ToLower(k)
		m := utf8.RuneCountInString(other)
		if m < 2 || m > longest {
			continue
		}
		d := 2 * levenshtein.ComputeDistance(low, other)
		if n > 1 && (strings.Contains(other, low) || strings.Contains(low, other)) {
			d = min(d, 3)
		}
		if d < best && d < 2*max(n, m) {
			found, best = k, d
		}
	}
	return found
}
