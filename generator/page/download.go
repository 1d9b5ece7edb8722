package page

import (
	"strconv"

	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/volume"
)

// A Download is one form of a catalogue.
type Download struct{ Href, Text, About string }

// A Downloads is one catalogue's files: Files where it is one file in each form, else
// Parts. Cut says so in a sentence; "" where it is one file.
type Downloads struct {
	Name  string // of the department; "" on a page of its own
	Cut   string
	Files []Download
	Parts []PartDownloads
}

// A PartDownloads is the forms of one part of a catalogue.
type PartDownloads struct {
	Name  string // 2026年
	Count int    // rows
	Files []Download
}

// forms of the catalogue's files, in the order of use. The change catalogue has the first
// three.
var forms = [...]struct{ ext, text, about string }{
	{"xlsx", "XLSX 表格", "用 Excel 或 WPS 打开"},
	{"csv", "CSV 表格", "用任何表格软件打开"},
	{"json", "JSON 数据", "给程序使用"},
	{"jsonld", "JSON-LD 数据目录", "DCAT 元数据，给数据平台使用"},
}

// tables is how many of the forms are tables.
const tables = 3

// listed are the files that name a catalogue's parts.
var listed = Download{"catalog/index.json", "文件清单（JSON）", "每个文件的地址、部门、年份和行数，给程序使用"}

// formsOf gives how many forms the set's files have.
func formsOf(set *volume.Set) int {
	if set.Kind == volume.Changes {
		return tables
	}
	return len(forms)
}

// downloads lists the files of a set; root leads to the site's root.
func (b *book) downloads(root string, set *volume.Set) (d Downloads) {
	files := func(stem string) (out []Download) {
		for _, f := range forms[:formsOf(set)] {
			out = append(out, Download{root + stem + "." + f.ext, f.text, f.about})
		}
		return out
	}
	switch set.Kind {
	case volume.Department:
		d.Name = set.Department.Name
	case volume.Others:
		d.Name = "其他"
	}
	if set.One() {
		d.Files = files(set.Stem)
		return d
	}
	d.Files = []Download{{root + listed.Href, listed.Text, listed.About}}
	if set.Kind != volume.Changes {
		f := forms[tables]
		d.Files = append(d.Files, Download{root + set.Stem + "." + f.ext, f.text, f.about})
	}
	d.Cut = b.cut(set)
	for i := range set.Volumes {
		v := &set.Volumes[i]
		d.Parts = append(d.Parts, PartDownloads{v.Span.Words(), v.Count(), files(v.Stem)})
	}
	return d
}

// cut says that the set is in parts.
func (b *book) cut(set *volume.Set) string {
	most := strconv.Itoa(volume.Limit(&b.site.Config))
	switch set.Kind {
	case volume.Whole:
		return "整个目录有 " + strconv.Itoa(set.Count) + " 件，分成各部门的文件下载，每个文件最多 " + most + " 件。"
	case volume.Changes:
		return "变动目录有 " + strconv.Itoa(set.Count) + " 条，按变动的年月分成几册下载，每册最多 " + most + " 条。"
	}
	return "这个目录有 " + strconv.Itoa(set.Count) + " 件，按公开的年月分成几册下载，每册最多 " + most + " 件。"
}

// downloadsKey adds all that downloads says of the set to a key.
func downloadsKey(k *plan.Keyer, set *volume.Set) {
	if set.One() {
		k.Int(1)
		return
	}
	k.Int(0, set.Count, len(set.Volumes))
	for i := range set.Volumes {
		k.Str(set.Volumes[i].Stem).Int(set.Volumes[i].Count())
	}
}

// volumesBelow gives the sets below the whole catalogue that have files.
func (b *book) volumesBelow() (all []*volume.Set) {
	for i := range b.volumes.Departments {
		all = append(all, &b.volumes.Departments[i])
	}
	if len(b.volumes.Others.Volumes) > 0 {
		all = append(all, &b.volumes.Others)
	}
	return all
}

// volumesOf gives the department's set.
func (b *book) volumesOf(d *model.Department) *volume.Set {
	for i := range b.volumes.Departments {
		if set := &b.volumes.Departments[i]; set.Department == d {
			return set
		}
	}
	panic("page: a department that is not the site's")
}
