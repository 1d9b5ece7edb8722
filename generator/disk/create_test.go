package disk

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestCreateFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a")
	for _, data := range [][]byte{bytes.Repeat([]byte("甲"), 3<<20), []byte("short"), nil} {
		if err := createFile(name, data); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes, %v; want %d", len(got), err, len(data))
		}
	}
	missing := filepath.Join(name, "b")
	var p *fs.PathError
	if err := createFile(missing, []byte("x")); !errors.As(err, &p) || p.Path != missing {
		t.Errorf("a file below a file: %v", err)
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		if err := createFile("/dev/full", []byte("x")); !errors.As(err, &p) || p.Op != "write" {
			t.Errorf("a full disk: %v", err)
		}
	}
}
