package build

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/generator/cache"
	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/plan"
	"gongkai/generator/source"
	"gongkai/generator/theme"
)

// keysOn gives the keys of the sample site's outputs on a day, without those that bear the
// day of the build, and what next says at its end.
func keysOn(t *testing.T, kept *cache.Dir, day calendar.Date) (map[string]source.Digest, []clock.Event) {
	t.Helper()
	th, err := theme.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Content: os.DirFS("../../content"), Date: day, Now: time.Now(), Program: "test", Cache: kept}
	r, err := inspect(t.Context(), o, th)
	if err != nil {
		t.Fatal(err)
	}
	products, err := Products(o, th, r.Site, r.Press)
	if err != nil {
		t.Fatal(err)
	}
	outs, err := plan.Outputs(r.Site, products)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]source.Digest{}
	for _, out := range outs {
		if !stamped(out.Path) {
			keys[out.Path] = out.Key
		}
	}
	return keys, clock.New(r.Site, 40).Next(r.Site.Now())
}

// stamped reports whether an output bears the day on which it was made.
func stamped(p string) bool {
	return p == "index.html" || p == "about.html" || strings.HasPrefix(p, "boards/") || strings.HasPrefix(path.Base(p), "board-")
}

// hangs reports whether an event changes the boards' pages alone, which bear the day anyway.
func hangs(e clock.Event) bool {
	return strings.HasSuffix(e.What.EN, "goes up") || strings.HasSuffix(e.What.EN, "comes down") || strings.HasSuffix(e.What.EN, "no longer")
}

// A rebuild changes the site on the days that next names, and on no other.
func TestNextNamesEveryChange(t *testing.T) {
	if testing.Short() { // under the race detector
		t.Skip("75 readings of the sample")
	}
	kept := cache.Open(t.TempDir())
	defer kept.Close()
	day := calendar.Date{Year: 2026, Month: 10, Day: 20}
	before, events := keysOn(t, kept, day)
	named := 0
	for range 75 {
		day = day.AddDays(1)
		now, next := keysOn(t, kept, day)
		var changed []string
		for p, k := range now {
			if old, ok := before[p]; !ok || old != k {
				changed = append(changed, p)
			}
		}
		for p := range before {
			if _, ok := now[p]; !ok {
				changed = append(changed, p)
			}
		}
		slices.Sort(changed)
		said := len(events) > 0 && events[0].At.Date == day
		switch {
		case said && len(changed) == 0 && !slices.ContainsFunc(events, hangs):
			t.Errorf("next names %s (%s), but nothing changes", day, events[0].What.EN)
		case !said && len(changed) > 0:
			t.Errorf("%s changes %v; next names %v", day, changed[:min(len(changed), 8)], events)
		}
		if said {
			named++
		}
		before, events = now, next
	}
	if named < 10 || named == 75 {
		t.Errorf("next names %d of 75 days: too few or too many to show anything", named)
	}
}
