package model

import (
	"slices"
	"testing"
)

func TestOpinionAddresses(t *testing.T) {
	seen := map[string]bool{}
	for name, want := range map[string]string{
		"2026-001": "opinions/water/2026-001.html",
		"2":        "opinions/water/2.html",
		"来信":       "", "Letter": "", "a b": "", "-x": "", // a digest of the name
	} {
		o := Opinion{Path: "water/opinions/" + name + ".md", Department: "water"}
		got := o.Address()
		if want != "" && got != want || seen[got] {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		seen[got] = true
		for _, c := range got {
			if c > 0x7E || c >= 'A' && c <= 'Z' {
				t.Errorf("%s: %s", name, got)
			}
		}
	}
}

func TestWhichOpinionsAreShown(t *testing.T) {
	answered := on(2026, 7, 1)
	for _, tt := range []struct {
		o    Opinion
		want bool
	}{
		{Opinion{Public: true, Replied: true, Answered: answered}, true},
		{Opinion{Replied: true, Answered: answered}, false},
		{Opinion{Public: true, Answered: answered}, false},
		{Opinion{Public: true, Replied: true}, false},
	} {
		if got := tt.o.Shown(); got != tt.want {
			t.Errorf("%+v: %v", tt.o, got)
		}
	}
}

func TestOpinionsInOrder(t *testing.T) {
	all := []*Opinion{
		{Path: "d", Received: on(2026, 7, 1)},
		{Path: "c", Received: on(2026, 7, 2)},
		{Path: "b", Received: on(2026, 1, 1), Answered: on(2026, 2, 1)},
		{Path: "a", Received: on(2026, 1, 1), Answered: on(2026, 2, 1)},
		{Path: "e", Received: on(2026, 1, 1), Answered: on(2026, 3, 1)},
	}
	slices.SortFunc(all, LatestAnswer)
	got := ""
	for _, o := range all {
		got += o.Path
	}
	if got != "eabcd" {
		t.Error(got)
	}
}
