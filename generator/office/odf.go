package office

import (
	"encoding/xml"
	"strconv"
	"strings"

	"gongkai/generator/passage"
	"gongkai/generator/unzip"
)

// opendocument reads an OpenDocument archive: its manifest first, then every part.
func (r *reader) opendocument() {
	if m := r.a.Find("META-INF/manifest.xml"); m != nil && !m.Dir && !m.Encrypted {
		r.done[m] = true
		r.walk(m, passage.Place{}, &manifest{r: r})
	}
	if r.a.Find("content.xml") == nil {
		r.note(passage.Damaged, passage.Place{}, "content.xml")
	}
	styles := map[string]bool{}
	for _, name := range []string{"styles.xml", "content.xml"} {
		if m := r.a.Find(name); m != nil && !m.Dir && !m.Encrypted && !r.locked {
			r.walk(m, passage.Place{}, &hiding{styles: styles})
		}
	}
	r.each(func(m *unzip.Member) {
		switch {
		case strings.HasPrefix(m.Name, "Basic/") || strings.HasPrefix(m.Name, "Scripts/"):
			r.note(passage.Macro, passage.Place{}, "Basic")
			return
		case m.Name == "mimetype" || r.locked:
			return
		case !r.isXML(m):
			r.blob(m)
			return
		}
		at := passage.Place{}
		switch {
		case strings.HasSuffix(m.Name, "meta.xml"):
			r.walk(m, at, &props{r: r})
			return
		case strings.HasSuffix(m.Name, "settings.xml"):
			at.Layer = passage.Property
		case !strings.HasSuffix(m.Name, "content.xml") && !strings.HasSuffix(m.Name, "styles.xml"):
			at.Layer = passage.Cached
		}
		w := newWords(r, at)
		r.walk(m, at, &odf{words: w, styles: styles, header: strings.HasSuffix(m.Name, "styles.xml")})
	})
}

// manifest finds what is encrypted.
type manifest struct {
	unused
	r *reader
}

func (h *manifest) open(name string, _ []xml.Attr) {
	if name == "encryption-data" && !h.r.locked {
		h.r.locked = true
		h.r.note(passage.Encrypted, passage.Place{}, "")
	}
}

// hiding finds the styles that hide: text, and whole tables.
type hiding struct {
	unused
	styles map[string]bool
	style  string
}

func (h *hiding) open(name string, attrs []xml.Attr) {
	switch name {
	case "style":
		h.style = attr(attrs, "name")
	case "text-properties", "table-properties":
		d := attr(attrs, "display")
		if h.style != "" && (name == "text-properties" && d == "none" || name == "table-properties" && d == "false") {
			h.styles[h.style] = true
		}
	}
}

// An odf reads content.xml and its like.
type odf struct {
	*words
	odfGrid
	outer  []odfGrid // tables around it
	grids  int       // tables of a text so far
	styles map[string]bool
	header bool
	page   int
	layer  []passage.Layer // to go back to
	depths []int
	spans  []int // depths of spans that hide
}

// An odfGrid is one table under reading: a sheet, or one of a text.
type odfGrid struct {
	sheet   string
	number  int // of a table in a text, counted from 1
	hidden  bool
	row     int
	col     int
	again   int // times that the cell stands there
	more    int // times that the row stands there again
	rowGone bool
	gone    map[int]bool // hidden columns
	ncol    int
	value   string
	cells   []string
	inCell  bool
	around  passage.Place // of the table
}

// enter puts what is within the element that opens now on a layer.
func (h *odf) enter(l passage.Layer) {
	h.layer, h.depths = append(h.layer, h.at.Layer), append(h.depths, len(h.stack))
	h.at.Layer = l
}

func (h *odf) open(name string, attrs []xml.Attr) {
	h.flushLeaf(h.parent(1))
	switch name {
	case "annotation":
		h.r.comments++
		h.enter(passage.Comment)
	case "deletion":
		h.r.tracked++
		h.enter(passage.Deleted)
	case "insertion":
		h.r.tracked++
	case "notes", "note":
		h.enter(passage.Footnote)
	case "header", "footer", "master-page":
		h.enter(passage.Header)
	case "page":
		if h.parent(1) == "presentation" {
			h.page++
			h.at.Page = h.page
		}
	case "table":
		h.table(attrs)
	case "table-column":
		n := min(max(1, number(attr(attrs, "number-columns-repeated"))), 1<<14)
		if v := attr(attrs, "visibility"); v != "" && v != "visible" {
			if h.gone == nil {
				h.gone = map[int]bool{}
			}
			for i := range n {
				h.gone[h.ncol+i+1] = true
			}
			h.r.note(passage.Hidden, passage.Place{Sheet: h.sheet}, "columns "+strconv.Itoa(n))
		}
		h.ncol += n
	case "table-row":
		n := max(1, number(attr(attrs, "number-rows-repeated")))
		h.row++
		v := attr(attrs, "visibility")
		if h.rowGone = v != "" && v != "visible"; h.rowGone {
			h.r.note(passage.Hidden, passage.Place{Sheet: h.sheet}, "rows "+strconv.Itoa(n))
		}
		h.more = min(n-1, 1<<21)
		h.col, h.cells = 0, h.cells[:0]
	case "table-cell", "covered-table-cell":
		h.cell(attrs)
	case "s":
		h.put([]byte(strings.Repeat(" ", min(max(1, number(attr(attrs, "c"))), 100))))
	case "tab":
		h.put([]byte("\t"))
	case "line-break":
		h.put([]byte("\n"))
	case "h":
		h.words.open("p", attrs)
		h.stack[len(h.stack)-1] = "h"
		return
	case "span":
		if h.styles[attr(attrs, "style-name")] {
			h.spans = append(h.spans, len(h.stack))
			h.vanish = true
		}
	case "hidden-text", "hidden-paragraph":
		at := h.here()
		at.Hidden = true
		h.r.pass(at, attr(attrs, "string-value"))
	case "script", "event-listener":
		if attr(attrs, "href") != "" || attr(attrs, "language") != "" {
			h.r.note(passage.Macro, h.here(), attr(attrs, "language"))
		}
	case "dde-connection-decl", "dde-source", "dde-connection":
		h.r.note(passage.Launch, h.here(), "DDE")
	case "image", "object", "object-ole", "plugin", "floating-frame", "table-source", "section-source", "database-source-table":
		if elsewhere(attr(attrs, "href")) {
			h.r.note(passage.External, h.here(), name)
		}
	}
	h.attributes(name, attrs)
	h.stack = append(h.stack, name)
	if len(h.stack) > 1 && name == "p" {
		h.paras = append(h.paras, &paragraph{})
	}
}

