package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tries is how often a page is audited at most: the figures of a busy machine vary.
const tries = 3

type report struct {
	Categories map[string]struct {
		Score     float64
		AuditRefs []struct {
			ID     string
			Weight float64
		}
	}
	Audits map[string]struct {
		Title, DisplayValue string
		Score               *float64
	}
	RuntimeError struct{ Code, Message string }
}

// TestLighthouse: 100 for accessibility and at least 95 for the rest, on the home page and
// on an item, on Lighthouse's slow phone.
func TestLighthouse(t *testing.T) {
	node := tool(t, "node")
	cli := npm(t, "lighthouse/cli/index.js")
	chromium := tool(t, browsers()...)
	s := theSite(t)
	for _, k := range kinds[:2] {
		t.Run(k.name, func(t *testing.T) {
			best := map[string]float64{}
			var last report
			for try := 1; try <= tries && short(best) != ""; try++ {
				last = audit(t, node, cli, chromium, s.url(s.example(k)))
				line := fmt.Sprintf("Lighthouse %s, run %d:", k.name, try)
				for _, c := range categories {
					score := last.Categories[c].Score * 100
					best[c] = max(best[c], score)
					line += fmt.Sprintf(" %s %.0f", c, score)
				}
				fmt.Println(line)
			}
			if what := short(best); what != "" {
				t.Errorf("%s\n%s", what, last.losses())
			}
		})
	}
}

var categories = []string{"performance", "accessibility", "best-practices", "seo"}

// short says which score is too low; "" where none is.
func short(best map[string]float64) string {
	for _, c := range categories {
		least := 95.0
		if c == "accessibility" {
			least = 100
		}
		if best[c] < least {
			return fmt.Sprintf("%s %.0f, at least %.0f", c, best[c], least)
		}
	}
	return ""
}

// losses lists what took points.
func (r report) losses() string {
	var b strings.Builder
	for _, c := range categories {
		for _, ref := range r.Categories[c].AuditRefs {
			a := r.Audits[ref.ID]
			if ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
				fmt.Fprintf(&b, "  %s: %s (%.2f) %s\n", c, a.Title, *a.Score, a.DisplayValue)
			}
		}
	}
	return b.String()
}

func audit(t *testing.T, node, cli, chromium, url string) (r report) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "report.json")
	cmd := exec.Command(node, cli, url, "--quiet", "--output=json", "--output-path="+out,
		"--only-categories="+strings.Join(categories, ","),
		"--chrome-flags=--headless=new --"+strings.Join(chromeFlags, " --"))
	cmd.Env = append(os.Environ(), "CHROME_PATH="+chromium)
	said, err := cmd.CombinedOutput()
	b, rerr := os.ReadFile(out)
	if rerr != nil {
		t.Fatalf("Lighthouse gave no report: %v\n%s", err, said)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	if r.RuntimeError.Code != "" {
		t.Fatalf("Lighthouse: %s %s", r.RuntimeError.Code, r.RuntimeError.Message)
	}
	return r
}
