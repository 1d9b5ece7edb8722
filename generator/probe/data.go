package probe

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"gongkai/generator/gram"
)

// readData parses what other programs read: sitemaps, feeds, the list of the catalogue's
// files. What they name must be there.
func (s *site) readData() {
	var files []string
	for _, f := range s.files {
		if ext := path.Ext(f.Path); ext == ".xml" && !strings.Contains(f.Path, "/") || ext == ".atom" || ext == ".json" && strings.HasPrefix(f.Path, "feeds/") {
			files = append(files, f.Path)
		}
	}
	s.each(len(files), func(i int) {
		p := files[i]
		var err error
		if path.Ext(p) == ".json" {
			var any struct{}
			err = s.readJSON(p, &any)
		} else {
			err = s.readXML(p)
		}
		if err != nil {
			s.found.add(&badData, p, err.Error())
		}
	})
	if s.has(searchPage) {
		s.readSearch()
	}
	if s.has(catalogIndex) {
		if err := s.readJSON(catalogIndex, &s.catalog); err != nil {
			s.found.add(&badData, catalogIndex, err.Error())
		}
		s.listed(catalogIndex, s.catalog.Fields)
		for _, f := range s.catalog.Files {
			if !s.has(f.Path) {
				s.found.add(&deadListing, catalogIndex, f.Path)
			}
		}
	}
}

// The search's page, and what the index of it says of its files.
const (
	searchPage  = "search/index.html"
	searchFiles = "search/data/"
)

// readSearch looks whether all files of the search's index are there.
func (s *site) readSearch() {
	const first = searchFiles + "site.js"
	want := func(name string) {
		if !s.has(searchFiles + name + ".js") {
			s.found.add(&deadListing, searchPage, searchFiles+name+".js")
		}
	}
	for _, name := range []string{"site", "han", "py"} {
		want(name)
	}
	if !s.has(first) {
		return
	}
	file, err := fs.ReadFile(s.fsys, first)
	var list struct {
		Segments []struct{ Shards, Texts int }
	}
	if err == nil {
		var data []uint16
		if _, data, err = gram.Unscript(file); err == nil {
			err = json.Unmarshal([]byte(gram.Unquoted(data)), &list)
		}
	}
	if err != nil {
		s.found.add(&badData, first, err.Error())
		return
	}
	for i, seg := range list.Segments {
		at := strconv.Itoa(i) + "/"
		want(at + "m")
		for j := range seg.Shards {
			want(at + "g" + strconv.FormatInt(int64(j), 16))
		}
		// The files of texts are named by the documents in them, which only scripts read.
		texts := 0
		for _, f := range s.files {
			if strings.HasPrefix(f.Path, searchFiles+at+"b") && f.Size > 0 {
				texts++
			}
		}
		if texts != seg.Texts {
			s.found.add(&deadListing, searchPage, fmt.Sprintf("%s%sb*.js: %d/%d", searchFiles, at, texts, seg.Texts))
		}
	}
}

// A catalogList is what catalogIndex says.
type catalogList struct {
	Fields string `json:"fields"` // the address of the fields' dictionary
	Files  []struct {
		Path string `json:"path"`
	} `json:"files"`
}

// catalogIndex lists the catalogue's files.
const catalogIndex = "catalog/index.json"

// readXML parses an XML file; each address that a sitemap or a feed names must be there.
func (s *site) readXML(p string) error {
	f, err := s.fsys.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	d := xml.NewDecoder(bufio.NewReaderSize(f, 1<<16))
	inside := ""
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			inside = t.Name.Local
			for _, a := range t.Attr {
				if t.Name.Local == "link" && a.Name.Local == "href" {
					s.listed(p, a.Value)
				}
			}
		case xml.CharData:
			if inside == "loc" {
				s.listed(p, strings.TrimSpace(string(t)))
			}
		case xml.EndElement:
			inside = ""
		}
	}
}

// listed judges an address that a file names.
func (s *site) listed(p, address string) {
	if t := s.resolve(p, address); address != "" && t.kind == dead {
		s.found.add(&deadListing, p, address)
	}
}

// readJSON parses a file of one JSON value.
func (s *site) readJSON(p string, into any) error {
	text, err := s.text(p, mostData)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), into)
}

// mostData is how much of a JSON file is read. Feeds have a few dozen entries, the list of the
// catalogue's files a line a file.
const mostData = 64 << 20

// cssAddress is an address in a style sheet.
var cssAddress = regexp.MustCompile(`url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']`)

// readStyles follows what style sheets load, and looks for rules for print.
func (s *site) readStyles() {
	for _, f := range s.files {
		if path.Ext(f.Path) != ".css" {
			continue
		}
		text, err := s.text(f.Path, mostStyle)
		if err != nil {
			s.found.add(&unreadable, f.Path, "")
			continue
		}
		if strings.Contains(text, "@media print") {
			s.facts.print = append(s.facts.print, f.Path)
		}
		for _, m := range cssAddress.FindAllStringSubmatch(text, -1) {
			address := m[1] + m[2]
			switch t := s.resolve(f.Path, address); {
			case t.kind == dead:
				s.found.add(&deadLink, f.Path, address)
			case t.kind == outside:
				s.found.add(&foreignLoad, f.Path, address)
			}
		}
	}
}

// mostStyle is how much of a style sheet or of robots.txt is read.
const mostStyle = 1 << 20

// text reads the beginning of a file.
func (s *site) text(p string, most int64) (string, error) {
	f, err := s.fsys.Open(p)
	if err != nil {
		return "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most))
	return string(b), err
}
