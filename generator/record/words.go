package record

import (
	"path"
	"strconv"
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
	return "自生成之日起" + strconv.Itoa(days) + "个工作日内"
}

// A medium is what a file is: in a word for people, and as a media type.
type medium struct{ kind, media string }

// media are the types by extension that departments attach. The operating system's table
// is not asked, because it differs from machine to machine.
var media = map[string]medium{
	".pdf": {"PDF", "application/pdf"}, ".ofd": {"OFD", "application/ofd"},
	".doc": {"DOC", "application/msword"}, ".docx": {"DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	".xls": {"XLS", "application/vnd.ms-excel"}, ".xlsx": {"XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	".ppt": {"PPT", "application/vnd.ms-powerpoint"}, ".pptx": {"PPTX", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	".wps": {"WPS", "application/vnd.ms-works"}, ".et": {"ET", "application/vnd.ms-excel"}, ".dps": {"DPS", "application/vnd.ms-powerpoint"},
	".odt": {"ODT", "application/vnd.oasis.opendocument.text"}, ".ods": {"ODS", "application/vnd.oasis.opendocument.spreadsheet"}, ".odp": {"ODP", "application/vnd.oasis.opendocument.presentation"},
	".csv": {"CSV", "text/csv"}, ".txt": {"TXT", "text/plain"}, ".rtf": {"RTF", "application/rtf"},
	".json": {"JSON", "application/json"}, ".xml": {"XML", "application/xml"},
	".zip": {"ZIP", "application/zip"}, ".rar": {"RAR", "application/vnd.rar"}, ".7z": {"7Z", "application/x-7z-compressed"},
	".jpg": {"JPG", "image/jpeg"}, ".jpeg": {"JPEG", "image/jpeg"}, ".png": {"PNG", "image/png"}, ".gif": {"GIF", "image/gif"},
	".webp": {"WEBP", "image/webp"}, ".heic": {"HEIC", "image/heic"}, ".svg": {"SVG", "image/svg+xml"}, ".bmp": {"BMP", "image/bmp"}, ".tif": {"TIF", "image/tiff"}, ".tiff": {"TIFF", "image/tiff"},
	".mp3": {"MP3", "audio/mpeg"}, ".mp4": {"MP4", "video/mp4"},
}

// mediaOf gives the kind and the media type of an extension, "" and
// application/octet-stream where it is not a known one.
func mediaOf(ext string) (kind, mediaType string) {
	if m, ok := media[strings.ToLower(ext)]; ok {
		return m.kind, m.media
	}
	return "", "application/octet-stream"
}

// MediaType gives the media type of a file's name, application/octet-stream where the
// extension is not a known one.
func MediaType(name string) string {
	_, media := mediaOf(path.Ext(name))
	return media
}
