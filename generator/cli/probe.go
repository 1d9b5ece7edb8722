package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/probe"
	"gongkai/generator/write"
)

func (a *app) probeCommand() *cobra.Command {
	var o probe.Options
	var format string
	c := &cobra.Command{
		Use:   "probe [DIR]",
		Short: a.words("检测生成好的网站：功能、断链、标签、更新、文件", "probes a built site: functions, links, tags, news, files"),
		Long: a.words("像检查人员那样看生成好的网站，不用服务器：有哪些功能、缺哪些；每个站内链接通不通；网页有没有标题、说明、替代文字和规定的标签；首页多久没有更新；文件和生成时一样不一样。\n"+
			"看的是 --out 的文件夹，或者 DIR：复制、上传到别处的也可以。什么也不写，不访问网络。有错误就以退出码 1 结束。",
			"Looks at a built site as an inspector does, without a server: which functions it has, whether every link inside it leads somewhere, titles, descriptions, alternative texts and the tags that are asked for, how old the news are, whether the files are as they were built.\n"+
				"It looks at the folder of --out, or at DIR, which may be a copy. Nothing is written, no network is used. Exit code 1 where something fails."),
		Example: "  gongkai probe\n  gongkai probe --deep --list 20\n  gongkai probe /srv/www --format json > 检测.json",
		Args:    a.argCount(0, 1, "probe 后面最多写一个文件夹", "probe takes one folder at most"),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := a.flags.out
			if len(args) > 0 {
				dir = args[0]
			}
			if format != "text" && format != "json" {
				return usage("--format 只能是 text 或 json，不是 %q", "--format is text or json, not %q", format)
			}
			if o.Places < 1 || o.Places > 100_000 {
				return usage("--list 在 1 到 100000 之间，不能是 %d", "--list is from 1 to 100000, not %d", o.Places)
			}
			return a.probe(dir, o, format)
		},
	}
	fl := c.Flags()
	fl.BoolVar(&o.Deep, "deep", false, a.words("逐个字节核对每个文件和生成时是不是一样", "compare every byte with what the build wrote"))
	fl.IntVar(&o.Places, "list", probe.DefaultPlaces, a.words("每种问题列出几`处`，站外链接和大文件也是", "how many `places` of each finding are listed, and of links to other sites"))
	fl.StringVar(&format, "format", "text", a.words("格式：text、json", "format: text, json"))
	return c
}

