package deploy

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"gongkai/generator/write"
)

func TestStoppedAndRunAgain(t *testing.T) {
	for cut := 1; cut <= len(small)+1; cut++ {
		s, root := inMemory(), t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		s.fail = func(n int, op string) error {
			if n == cut {
				cancel()
				return context.Canceled
			}
			return nil
		}
		first, err := s.to(ctx, built(t, root, small), Options{Jobs: 1})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		up := s.put()
		s.fail = nil
		second := s.must(t, root)
		if up != max(0, cut-2) || first.Uploaded != up || second.Uploaded != len(small)-up {
			t.Errorf("cut at %d: %d went up, told %d, then %d of %d", cut, up, first.Uploaded, second.Uploaded, len(small))
		}
		s.wants(t, small)
		if s.must(t, root); len(s.did) != 0 {
			t.Errorf("cut at %d: a third run did %v", cut, s.did)
		}
	}
}

// errPower is a machine that lost its power: nothing more is written, the record neither.
var errPower = errors.New("no power")

// TestCrashesNeverLie kills deploys at random places, changes the site between them (also
// back to what it was) and wants the next whole deploy to leave exactly the site.
func TestCrashesNeverLie(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 60 {
		s, root := inMemory(), t.TempDir()
		stranger := tree{"stranger.txt": "mine"}
		if err := s.Write(t.Context(), "stranger.txt", fileOf("mine")); err != nil {
			t.Fatal(err)
		}
		var site tree
		for range 6 {
			site = tree{}
			for i := range 8 {
				if r.IntN(3) > 0 {
					site[fmt.Sprintf("d%d/%d.html", i%3, i)] = fmt.Sprint("version ", r.IntN(2)) // as long as each other
				}
			}
			site["index.html"] = fmt.Sprint("home ", r.IntN(3))
			built(t, root, site)
			dead := 1 + r.IntN(14)
			s.fail = func(n int, op string) error {
				if n >= dead {
					return errPower
				}
				return nil
			}
			if _, err := s.to(t.Context(), root, Options{Jobs: 1 + r.IntN(3)}); err != nil && !errors.Is(err, errPower) {
				t.Fatal(err)
			}
			s.fail = nil
		}
		s.must(t, root)
		s.wants(t, site.with(stranger))
		if s.must(t, root); len(s.did) != 0 || t.Failed() {
			t.Fatalf("round %d: the run after did %v", round, s.did)
		}
	}
}

func TestRecordIsKeptWhileFilesGoUp(t *testing.T) {
	s, root := inMemory(), built(t, t.TempDir(), small)
	entries, _ := write.Manifest(root)
	s.fail = func(n int, op string) error {
		if n == 4 { // the third file takes as long as it takes the record to come
			for range 500 {
				if data, err := s.bytes(RecordName); err == nil {
					if r, _ := decodeRecord(data); sures(r) >= 2 {
						return errPower
					}
				}
				time.Sleep(10 * time.Millisecond)
			}
			t.Error("no record came while files went up")
		}
		if n > 4 && op == "write "+RecordName {
			s.asks--
		}
		return nil
	}
	d := &deployment{Options: Options{Site: root, Jobs: 1, Pause: pause}, store: s, every: 5 * time.Millisecond}
	if _, err := d.run(t.Context(), entries); !errors.Is(err, errPower) {
		t.Errorf("%v", err)
	}
}

// sures counts the files that a record is sure of.
func sures(r record) (n int) {
	for _, d := range r {
		if d.sure {
			n++
		}
	}
	return n
}

func TestLostOrDamagedRecord(t *testing.T) {
	s, root := inMemory(), built(t, t.TempDir(), small)
	s.must(t, root)
	good, err := s.bytes(RecordName)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"lost": nil, "empty": {}, "cut": good[:len(good)/2], "cut at a line": good[:strings.LastIndex(string(good[:len(good)-1]), "\n")+1],
		"another version": []byte("gongkai deployed 9\n"), "not ours": []byte("\x00\x01\x02"),
		"one letter": []byte(strings.Replace(string(good), "404.html", "405.html", 1)),
	} {
		t.Run(name, func(t *testing.T) {
			if data == nil {
				if err := s.Remove(t.Context(), RecordName); err != nil {
					t.Fatal(err)
				}
			} else if err := s.Write(t.Context(), RecordName, fileOf(string(data))); err != nil {
				t.Fatal(err)
			}
			// A file changed behind our back is found; the others are known by their MD5.
			if err := s.Write(t.Context(), "404.html", fileOf("NONE")); err != nil {
				t.Fatal(err)
			}
			r := s.must(t, root)
			if r.Uploaded != 1 || r.Kept != len(small)-1 || r.Removed != 0 || !r.Lost || r.Damaged != (data != nil) {
				t.Errorf("%+v", r)
			}
			s.wants(t, small)
			if again, err := s.bytes(RecordName); err != nil || string(again) != string(good) {
				t.Errorf("the record was not made anew: %v", err)
			}
		})
	}
}

// TestATargetThatTellsNoSums: where its record is lost, its files are read, and those that
// are as they should be are not written again.
func TestATargetThatTellsNoSums(t *testing.T) {
	s, root := inMemory(), built(t, t.TempDir(), small)
	s.sums = false
	s.must(t, root)
	for _, err := range []error{s.Remove(t.Context(), RecordName), s.Write(t.Context(), "404.html", fileOf("NONE"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if r := s.must(t, root); r.Uploaded != 1 || r.Kept != len(small)-1 {
		t.Errorf("%+v", r)
	}
	s.wants(t, small)
}
