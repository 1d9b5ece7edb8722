package page

import (
	"fmt"
	"io"
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/post"
)

// A BoardsPage is what boards.html shows: where the notice boards are.
type BoardsPage struct {
	Frame
	About  string
	Boards []BoardLine
}

// A BoardLine is one notice board.
type BoardLine struct {
	Link         // to its plan; Count is how many sheets hang
	Place        string
	Paper, Size  string // A4; "宽 240 厘米、高 120 厘米", "" where not given
	Fresh        int    // sheets put up or changed within the last days
	Days         int    // how many days those are
	NextDown     Day    // when the next sheet comes down
	NextDownMany int    // how many do on that day

	post.BoardPrints        // where its printed files stand
	More             []Link // further files of a board on which very much hangs
}

// A BoardPage is what board.html shows: what hangs on one notice board today, and what is
// to be put up and taken down in the days to come, with boxes to tick on paper.
type BoardPage struct {
	Frame
	About  string
	Board  BoardLine
	Today  Day
	Ahead  int // days that Moves looks ahead
	Moves  []BoardDay
	Groups []BoardGroup
	Wall   *BoardWall // nil where the board has no size
}

// A BoardWall is a drawing to scale of a board with the places of its sheets, in millimetres.
type BoardWall struct {
	Width, Height         int    // of the board
	ViewWidth, ViewHeight int    // of the drawing: also what finds no place, and room for the edge
	Words                 string // whether everything finds a place
	Full                  bool   // something does not
	Boxes                 []BoardBox
}

// A BoardBox is one page in the drawing. Its text is as large as its paper allows, so that
// it can still be read on a telephone.
type BoardBox struct {
	X, Y, W, H   int    // of the line around it, which lies within the paper
	Number       int    // of the sheet, in hanging order
	Page         string // "2/3" where the sheet has more than one page
	Title        string
	Fresh, Going bool
	Over         bool // finds no place

	MidX                int // of both texts
	NumberY, NumberSize int
	PageY, PageSize     int
}

// boxPen is half of how thick a theme may draw the line around a new sheet, in millimetres:
// sheets hang close together.
const boxPen = 5

// A BoardDay is one day's work at the board.
type BoardDay struct {
	Day
	Past     bool // it should have been done by now
	Up, Down []Posted
}

// A BoardGroup is the hanging sheets of one group of categories.
type BoardGroup struct {
	Name   string
	Sheets []Posted
}

// A Posted is one sheet with its days on the board.
type Posted struct {
	Row
	From, Until Day  // both days count
	Number      int  // in hanging order, from 1, as the drawing shows it; 0 for a move
	Fresh       bool // put up or changed within the last days
	Cut         bool // comes down because it is withdrawn
}

// boards plans the page of all notice boards and the plan of each. A site without boards
// has none.
func (b *book) boards() {
	if len(b.site.Boards) == 0 {
		return
	}
	today := b.site.Today
	since := today.AddDays(-post.Back)
	const path = "boards/index.html"
	k := b.key(path).Date(today)
	for i, bd := range b.site.Boards {
		b.postingsKey(k, bd, b.postings[i])
		b.board(bd, b.postings[i], since)
	}
	b.add(path, k.Digest(), func(w io.Writer) error {
		p := &BoardsPage{Frame: b.frame(path, "boards"), About: "不上网也能看到公开的事项：到下面的公开栏去看。"}
		for i, bd := range b.site.Boards {
			line := b.boardLine(bd, b.postings[i], root(path), since)
			line.Href = bd.ID + "/plan.html"
			p.Boards = append(p.Boards, line)
		}
		p.Title, p.Description = "公开栏", p.About+"这里列出各公开栏的地点、现在张贴的事项和张贴、撤下的日期。"
		p.Column = b.plainColumn("公开栏", p.Description, "信息公开目录")
		p.Keywords = p.Column.Keywords
		p.Crumbs = []Link{homeCrumb(root(path))}
		p.LD = b.ldPage(&p.Frame, "CollectionPage")
		return b.write(w, "boards.html", &p.Frame, p)
	})
}

// boardLinks leads to each board's plan and counts what hangs there today.
func (b *book) boardLinks(root string) []Link {
	out := make([]Link, len(b.site.Boards))
	for i, bd := range b.site.Boards {
		out[i] = Link{Href: root + "boards/" + bd.ID + "/plan.html", Text: bd.Name, Count: len(post.Hanging(b.postings[i], b.site.Today))}
	}
	return out
}

// postingsKey adds to a key what a board's pages show of it.
func (b *book) postingsKey(k *plan.Keyer, bd *model.Board, all []post.Posting) {
	k.Str(bd.ID, bd.Name, bd.Place, string(bd.Paper)).Int(bd.Width, bd.Height, len(all))
	for _, p := range all {
		b.states(k, []*model.Item{p.Item}).Date(p.From).Date(p.Until)
	}
}