func (a *app) probe(dir string, o probe.Options, format string) error {
	var err error
	if o.Day, err = a.date(); err != nil {
		return err
	}
	if o.Day.IsZero() {
		at, err := time.LoadLocation("Asia/Shanghai") // where the sites are that are probed; site.yaml may not lie beside them
		if err != nil {
			return err
		}
		o.Day = calendar.Of(a.now.In(at))
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return usage("找不到 %s；请先运行 gongkai build，或者写明生成好的网站在哪个文件夹", "cannot find %s; run gongkai build first, or name the folder of a built site", dir)
	case err != nil:
		return err
	case !info.IsDir():
		return usage("%s 是文件；probe 要的是网站的文件夹", "%s is a file; probe takes a site's folder", dir)
	}
	r, err := probe.Run(os.DirFS(dir), o)
	switch {
	case errors.Is(err, probe.ErrNoSite):
		return usage("%s 里没有生成好的网站（没有 index.html）；请先运行 gongkai build，或者写明网站的文件夹", "%s holds no built site (no index.html); run gongkai build first, or name a site's folder", dir)
	case errors.Is(err, write.ErrPart):
		return usage("%s 只是网站的一片（--shard）；请先用 gongkai merge 合成整个网站", "%s holds one shard of the site; join the shards with gongkai merge first", dir)
	case err != nil:
		return err
	}
	out := bufio.NewWriterSize(a.Out, 1<<16)
	if format == "json" {
		if err := r.JSON(out, a.lang); err != nil {
			return err
		}
	} else {
		a.probeText(out, dir, r, o.Places)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if r.Failed() {
		return errFindings
	}
	return nil
}

// probeText writes what was found for a person.
func (a *app) probeText(w io.Writer, dir string, r *probe.Result, most int) {
	a.say(w, "网站检测：%s，%s", "Probe of %s on %s", dir, r.Day)
	a.say(w, "%d 个文件，%s；%d 个网页", "%d files, %s; %d pages", r.Files, megabytes(r.Bytes), r.Pages)
	if r.Built.IsZero() {
		a.say(w, "首页没有写明生成日期", "the home page does not say when it was built")
	} else {
		a.say(w, "生成于 %s（%s），首页最近的事项是 %s", "built on %s (%s), the newest item on the home page is of %s", r.Built, a.ago(r.Built.DaysUntil(r.Day)), r.Newest)
	}
	switch {
	case !r.Recorded:
		a.say(w, "没有可用的生成记录（.gongkai/manifest），不能核对文件是否改动过", "there is no record of the build (.gongkai/manifest) to compare the files with")
	case !r.Deep:
		a.say(w, "和生成记录核对了有没有和大小；加 --deep 逐个字节核对", "compared with the build's record by name and size; --deep compares every byte")
	default:
		a.say(w, "和生成记录逐个字节核对过", "compared with the build's record byte for byte")
	}
	a.say(w, "\n一、功能", "\n1. Functions")
	for _, f := range r.Functions {
		a.function(w, f)
	}
	a.say(w, "\n二、技术维护", "\n2. Upkeep")
	if len(r.Findings) == 0 {
		a.say(w, "  没有发现问题。", "  Nothing was found.")
	}
	for _, f := range r.Findings {
		a.probeFinding(w, f)
	}
	a.say(w, "\n三、站外链接 %d 个（没有访问）", "\n3. Links to other sites: %d (not followed)", len(r.External)+r.Unlisted)
	for _, e := range r.External[:min(most, len(r.External))] {
		a.say(w, "  %s  %d 处，如 %s", "  %s  %d times, such as on %s", e.URL, e.Count, e.Page)
	}
	a.more(w, len(r.External)+r.Unlisted-min(most, len(r.External)))
	a.say(w, "\n四、最大的文件", "\n4. The largest files")
	for _, f := range r.Largest {
		fmt.Fprintf(w, "  %9s  %s\n", fileSize(f.Size), f.Path)
	}
	wrong, warned := r.Count()
	verdict := diag.Words{ZH: "通过", EN: "passed"}
	if r.Failed() {
		verdict = diag.Words{ZH: "不通过", EN: "failed"}
	}
	a.say(w, "\n结论：%s。错误 %d 种，警告 %d 种。", "\nThe site has %s: %d kinds of errors, %d of warnings.", verdict, wrong, warned)
}

// ago says how many days have gone by.
func (a *app) ago(days int) string {
	switch {
	case days == 0:
		return a.words("今天", "today")
	case days < 0:
		return diag.Say("%d 天以后", "in %d days", -days).In(a.lang)
	}
	return diag.Say("%d 天前", "%d days ago", days).In(a.lang)
}

// function writes one line: whether it is there, and where.
func (a *app) function(w io.Writer, f probe.Function) {
	state := map[probe.State]diag.Words{
		probe.There: {ZH: "有", EN: "yes"}, probe.Missing: {ZH: "缺", EN: "MISSING"}, probe.Absent: {ZH: "无", EN: "none"},
	}[f.State].In(a.lang)
	name := f.Name.In(a.lang)
	parts := append([]string(nil), f.Evidence...)
	if t := f.Text.In(a.lang); t != "" {
		parts = append(parts, t)
	}
	if f.State == probe.Missing {
		parts = append(parts, diag.Say("（%s，%s）", "(%s, %s)", f.Severity.Words(), f.Basis).In(a.lang))
	}
	const wide = 34
	fmt.Fprintf(w, "  %s%s%s%s%s\n", state, strings.Repeat(" ", max(1, 9-cells(state))), name, strings.Repeat(" ", max(1, wide-cells(name))), strings.Join(parts, "  "))
}

// probeFinding writes a finding with its first places.
func (a *app) probeFinding(w io.Writer, f probe.Finding) {
	a.say(w, "\n  %s  %s：%d 处  [%s]", "\n  %s  %s: %d  [%s]", f.Severity.Words(), f.Title, f.Count, f.Code)
	for _, p := range f.Places {
		line := p.Path
		if p.What != "" {
			line += "  →  " + p.What
		}
		fmt.Fprintf(w, "    %s\n", line)
	}
	if n := f.Count - len(f.Places); n > 0 {
		a.say(w, "    另有 %d 处；加 --list 列出更多", "    and %d more; --list lists more", n)
	}
	a.say(w, "    怎么改：%s", "    to mend it: %s", f.Fix)
}

// more says how many were left out.
func (a *app) more(w io.Writer, n int) {
	if n > 0 {
		a.say(w, "  另有 %d 个；加 --list 列出更多，或者用 --format json", "  and %d more; --list lists more, --format json all", n)
	}
}