// table begins a sheet, or a table of a text.
func (h *odf) table(attrs []xml.Attr) {
	h.outer = append(h.outer, h.odfGrid)
	h.odfGrid = odfGrid{around: h.at}
	if h.parent(1) != "spreadsheet" {
		h.grids++
		h.sheet, h.number, h.hidden = h.at.Sheet, h.grids, h.at.Hidden
		return
	}
	h.sheet = attr(attrs, "name")
	h.at.Sheet = h.sheet
	if h.hidden = h.styles[attr(attrs, "style-name")]; h.hidden {
		h.r.note(passage.Hidden, passage.Place{Sheet: h.sheet}, "")
	}
}

// endTable goes back to what is around the table.
func (h *odf) endTable() {
	n := len(h.outer) - 1
	if n < 0 {
		return
	}
	at := h.around
	h.at.Sheet, h.at.Table, h.at.Cell, h.at.Hidden = at.Sheet, at.Table, at.Cell, at.Hidden
	h.odfGrid, h.outer = h.outer[n], h.outer[:n]
}

func (h *odf) cell(attrs []xml.Attr) {
	h.col++
	h.inCell = true
	h.at.Cell = cellName(min(h.col, 1<<14), h.row)
	h.at.Hidden = h.hidden || h.rowGone || h.gone[h.col]
	h.at.Table = h.number
	h.value = plain(attr(attrs, "value"))
	if s := attr(attrs, "string-value"); s != "" {
		h.value = s
	}
	h.again = min(max(1, number(attr(attrs, "number-columns-repeated"))), 1<<14)
	if f := attr(attrs, "formula"); f != "" {
		h.r.formula(h.at, f)
	}
	if len(h.cells) < maxColumns {
		h.cells = append(h.cells, h.value)
	}
}

func (h *odf) text(b []byte) {
	switch {
	case h.parent(1) == "creator" || h.parent(1) == "date":
	case len(h.paras) > 0:
		h.put([]byte(strings.ReplaceAll(string(b), "\n", " ")))
		return
	}
	h.words.text(b)
}

func (h *odf) close(name string) {
	if name == "creator" && (h.at.Layer == passage.Comment || h.parent(2) == "change-info") {
		h.who, h.whoAt = strings.TrimSpace(string(h.leaf)), 0
		h.r.note(passage.Author, passage.Place{Layer: passage.Comment, Name: "author"}, h.who)
		h.r.pass(h.at, h.who)
		h.leaf = h.leaf[:0]
	}
	switch name {
	case "p", "h":
		if n := len(h.paras); n > 0 {
			if h.inCell && len(h.cells) > 0 && len(h.paras[n-1].text) < maxCell && h.at.Layer == passage.Body {
				h.cells[len(h.cells)-1] = string(h.paras[n-1].text)
			}
		}
		if name == "h" && len(h.stack) > 0 {
			h.stack[len(h.stack)-1], name = "p", "p"
		}
	case "table-cell", "covered-table-cell":
		h.endCell()
	case "table-row":
		if len(h.cells) > 0 {
			at := h.at
			at.Cell, at.Hidden, at.Layer = cellName(1, h.row), h.hidden || h.rowGone, passage.Body
			at.Table = h.number
			h.r.sink.Row(at, h.cells)
		}
		h.row += h.more
	case "table":
		h.endTable()
	}
	h.words.close(name)
	for n := len(h.depths); n > 0 && h.depths[n-1] >= len(h.stack); n-- {
		h.at.Layer = h.layer[n-1]
		h.layer, h.depths = h.layer[:n-1], h.depths[:n-1]
		h.who = ""
	}
	for n := len(h.spans); n > 0 && h.spans[n-1] >= len(h.stack); n-- {
		h.spans = h.spans[:n-1]
		h.vanish = n > 1
	}
}

func (h *odf) endCell() {
	if h.value != "" {
		h.r.pass(h.at, h.value)
	}
	for i := 1; i < h.again && len(h.cells) < maxColumns; i++ {
		h.cells = append(h.cells, h.cells[len(h.cells)-1])
	}
	if h.again > 1 {
		h.col += h.again - 1
	}
	h.inCell, h.at.Cell, h.at.Table, h.at.Hidden = false, "", 0, h.hidden
}
