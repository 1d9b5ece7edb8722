package privacy

import (
	"bytes"
	"unicode/utf8"
)

// private reports whether a domain in lower case is a provider of private mail.
func private(domain string) bool {
	switch domain {
	case "qq.com", "vip.qq.com", "foxmail.com", "163.com", "vip.163.com", "126.com", "vip.126.com", "yeah.net", "188.com", "netease.com",
		"sina.com", "sina.cn", "sina.com.cn", "vip.sina.com", "sohu.com", "vip.sohu.com", "139.com", "189.cn", "wo.cn", "wo.com.cn",
		"aliyun.com", "tom.com", "21cn.com", "263.net", "eyou.com", "sogou.com", "chinaren.com", "live.cn",
		"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com", "mac.com",
		"yahoo.com", "yahoo.com.cn", "yahoo.cn", "ymail.com", "proton.me", "protonmail.com", "aol.com", "gmx.com", "mail.com", "mail.ru", "yandex.com":
		return true
	}
	return false
}

// mails finds addresses at providers of private mail. An office that has its mail there is as
// frequent in notices as a person, so a find is sure only where something speaks of a person: a
// name in the row, a word such as 姓名 before it, or a mobile number as the name of the box.
func (s *search) mails() {
	for i := 0; i < len(s.text); i++ {
		at := atSign(s.text, i)
		if at == 0 {
			continue
		}
		domain, end := mailDomain(s.text, i+at)
		if !private(domain) {
			continue
		}
		start := mailBox(s.text, i)
		if start < 0 {
			continue
		}
		box := normal(s.text[start:i])
		number := len(box) == mobileDigits && assigned([]uint8{box[0] - '0', box[1] - '0', box[2] - '0'}) || len(box) == identityDigits && box[0] <= '9'
		sure := !s.contact(start) && (number || s.near.Named || s.wild || holds(s.before(start, reachLabel), personWords))
		s.add(Mail, start, end, sure, mask(Mail, s.text[start:end]))
		i = end - 1
	}
}

// atSign gives the length of an @ at the offset, or of what is written for one: ＠ # (at) [at]
// “ at ”; 0 for none.
func atSign(text []byte, i int) int {
	switch text[i] {
	case '@', '#':
		return 1
	case 0xEF:
		if bytes.HasPrefix(text[i:], []byte("＠")) || bytes.HasPrefix(text[i:], []byte("＃")) {
			return len("＠")
		}
		fallthrough
	case '(', '[', '{', ' ', 0xE3:
		for _, form := range [...]string{"(at)", "[at]", "{at}", "（at）", "【at】", " at "} {
			if n := len(form); len(text)-i >= n && bytes.EqualFold(text[i:i+n], []byte(form)) {
				return n
			}
		}
	}
	return 0
}

// maxMail bounds each side of an address, as RFC 5321 does.
const maxMail = 64

// mailDomain reads a domain from the offset, behind a blank perhaps, in lower case, and where it
// ends.
func mailDomain(text []byte, at int) (string, int) {
	for n := 0; n < 2 && at < len(text) && text[at] == ' '; n++ {
		at++
	}
	var name [maxMail]byte
	n, end := 0, at
	for at < len(text) && n < maxMail {
		r, size := utf8.DecodeRune(text[at:])
		c := narrow(r)
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-') {
			if gapOf(r) == unseen {
				at += size
				continue
			}
			break
		}
		name[n] = c
		at += size
		if n++; c != '.' {
			end = at
		}
	}
	return string(bytes.TrimRight(name[:n], ".")), end
}

// mailBox gives where the name of the box begins that ends at the offset, behind a blank
// perhaps; -1 where there is none or it is masked.
func mailBox(text []byte, at int) int {
	for n := 0; n < 2 && at > 0 && text[at-1] == ' '; n++ {
		at--
	}
	end := at
	for at > 0 && end-at < maxMail {
		r, size := utf8.DecodeLastRune(text[:at])
		if r == '*' || r == '＊' {
			return -1
		}
		c := narrow(r)
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' || c == '+' || c == '%') && gapOf(r) != unseen {
			break
		}
		at -= size
	}
	if at == end {
		return -1
	}
	return at
}

// narrow gives a character of an address in ASCII and lower case, 0 for any other.
func narrow(r rune) byte {
	if r >= '！' && r <= '～' {
		r += '!' - '！'
	}
	switch {
	case r >= 'A' && r <= 'Z':
		return byte(r) | 0x20
	case r > ' ' && r < 0x7F:
		return byte(r)
	}
	return 0
}
