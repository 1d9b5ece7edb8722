// Package merge joins the shards of a site, built apart, into the site. It takes nothing
// on trust: the parts must be exactly one plan, and every file the one that its part's
// manifest names. It renders nothing, and writes through the same sink as a build.
package merge

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/plan"
	"gongkai/generator/render"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

// A Folder is one part that build.Shard wrote.
type Folder struct {
	Name  string // how messages call it
	Files fs.FS
}

// A RefusedError tells why the folders are not the parts of one site. Its words are for
// whoever runs the builds.
type RefusedError struct{ Words diag.Words }

// Error gives the Chinese words.
func (e *RefusedError) Error() string { return e.Words.ZH }

func refuse(zh, en string, args ...any) error { return &RefusedError{diag.Say(zh, en, args...)} }

// A part is a folder that has said what it holds.
type part struct {
	Folder
	write.Part
	entries []write.Entry
}

// A Plan is the site that the parts make: what Check found to be whole.
type Plan struct {
	outs []plan.Output // sorted by path
}

// Len gives how many files the site has.
func (p *Plan) Len() int { return len(p.outs) }

// Check reads what the folders say of themselves, in any order, and lists their files. The
// error is a *RefusedError where they are not exactly the parts of one site: one is
// missing or there twice, is of another split, content, program, theme or day, was cut or
// damaged, lacks a file or has one too many. What is in the files is judged by Site.
func Check(folders []Folder) (*Plan, error) {
	parts := make([]part, 0, len(folders))
	for _, f := range folders {
		p, err := open(f)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		return nil, refuse("没有分片可以合并", "there are no shards to merge")
	}
	for _, judge := range []func([]part) error{sameSplit, eachOnce, sameSite, ownFiles} {
		if err := judge(parts); err != nil {
			return nil, err
		}
	}
	p := join(parts)
	if plan.Digest(p.outs) != parts[0].Plan {
		return nil, refuse("这些分片合起来不是整个网站：清单被改动过；请把各个分片用 --no-cache 重新生成", "the shards together are not the whole site: a manifest was changed; build the shards again with --no-cache")
	}
	return p, nil
}

// open reads what a folder says of itself.
func open(f Folder) (part, error) {
	p, entries, err := write.ReadPart(f.Files)
	switch {
	case errors.Is(err, write.ErrNoPart):
		return part{}, refuse("%s 不是分片：里面没有 .gongkai/shard；分片用 gongkai build --shard i/n 生成，复制时 .gongkai 也要带上",
			"%s is no shard: it has no .gongkai/shard; gongkai build --shard i/n makes one, and .gongkai must be copied with it", f.Name)
	case errors.Is(err, write.ErrWhole):
		return part{}, refuse("%s 是整个网站，不是分片", "%s is a whole site and no shard", f.Name)
	case errors.Is(err, write.ErrCut):
		return part{}, refuse("%s 没有写完就中断了；请把这个分片重新生成", "%s was cut while it was written; build this shard again", f.Name)
	case errors.Is(err, write.ErrDamaged):
		return part{}, refuse("%s 的清单坏了或被改动过；请把这个分片重新生成", "%s has a damaged manifest; build this shard again", f.Name)
	case err != nil:
		return part{}, fmt.Errorf("%s: %w", f.Name, err)
	}
	return part{f, p, entries}, nil
}

// sameSplit refuses parts of splits into different numbers.
func sameSplit(parts []part) error {
	first := parts[0]
	for _, p := range parts[1:] {
		if p.Shard.Count != first.Shard.Count {
			return refuse("份数不一样：%s 是 %s，%s 是 %s；所有分片的 n 要相同", "the splits differ: %s is %s, %s is %s; all shards need the same n",
				first.Name, first.Shard, p.Name, p.Shard)
		}
	}
	return nil
}

// eachOnce refuses a part that is there twice, then parts that are missing.
func eachOnce(parts []part) error {
	by := map[int]string{}
	for _, p := range parts {
		if other, there := by[p.Shard.Index]; there {
			return refuse("%s 和 %s 都是第 %s 份", "%s and %s are both shard %s", other, p.Name, p.Shard)
		}
		by[p.Shard.Index] = p.Name
	}
	var missing []string
	count := parts[0].Shard.Count
	for i := 1; i <= count; i++ {
		if _, there := by[i]; !there {
			missing = append(missing, strconv.Itoa(i))
		}
	}
	if missing != nil {
		return refuse("共 %d 份，缺 %d 份：第 %s 份", "of %d shards %d are missing: %s", count, len(missing), few(missing))
	}
	return nil
}

// sameSite refuses parts that were not made as one site, and says what differs.
func sameSite(parts []part) error {
	first := parts[0]
	for _, p := range parts[1:] {
		same := p.Part
		same.Shard, same.Manifest = first.Shard, first.Manifest
		if same != first.Part {
			return refuse("%s 和 %s 不是同一个网站的分片：%s；请把各个分片重新生成", "%s and %s are no shards of one site: %s; build the shards again",
				first.Name, p.Name, difference(first.Part, p.Part))
		}
	}
	return nil
}

