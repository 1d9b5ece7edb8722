// Package pinyin owns how Han characters are spoken, as a search by sound needs it: syllables and
// their first letters, without tones.
package pinyin

import (
	"slices"
	"strings"

	lib "github.com/mozillazg/go-pinyin"
)

// twofold are the characters whose second reading is at home in official titles, such as 会计 and 供给. Of all
// others the first counts: dictionaries have readings of many more that nobody expects to find them by.
const twofold = "行重长会调校乐传还率藏差给弹单都模曝厦系六盛便薄畜幢卡劲血着朝参角处"

// Readings gives how a character is read, the most usual first: ["xing", "hang"]; nil for what is no
// Han character. ü is v.
func Readings(r rune) []string {
	args := lib.NewArgs()
	args.Heteronym = true
	all := lib.SinglePinyin(r, args)
	most := 1
	if strings.ContainsRune(twofold, r) {
		most = 2
	}
	var out []string
	for _, s := range all {
		if _, ok := Syllable(s); ok && !slices.Contains(out, s) && len(out) < most {
			out = append(out, s)
		}
	}
	return out
}

// The beginnings and the ends of syllables. The page's script has the same lists.
var (
	heads = strings.Split(",b,p,m,f,d,t,n,l,g,k,h,j,q,x,zh,ch,sh,r,z,c,s,y,w", ",")
	tails = strings.Split("a o e ai ei ao ou an en ang eng er ong i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ue v ve", " ")
)

// Units stand for sounds in an index: low surrogates, of which no text has two side by side.
const (
	firstSyllable = 0xDC00
	firstLetter   = 0xDFC0
	tailsRoom     = 40
)

// Syllable gives a syllable's unit; ok is false for what is none.
func Syllable(s string) (unit uint16, ok bool) {
	for h := len(heads) - 1; h >= 0; h-- {
		rest, has := strings.CutPrefix(s, heads[h])
		if !has {
			continue
		}
		if t := slices.Index(tails, rest); t >= 0 {
			return uint16(firstSyllable + h*tailsRoom + t), true
		}
	}
	return 0, false
}

// Letter gives the unit of a syllable's first letter.
func Letter(s string) uint16 { return firstLetter + uint16(s[0]-'a') }
