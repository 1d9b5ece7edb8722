package page

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/theme"
)

var token = regexp.MustCompile(`--([a-z]+): (#[0-9a-f]{6});`)

// tokens reads the colours of a rule, over those below it.
func tokens(t *testing.T, css, rule string, below map[string]string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for k, v := range below {
		out[k] = v
	}
	_, rest, found := strings.Cut(css, rule)
	if !found {
		t.Fatalf("the style sheet has no %q", rule)
	}
	block, _, _ := strings.Cut(rest, "}")
	for _, m := range token.FindAllStringSubmatch(block, -1) {
		out[m[1]] = m[2]
	}
	return out
}

// luminance and contrast are those of WCAG 2.
func luminance(hex string) (l float64) {
	for i, w := range [...]float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += w * c
	}
	return l
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestContrast: text stands out from paper and from shade in light and in dark, by 7:1
// in 长辈版; the red of the current place by 3:1.
func TestContrast(t *testing.T) {
	th, err := theme.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := th.File("assets/style.css")
	css := string(text)
	const dark = "@media (prefers-color-scheme: dark) {\n  "
	light := tokens(t, css, "\n:root {", nil)
	night := tokens(t, css, dark+":root {", light)
	for _, mode := range []struct {
		name   string
		colour map[string]string
		least  float64
	}{
		{"light", light, 4.5}, {"dark", night, 4.5},
		{"light 长辈版", tokens(t, css, "\n.elder {", light), 7},
		{"dark 长辈版", tokens(t, css, dark+".elder {", tokens(t, css, "\n.elder {", night)), 7},
	} {
		for _, ink := range []string{"ink", "soft", "link", "visited", "over"} {
			for _, ground := range []string{"paper", "shade"} {
				if c := contrast(mode.colour[ink], mode.colour[ground]); c < mode.least {
					t.Errorf("%s: %s on %s is %s", mode.name, ink, ground, fmt.Sprintf("%.2f:1", c))
				}
			}
		}
		if c := contrast(mode.colour["red"], mode.colour["paper"]); c < 3 {
			t.Errorf("%s: red on paper is %.2f:1", mode.name, c)
		}
	}
}
