package display_test

import (
	"math"
	"testing"

	"gongkai/generator/display"
)

// GB/T 9704's grid of 28 characters of 15.75 pt and 22 lines must fit 156 × 225 mm.
func TestLengths(t *testing.T) {
	size := 15750 * display.Pt / 1000
	if w := 28 * size; w != 441*display.Pt || w > display.Mm(156) || display.Mm(156)-w > display.Mm(0.5) {
		t.Errorf("28 characters are %.3f mm wide", w.Mm())
	}
	for _, mm := range []float64{0, 0.1, 25.4, 28, 37, 156, 210, 225, 297, 420} {
		l := display.Mm(mm)
		if math.Abs(l.Mm()-mm) > 0.0002 {
			t.Errorf("%v mm became %v", mm, l.Mm())
		}
		if math.Abs(l.Points()-mm*72/25.4) > 0.0005 {
			t.Errorf("%v mm are %v pt", mm, l.Points())
		}
	}
	if display.Mm(25.4) != 72*display.Pt {
		t.Errorf("an inch is %v", display.Mm(25.4))
	}
}
