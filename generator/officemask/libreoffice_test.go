package officemask

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// LibreOffice opens what was masked, and every other cell is what it was.
func TestLibreOfficeReadsWhatWasMasked(t *testing.T) {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("no soffice")
	}
	dir := t.TempDir()
	in := book(t)
	out, _ := redacted(t, in, stars)
	for name, text := range map[string][]byte{"before.xlsx": in, "after.xlsx": out} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.ToSlash(t.TempDir()), "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", dir,
		filepath.Join(dir, "before.xlsx"), filepath.Join(dir, "after.xlsx"))
	if said, err := run.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, said)
	}
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
