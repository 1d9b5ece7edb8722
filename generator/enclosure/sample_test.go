package enclosure

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"testing"
)

// TestSampleContent reads every file that the sample district attaches: none has a find, a note
// or a refusal.
func TestSampleContent(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	files := os.DirFS("../../content")
	read := 0
	err := fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !slices.Contains([]string{".pdf", ".docx", ".xlsx", ".csv", ".png"}, path.Ext(name)) {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		read++
		if rep := r.Read(name, data); rep.Refuse != 0 || len(rep.Finds) > 0 || len(rep.Notes) > 0 {
			t.Errorf("%s: %+v", name, rep)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if read < 30 {
		t.Fatalf("only %d files read: the test looks in the wrong place", read)
	}
}
