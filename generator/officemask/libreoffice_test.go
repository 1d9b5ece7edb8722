package officemask

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/judge"
)

// LibreOffice opens what was masked, and every other cell is what it was.
func TestLibreOfficeReadsWhatWasMasked(t *testing.T) {
	dir := t.TempDir()
	in := book(t)
	out, _ := redacted(t, in, stars)
	for name, text := range map[string][]byte{"before.xlsx": in, "after.xlsx": out} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	judge.Convert(t, dir, judge.CSV, filepath.Join(dir, "before.xlsx"), filepath.Join(dir, "after.xlsx"))
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	want := strings.NewReplacer("13800138000", "138****8000", "13900139000", "139****9000", "410101800101123,410101800101123", "410*********123,410101800101123").Replace(read("before.csv"))
	if got := read("after.csv"); got != want || !strings.Contains(got, "138****8000") {
		t.Errorf("LibreOffice reads\n%s\nwant\n%s", got, want)
	}
}
