package pdf

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// producer names the program in every file.
const producer = "gongkai"

// writeInfo writes the Info dictionary, which says what the metadata say and no more.
func (s *sheaf) writeInfo() ref {
	b := []byte("<<")
	for _, e := range [][2]string{{"Title", s.doc.Title}, {"Author", s.doc.Author}, {"Subject", s.doc.Subject}, {"Producer", producer}} {
		if text := oneLine(e[1]); text != "" {
			b = appendText(append(append(b, '/'), e[0]...), text)
		}
	}
	if s.doc.Date != "" {
		b = fmt.Appendf(b, "/CreationDate(D:%s000000+08'00')", strings.ReplaceAll(s.doc.Date, "-", ""))
	}
	return s.add(append(b, ">>"...))
}

// writeMetadata writes the XMP packet, readable without unpacking (ISO 19005-1, 6.7.2).
func (s *sheaf) writeMetadata() ref {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n" +
		"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n")
	s.property(&b, "dc:title", "rdf:Alt", s.doc.Title)
	s.property(&b, "dc:creator", "rdf:Seq", s.doc.Author)
	s.property(&b, "dc:description", "rdf:Alt", s.doc.Subject)
	b.WriteString("</rdf:Description>\n" +
		"<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n" +
		"<pdf:Producer>" + producer + "</pdf:Producer>\n</rdf:Description>\n")
	if s.doc.Date != "" {
		b.WriteString("<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n" +
			"<xmp:CreateDate>" + s.doc.Date + "T00:00:00+08:00</xmp:CreateDate>\n</rdf:Description>\n")
	}
	part := "2"
	if s.level == A1 {
		part = "1"
	}
	b.WriteString("<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n" +
		"<pdfaid:part>" + part + "</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n</rdf:Description>\n" +
		"</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	n := s.reserve()
	s.rawStream(n, "/Type/Metadata/Subtype/XML", []byte(b.String()))
	return n
}

// property writes a property of one entry; none where there is nothing to say.
func (s *sheaf) property(b *strings.Builder, name, kind, text string) {
	if text = oneLine(text); text == "" {
		return
	}
	lang := ""
	if kind == "rdf:Alt" {
		lang = ` xml:lang="x-default"`
	}
	b.WriteString("<" + name + "><" + kind + "><rdf:li" + lang + ">")
	xml.EscapeText(b, []byte(text)) // a builder takes everything
	b.WriteString("</rdf:li></" + kind + "></" + name + ">\n")
}

// writeIntent writes for which colours the file is made: those of sRGB.
func (s *sheaf) writeIntent() ref {
	profile := s.reserve()
	s.stream(profile, "/N 3", sRGB())
	return s.add(fmt.Appendf(nil, "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(%s)/Info(%s)/RegistryName(http://www.color.org)/DestOutputProfile %d 0 R>>",
		profileName, profileName, profile))
}
