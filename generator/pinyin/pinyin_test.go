package pinyin

import (
	"slices"
	"strings"
	"testing"
)

func TestReadings(t *testing.T) {
	for r, want := range map[rune]string{'财': "cai", '政': "zheng", '局': "ju", '行': "xing hang", '绿': "lv", '女': "nv", '略': "lve", '查': "cha", '会': "hui kuai", '给': "gei ji",
		'畜': "chu xu", '长': "zhang chang", 'a': "", '，': "", '〇': "ling"} {
		if got := strings.Join(Readings(r), " "); got != want {
			t.Errorf("%c: %q, want %q", r, got, want)
		}
	}
}

// Every syllable of every character has a unit of its own, within its room.
func TestSyllables(t *testing.T) {
	seen := map[uint16]string{}
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		for _, s := range Readings(r) {
			u, ok := Syllable(s)
			if !ok || u < firstSyllable || u >= firstLetter {
				t.Fatalf("%s: %x", s, u)
			}
			if other, taken := seen[u]; taken && other != s {
				t.Errorf("%s and %s are one", s, other)
			}
			seen[u] = s
			if l := Letter(s); l < firstLetter || l >= firstLetter+26 || l > 0xDFFF {
				t.Errorf("%s: letter %x", s, l)
			}
		}
	}
	if len(seen) < 380 {
		t.Errorf("%d syllables", len(seen))
	}
	for _, s := range []string{"", "b", "zh", "caizheng", "x", "i!", "ng"} {
		if u, ok := Syllable(s); ok {
			t.Errorf("%q is %x", s, u)
		}
	}
	if slices.Contains(heads[1:], "") {
		t.Error("an empty head")
	}
}
