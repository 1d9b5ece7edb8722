package page

import (
	"io"
	"strconv"

	"gongkai/generator/model"
	"gongkai/generator/record"
)

// An AttachmentsPage is what attachments.html shows.
type AttachmentsPage struct {
	Frame
	About string
	Total int
	Files []AttachmentLine
	Pager Pager
	Empty *Empty
}

// An AttachmentLine is a file with the item that offers it.
type AttachmentLine struct {
	File
	Item       Link
	Department string
	Date       string
}

type offered struct {
	it *model.Item
	a  *model.Attachment
}

// attachments plans the list of every file on the site.
func (b *book) attachments() {
	var all []offered
	for _, it := range b.live {
		for i := range it.Attachments {
			if a := &it.Attachments[i]; record.Offered(it, a) {
				all = append(all, offered{it, a})
			}
		}
	}
	pages := b.pages(len(all))
	for n := 1; n <= pages; n++ {
		path := "attachments/index.html"
		if n > 1 {
			path = "attachments/" + strconv.Itoa(n) + ".html"
		}
		part := slice(all, n, b.pageSize())
		k := b.key(path).Int(len(all), pages)
		for _, x := range part {
			k.Cards(x.it).Sum(x.a.Sum).Str(x.a.Title, x.a.Address)
		}
		b.add(path, k.Digest(), func(w io.Writer) error {
			r := root(path)
			p := &AttachmentsPage{
				Frame: b.frame(path, "catalog"), About: "公开事项所附的文件，最近公开的在前。", Total: len(all),
				Pager: turn(r+"attachments/index.html", r+"attachments/", n, pages),
			}
			for _, x := range part {
				p.Files = append(p.Files, b.attachmentLine(r, x))
			}
			if p.Total == 0 {
				p.Empty = b.empty(r, "目前没有附件。")
			}
			p.Title, p.Description = "附件", p.About
			p.Crumbs = []Link{homeCrumb(r)}
			if n > 1 {
				p.Title += "（第 " + strconv.Itoa(n) + " 页）"
				p.Crumbs = append(p.Crumbs, Link{Href: r + "attachments/index.html", Text: "附件", Count: -1})
			}
			p.Column = b.plainColumn("附件", p.About, "信息公开目录")
			p.Keywords = p.Column.Keywords
			p.LD = b.ldPage(&p.Frame, "CollectionPage")
			return b.write(w, "attachments.html", &p.Frame, p)
		})
	}
}

func (b *book) attachmentLine(root string, x offered) AttachmentLine {
	row := b.row(root, x.it)
	title := x.a.Title
	if title == "" {
		title = x.a.File
	}
	return AttachmentLine{
		File: File{Href: root + x.a.Address, Title: title, Type: fileType(extension(x.a.File)), Size: size(x.a.Size), Sum: x.a.Sum.String(),
			Save: record.SaveName(title, x.a.Address), Shown: shown(extension(x.a.File))},
		Item:       Link{Href: row.Href, Text: row.Title, Count: -1},
		Department: row.Department, Date: row.Date,
	}
}
