package cli

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/diag"
	"gongkai/generator/load"
	"gongkai/generator/plan"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

func (a *app) buildCommand() *cobra.Command {
	var part string
	c := &cobra.Command{
		Use:   "build",
		Short: a.words("检查内容并生成网站", "judges the content and builds the site"),
		Long: a.words("检查内容文件夹里的全部公开事项；没有错误就生成网站，有错误就一项不写，旧网站原样保留。",
			"Judges every item of the content folder. Without errors the site is built; with one nothing is written and the old site stays."),
		Example: "  gongkai build\n  gongkai build --content content --out public --date 2026-07-01\n  gongkai build --shard 2/7 --out parts/2 --date 2026-07-01",
		Args:    a.argCount(0, 0, "build 后面不写别的词，内容文件夹用 --content", "build takes no words; name the folder with --content"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := untilSignal(cmd)
			defer stop()
			shard, err := a.shard(cmd, part)
			if err != nil {
				return err
			}
			return a.build(ctx, shard)
		},
	}
	c.Flags().StringVar(&a.flags.commit, "commit", "", a.words("内容的版本号，写在首页和“关于”页", "the content's commit, shown on the home and about pages"))
	c.Flags().StringVar(&part, "shard", "", a.words("只生成`第几份/共几份`，如 2/7；各份用 gongkai merge 合并", "build only shard `i/n`, such as 2/7; gongkai merge joins them"))
	c.Flags().BoolVar(&a.flags.noSheets, "no-sheets", false, a.words("不生成张贴单等打印用的 PDF，网页上也不放链接", "make no PDF for print, and no link to one"))
	c.Flags().BoolVar(&a.flags.timings, "timings", false, a.words("打印各阶段用时", "print how long each stage took"))
	return c
}

// options makes the build options that the common flags say.
func (a *app) options() (build.Options, error) {
	date, err := a.date()
	if err != nil {
		return build.Options{}, err
	}
	content, err := a.folder(a.flags.content, "--content", diag.Words{ZH: "内容文件夹", EN: "the content folder"})
	if err != nil {
		return build.Options{}, err
	}
	o := build.Options{Content: content, Font: os.ReadFile, Date: date, Now: a.now, Program: program(), Commit: a.flags.commit, NoSheets: a.flags.noSheets}
	if a.flags.theme != "" {
		if o.Theme, err = a.folder(a.flags.theme, "--theme", diag.Words{ZH: "主题文件夹", EN: "the theme folder"}); err != nil {
			return o, err
		}
	}
	if a.flags.timings {
		o.Clock = time.Now
	}
	o.Cache = a.openCache()
	return o, nil
}

// judged loads and judges the content.
func (a *app) judged() (build.Options, build.Result, error) {
	o, err := a.options()
	if err != nil {
		return o, build.Result{}, err
	}
	bar := a.bar()
	o.Progress = bar.progress
	r, err := build.Check(o)
	bar.clear()
	a.sayUnkept(r)
	return o, r, err
}

// sayUnkept says, once, that what was read could not be kept for the next run.
func (a *app) sayUnkept(r build.Result) {
	if r.Unkept != nil && !a.unkept {
		a.unkept = true
		a.say(a.Err, "没能记下这次读过的内容，下次会慢一些（%v）；别的都不受影响", "what was read could not be kept, and the next run takes longer (%v); nothing else suffers", machine(r.Unkept))
	}
}

// openCache gives the folder where this content's last reading is kept, below the user's own
// folder for such things. With --no-cache, and where the user has no such folder, nothing is
// kept: the texts lie in a file that goes with this run.
func (a *app) openCache() load.Cache {
	home, err := os.UserCacheDir()
	if err == nil {
		_, err = os.Stat(filepath.Dir(home)) // the home that the machine tells may not exist
	}
	open := cache.OpenOn
	if a.flags.noCache || err != nil {
		open = cache.TemporaryOn
	}
	if err != nil {
		home = os.TempDir()
	}
	name := a.flags.content
	if full, err := filepath.Abs(name); err == nil {
		name = full
	}
	sum := source.Sum([]byte(name))
	a.cache = open(a.Disk, filepath.Join(home, "gongkai", hex.EncodeToString(sum[:8])))
	return a.cache
}

// folder opens a folder that a flag names. Links inside of it would be followed; load refuses those of the
// content.
func (a *app) folder(name, flag string, what diag.Words) (fs.FS, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage("找不到%[1]s %[2]s；请在网站所在的文件夹里运行，或用 %[3]s 指明（新网站用 gongkai init 建立）",
			"cannot find %[1]s %[2]s; run the program beside it or name it with %[3]s (gongkai init makes a new site)", what, name, flag)
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, usage("%s 是文件，不是文件夹；%s 要的是文件夹", "%s is a file; %s takes a folder", name, flag)
	}
	return os.DirFS(name), nil
}

