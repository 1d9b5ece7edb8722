// Package judge runs the programs of others that judge what ours writes. Only tests import it.
package judge

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Missing ends a test whose judge is not here: skipped, loudly, and as a failure where CI runs,
// which must have every judge. what is the program's or the package's name.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is not installed", what)
	}
	fmt.Fprintf(os.Stderr, "*** SKIPPED: %s: %s is not installed (./build.sh test installs it)\n", t.Name(), what)
	t.Skipf("SKIPPED: %s is not installed", what)
}

// Tool gives the path of a program, which is Missing where there is none.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Missing(t, name)
	}
	return path
}

// Run gives what a program printed, and fails the test where the program failed.
func Run(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(Tool(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// CSV is the form in which LibreOffice writes a workbook's first sheet as it shows it, in UTF-8.
const CSV = "csv:Text - txt - csv (StarCalc):44,34,76"

// Text is the form in which LibreOffice writes a document's text, in UTF-8.
const Text = "txt:Text (encoded):UTF8"

// Convert has LibreOffice open files and write each in another form, such as "pdf" or CSV, into a folder.
// Of a file that it cannot open it says nothing, and writes nothing.
func Convert(t testing.TB, dir, form string, files ...string) {
	t.Helper()
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(t.TempDir()), "--headless", "--convert-to", form, "--outdir", dir}
	Run(t, "soffice", append(args, files...)...)
}
