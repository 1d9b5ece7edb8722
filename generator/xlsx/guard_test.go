package xlsx

import (
	"strings"
	"testing"
)

// guarded gives what guard makes of a cell.
func guarded(cell string, form Form) string {
	before, in, behind := guard(cell, form, survey(cell))
	return before + in + behind
}

func TestGuard(t *testing.T) {
	for _, c := range []struct {
		cell string
		form Form
		want string
	}{
		{"0401", Text, "0401\t"},
		{"0", Text, "0"},
		{"12", Text, "12"},
		{"2026", Text, "2026"},
		{"2026-07", Text, "2026-07\t"},
		{"2026-H1", Text, "2026-H1"},
		{"340123199001011234", Text, "340123199001011234\t"},
		{"123456789012", Text, "123456789012\t"},
		{"1E5", Text, "1E5\t"},
		{"3/4", Text, "3/4\t"},
		{"7月1日", Text, "7月1日\t"},
		{"DEC-1", Text, "DEC-1\t"},
		{"MAR-2026-00001", Text, "MAR-2026-00001\t"},
		{"SW-2026-00001", Text, "SW-2026-00001"},
		{"示水〔2026〕3号", Text, "示水〔2026〕3号"},
		{"2026-07-01", Day, "2026-07-01"},
		{"2026-07-01 09:00", Moment, "2026-07-01 09:00"},
		{"=1+1", Day, "·=1+1"},
		{"-5", Number, "-5"},
		{"-5+6", Number, "·-5+6"},
		{"0401", Number, "0401\t"},
		{"=1+1", Text, "·=1+1"},
		{" \t=1+1", Text, "·=1+1"},
		{"\x01=1+1", Text, "·=1+1"},
		{"+86 10", Text, "·+86 10"},
		{"-5", Text, "·-5"},
		{"@甲", Text, "·@甲"},
		{"＝1+1", Text, "·＝1+1"},
		{"甲=乙", Text, "甲=乙"},
		{"甲\t乙\r\n丙", Text, "甲 乙\n丙"},
		{"", Text, ""},
	} {
		if got := guarded(c.cell, c.form); got != c.want {
			t.Errorf("guard(%q) = %q, want %q", c.cell, got, c.want)
		}
	}
}

// Whatever a cell holds, no spreadsheet takes the guarded one for a formula.
func FuzzGuard(f *testing.F) {
	for _, s := range []string{"=1", " =1", "\u200b=1", "＠甲", "0401", "\xff=", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		got := guarded(cell, Text)
		if strings.IndexAny(got, "=+-@\t\r＝＋－＠") == 0 {
			t.Errorf("guard(%q) = %q", cell, got)
		}
		if again := guarded(strings.TrimSuffix(got, "\t"), Text); again != got {
			t.Errorf("guard(%q) = %q, and guarded again %q", cell, got, again)
		}
	})
}
