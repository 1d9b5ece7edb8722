package record

import (
	"fmt"
	"path"
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// words gives the Chinese words of enumerated values, by key and code.
var words = struct {
	status, method, cadence, stage, procedure, topics, secrecy, changes map[string]string
}{
	wordsOf("status"), wordsOf("method"), wordsOf("cadence"), wordsOf("stage"),
	wordsOf("procedure"), wordsOf("topics"), wordsOf("secrecy"), changeWords(),
}

func wordsOf(key string) map[string]string { return wordsIn(schema.Item.Get(key)) }

func changeWords() map[string]string {
	return wordsIn(schema.Table(schema.Item.Get("changes").Keys).Get("kind"))
}

func wordsIn(k *schema.Key) map[string]string {
	m := make(map[string]string, len(k.Values))
	for _, v := range k.Values {
		m[v.Code] = v.Words.ZH
	}
	return m
}

// word gives the code's word, and the code itself where it has none.
func word(m map[string]string, code string) string {
	if w, ok := m[code]; ok {
		return w
	}
	return code
}

// changeWord gives 变更 or 更正; a change of no kind is 变更.
func changeWord(k model.ChangeKind) string {
	if k == "" {
		k = model.Changed
	}
	return word(words.changes, string(k))
}

// limit puts the site's limit into words; "" where the site sets none.
func limit(days int) string {
	if days <= 0 {
		return ""
	}
	return fmt.Sprintf("自生成之日起%d个工作日内", days)
}

// media types by extension: those that departments attach. The operating system's table
// is not asked, because it differs from machine to machine.
var media = map[string]string{
	".pdf": "application/pdf", ".ofd": "application/ofd",
	".doc": "application/msword", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xls": "application/vnd.ms-excel", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".ppt": "application/vnd.ms-powerpoint", ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".wps": "application/vnd.ms-works", ".et": "application/vnd.ms-excel", ".dps": "application/vnd.ms-powerpoint",
	".odt": "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
	".csv": "text/csv", ".txt": "text/plain", ".rtf": "application/rtf",
	".json": "application/json", ".xml": "application/xml",
	".zip": "application/zip", ".rar": "application/vnd.rar", ".7z": "application/x-7z-compressed",
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
	".webp": "image/webp", ".svg": "image/svg+xml", ".bmp": "image/bmp", ".tif": "image/tiff", ".tiff": "image/tiff",
	".mp3": "audio/mpeg", ".mp4": "video/mp4",
}

// MediaType gives the media type of a file's name, application/octet-stream where the
// extension is not a known one.
func MediaType(name string) string {
	if m, ok := media[strings.ToLower(path.Ext(name))]; ok {
		return m
	}
	return "application/octet-stream"
}
