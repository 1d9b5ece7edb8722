package load

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/enclosure"
	"gongkai/generator/front"
	"gongkai/generator/model"
	"gongkai/generator/near"
	"gongkai/generator/source"
)

// attach gives the item its attachments: those that it names, in their order, then the
// other files beside index.md. What is offered or shown goes through the gate. It reports
// whether all of that could be looked into.
func (t *tree) attach(it *model.Item, r *record, j job, g *gate) (whole bool) {
	whole = true
	judge := func(a *model.Attachment, report *enclosure.Report) {
		if whole = whole && report != nil && readWhole(report); report != nil {
			g.attachment(a, report)
		}
		g.name(a.Path)
	}
	dir := path.Dir(j.path)
	used := usedFiles(it.Links, dir)
	r.entries("attachments", func(e *record, n *front.Node) {
		at := n.At
		if f := e.get("file"); f != nil {
			at = f.At
		}
		if e.get("file") == nil {
			e.need(head(n))
			return
		}
		name := e.text("file")
		if name == "" {
			return
		}
		clean := path.Clean(strings.ReplaceAll(name, `\`, "/"))
		a := model.Attachment{File: clean, Path: path.Join(dir, clean), Title: e.text("title"), Size: -1, Listed: true, Used: used[clean], At: at}
		if a.Title == "" {
			a.Title = a.File
		}
		if i := slices.Index(j.files, clean); i < 0 {
			r.f.say("F14", at, diag.Say("没有附件“%s”", "there is no attachment %q", name), missingFile(clean, j))
		} else {
			judge(&a, t.inspect(&a, r.f, at, true))
		}
		it.Attachments = append(it.Attachments, a)
	})
	for _, name := range j.files {
		if slices.ContainsFunc(it.Attachments, func(a model.Attachment) bool { return a.File == name }) {
			continue
		}
		a := model.Attachment{File: name, Path: dir + "/" + name, Title: name, Used: used[name]}
		beside := &file{path: a.Path}
		offered := a.Used || !it.Given("attachments")
		report := t.inspect(&a, beside, source.Span{}, offered)
		if !offered {
			beside.say("F15", source.Span{}, diag.Say("“%s”没有列为附件，正文也没有用到，不会公开", "%q is neither listed as an attachment nor used in the text, and is not published", name),
				diag.Say("列进 index.md 的“附件”，或者移走", "add it to the attachments of index.md, or move it away"))
		}
		r.f.found = append(r.f.found, beside.found...)
		if offered {
			judge(&a, report)
		}
		it.Attachments = append(it.Attachments, a)
	}
	return whole
}

// missingFile gives the fix for an attachment that is not there.
func missingFile(name string, j job) diag.Words {
	if !j.folder {
		return diag.Say("有附件的事项要放在文件夹里：把它改名为 %s/index.md，附件放在旁边", "an item with attachments has a folder: rename it %s/index.md and put the attachment beside it", strings.TrimSuffix(path.Base(j.path), ".md"))
	}
	for _, f := range j.files {
		if strings.EqualFold(f, name) || strings.EqualFold(path.Base(f), path.Base(name)) {
			return diag.Say("是不是“%s”？文件名要一字不差，包括大小写和文件夹", "is it %q? The name must agree to the letter, with its folder", f)
		}
	}
	if other := near.Word(name, j.files); other != "" {
		return diag.Say("是不是“%s”？", "is it %q?", other)
	}
	return diag.Say("把文件放到 index.md 旁边，或者删去这一行", "put the file beside index.md, or take the line away")
}

// usedFiles gives the names of the files in the folder that the body's links and images
// point at.
func usedFiles(links []model.Link, dir string) map[string]bool {
	var used map[string]bool
	for _, l := range links {
		dest, _, _ := strings.Cut(l.Dest, "#")
		dest, _, _ = strings.Cut(dest, "?")
		if dest == "" || strings.Contains(dest, "://") {
			continue
		}
		if d, err := url.PathUnescape(dest); err == nil {
			dest = d
		}
		p := path.Join("/", dir, dest)
		if dest[0] == '/' {
			p = path.Join("/", dest)
		}
		if name, ok := strings.CutPrefix(p, "/"+dir+"/"); ok {
			if used == nil {
				used = map[string]bool{}
			}
			used[name] = true
		}
	}
	return used
}
