package record

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"reflect"
	"testing"
)

// standard gives what encoding/json writes.
func standard(t testing.TB, v any) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// scatter sets each field with the chance of one in n, to texts made of the words, so
// that no field that a later hand adds is forgotten.
func scatter(v reflect.Value, rng *rand.Rand, n int, words []string) {
	if rng.Intn(n) != 0 {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(words[rng.Intn(len(words))])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int64:
		v.SetInt(rng.Int63() - rng.Int63())
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		members(v.Elem(), rng, n, words)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rng.Intn(3), 3))
		for i := range v.Len() {
			if x := v.Index(i); x.Kind() == reflect.Struct {
				members(x, rng, n, words)
			} else {
				scatter(x, rng, n, words)
			}
		}
	default:
		panic("a field of a kind that AppendJSON does not know: " + v.Type().String())
	}
}

func members(v reflect.Value, rng *rand.Rand, n int, words []string) {
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			scatter(v.Field(i), rng, n, words)
		}
	}
}

func compare(t *testing.T, seed int64, words []string) {
	t.Helper()
	rng := rand.New(rand.NewSource(seed))
	var r Record
	var c Change
	n := 1 + rng.Intn(3)
	members(reflect.ValueOf(&r).Elem(), rng, n, words)
	members(reflect.ValueOf(&c).Elem(), rng, n, words)
	if got, want := string(r.AppendJSON(nil)), standard(t, &r); got != want {
		t.Errorf("seed %d:\n%s, want\n%s", seed, got, want)
	}
	if got, want := string(c.AppendJSON([]byte("x"))), "x"+standard(t, &c); got != want {
		t.Errorf("seed %d: %s, want %s", seed, got, want)
	}
}

func TestJSONIsTheStandardOnes(t *testing.T) {
	for seed := range int64(2000) {
		compare(t, seed, []string{"", "甲乙", "<a href=\"x\">&", "\\\n\x00\u2028", "\xff\xe7\x94", "2026-07-01"})
	}
	it := full(t)
	r := Of(site(t, day(t, 2026, 9, 1), it), it)
	if got, want := string(r.AppendJSON(nil)), standard(t, r); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
}

func FuzzJSON(f *testing.F) {
	f.Add(int64(1), "甲", "\"")
	f.Fuzz(func(t *testing.T, seed int64, a, b string) { compare(t, seed, []string{a, b, a + b, ""}) })
}
