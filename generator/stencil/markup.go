package stencil

import (
	"strings"
	"unicode/utf8"
)

// asIs appends a text that is safe.
func asIs(dst []byte, text string) []byte { return append(dst, text...) }

// appendHTML appends a text for an HTML text or a quoted attribute.
func appendHTML(dst []byte, text string) []byte { return appendMarked(dst, text, true) }

// appendNorm appends HTML for where no tags are: its entities stay.
func appendNorm(dst []byte, text string) []byte { return appendMarked(dst, text, false) }

// Bytes of UTF-8, valid or not, stay as they are: only ASCII is replaced.
func appendMarked(dst []byte, text string, amp bool) []byte {
	done := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c > '>' || !special[c] {
			continue
		}
		with := ""
		switch c {
		case 0:
			with = "\uFFFD"
		case '"':
			with = "&#34;"
		case '\'':
			with = "&#39;"
		case '+':
			with = "&#43;"
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '&':
			if !amp {
				continue
			}
			with = "&amp;"
		}
		dst = append(append(dst, text[done:i]...), with...)
		done = i + 1
	}
	return append(dst, text[done:]...)
}

// special are the bytes that appendMarked replaces.
var special = [256]bool{0: true, '"': true, '&': true, '\'': true, '+': true, '<': true, '>': true}

// nospace are the replacements in an attribute without quotes.
var nospace = [utf8.RuneSelf]string{
	0: "&#xfffd;", '\t': "&#9;", '\n': "&#10;", '\v': "&#11;", '\f': "&#12;", '\r': "&#13;", ' ': "&#32;",
	'"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '=': "&#61;", '>': "&gt;", '`': "&#96;",
}

// failsafe stands for what is not safe.
const failsafe = "ZgotmplZ"

// appendNospace appends a text for an attribute without quotes.
func appendNospace(dst []byte, text string) []byte {
	if text == "" {
		return append(dst, failsafe...)
	}
	for i, w := 0, 0; i < len(text); i += w {
		r, n := utf8.DecodeRuneInString(text[i:])
		w = n
		switch {
		case r < utf8.RuneSelf && nospace[r] != "":
			dst = append(dst, nospace[r]...)
		case 0xfdd0 <= r && r <= 0xfdef || 0xfff0 <= r && r <= 0xffff: // invalid UTF-8 too
			const hex = "0123456789abcdef"
			dst = append(dst, '&', '#', 'x', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15], ';')
		default:
			dst = append(dst, text[i:i+w]...)
		}
	}
	return dst
}

// appendFiltered appends an address, or "#ZgotmplZ" where its scheme could harm.
func appendFiltered(dst []byte, text string) []byte {
	if scheme, _, ok := strings.Cut(text, ":"); ok && !strings.Contains(scheme, "/") {
		if !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "mailto") {
			return append(dst, "#"+failsafe...)
		}
	}
	return append(dst, text...)
}

// appendNormalURL appends an address; what is escaped in it stays so.
func appendNormalURL(dst []byte, text string) []byte { return appendAddress(dst, text, true) }

// appendURL appends a text for a part of an address's query.
func appendURL(dst []byte, text string) []byte { return appendAddress(dst, text, false) }

func appendAddress(dst []byte, text string, norm bool) []byte {
	const hex = "0123456789abcdef"
	done := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.', c == '_', c == '~':
			continue
		case c == '%':
			if norm && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]) {
				continue
			}
		case norm && strings.IndexByte("!#$&*+,/:;=?@[]", c) >= 0:
			continue
		}
		dst = append(append(dst, text[done:i]...), '%', hex[c>>4], hex[c&15])
		done = i + 1
	}
	return append(dst, text[done:]...)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
