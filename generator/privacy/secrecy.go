package privacy

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// The levels of secrecy.
var levels = words("绝密 机密 秘密")

// What marks a document wherever it stands, and what does only as a line by itself: a law may
// speak of the latter.
var (
	internalMarks = words("内部资料注意保存 内部资料注意保密 内部资料妥善保管 内部资料请勿外传 " +
		"内部文件注意保存 内部文件注意保密 内部文件请勿外传 内部材料注意保存 内部材料请勿外传 " +
		"仅供内部使用 仅供内部参考 仅供内部传阅 仅供内部交流 仅供内部掌握 仅供内部学习 仅供内部工作使用 仅限内部使用 仅限内部传阅 只供内部使用 只供内部参考 供内部参考使用 " +
		"内部使用严禁外传 内部使用不得外传 内部使用请勿外传 内部使用禁止外传 请勿公开 请勿外传 请勿对外公开 请勿扩散 请勿转发外传 " +
		"此件不公开 此件不予公开 此件不宜公开 此件不对外公开 此件依申请公开 此件仅供内部 本件不公开 本件不予公开 本件依申请公开 文件不予公开")
	internalLines = words("内部资料 内部文件 内部材料 内部使用 内部刊物 内部参考 内部掌握 内部传阅 内部发行 内部 严禁外传 不得外传 禁止外传 请勿外传 切勿外传 严禁泄露 注意保存 注意保密 妥善保管 阅后即焚 阅后收回 不予公开 不公开 仅供参考")
	openness      = words("公开属性 公开方式 公开类别 公开选项 公开形式 公开类型 公开程度")
	closed        = words("不予公开 不公开 依申请公开 不宜公开")
	urgency       = words("特急 加急 特提 平急 急件 份号 编号 第 号 № No")
)

// A squeezed text is a text without its blanks, its emphasis and its punctuation, which knows
// where each byte of it stood. Line ends stay, and so do quotation marks and brackets that open.
type squeezed struct {
	text []byte
	at   []int
}

func squeeze(text []byte) squeezed {
	var s squeezed
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		g := gapOf(r)
		quote := r == '“' || r == '‘' || r == '「' || r == '『' || r == '《' || r == '"'
		if r == '\n' || quote || r == '★' || r == '☆' || r == '、' || r == '/' || r == '：' || r == ':' || r == '|' || g == 0 && (unicode.IsLetter(r) || unicode.IsNumber(r)) || r == '□' || r == '■' {
			if r == ':' {
				r = '：'
			}
			n := len(s.text)
			s.text = utf8.AppendRune(s.text, r)
			for range len(s.text) - n {
				s.at = append(s.at, i)
			}
		}
		i += size
	}
	s.at = append(s.at, len(text))
	return s
}

// longestMark is how long a line can be that is a mark and nothing else, in bytes.
const longestMark = 120

// line gives the line of the squeezed text that holds the offset; of a long one a piece that is
// longer than any mark.
func (q *squeezed) line(at int) []byte {
	from, to := max(0, at-longestMark), min(len(q.text), at+longestMark)
	from += bytes.LastIndexByte(q.text[from:at], '\n') + 1
	if i := bytes.IndexByte(q.text[at:to], '\n'); i >= 0 {
		to = at + i
	}
	return q.text[from:to]
}

// end gives the offset in the text behind the character that ends at n in the squeezed one.
func (q *squeezed) end(text []byte, n int) int {
	_, size := utf8.DecodeRune(text[q.at[n-1]:])
	return q.at[n-1] + size
}

// marks finds marks of secrecy and of internal use.
func (s *search) marks(seen traces) {
	q := squeeze(s.text)
	if seen&secrecySeen != 0 {
		s.levels(&q)
	}
	if seen&internalSeen == 0 {
		return
	}
	for _, w := range internalMarks {
		s.internal(&q, w, true)
	}
	for _, w := range internalLines {
		s.internal(&q, w, false)
	}
	s.closedItems(&q)
}

// levels finds 绝密, 机密 and 秘密 where they mark a document.
func (s *search) levels(q *squeezed) {
	for _, level := range levels {
		for at := 0; ; {
			i := bytes.Index(q.text[at:], level)
			if i < 0 {
				break
			}
			from := at + i
			at = from + len(level)
			s.level(q, from, at)
		}
	}
}

