package load

import (
	"bytes"
	"regexp"

	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/markdown"
	"gongkai/generator/model"
	"gongkai/generator/source"
)

// fence is the place of a front matter's first line, where a missing key is reported.
var fence = source.Span{Start: 0, End: 3}

// opinion reads an opinion with its answer. It is nil where nothing of its front matter can
// be read. The words of an opinion that is not public go no further than this function.
func (t *tree) opinion(j job) (*model.Opinion, []diag.Diagnostic) {
	f, from := &file{path: j.path}, t.reader()
	defer t.readers.Put(from)
	src := t.open(f, from, MaxMarkdown)
	if src == nil {
		return nil, f.found
	}
	b := front.Parse(j.path, src.Text)
	f.found = append(f.found, b.Findings...)
	if b.Root.Kind != front.Map && (!b.Whole || len(b.Findings) > 0) {
		return nil, f.found
	}
	o := &model.Opinion{Path: j.path, Department: j.department, Full: newSum().bytes(src.Text).end()}
	r := f.open(&b.Root, t.opinionKeys, &o.At)
	r.lost(b.Lost)
	o.Title, o.Received, o.Channel, o.From = r.text("title"), r.day("received"), model.Channel(r.enum("channel")), r.text("from")
	o.About, o.Public = model.ID(r.text("about")), r.flag("public")
	o.Answered, o.AnsweredBy = r.day("answered"), r.text("answered_by")
	o.Adopted, o.Reason = model.Adopted(r.enum("adopted")), r.text("reason")
	r.need(fence)
	t.parser.Use(src.Text[b.Body:], b.Body, func(doc *markdown.Document) {
		question, answer := cutAnswer(doc.HTML)
		o.Asked, o.Replied = len(question) > 0, len(answer) > 0
		if !o.Public {
			return
		}
		o.Links, o.Flaws = doc.Links, doc.Flaws
		if o.Asked {
			o.Question = t.bodies.add(question, nil)
		}
		if o.Replied {
			o.Answer = t.bodies.add(answer, nil)
		}
	})
	if o.Public {
		parts := []source.Span{{Start: b.Body, End: len(src.Text)}}
		for _, name := range [...]string{"title", "from", "answered_by", "reason"} {
			if n := r.get(name); n != nil {
				parts = append(parts, n.At)
			}
		}
		newGate(f).text(parts...)
	}
	return o, f.found
}

// answerWords are what the heading above an answer may say.
const answerWords = `答复|答复意见|答复内容|办理答复|(?i:answer|reply)`

// answerHeading is that heading as markdown writes it.
var answerHeading = regexp.MustCompile(`<h[2-6] id="s-\d+">(?:` + answerWords + `)[：:]?</h[2-6]>`)

// cutAnswer cuts the HTML of an opinion's file at the heading of the answer. Without one all
// is the opinion.
func cutAnswer(html []byte) (question, answer []byte) {
	at := answerHeading.FindIndex(html)
	if at == nil {
		return bytes.TrimSpace(html), nil
	}
	return bytes.TrimSpace(html[:at[0]]), bytes.TrimSpace(html[at[1]:])
}
