package gram

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf16"
)

// A Writer packs numbers into bits, the highest first. The zero Writer is empty.
type Writer struct {
	units []uint16 // fifteen bits each, from firstUnit on
	last  uint32   // what does not fill a unit yet
	n     uint     // how many bits of last
}

// unitBits is what one unit of a wrapped file carries, and firstUnit what zero is there: from
// U+3400 on there are 2^15 characters that a script may hold as they are.
const (
	unitBits  = 15
	firstUnit = 0x3400
)

// Bits adds the low n bits of v, n ≤ 16.
func (w *Writer) Bits(v uint32, n uint) {
	w.last = w.last<<n | v&(1<<n-1)
	w.n += n
	for w.n >= unitBits {
		w.n -= unitBits
		w.units = append(w.units, firstUnit+uint16(w.last>>w.n&(1<<unitBits-1)))
	}
	w.last &= 1<<w.n - 1
}

// Gamma adds a number from 1 on in Elias' gamma code.
func (w *Writer) Gamma(v uint32) {
	n := uint(0)
	for v>>n > 1 {
		n++
	}
	for range n {
		w.Bits(0, 1)
	}
	for i := int(n); i >= 0; i-- {
		w.Bits(v>>i, 1)
	}
}

// Rice adds a number from 0 on: its quotient by 2^k in ones and a zero, then k bits.
func (w *Writer) Rice(v uint32, k uint) {
	q := v >> k
	for ; q >= 15; q -= 15 {
		w.Bits(1<<15-1, 15)
	}
	w.Bits(1<<(q+1)-2, uint(q)+1)
	for ; k > 16; k-- {
		w.Bits(v>>(k-1), 1)
	}
	w.Bits(v, k)
}

// Bytes adds bytes.
func (w *Writer) Bytes(b []byte) {
	for _, c := range b {
		w.Bits(uint32(c), 8)
	}
}

// Reset empties the Writer, which keeps its room.
func (w *Writer) Reset() { *w = Writer{units: w.units[:0]} }

// Wrapped gives the bits as text, the last unit filled with zeros. Nothing may be added afterwards until it is Reset, and
// then the text is gone.
func (w *Writer) Wrapped() []uint16 {
	if w.n > 0 {
		return append(w.units, firstUnit+uint16(w.last<<(unitBits-w.n)))
	}
	return w.units
}

// Quoted gives a text as it stands in a script's string.
func Quoted(text string) []uint16 {
	return utf16.Encode([]rune(strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`).Replace(text)))
}

// Script gives the file that hands data to the page's script: gk("name","data"), in UTF-16 with its
// mark, which tells browsers the encoding whatever a server says.
func Script(name string, data []uint16) []byte {
	out := make([]byte, 0, 2*(len(data)+len(name)+16))
	put := func(u uint16) { out = append(out, byte(u), byte(u>>8)) }
	put(0xFEFF)
	for _, u := range utf16.Encode([]rune(`gk("` + name + `","`)) {
		put(u)
	}
	for _, u := range data {
		put(u)
	}
	for _, u := range utf16.Encode([]rune(`")` + "\n")) {
		put(u)
	}
	return out
}

// RiceOf gives the parameter with which Rice codes n numbers of which the sum is at most sum.
func RiceOf(n, sum int) (k uint) {
	for n<<(k+1)*100 <= 69*sum {
		k++
	}
	return k
}

// ErrNoScript tells that a file is none that Script made.
var ErrNoScript = errors.New("not a file of the index")

// Unscript gives what Script put into a file: its name, and its data as they stand there. The error is
// ErrNoScript.
func Unscript(file []byte) (name string, data []uint16, err error) {
	units := make([]uint16, 0, len(file)/2)
	for i := 0; i+1 < len(file); i += 2 {
		units = append(units, uint16(file[i])|uint16(file[i+1])<<8)
	}
	cut := func(s string) bool {
		u := utf16.Encode([]rune(s))
		ok := len(units) >= len(u) && slices.Equal(units[:len(u)], u)
		if ok {
			units = units[len(u):]
		}
		return ok
	}
	end := utf16.Encode([]rune("\")\n"))
	if !cut("\uFEFFgk(\"") || len(units) < len(end) || !slices.Equal(units[len(units)-len(end):], end) {
		return "", nil, ErrNoScript
	}
	i := slices.Index(units, '"')
	name = string(utf16.Decode(units[:i]))
	if units = units[i:]; !cut(`","`) || len(units) < len(end) {
		return "", nil, ErrNoScript
	}
	return name, units[:len(units)-len(end)], nil
}

// Unquoted gives the text that Quoted was given.
func Unquoted(data []uint16) string {
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, "\n", `\r`, "\r").Replace(string(utf16.Decode(data)))
}
