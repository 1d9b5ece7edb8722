package pdf

import (
	"encoding/binary"
	"math"
)

const (
	profileName = "sRGB IEC61966-2.1"
	toneSteps   = 256
)

// The places of sRGB's white and primaries in XYZ, adapted to D50, in 65536ths (IEC
// 61966-2-1, annex).
var (
	whiteD50 = [3]uint32{0xF6D6, 0x10000, 0xD32D}
	redD50   = [3]uint32{0x6FA2, 0x38F5, 0x0390}
	greenD50 = [3]uint32{0x6299, 0xB785, 0x18DA}
	blueD50  = [3]uint32{0x24A0, 0x0F84, 0xB6CF}
)

// sRGB gives a display profile of matrix and curve (ICC.1:2001-04, 6.3.1.2). Its date is
// that of the specification, so that it is always the same.
func sRGB() []byte {
	curve := toneCurve()
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", describe(profileName)},
		{"cprt", append([]byte("text\x00\x00\x00\x00"), "No copyright, use freely\x00"...)},
		{"wtpt", place(whiteD50)},
		{"rXYZ", place(redD50)},
		{"gXYZ", place(greenD50)},
		{"bXYZ", place(blueD50)},
		{"rTRC", curve},
		{"gTRC", nil}, // the same curve
		{"bTRC", nil},
	}
	out := make([]byte, 128+4+12*len(tags), 2048)
	copy(out[8:], "\x02\x10\x00\x00mntrRGB XYZ \x07\xD1\x00\x04\x00\x01\x00\x00\x00\x00\x00\x00acsp")
	copy(out[68:], place(whiteD50)[8:])
	binary.BigEndian.PutUint32(out[128:], uint32(len(tags)))
	at, size := 0, 0
	for i, t := range tags {
		if t.data != nil {
			at, size = len(out), len(t.data)
			out = append(out, t.data...)
			for len(out)%4 != 0 {
				out = append(out, 0)
			}
		}
		entry := out[132+12*i:]
		copy(entry, t.name)
		binary.BigEndian.PutUint32(entry[4:], uint32(at))
		binary.BigEndian.PutUint32(entry[8:], uint32(size))
	}
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

// describe gives a textDescriptionType of ASCII alone: no Unicode, no script code.
func describe(text string) []byte {
	b := append([]byte("desc\x00\x00\x00\x00"), 0, 0, 0, byte(len(text)+1))
	b = append(b, text...)
	return append(b, make([]byte, 1+4+4+2+1+67)...)
}

// place gives an XYZType.
func place(xyz [3]uint32) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range xyz {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// toneCurve gives a curveType: the light of each step of a channel, dark steps on a
// straight line (IEC 61966-2-1, 5.2).
func toneCurve() []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), uint32(toneSteps))
	for i := range toneSteps {
		v := float64(i) / float64(toneSteps-1)
		light := v / 12.92
		if v > 0.04045 {
			light = math.Pow((v+0.055)/1.055, 2.4)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(light*65535)))
	}
	return b
}
