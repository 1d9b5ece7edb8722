package sheet

import (
	"slices"
	"sync"

	"gongkai/generator/calendar"
	"gongkai/generator/display"
	"gongkai/generator/model"
	"gongkai/generator/post"
)

// A hung is all sheets that hang on a board, set once: the board's own file, what is new on
// it, its plan and each item's file are made of the same pages.
type hung struct {
	doc *Document
	at  map[*model.Item]int // which sheet of the document
}

// hung gives what hangs on a board today. It is nil where that is more than is held in
// memory, see post.PartItems: then each file sets what it shows.
func (p *Press) hung(b *model.Board) (*hung, error) {
	made, _ := p.boards.LoadOrStore(b.ID, sync.OnceValues(func() (*hung, error) {
		all, _ := p.Hanging(b, calendar.Date{})
		if len(all) > post.PartItems {
			return nil, nil
		}
		doc, err := p.Board(b, all, Choice{})
		if err != nil {
			return nil, err
		}
		h := &hung{doc: doc, at: make(map[*model.Item]int, len(all))}
		for i, x := range all {
			h.at[x.Item] = i
		}
		return h, nil
	}))
	return made.(func() (*hung, error))()
}

// pages counts the pages of a sheet of the document.
func (d *Document) pages(sheet int) int {
	end := len(d.Pages.Pages)
	if sheet+1 < len(d.Starts) {
		end = d.Starts[sheet+1]
	}
	return end - d.Starts[sheet]
}

// pick gives some sheets of a document as one of their own. It is the document that setting
// them alone gives.
func (d *Document) pick(sheets []int, like display.Document) *Document {
	like.Lang, like.Fonts, like.Images = d.Pages.Lang, d.Pages.Fonts, d.Pages.Images
	like.Pages, like.Bookmark = nil, nil
	out := &Document{Pages: &like}
	for _, s := range sheets {
		from, first := d.Starts[s], len(like.Pages)
		to := from + d.pages(s)
		out.Starts = append(out.Starts, first)
		like.Pages = append(like.Pages, d.Pages.Pages[from:to]...)
		for _, m := range d.Pages.Bookmark {
			if m.Page >= from && m.Page < to {
				m.Page += first - from
				like.Bookmark = append(like.Bookmark, m)
			}
		}
	}
	out.Pages = ownImages(&like)
	return out
}

// ownImages gives the document with those images only that it shows, in the order in which
// it first does. The document's pages are not altered.
func ownImages(d *display.Document) *display.Document {
	number := map[int]int{}
	var images []display.Image
	pages := slices.Clone(d.Pages)
	for i := range pages {
		shared := true
		for j, op := range pages[i].Ops {
			pic, ok := op.(display.Picture)
			if !ok {
				continue
			}
			n, known := number[pic.Image]
			if !known {
				n = len(images)
				number[pic.Image] = n
				images = append(images, d.Images[pic.Image])
			}
			if n == pic.Image {
				continue
			}
			if shared {
				pages[i].Ops, shared = slices.Clone(pages[i].Ops), false
			}
			pic.Image = n
			pages[i].Ops[j] = pic
		}
	}
	out := *d
	out.Pages, out.Images = pages, images
	return &out
}

// itemFile gives the file of one item: from what hangs on its board, where it does.
func (p *Press) itemFile(it *model.Item, b *model.Board) (*Document, error) {
	if b != nil {
		h, err := p.hung(b)
		if err != nil {
			return nil, err
		}
		if h != nil {
			if n, ok := h.at[it]; ok {
				return h.doc.pick([]int{n}, p.about(it)), nil
			}
		}
	}
	return p.Item(it, b, Choice{})
}

// boardFile gives the file of a board, or of what is new on it.
func (p *Press) boardFile(b *model.Board, list []post.Posting) (*Document, error) {
	h, err := p.hung(b)
	if err != nil {
		return nil, err
	}
	if h == nil || len(list) == 0 {
		return p.Board(b, list, Choice{})
	}
	sheets := make([]int, len(list))
	for i, x := range list {
		sheets[i] = h.at[x.Item]
	}
	return h.doc.pick(sheets, p.aboutBoard(b)), nil
}

// about is what the document of an item says of itself.
func (p *Press) about(it *model.Item) display.Document {
	d := display.Document{Title: it.Title, Author: p.department(it), Subject: string(it.Index)}
	if !it.Published.IsZero() {
		d.Date = it.Published.Date.String()
	}
	return d
}

// aboutBoard is what a board's documents say of themselves.
func (p *Press) aboutBoard(b *model.Board) display.Document {
	return display.Document{Title: b.Name, Author: p.site.Config.Owner, Subject: b.Place}
}
