package e2e

import (
	"encoding/json"
	"html"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// corpus is where the real documents lie: beside the checkout, not in it.
const corpus = "../../../shared/corpus"

var (
	comments  = regexp.MustCompile(`(?s)<!--.*?-->`)
	tags      = regexp.MustCompile(`<[^>]*>`)
	listMark  = regexp.MustCompile(`^\s*(?:[-*+]|\d+[.)])\s+`)
	frontPart = regexp.MustCompile(`(?s)^---\n.*?\n---\n`)
	indexLine = regexp.MustCompile(`(?m)^index: (\S+)$`)
)

// TestRealDocuments builds the real public documents: each has its page, no finding is an
// error, and no paragraph is lost between the clerk's file and the citizen's page.
func TestRealDocuments(t *testing.T) {
	if _, err := os.Stat(filepath.Join(corpus, "makecorpus.go")); err != nil {
		t.Skip("SKIPPED: the real documents do not lie beside this checkout")
	}
	dir := t.TempDir()
	content, out := filepath.Join(dir, "content"), filepath.Join(dir, "public")
	command(t, corpus, "go", "run", "makecorpus.go", "-real", "-out", content)
	command(t, dir, "gongkai", "build", "--date", "2026-11-22")
	items, paragraphs := 0, 0
	err := filepath.WalkDir(content, func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".md") {
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		text := strings.ReplaceAll(string(b), "\r\n", "\n")
		index := indexLine.FindStringSubmatch(text)[1]
		page, err := os.ReadFile(filepath.Join(out, "items", index[:strings.LastIndex(index, "-")], index+".html"))
		if err != nil {
			return err
		}
		items++
		have := letters(html.UnescapeString(tags.ReplaceAllString(string(page), "")))
		for line := range strings.Lines(comments.ReplaceAllString(frontPart.ReplaceAllString(text, ""), "")) {
			want := letters(listMark.ReplaceAllString(line, ""))
			if want == "" {
				continue
			}
			paragraphs++
			at := strings.Index(have, want)
			if at < 0 {
				t.Errorf("%s: the page of %s lacks, or has in another place:\n%s", name, index, line)
				continue
			}
			have = have[at+len(want):] // the order is the document's
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if items != 480 || paragraphs < 10_000 {
		t.Errorf("%d items and %d paragraphs were compared, want 480 and more than 10,000", items, paragraphs)
	}
	t.Logf("%d items, %d paragraphs", items, paragraphs)

	var report struct {
		Counts struct{ Error, Warning, Hint int }
	}
	said, err := exec.Command("gongkai", "check", "--content", content, "--date", "2026-11-22", "--format", "json").Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(said, &report); err != nil {
		t.Fatal(err)
	}
	t.Logf("findings: %+v", report.Counts)
	if report.Counts.Error > 0 || report.Counts.Warning > items/10 {
		t.Errorf("the real documents have %d errors and %d warnings", report.Counts.Error, report.Counts.Warning)
	}
}

// letters keeps what a reader reads aloud: letters and digits.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, s)
}

func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}
