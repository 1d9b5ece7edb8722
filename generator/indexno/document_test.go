package indexno

import "testing"

func TestDocument(t *testing.T) {
	for text, want := range map[string]string{
		"示财〔2026〕3号": "示财〔2026〕3号", "中办发[2005]12号": "中办发〔2005〕12号", "示财(2026)3号": "示财〔2026〕3号", "示财（２０２６）３号": "示财〔2026〕3号",
		"示财【2026】03号": "示财〔2026〕3号", "示财〔2026〕第3号": "示财〔2026〕3号", "示财〔2026〕第 003 号": "示财〔2026〕3号", "示财 〔2026〕 3 号": "示财〔2026〕3号",
		"示财［2026］10号": "示财〔2026〕10号", "示财《2026》10号": "示财〔2026〕10号", "示财〔2026年〕10号": "示财〔2026〕10号", "示财办函B〔2026〕10号": "示财办函B〔2026〕10号",
		"国务院令第711号": "", "示财〔26〕3号": "", "示财〔2026〕3": "", "〔2026〕3号": "", "示财〔2026〕0号": "", "公告2019年第12号": "", "": "", "示财2026-3号": "",
	} {
		near, ok := Document(text)
		if near != want || ok != (want == text && text != "") {
			t.Errorf("Document(%q) = %q, %v; want %q", text, near, ok, want)
		}
		if near != "" {
			if again, ok := Document(near); again != near || !ok {
				t.Errorf("%q is not of the form itself", near)
			}
		}
	}
}
