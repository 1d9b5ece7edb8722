package model

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"gongkai/generator/pack"
)

// fill gives every field of a value something, so that one that Pack forgets is seen.
func fill(v reflect.Value, r *rand.Rand) {
	switch v.Kind() {
	case reflect.String:
		v.SetString([]string{"甲", "乙丙", "a longer text of more than forty bytes, as titles are", "x"}[r.IntN(4)])
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.IntN(100) + 1))
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		v.SetUint(uint64(r.IntN(100) + 1))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(3)+1, 4))
		for i := range v.Len() {
			fill(v.Index(i), r)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), r)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), r)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[place]() {
			*v.Addr().Interface().(*place) = place{"title", int32(r.IntN(99)), int32(r.IntN(99))}
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), r)
		}
	default:
		panic(v.Kind())
	}
}

func TestPackKeepsEveryField(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var it Item
		v := reflect.ValueOf(&it).Elem()
		for i := range v.NumField() {
			if v.Type().Field(i).Name == "At" {
				it.At = Places{{"title", 3, 9}, {"made", 20, 30}}
				continue
			}
			fill(v.Field(i), r)
		}
		for i := range it.Attachments {
			it.Attachments[i].Address = "" // New's
		}
		w := pack.Writer(nil)
		it.Pack(w)
		var back Item
		c := pack.Reader(string(w.Bytes()))
		back.Pack(c)
		if c.Err() != nil || c.Rest() != "" {
			t.Fatalf("%v, %d bytes are left", c.Err(), len(c.Rest()))
		}
		if !reflect.DeepEqual(it, back) {
			for i := range v.NumField() {
				if a, b := v.Field(i).Interface(), reflect.ValueOf(back).Field(i).Interface(); !reflect.DeepEqual(a, b) {
					t.Errorf("%s: %v became %v", v.Type().Field(i).Name, a, b)
				}
			}
		}
		whole := string(w.Bytes())
		for n := range len(whole) {
			var cut Item
			c := pack.Reader(whole[:n])
			if cut.Pack(c); c.Err() == nil {
				t.Fatalf("%d of %d bytes are taken for an item", n, len(whole))
			}
		}
	}
}

func FuzzUnpack(f *testing.F) {
	var it Item
	w := pack.Writer(nil)
	it.Pack(w)
	f.Add(w.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		var it Item
		it.Pack(pack.Reader(string(b))) // never panics, never allocates wildly
	})
}