// level judges one level that stands from from to to.
func (s *search) level(q *squeezed, from, to int) {
	start := q.at[from]
	for _, star := range [...]string{"★", "☆"} {
		if rest, ok := bytes.CutPrefix(q.text[to:], []byte(star)); ok {
			end := to + len(star) + term(rest)
			s.mark(Secrecy, start, q.end(s.text, end), !quoted(q.text[:from]))
			return
		}
	}
	before, after := q.text[:from], q.text[to:]
	own := s.alone(q, from)
	switch {
	case hasSuffix(before, "密级：") && !bytes.HasPrefix(after, []byte("级")) && !choice(after):
		own = own || hasOnly(q.line(from), [][]byte{[]byte("密级："), q.text[from:to]})
	case bytes.Contains([]byte(s.near.Label), []byte("密级")) && len(bytes.TrimSpace(before)) == 0 && !choice(after):
		own = true
	case own:
		own = numbered(q.text[max(0, from-longestMark):min(len(q.text), to+longestMark)])
	default:
		return
	}
	s.mark(Secrecy, start, q.end(s.text, to), own)
}

func (s *search) mark(k Kind, start, end int, sure bool) {
	s.add(k, start, end, sure, mask(k, s.text[start:end]))
}

// choice reports whether other levels follow, as in a form that has not been filled in or a rule.
func choice(after []byte) bool {
	for _, w := range [...]string{"、", "/", "或", "和", "□", "级", "文件", "的"} {
		if bytes.HasPrefix(after, []byte(w)) {
			return true
		}
	}
	return false
}

// term gives the length of a term of secrecy that the text begins with: 10年, 6个月, 长期, 启封前.
func term(text []byte) int {
	for _, w := range [...]string{"长期", "启封前", "公布前", "公开前", "解密前"} {
		if bytes.HasPrefix(text, []byte(w)) {
			return len(w)
		}
	}
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if !houseNumber(r) || letterAt(text[n:]) {
			break
		}
		n += size
	}
	if n == 0 {
		return 0
	}
	for _, w := range [...]string{"年", "个月", "月", "天", "日"} {
		if bytes.HasPrefix(text[n:], []byte(w)) {
			return n + len(w)
		}
	}
	return n
}

// quoted reports whether a quotation mark opens right behind the text.
func quoted(before []byte) bool {
	for _, w := range [...]string{"“", "‘", "「", "『", "《", `"`} {
		if hasSuffix(before, w) {
			return true
		}
	}
	return false
}

// numbered reports whether a text holds the number of a copy, 000001, as secret documents do.
func numbered(text []byte) bool {
	run := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			run = 0
			continue
		}
		if run++; run >= 6 {
			return true
		}
	}
	return bytes.Contains(text, []byte("份号"))
}

// alone reports whether the line that holds the offset has nothing but marks and what stands
// beside them.
func (s *search) alone(q *squeezed, at int) bool {
	line := q.line(at)
	return len(line) < longestMark && hasOnly(line, levels, internalMarks, internalLines, urgency)
}

// hasOnly reports whether a line consists of the words and of digits.
func hasOnly(line []byte, lists ...[][]byte) bool {
next:
	for len(line) > 0 {
		if c := line[0]; c >= '0' && c <= '9' || c == '"' {
			line = line[1:]
			continue
		}
		for _, punct := range [...]string{"：", "★", "☆"} {
			if rest, ok := bytes.CutPrefix(line, []byte(punct)); ok {
				line = rest
				continue next
			}
		}
		for _, list := range lists {
			for _, w := range list {
				if rest, ok := bytes.CutPrefix(line, w); ok {
					line = rest
					continue next
				}
			}
		}
		return false
	}
	return true
}

// internal finds a mark of internal use; one that is strong need not be a line by itself.
func (s *search) internal(q *squeezed, word []byte, strong bool) {
	for at := 0; ; {
		i := bytes.Index(q.text[at:], word)
		if i < 0 {
			return
		}
		from := at + i
		at = from + len(word)
		if quoted(q.text[:from]) {
			continue
		}
		own := s.alone(q, from)
		weak := string(word) == "仅供参考" || string(word) == "不公开" || string(word) == "不予公开" || string(word) == "内部" || string(word) == "注意保存" || string(word) == "妥善保管"
		if !strong && (!own || weak && string(q.line(from)) == string(word)) {
			continue
		}
		start := q.at[from]
		s.mark(Internal, start, q.end(s.text, at), own)
	}
}

// closedItems finds 公开属性：不予公开 and the like in the text of a document.
func (s *search) closedItems(q *squeezed) {
	for _, label := range openness {
		for at := 0; ; {
			i := bytes.Index(q.text[at:], label)
			if i < 0 {
				break
			}
			from := at + i
			at = from + len(label)
			rest, ok := bytes.CutPrefix(q.text[at:], []byte("："))
			if !ok {
				continue
			}
			for _, w := range closed {
				if bytes.HasPrefix(rest, w) && !choice(rest[len(w):]) {
					s.mark(Internal, q.at[from], q.end(s.text, at+len("：")+len(w)), false)
				}
			}
		}
	}
}
