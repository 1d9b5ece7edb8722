package write

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/disk"
)

// Two builds into one folder: the second is told who is at work and touches nothing, and has
// its turn when the first has ended, however it ended.
func TestTwoAtOnce(t *testing.T) {
	for name, end := range map[string]func(*Dir) error{
		"committed": func(d *Dir) error { _, err := d.Commit(); return err },
		"aborted":   (*Dir).Abort,
		"refused": func(d *Dir) error {
			if _, err := d.Commit(); err == nil {
				return errors.New("no stranger was seen")
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "public")
			if name == "refused" {
				os.Mkdir(root, 0o777)
				os.WriteFile(filepath.Join(root, "index.html"), []byte("mine"), 0o666)
			}
			first, err := Open(root, false)
			if err != nil {
				t.Fatal(err)
			}
			fill(t, first, map[string]string{"index.html": "1"})
			_, err = Open(root, false)
			var busy *LockedError
			if !errors.As(err, &busy) || !busy.Sure || busy.Holder.PID != os.Getpid() || busy.Holder.Host == "" || busy.Holder.Since.IsZero() {
				t.Fatalf("the second is told %v", err)
			}
			if err := Busy(root); !errors.As(err, &busy) || !busy.Sure {
				t.Errorf("who only looks is told %v", err)
			}
			if err := end(first); err != nil {
				t.Fatal(err)
			}
			if err := Busy(root); err != nil {
				t.Errorf("after its end: %v", err)
			}
			if _, err := os.Stat(filepath.Join(root, private, "lock")); err == nil {
				t.Error("the lock stays")
			}
			os.Remove(filepath.Join(root, "index.html"))
			if _, err := put(t, root, false, map[string]string{"index.html": "2"}); err != nil {
				t.Errorf("the next: %v", err)
			}
		})
	}
}

// A lock that somebody left behind: a dead program's of this machine is taken over, another
// machine's is not, and nonsense is no lock.
func TestALockThatIsLeft(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	lock := func(host, boot string) string {
		return fmt.Sprintf("%s\npid %d\nhost %s\nboot %s\nsince 2026-07-01T08:00:00+08:00\n", lockMagic, os.Getpid(), host, boot)
	}
	for name, c := range map[string]struct {
		text string
		busy bool
	}{
		"this machine's":                 {lock(host, "x"), false},
		"a container's of this machine":  {lock("other", boot()), boot() == ""},
		"another machine's":              {lock("other", "x"), true},
		"another machine's without boot": {lock("other", ""), true},
		"cut":                            {lock("other", "x")[:40], false},
		"nonsense":                       {"\x00\x01", false},
		"empty":                          {"", false},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.Mkdir(filepath.Join(root, private), 0o777); err != nil {
				t.Fatal(err)
			}
			at := filepath.Join(root, private, "lock")
			if err := os.WriteFile(at, []byte(c.text), 0o666); err != nil {
				t.Fatal(err)
			}
			looked := Busy(root)
			_, err := try(disk.Disk{}, root, map[string]string{"index.html": "1"}, nil)
			var busy *LockedError
			if errors.As(err, &busy) != c.busy || (looked != nil) != c.busy || !c.busy && err != nil {
				t.Fatalf("got %v and %v", err, looked)
			}
			if !c.busy {
				return
			}
			if busy.Sure || busy.Holder.Host != "other" || busy.Holder.Since.Year() != 2026 || busy.Path != at {
				t.Errorf("it tells %+v", busy)
			}
			if text, _ := os.ReadFile(at); string(text) != c.text {
				t.Errorf("another's lock was changed to %q", text)
			}
			if err := os.Remove(at); err != nil { // as the message says
				t.Fatal(err)
			}
			if _, err := try(disk.Disk{}, root, map[string]string{"index.html": "1"}, nil); err != nil {
				t.Errorf("after its removal: %v", err)
			}
		})
	}
	if !strings.Contains((&LockedError{Path: "p", Holder: Holder{PID: 7, Host: "h"}}).Error(), "process 7 on h") {
		t.Error("the error names nobody")
	}
}