// build builds the whole site, or one shard of it.
func (a *app) build(ctx context.Context, shard plan.Shard) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	if err := a.apart(); err != nil {
		return err
	}
	bar := a.bar()
	o.Progress = bar.progress
	sink, err := write.OpenOn(a.Disk, a.flags.out, a.flags.noCache)
	if err != nil {
		return a.unbuilt(ctx, err)
	}
	r, err := a.run(ctx, o, shard, sink)
	bar.clear()
	if len(r.Findings) > 0 {
		a.print(a.Err, o, r.Findings)
	}
	if errors.Is(err, build.ErrFindings) {
		a.say(a.Err, "有 %d 个错误，网站没有改动。改好后再运行 gongkai build。", "%d errors: the site is as it was. Mend them and run gongkai build again.",
			diag.Count(r.Findings)[diag.Error])
		return errFindings
	}
	if err != nil {
		return a.unbuilt(ctx, err)
	}
	a.sayUnkept(r)
	a.report(r, shard)
	return nil
}

// apart refuses to write the site into the content folder or the other way round.
func (a *app) apart() error {
	nested, err := oneInside(a.flags.content, a.flags.out)
	if err != nil {
		return err
	}
	if nested {
		return usage("--out %s 和 --content %s 不能一个在另一个里面", "--out %s and --content %s must not lie one inside the other", a.flags.out, a.flags.content)
	}
	return nil
}

// oneInside reports whether two folders are one, or one lies inside the other.
func oneInside(a, b string) (bool, error) {
	inside, err1 := lies(a, b)
	outside, err2 := lies(b, a)
	return inside || outside, errors.Join(err1, err2)
}

// lies reports whether a folder is another one or lies in it.
func lies(dir, in string) (bool, error) {
	dir, err1 := filepath.Abs(dir)
	in, err2 := filepath.Abs(in)
	if err := errors.Join(err1, err2); err != nil {
		return false, err
	}
	rel, err := filepath.Rel(in, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)), nil
}

// run builds what was asked for.
func (a *app) run(ctx context.Context, o build.Options, shard plan.Shard, sink *write.Dir) (build.Result, error) {
	switch {
	case shard == plan.Shard{}:
		return build.Site(ctx, o, sink)
	case sink.HoldsSite():
		return build.Result{}, errors.Join(a.holdsSite(shard), sink.Abort())
	}
	return build.Shard(ctx, o, shard, sink)
}

// report says what a build did.
func (a *app) report(r build.Result, shard plan.Shard) {
	if shard == (plan.Shard{}) {
		a.say(a.Out, "已生成 %s：%d 个公开事项，%d 个文件（新写 %d，未变 %d，删除 %d）", "built %s: %d items, %d files (%d written, %d unchanged, %d removed)",
			a.flags.out, len(r.Site.Items), r.Outputs, r.Write.Written, r.Write.Kept, r.Write.Removed)
	} else {
		a.builtShard(r, shard)
	}
	if held := heldCount(r); held > 0 {
		a.say(a.Out, "另有 %d 个事项未到公开日期，到时再生成即自动公开", "%d more items are held until their day", held)
	}
	a.reportWrite(r.Write)
	for _, t := range r.Timings {
		fmt.Fprintf(a.Out, "%-8s %10s", t.Stage, t.Time.Round(10*time.Microsecond))
		if s := t.Time.Seconds(); s > 0 {
			fmt.Fprintf(a.Out, "  %8d  %10.0f/s", t.Items, float64(t.Items)/s)
			if t.Bytes > 0 {
				fmt.Fprintf(a.Out, "  %7.1f MB  %7.1f MB/s", float64(t.Bytes)/1e6, float64(t.Bytes)/1e6/s)
			}
		}
		fmt.Fprintln(a.Out)
	}
}

// reportWrite says what the writer found in the folder.
func (a *app) reportWrite(w write.Result) {
	switch {
	case w.Cut:
		a.say(a.Out, "上次写入没有完成，这次已补全", "the last build was cut short; this one made the site whole")
	case w.Healed:
		a.say(a.Out, "%s 的生成记录坏了或被改过，这次已全部重新生成", "the records of the last build in %s were damaged or edited; this one made everything anew", a.flags.out)
	}
	if n := len(w.Strangers); n > 0 {
		list := w.Strangers
		more := ""
		if n > 10 {
			list, more = list[:10], "…"
		}
		a.say(a.Out, "%s 里有 %d 个不是 gongkai 生成的文件，没有动：%s%s", "%s holds %d files that gongkai did not write; they were left: %s%s",
			a.flags.out, n, strings.Join(list, "  "), more)
	}
}

// heldCount counts the items that wait for their day.
func heldCount(r build.Result) (n int) {
	for _, it := range r.Site.All {
		if r.Site.Held(it) {
			n++
		}
	}
	return n
}