func (b *book) board(bd *model.Board, all []post.Posting, since calendar.Date) {
	path := "boards/" + bd.ID + "/plan.html"
	today := b.site.Today
	k := b.key(path).Date(today)
	b.postingsKey(k, bd, all)
	if b.opt.Walls != nil {
		k.Sum(b.opt.Walls.WallKey(bd))
	}
	b.add(path, k.Digest(), func(w io.Writer) error {
		r := root(path)
		p := &BoardPage{
			Frame: b.frame(path, "boards"), About: "现在张贴的事项，和应当张贴、撤下的日期。打印出来，做完一件勾一件。",
			Board: b.boardLine(bd, all, r, since), Today: day(today), Ahead: post.Ahead,
		}
		fresh := map[*model.Item]bool{}
		hanging := post.Hanging(all, today)
		for _, s := range post.New(hanging, since) {
			fresh[s.Item] = true
		}
		for _, d := range post.Moves(all, since, today.AddDays(post.Ahead)) {
			p.Moves = append(p.Moves, BoardDay{day(d.Date), d.Date.Before(today), b.posted(r, d.Up, nil), b.posted(r, d.Down, nil)})
		}
		number := 0
		for len(hanging) > 0 {
			group := b.group(hanging[0].Item.Category)
			n := 1
			for n < len(hanging) && b.group(hanging[n].Item.Category) == group {
				n++
			}
			sheets := b.posted(r, hanging[:n], fresh)
			for i := range sheets {
				number++
				sheets[i].Number = number
			}
			p.Groups = append(p.Groups, BoardGroup{b.categoryName(group), sheets})
			hanging = hanging[n:]
		}
		var err error
		if p.Wall, err = b.wall(bd); err != nil {
			return err
		}
		p.Title, p.Description = bd.Name, bd.Name+"（"+bd.Place+"）"+p.About
		p.Column = b.plainColumn("公开栏", p.Description, "信息公开目录")
		p.Keywords = p.Column.Keywords
		p.Crumbs = []Link{homeCrumb(r), {Href: "../index.html", Text: "公开栏", Count: -1}}
		p.LD = b.ldPage(&p.Frame, "CollectionPage")
		return b.write(w, "board.html", &p.Frame, p)
	})
}

func (b *book) posted(root string, ps []post.Posting, fresh map[*model.Item]bool) []Posted {
	out := make([]Posted, len(ps))
	for i, p := range ps {
		out[i] = Posted{Row: b.row(root, p.Item), From: day(p.From), Until: day(p.Until), Fresh: fresh[p.Item], Cut: p.Cut}
	}
	return out
}

func (b *book) boardLine(bd *model.Board, all []post.Posting, root string, since calendar.Date) BoardLine {
	at := post.BoardAddresses(bd)
	today := b.site.Today
	hanging := post.Hanging(all, today)
	l := BoardLine{
		Link: Link{Text: bd.Name, Count: len(hanging)}, Place: bd.Place, Paper: string(bd.Paper),
		Fresh: len(post.New(hanging, since)), Days: post.Back,
	}
	more := func(list []post.Posting, address, name string) {
		for i := range post.Parts(list) {
			if i > 0 {
				l.More = append(l.More, Link{Href: root + post.PartAddress(address, i), Text: fmt.Sprintf("%s第 %d 部分（PDF）", name, i+1), Count: -1})
			}
		}
	}
	if !b.site.Unprinted {
		l.BoardPrints = post.BoardPrints{Sheets: root + at.Sheets, New: root + at.New, Plan: root + at.Plan}
		more(hanging, at.Sheets, "全部张贴单")
		more(post.New(hanging, since), at.New, "新贴的")
	}
	if bd.Width > 0 && bd.Height > 0 {
		l.Size = "宽 " + strconv.Itoa(bd.Width) + " 厘米、高 " + strconv.Itoa(bd.Height) + " 厘米"
	}
	var next calendar.Date
	for _, p := range hanging {
		switch off := p.Off(); {
		case next.IsZero() || off.Before(next):
			next, l.NextDownMany = off, 1
		case off == next:
			l.NextDownMany++
		}
	}
	if !next.IsZero() {
		l.NextDown = day(next)
	}
	return l
}

// wall makes the drawing of a board; nil where nobody knows its size.
func (b *book) wall(bd *model.Board) (*BoardWall, error) {
	if b.opt.Walls == nil {
		return nil, nil
	}
	w, err := b.opt.Walls.Wall(bd)
	if err != nil || w.Width == 0 {
		return nil, err
	}
	out := &BoardWall{
		Width: w.Width, Height: w.Height, ViewWidth: w.Width + 2*boxPen, ViewHeight: max(w.Height, w.Need) + 2*boxPen,
		Words: w.Words(), Full: len(w.Over) > 0,
	}
	add := func(s post.Spot, over bool) {
		l := &w.Leaves[s.Leaf]
		box := BoardBox{
			X: s.X + boxPen, Y: s.Y + boxPen, W: s.W - 2*boxPen, H: s.H - 2*boxPen,
			Number: s.Leaf + 1, Title: l.Item.Title, Fresh: l.Fresh, Going: l.Going, Over: over,
			MidX: s.X + s.W/2, NumberY: s.Y + s.H*62/100, NumberSize: min(s.W, s.H) * 45 / 100,
		}
		if l.Pages > 1 {
			box.Page = strconv.Itoa(s.Page+1) + "/" + strconv.Itoa(l.Pages)
			box.NumberY, box.PageY, box.PageSize = s.Y+s.H*52/100, s.Y+s.H*84/100, min(s.W, s.H)*28/100
		}
		out.Boxes = append(out.Boxes, box)
	}
	for _, s := range w.Spots {
		add(s, false)
	}
	for _, s := range w.Over {
		add(s, true)
		out.ViewWidth = max(out.ViewWidth, s.X+s.W+2*boxPen) // a page may be wider than the board
	}
	return out, nil
}
