package source

import "testing"

func TestCells(t *testing.T) {
	for r, want := range map[rune]int{
		'a': 1, ' ': 1, '~': 1, '\t': 0, 0x1B: 0, 0x7F: 0, 0x85: 0, 'é': 1, 0x301: 0, 0x200B: 0, 0x202E: 0, 0xFE0F: 0,
		'公': 2, '：': 2, '〔': 2, '　': 2, '，': 2, 'Ａ': 2, '한': 2, 'ｱ': 1, '“': 1, '…': 1, '😀': 2, 0x20000: 2, 0x3400: 2,
	} {
		if got := Cells(r); got != want {
			t.Errorf("Cells(%q %U) = %d, want %d", r, r, got, want)
		}
	}
}
