package passage

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
)

// maxTokens is how much of an XML text is read.
const maxTokens = 200_000

// XML hands on each text and attribute of XML, such as a packet of XMP, with the name of its
// element or attribute, until it ends or is none. The names that XMP gives its lists say nothing
// and are passed over; so are its own marks.
func XML(b []byte, f func(name, text string)) {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var names []string
	for range maxTokens {
		t, err := d.RawToken()
		if err != nil {
			return
		}
		switch t := t.(type) {
		case xml.StartElement:
			names = append(names, t.Name.Local)
			for _, a := range t.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "about" && a.Name.Local != "xmptk" {
					f(a.Name.Local, a.Value)
				}
			}
		case xml.EndElement:
			names = names[:max(0, len(names)-1)]
		case xml.CharData:
			if text := strings.TrimSpace(string(t)); text != "" {
				f(inner(names), text)
			}
		}
	}
}

// inner gives the innermost name that says something.
func inner(names []string) string {
	for i := len(names) - 1; i >= 0; i-- {
		switch names[i] {
		case "li", "Seq", "Alt", "Bag", "Description", "RDF":
		default:
			return names[i]
		}
	}
	return ""
}
