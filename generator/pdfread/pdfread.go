// Package pdfread reads PDF files to the last object: the text of each page, comments, form
// fields, bookmarks, properties, attached files, and what a file would run.
//
// Two readers share the work. Text comes from PDFium, the reader of Chromium, as WebAssembly:
// fonts and their encodings are a world of their own, and in its box PDFium has no files, no
// network, 512 MB at most and a minute or two. Everything else is found by a scanner of our own
// that goes through the bytes once and looks at every object that is there, whether a page
// tree leads to it or not. It follows no reference, so that no loop holds it, and it sees what
// a reader that follows the tables never shows: older revisions, objects that were taken off a
// page. A library for PDF structure would refuse just those files.
package pdfread

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"gongkai/generator/passage"
)

// Bounds of one file.
const (
	maxTime   = 2 * time.Minute
	maxPages  = 3000
	maxChars  = 2_000_000 // of a page
	memory    = 512 << 20 // of the engine
	wasmPage  = 64 << 10
	instances = 2 // engines at work at the same time
)

// A Reader holds the engine, which starts with the first file. It may be used by many
// goroutines at once.
type Reader struct {
	scratch string
	turns   chan struct{}

	mu    sync.Mutex
	pool  pdfium.Pool
	cache wazero.CompilationCache
	bad   error // why the engine does not start
}

// New gives a Reader. Scratch is a folder in which the compiled engine is kept for the next run;
// without one the engine is interpreted, which starts faster and reads slower.
func New(scratch string) *Reader {
	return &Reader{scratch: scratch, turns: make(chan struct{}, instances)}
}

// Close frees the engine, once the files at work are done; the next file starts it anew.
func (r *Reader) Close() error {
	for range instances {
		r.turns <- struct{}{}
		defer func() { <-r.turns }()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var err error
	if r.pool != nil {
		err = r.pool.Close()
	}
	if r.cache != nil {
		err = errors.Join(err, r.cache.Close(context.Background()))
	}
	r.pool, r.cache, r.bad = nil, nil, nil
	return err
}

// engine starts the engine, once. A scratch folder that cannot be used is done without.
func (r *Reader) engine() (pdfium.Pool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pool != nil || r.bad != nil {
		return r.pool, r.bad
	}
	config := wazero.NewRuntimeConfigInterpreter()
	if r.scratch != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(r.scratch); err == nil {
			r.cache = cache
			config = wazero.NewRuntimeConfig().WithCompilationCache(cache)
		}
	}
	config = config.WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memory / wasmPage).WithCloseOnContextDone(true)
	r.pool, r.bad = webassembly.Init(webassembly.Config{
		MaxTotal: instances, RuntimeConfig: config, Stdout: io.Discard, Stderr: io.Discard,
		FSConfig: wazero.NewFSConfig(), // no folder at all: without this the engine sees the whole disk
	})
	return r.pool, r.bad
}

// Read hands on all that the file holds. What stops it is a note. Inner takes attached files.
// Room is how many bytes may be unpacked.
func (r *Reader) Read(data []byte, room int64, sink passage.Sink, inner func(name string, data []byte)) {
	s := newScanner(data, room, sink, inner)
	s.index()
	if !s.encrypted {
		s.tell()
	}
	// Readers take a file that begins with up to 1024 bytes of something else.
	clear := r.pages(data, s, sink)
	if s.encrypted && clear != nil {
		s = newScanner(clear, room, sink, inner)
		s.index()
		s.tell()
	}
}

// pages hands on the text of the pages. Of an encrypted file that opens without a password it
// gives the file without its encryption.
func (r *Reader) pages(data []byte, s *scanner, sink passage.Sink) []byte {
	r.turns <- struct{}{}
	defer func() { <-r.turns }()
	pool, err := r.engine()
	if err != nil {
		sink.Note(passage.Note{Fact: passage.Partly, Value: "engine"})
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), maxTime)
	defer cancel()
	inst, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		sink.Note(passage.Note{Fact: passage.Partly, Value: "engine"})
		return nil
	}
	stop := context.AfterFunc(ctx, func() { inst.Kill() })
	b := &book{inst: inst, sink: sink, seen: map[string]bool{}, active: s}
	clear, err := b.read(data, s.encrypted)
	switch {
	case ctx.Err() != nil:
		sink.Note(passage.Note{Fact: passage.TooLarge, Value: "time"})
	case errors.Is(err, pdferrors.ErrPassword) || errors.Is(err, pdferrors.ErrSecurity):
		sink.Note(passage.Note{Fact: passage.Encrypted})
	case err != nil:
		sink.Note(passage.Note{Fact: passage.Damaged, Value: "pdf"})
	}
	if err == nil {
		for _, old := range s.revisions() {
			b.old = true
			b.read(old, false) // one that does not open is no revision
		}
	}
	if !stop() {
		return clear // killed, or being killed
	}
	if err != nil {
		inst.Kill() // what stumbled once is not used again
	} else {
		inst.Close()
	}
	return clear
}

// maxBad is how many pages of a file may be damaged before the rest is not tried: to find that a
// page is none takes PDFium long where the tree of pages is a loop.
const maxBad = 8

var errBad = errors.New("pages are damaged")

