package page

import (
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
}

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
	Fresh       bool // put up or changed within the last days
	Cut         bool // comes down because it is withdrawn
}

const (
	// boardBack is how many days back a sheet is new, and how far back the moves begin: a
	// clerk who goes to the board once a week sees all that is to do.
	boardBack = 7
	// boardAhead is how many days the moves look ahead.
	boardAhead = 30
)

// boards plans the page of all notice boards and the plan of each. A site without boards
// has none.
func (b *book) boards() {
	if len(b.site.Boards) == 0 {
		return
	}
	today := b.site.Today
	since := today.AddDays(-boardBack)
	const path = "boards/index.html"
	k := b.key(path).Date(today)
	for i, bd := range b.site.Boards {
		b.postingsKey(k, bd, b.postings[i])
		b.board(bd, b.postings[i], since)
	}
	b.add(path, k.Digest(), func(w io.Writer) error {
		p := &BoardsPage{Frame: b.frame(path, "boards"), About: "不上网也能看到公开的事项：到下面的公开栏去看。"}
		for i, bd := range b.site.Boards {
			line := b.boardLine(bd, b.postings[i], since)
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
	b.add(path, k.Digest(), func(w io.Writer) error {
		r := root(path)
		p := &BoardPage{
			Frame: b.frame(path, "boards"), About: "现在张贴的事项，和应当张贴、撤下的日期。打印出来，做完一件勾一件。",
			Board: b.boardLine(bd, all, since), Today: day(today), Ahead: boardAhead,
		}
		fresh := map[*model.Item]bool{}
		hanging := post.Hanging(all, today)
		for _, s := range post.New(hanging, since) {
			fresh[s.Item] = true
		}
		for _, d := range post.Moves(all, since, today.AddDays(boardAhead)) {
			p.Moves = append(p.Moves, BoardDay{day(d.Date), d.Date.Before(today), b.posted(r, d.Up, nil), b.posted(r, d.Down, nil)})
		}
		for len(hanging) > 0 {
			group := b.group(hanging[0].Item.Category)
			n := 1
			for n < len(hanging) && b.group(hanging[n].Item.Category) == group {
				n++
			}
			p.Groups = append(p.Groups, BoardGroup{b.categoryName(group), b.posted(r, hanging[:n], fresh)})
			hanging = hanging[n:]
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
		out[i] = Posted{b.row(root, p.Item), day(p.From), day(p.Until), fresh[p.Item], p.Cut}
	}
	return out
}

func (b *book) boardLine(bd *model.Board, all []post.Posting, since calendar.Date) BoardLine {
	today := b.site.Today
	hanging := post.Hanging(all, today)
	l := BoardLine{
		Link: Link{Text: bd.Name, Count: len(hanging)}, Place: bd.Place, Paper: string(bd.Paper),
		Fresh: len(post.New(hanging, since)), Days: boardBack,
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
