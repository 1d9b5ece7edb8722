package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"gongkai/generator/build"
	"gongkai/generator/merge"
	"gongkai/generator/plan"
	"gongkai/generator/write"
)

// shard reads build's --shard; the zero Shard where it was not given.
func (a *app) shard(cmd *cobra.Command, text string) (plan.Shard, error) {
	if !cmd.Flags().Changed("shard") {
		return plan.Shard{}, nil
	}
	s, err := plan.ParseShard(text)
	if err != nil {
		return s, usage("--shard 要写成 第几份/共几份，如 2/7，从 1 数起，最多 %[1]d 份，不是 %[2]q", "--shard is i/n such as 2/7, counted from 1, with n up to %[1]d, not %[2]q",
			plan.MaxShards, text)
	}
	return s, nil
}

// holdsSite refuses to make a shard of a whole site.
func (a *app) holdsSite(shard plan.Shard) error {
	return usage("%s 里是整个网站，在这里生成一份会删掉其余的文件；请用 --out 另指一个文件夹，如 --out parts/%d",
		"%s holds a whole site, of which a shard would leave a part; name another folder, such as --out parts/%d", a.flags.out, shard.Index)
}

// builtShard says what shard was built.
func (a *app) builtShard(r build.Result, shard plan.Shard) {
	a.say(a.Out, "已生成第 %[2]s 份 %[1]s：全站 %[4]d 个文件中的 %[3]d 个（新写 %[5]d，未变 %[6]d，删除 %[7]d）；各份用 gongkai merge 合并",
		"built shard %[2]s in %[1]s: %[3]d of the site's %[4]d files (%[5]d written, %[6]d unchanged, %[7]d removed); gongkai merge joins the shards",
		a.flags.out, shard, r.Outputs, r.Planned, r.Write.Written, r.Write.Kept, r.Write.Removed)
}

func (a *app) mergeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "merge DIR...",
		Short: a.words("把分开生成的各份合并成网站", "joins shards that were built apart into the site"),
		Long: a.words("把 gongkai build --shard 生成的各份合并成网站，和一次生成的逐字节相同。缺一份、多一份、内容或日期不同、文件损坏，都不合并，旧网站原样保留。",
			"Joins what gongkai build --shard built into the site, byte for byte what one build writes. With a shard missing, twice, of other content or another day, or a damaged file nothing is written and the old site stays."),
		Example: "  gongkai merge --out public parts/1 parts/2 parts/3",
		Args:    a.argCount(1, -1, "merge 后面写各份的文件夹，如 gongkai merge parts/1 parts/2", "merge takes the shards' folders, such as gongkai merge parts/1 parts/2"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := untilSignal(cmd)
			defer stop()
			return a.merge(ctx, args)
		},
	}
}

// merge joins the folders into --out.
func (a *app) merge(ctx context.Context, names []string) error {
	folders, err := a.parts(names)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := a.locked(write.Busy(name)); err != nil {
			return err
		}
	}
	p, err := merge.Check(folders)
	if err != nil {
		return a.notMerged(ctx, err)
	}
	sink, err := write.OpenOn(a.Disk, a.flags.out, a.flags.noCache)
	if err != nil {
		return a.unbuilt(ctx, err)
	}
	bar := a.bar()
	r, err := merge.Site(ctx, p, sink, 0, func(done, total int) { bar.progress("merge", done, total) })
	bar.clear()
	if err != nil {
		return a.notMerged(ctx, err)
	}
	a.say(a.Out, "已合并 %s：%d 份，%d 个文件（新写 %d，未变 %d，删除 %d）", "merged %s: %d shards, %d files (%d written, %d unchanged, %d removed)",
		a.flags.out, len(folders), p.Len(), r.Written, r.Kept, r.Removed)
	a.reportWrite(r)
	return nil
}

// parts opens the shards' folders.
func (a *app) parts(names []string) ([]merge.Folder, error) {
	var folders []merge.Folder
	for _, name := range names {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usage("找不到分片的文件夹 %s", "cannot find the shard's folder %s", name)
		case err != nil:
			return nil, err
		case !info.IsDir():
			return nil, usage("%s 是文件，不是分片的文件夹", "%s is a file and no shard's folder", name)
		}
		nested, err := oneInside(name, a.flags.out)
		if err != nil {
			return nil, err
		}
		if nested {
			return nil, usage("--out %s 和分片 %s 不能一个在另一个里面", "--out %s and the shard %s must not lie one inside the other", a.flags.out, name)
		}
		folders = append(folders, merge.Folder{Name: name, Files: os.DirFS(name)})
	}
	return folders, nil
}

// notMerged puts the reason into words for whoever runs the builds.
func (a *app) notMerged(ctx context.Context, err error) error {
	var refused *merge.RefusedError
	if errors.As(err, &refused) {
		return usage("%s。什么也没有写", "%s; nothing was written", refused.Words)
	}
	return a.unbuilt(ctx, err)
}