// A book is one file being read by the engine.
type book struct {
	inst   pdfium.Pdfium
	sink   passage.Sink
	active *scanner
	seen   map[string]bool // texts of pages, so that an older revision tells only what it has alone
	old    bool
}

// read hands on the texts of all pages.
func (b *book) read(data []byte, unlock bool) (clear []byte, err error) {
	doc, err := b.inst.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return nil, err
	}
	defer b.inst.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document})
	count, err := b.inst.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, err
	}
	if count.PageCount > maxPages {
		b.sink.Note(passage.Note{Fact: passage.TooLarge, Value: "pages"})
	}
	var blind []int
	bad := 0
	for i := range min(count.PageCount, maxPages) {
		text, err := b.page(doc.Document, i)
		if err != nil {
			if b.old {
				return nil, err
			}
			if _, err := b.inst.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document}); err != nil {
				return nil, err // the engine is gone
			}
			if bad++; bad > maxBad {
				return nil, errBad
			}
			b.sink.Note(passage.Note{Fact: passage.Damaged, At: passage.Place{Page: i + 1}})
			continue
		}
		if text == blank {
			blind = append(blind, i+1)
		}
	}
	if !b.old {
		b.blind(blind)
	}
	if unlock {
		var out bytes.Buffer
		if _, err := b.inst.FPDF_SaveAsCopy(&requests.FPDF_SaveAsCopy{Flags: requests.SaveFlagRemoveSecurity, Document: doc.Document, FileWriter: &out}); err == nil {
			clear = out.Bytes()
		} else {
			b.sink.Note(passage.Note{Fact: passage.Partly, Value: "encryption"})
		}
	}
	return clear, nil
}

// blind notes the pages that are pictures: one by one, or their number where they are many.
func (b *book) blind(pages []int) {
	if len(pages) > 10 {
		b.sink.Note(passage.Note{Fact: passage.NoText, Value: strconv.Itoa(len(pages))})
		return
	}
	for _, p := range pages {
		b.sink.Note(passage.Note{Fact: passage.NoText, At: passage.Place{Page: p}})
	}
}

// What a page's text comes to.
type state uint8

const (
	written state = iota
	blank         // a picture alone, or text in a font that says not what its signs mean
)

// page hands on one page's text.
func (b *book) page(doc references.FPDF_DOCUMENT, i int) (state, error) {
	page, err := b.inst.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc, Index: i})
	if err != nil {
		return 0, err
	}
	by := requests.Page{ByReference: &page.Page}
	defer b.inst.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: page.Page})
	text, err := b.text(by)
	if err != nil {
		return 0, err
	}
	signs, dark := 0, 0
	for _, c := range text {
		switch {
		case unicode.IsSpace(c):
		case c == unicode.ReplacementChar || unicode.Is(unicode.Co, c) || unicode.IsControl(c):
			dark++
		default:
			signs++
		}
	}
	if signs > 0 && !b.seen[text] {
		b.seen[text] = true
		at := passage.Place{Page: i + 1}
		if b.old {
			at.Layer = passage.Cached
		}
		b.sink.Passage(at, []byte(text))
		b.boxes(at, text)
	}
	if dark > 20 && dark > signs {
		return blank, nil
	}
	if signs < 10 && b.picture(by) {
		return blank, nil
	}
	return written, nil
}

// boxes hands on runs of single signs as the cells of a row: the boxes of a form, which come one
// a line.
func (b *book) boxes(at passage.Place, text string) {
	var run []string
	for word := range strings.FieldsSeq(text) {
		if utf8.RuneCountInString(word) == 1 && len(run) < 200 {
			run = append(run, word)
			continue
		}
		if len(run) >= minBoxes {
			b.sink.Row(at, run)
		}
		run = run[:0]
	}
	if len(run) >= minBoxes {
		b.sink.Row(at, run)
	}
}

// minBoxes is the number of digits of the shortest number that is looked for.
const minBoxes = 11

// text gives a page's text with the line ends of packages of ours.
func (b *book) text(by requests.Page) (string, error) {
	tp, err := b.inst.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: by})
	if err != nil {
		return "", err
	}
	defer b.inst.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: tp.TextPage})
	n, err := b.inst.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: tp.TextPage})
	if err != nil || n.Count == 0 {
		return "", err
	}
	if n.Count > maxChars {
		b.sink.Note(passage.Note{Fact: passage.TooLarge, Value: "characters"})
	}
	t, err := b.inst.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: tp.TextPage, Count: min(n.Count, maxChars)})
	if err != nil {
		return "", err
	}
	return strings.ReplaceAll(t.Text, "\r\n", "\n"), nil
}

// manyPaths is from how many strokes on a page without text is drawn text.
const manyPaths = 300

// picture reports whether a page has a picture, or so many strokes that they may be letters.
func (b *book) picture(by requests.Page) bool {
	n, err := b.inst.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: by})
	if err != nil {
		return false
	}
	if n.Count > manyPaths {
		return true
	}
	for i := range n.Count {
		o, err := b.inst.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: by, Index: i})
		if err != nil {
			return false
		}
		t, err := b.inst.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err == nil && (t.Type == enums.FPDF_PAGEOBJ_IMAGE || t.Type == enums.FPDF_PAGEOBJ_FORM) {
			return true
		}
	}
	return false
}
