package page

import (
	"gongkai/generator/model"
	"gongkai/generator/record"
	"gongkai/generator/schema"
)

// banners says what a reader must know before reading, the most important first.
func (b *book) banners(it *model.Item, r *record.Record, st state) (out []Banner) {
	add := func(kind, title, text string, links ...Link) {
		out = append(out, Banner{kind, title, text, links})
	}
	if st&stateDraft != 0 {
		add("draft", "草稿", "只在预览中可见，不会进入公开的网站。")
	}
	if st&stateHeld != 0 {
		when := it.Published.Date.Chinese()
		if it.Published.Timed {
			when += " " + it.Published.String()[11:]
		}
		add("held", "待公开", "现在只在预览中可见，将于"+when+"自动公开。")
	}
	if r.Gone() {
		d := r.Withdrawn
		text := "本件已于" + isoDay(d.Date).Words + "撤下，正文和附件不再公开。"
		add("gone", record.StateWithdrawn, text)
		return out
	}
	by := b.successor(it)
	switch it.Status {
	case model.Repealed:
		add("repealed", "已废止", "本件已经废止，仅供查阅。", by...)
	case model.Amended:
		add("amended", "已修改", "本件的内容已经修改，请同时查看修改后的文件。", by...)
	default:
		if st&stateExpired != 0 {
			add("expired", "有效期已过", "本件的有效期到"+it.ValidUntil.Chinese()+"为止。", by...)
		} else if len(by) > 0 {
			add("amended", "已有新件", "本件已由新的文件替代。", by...)
		}
	}
	if n := len(r.Changes); n > 0 {
		for i := n - 1; i >= 0; i-- {
			if c := r.Changes[i]; c.Kind == correction {
				add("corrected", "有更正", isoDay(c.Date).Words+"更正："+c.What, Link{Href: "#changes", Text: "变动记录", Count: -1})
				break
			}
		}
	}
	return append(out, b.commentBanner(it, st)...)
}

// successor links the item that replaces this one, if the site shows it.
func (b *book) successor(it *model.Item) []Link {
	next := b.site.Item(it.SupersededBy)
	if it.SupersededBy == "" || next == nil {
		next = b.replacedBy[it.Index]
	}
	if next == nil || next == it || !b.site.IsPublic(next) {
		return nil
	}
	return []Link{{Href: itemRoot + next.Address(".html"), Text: next.Title, Count: -1}}
}

func (b *book) commentBanner(it *model.Item, st state) []Banner {
	if it.CommentUntil.IsZero() {
		return nil
	}
	until := it.CommentUntil.Chinese()
	how := []Link{{Href: "#comment", Text: "怎样提意见", Count: -1}}
	switch {
	case st&stateOpen != 0:
		return []Banner{{"open", "正在征求意见", "到" + until + "为止，" + left(b.site.Today, it.CommentUntil) + "。", how}}
	case st&stateSoon != 0:
		return []Banner{{"soon", "即将征求意见", it.CommentFrom.Chinese() + "开始，到" + until + "为止。", how}}
	case st&stateClosed != 0:
		text, links := "已于"+until+"截止。", []Link(nil)
		if after := b.outcome(it); after != nil {
			text += "后续："
			links = []Link{{Href: itemRoot + after.Address(".html"), Text: after.Title, Count: -1}}
		}
		return []Banner{{"closed", "征求意见已结束", text, links}}
	}
	return nil
}

// outcome gives what came of a draft: the last item of its matter behind it, nil where
// nothing has come yet.
func (b *book) outcome(it *model.Item) *model.Item {
	m := b.site.Matter(it)
	for i := len(m) - 1; i >= 0 && m[i] != it; i-- {
		if !b.site.Gone(m[i]) {
			return m[i]
		}
	}
	return nil
}

// correction is the word by which a record tells a correction from another change.
var correction = schema.Table(schema.Item.Get("changes").Keys).Get("kind").Word(string(model.Correction))
