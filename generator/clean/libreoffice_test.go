package clean

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/judge"
)

func save(t *testing.T, dir, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, dir, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// LibreOffice opens what was cleaned and reads what stands there once changes are accepted.
func TestLibreOfficeReadsWhatWasCleaned(t *testing.T) {
	dir := t.TempDir()
	body := `<w:p><w:commentRangeStart w:id="0"/>` + run("甲") + `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>` + del("删") + ins(run("乙")) + `</w:p>` +
		`<w:p>` + marked("del") + run("丙") + `</w:p><w:p>` + run("丁") + `</w:p>` +
		`<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid><w:tr><w:tc><w:p>` + run("戊") + `</w:p></w:tc></w:tr><w:tr><w:trPr><w:del w:id="9" w:author="李四"/></w:trPr><w:tc><w:p>` + run("己") + `</w:p></w:tc></w:tr></w:tbl><w:p/>`
	doc, _ := cleaned(t, docx(t, body))
	save(t, dir, "a.docx", doc)
	save(t, dir, "made.fodt", []byte(fodt))
	judge.Convert(t, dir, judge.Text, filepath.Join(dir, "a.docx"))
	if got := strings.Fields(strings.TrimPrefix(string(load(t, dir, "a.txt")), "\uFEFF")); strings.Join(got, " ") != "甲乙 丙丁 戊" {
		t.Errorf("LibreOffice reads %q", got)
	}
	// Files that LibreOffice wrote itself, with a change, a comment and an author.
	judge.Convert(t, dir, "docx", filepath.Join(dir, "made.fodt"))
	judge.Convert(t, dir, "odt", filepath.Join(dir, "made.fodt"))
	for _, ext := range []string{"docx", "odt"} {
		text := load(t, dir, "made."+ext)
		out, r := cleaned(t, text)
		if len(r.Taken) == 0 {
			t.Errorf("%s: nothing was taken", ext)
		}
		for name, p := range parts(t, out) {
			for _, word := range []string{"张三", "李四", "请核", "删掉"} {
				if strings.Contains(p, word) {
					t.Errorf("%s: %s still has %s", ext, name, word)
				}
			}
		}
		save(t, dir, "clean-"+ext+"."+ext, out)
	}
	judge.Convert(t, dir, judge.Text, filepath.Join(dir, "clean-docx.docx"), filepath.Join(dir, "clean-odt.odt"))
	for _, name := range []string{"clean-docx.txt", "clean-odt.txt"} {
		if got := bytes.TrimSpace(bytes.TrimPrefix(load(t, dir, name), []byte("\uFEFF"))); string(got) != "留下的话，加上的话。" {
			t.Errorf("%s: LibreOffice reads %q", name, got)
		}
	}
}

// fodt is a text with a tracked insertion, a tracked deletion and a comment.
const fodt = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><meta:initial-creator>张三</meta:initial-creator><dc:creator>李四</dc:creator></office:meta>
<office:body><office:text>
<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:insertion><office:change-info><dc:creator>李四</dc:creator><dc:date>2026-07-01T00:00:00</dc:date></office:change-info></text:insertion></text:changed-region>
<text:changed-region xml:id="c2" text:id="c2"><text:deletion><office:change-info><dc:creator>李四</dc:creator><dc:date>2026-07-01T00:00:00</dc:date></office:change-info><text:p>删掉的话</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>留下的话，<text:change-start text:change-id="c1"/>加上的话<text:change-end text:change-id="c1"/><text:change text:change-id="c2"/>。<office:annotation><dc:creator>张三</dc:creator><text:p>请核</text:p></office:annotation></text:p>
</office:text></office:body></office:document>`
