package page

import "io"

// A SearchPage is what search.html shows: the box and the places that the script fills.
type SearchPage struct {
	Frame
	Script string // digest of search.js
}

const searchAddress = "search/index.html"

func (b *book) search() {
	b.add(searchAddress, b.key(searchAddress).Digest(), func(w io.Writer) error {
		p := &SearchPage{Frame: b.frame(searchAddress, "search"), Script: b.assetDigest("search.js")}
		p.Title, p.Description = "搜索", "在全部公开事项的标题、公开记录、正文和附件名称里查找。"
		p.NoIndex = true
		p.Column = b.plainColumn("搜索", p.Description, "信息公开目录")
		p.Keywords = p.Column.Keywords
		p.Crumbs = []Link{homeCrumb(p.Root)}
		p.LD = b.ldPage(&p.Frame, "SearchResultsPage")
		return b.write(w, "search.html", &p.Frame, p)
	})
}
