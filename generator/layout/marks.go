package layout

import "unicode"

// An atomKind is how a character behaves in a line.
type atomKind uint8

const (
	kindHan    atomKind = iota // characters and symbols that stand alone: a line may break on both sides
	kindOpen                   // full-width marks with their blank on the left
	kindClose                  // full-width marks with their blank on the right
	kindDot                    // · with blank on both sides
	kindDash                   // — and …, which come in pairs
	kindTail                   // full-width signs without blank that follow something: ％ ～ ℃
	kindLetter                 // of alphabets
	kindDigit                  // 0 to 9
	kindSign                   // narrow signs, glued to the letters beside them
	kindBlank                  // a blank between words
	kindWide                   // the ideographic space
	kindFixed                  // a blank that does not end a line
)

// latin reports whether a character is part of a word, number or address.
func (k atomKind) latin() bool { return k >= kindLetter && k <= kindSign }

// blank reports whether a character vanishes at the ends of lines.
func (k atomKind) blank() bool { return k == kindBlank || k == kindWide }

// kindOf gives a character's kind where nothing else is known; marks that both scripts
// use are judged by their neighbours later.
func kindOf(r rune) atomKind {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF:
		return kindHan
	case r < 0x80:
		switch {
		case r >= '0' && r <= '9':
			return kindDigit
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			return kindLetter
		}
		return kindSign
	}
	switch r {
	case '（', '《', '“', '‘', '「', '『', '【', '〔', '〈', '｛', '［', '〖', '〝':
		return kindOpen
	case '。', '，', '、', '；', '：', '！', '？', '）', '》', '”', '’', '」', '』', '】', '〕', '〉', '｝', '］', '〗', '〞', '．':
		return kindClose
	case '·', '・', '‧':
		return kindDot
	case '—', '…':
		return kindDash
	case '％', '‰', '℃', '～', 'ー':
		return kindTail
	case '\u00A0', '\u2007', '\u202F':
		return kindFixed
	case '•', '※', '§':
		return kindHan
	case '№', '¥', '°':
		return kindSign
	}
	switch {
	case wide(r), r >= 0x2100 && r <= 0x2BFF, r >= 0xE000 && r <= 0xF8FF, r >= 0x1F000:
		return kindHan
	case unicode.IsLetter(r), unicode.Is(unicode.M, r):
		return kindLetter
	}
	return kindSign
}

// wide reports whether a character takes a whole em by its nature (Unicode's East Asian
// Width W and F, by blocks).
func wide(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x2E80 && r <= 0xA4CF || r >= 0x1100 && r <= 0x115F || r >= 0xAC00 && r <= 0xD7A3 ||
		r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFE6F || r >= 0xFF01 && r <= 0xFF60 || r >= 0xFFE0 && r <= 0xFFE6 ||
		r >= 0x1F300 && r <= 0x1FAFF || r >= 0x20000 && r <= 0x3FFFD
}

// ideograph reports whether a character is of running Han text, so that a small gap
// belongs between it and a Latin letter.
func ideograph(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x3FFFD || r >= 0xF900 && r <= 0xFAFF ||
		r >= 0x3041 && r <= 0x30FA || r == '〇' || r == '々' || r >= 0x2E80 && r <= 0x2FDF || r >= 0xAC00 && r <= 0xD7A3
}

// neverStarts reports whether a character must not begin a line 行首禁则.
func neverStarts(r rune) bool {
	switch r {
	case '。', '，', '、', '；', '：', '！', '？', '）', '》', '”', '’', '」', '』', '】', '〕', '〉', '｝', '］', '〗', '〞', '．',
		'％', '‰', '℃', '°', '·', '・', '‧', '…', '—', '～', 'ー',
		',', '.', ';', ':', '!', '?', ')', ']', '}', '%':
		return true
	}
	return false
}

// neverEnds reports whether a character must not end a line 行尾禁则.
func neverEnds(r rune) bool {
	switch r {
	case '（', '《', '“', '‘', '「', '『', '【', '〔', '〈', '｛', '［', '〖', '〝', '¥', '￥', '$', '(', '[', '{', '№':
		return true
	}
	return false
}

// bothScripts reports whether a mark is full-width in Han text and narrow in Latin text.
func bothScripts(r rune) bool {
	switch r {
	case '“', '”', '‘', '’', '…', '—', '·':
		return true
	}
	return false
}

// Ignorable reports whether a character takes no room and needs no glyph (Unicode's
// Default_Ignorable_Code_Point).
func Ignorable(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r == 0x3164, r == 0xFEFF, r == 0xFFA0:
		return true
	}
	return r >= 0x180B && r <= 0x180F || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x206F ||
		r >= 0xFE00 && r <= 0xFE0F || r >= 0xFFF0 && r <= 0xFFF8 || r >= 0x1BCA0 && r <= 0x1BCA3 || r >= 0x1D173 && r <= 0x1D17A ||
		r >= 0xE0000 && r <= 0xE0FFF
}

// selector reports whether a character chooses a form of the one before it.
func selector(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF
}

// combining reports whether a character is drawn upon the one before it.
func combining(r rune) bool {
	return r >= 0x300 && (unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r))
}