// difference says in what two parts' makings differ.
func difference(a, b write.Part) diag.Words {
	switch {
	case a.Program != b.Program:
		return diag.Say("程序的版本不同", "they are made by different versions of the program")
	case a.Content != b.Content:
		return diag.Say("内容不同", "their content differs")
	case a.Theme != b.Theme:
		return diag.Say("主题不同", "their themes differ")
	case a.Date != b.Date:
		return diag.Say("生成的日子不同（%s 和 %s），各个分片要写同样的 --date", "their days differ (%s and %s), give all the same --date", a.Date, b.Date)
	case a.Commit != b.Commit:
		return diag.Say("--commit 不同（%q 和 %q）", "their --commit differs (%q and %q)", a.Commit, b.Commit)
	}
	return diag.Say("生成的时刻或电脑上的字体不同，各个分片要写同样的 --date", "their hours or the fonts of their machines differ, give all the same --date")
}

// ownFiles refuses a part whose folder is not what its manifest says: a file that is not
// the shard's, a file too many, one that is missing, one of another size.
func ownFiles(parts []part) error {
	for _, p := range parts {
		there, err := write.ListPart(p.Files)
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		var foreign, lost, damaged []string
		for _, e := range p.entries {
			size, has := there[e.Path]
			delete(there, e.Path)
			switch {
			case !p.Shard.Owns(e.Path):
				foreign = append(foreign, e.Path)
			case !has:
				lost = append(lost, e.Path)
			case size != e.Size:
				damaged = append(damaged, e.Path)
			}
		}
		foreign = append(foreign, slices.Sorted(maps.Keys(there))...)
		switch {
		case foreign != nil:
			return refuse("%s 里有 %d 个不属于这个分片的文件：%s", "%s holds %d files that are not of this shard: %s", p.Name, len(foreign), few(foreign))
		case lost != nil:
			return refuse("%s 里少了 %d 个文件：%s", "%s lacks %d files: %s", p.Name, len(lost), few(lost))
		case damaged != nil:
			return damage(p.Name, damaged)
		}
	}
	return nil
}

// damage tells of files with other bytes than they were written with.
func damage(folder string, paths []string) error {
	if len(paths) == 1 {
		return refuse("%s 里的 %s 坏了或被改动过；请把这个分片用 --no-cache 重新生成，或重新复制", "in %s the file %s is damaged or was changed; build this shard again with --no-cache, or copy it again", folder, paths[0])
	}
	return refuse("%s 里有 %d 个文件坏了或被改动过：%s；请把这个分片用 --no-cache 重新生成，或重新复制", "%s holds %d files that are damaged or were changed: %s; build this shard again with --no-cache, or copy it again",
		folder, len(paths), few(paths))
}

// few joins the first ten.
func few(list []string) string {
	if len(list) > 10 {
		return strings.Join(list[:10], "  ") + "  …"
	}
	return strings.Join(list, "  ")
}

// join makes the plan of the whole site. Rendering an output is copying it.
func join(parts []part) *Plan {
	var outs []plan.Output
	for _, p := range parts {
		for _, e := range p.entries {
			outs = append(outs, plan.Output{Path: e.Path, Kind: p.Name, Key: e.Key, Render: func(w io.Writer) error { return copyFile(w, p.Folder, e) }})
		}
	}
	slices.SortFunc(outs, func(a, b plan.Output) int { return cmp.Compare(a.Path, b.Path) })
	return &Plan{outs}
}

// copyFile copies a file of a part, and refuses it where it is not what the manifest says.
func copyFile(w io.Writer, from Folder, e write.Entry) error {
	f, err := from.Files.Open(e.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(w, sum), f)
	if err != nil {
		return err
	}
	if !e.Matches(size, source.Digest(sum.Sum(nil))) {
		return damage(from.Name, []string{e.Path})
	}
	return nil
}

// everyByte is a sink that is given every file's bytes, so that each is judged; those that
// it has already it leaves in their places itself.
type everyByte struct{ render.Sink }

func (everyByte) Keep(int) bool { return false }

// Site copies the parts' files into the sink, with the keys that they were made from, so
// that what stands there, the manifest too, is byte for byte what a build of the whole
// writes. With a damaged file the error is a *RefusedError, and nothing reaches the sink's
// site. workers is as in render.Run; progress may be nil.
func Site(ctx context.Context, p *Plan, sink *write.Dir, workers int, progress func(done, total int)) (write.Result, error) {
	count := func(done int) {
		if progress != nil {
			progress(done, len(p.outs))
		}
	}
	if _, err := render.Run(ctx, p.outs, everyByte{sink}, workers, count); err != nil {
		return write.Result{}, errors.Join(err, sink.Abort())
	}
	return sink.Commit()
}
