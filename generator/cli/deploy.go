package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator/deploy"
	"gongkai/generator/diag"
	"gongkai/generator/target"
	"gongkai/generator/write"
)

func (a *app) deployCommand() *cobra.Command {
	var o deploy.Options
	var to string
	c := &cobra.Command{
		Use:   "deploy --to ADDRESS",
		Short: a.words("把生成好的网站上传到服务器的文件夹或对象存储", "uploads the built site to a folder or a bucket"),
		Long: a.words("把 gongkai build 生成的网站上传到 --to 指的地方：本机的文件夹（file://），或者 S3 和兼容 S3 的对象存储（s3://）。\n"+
			"只上传新的和改动的，最后删除网站里已经没有的；目标里不是它上传的文件一概不动。中途停下，再运行一次就接着传。\n"+
			"密钥放在环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY 里，不要写进地址。",
			"Uploads what gongkai build wrote to the place that --to names: a folder (file://), or a bucket of S3 or a server that speaks its language (s3://).\n"+
				"Only what is new or changed goes up; what the site no longer has is removed last; files that it did not upload are never touched. Stopped and run again, it goes on.\n"+
				"Keys belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, not in the address."),
		Example: "  gongkai deploy --to file:///srv/www\n  gongkai deploy --to \"s3://gongkai?region=cn-north-1\" --dry-run\n" +
			"  gongkai deploy --to \"s3://gongkai/www?endpoint=https://oss-cn-beijing.aliyuncs.com&region=cn-beijing\"",
		Args: a.argCount(0, 0, "deploy 后面不写别的词，传到哪里用 --to", "deploy takes no words; say with --to where it goes"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := untilSignal(cmd)
			defer stop()
			return a.deploy(ctx, to, o)
		},
	}
	fl := c.Flags()
	fl.StringVar(&to, "to", "", a.words("传到哪个`地址`：file:///文件夹 或 s3://存储桶", "`address` of the target: file:///folder or s3://bucket"))
	fl.IntVar(&o.Jobs, "jobs", deploy.DefaultJobs, a.words("同时传几个`文件`", "how many `files` go up at a time"))
	fl.BoolVar(&o.DryRun, "dry-run", false, a.words("只说要做什么，不动目标", "tell what would be done and change nothing"))
	fl.BoolVar(&o.All, "all", false, a.words("全部重新上传，不管上次的记录", "upload everything again, whatever the record says"))
	return c
}

func (a *app) deploy(ctx context.Context, to string, o deploy.Options) error {
	if to == "" {
		return usage("传到哪里？用 --to 写地址，例如 --to file:///srv/www", "where to? Give the address with --to, such as --to file:///srv/www")
	}
	if o.Jobs < 1 || o.Jobs > 256 {
		return usage("--jobs 在 1 到 256 之间，不能是 %d", "--jobs is from 1 to 256, not %d", o.Jobs)
	}
	if err := a.locked(write.Busy(a.flags.out)); err != nil {
		return err
	}
	o.Site = a.flags.out
	place, err := target.Open(to, target.Own{Site: a.flags.out, Content: a.flags.content})
	if err != nil {
		return a.undeployed(ctx, deploy.Result{}, err)
	}
	defer place.Close()
	line := &transferLine{app: a, terminal: isTerminal(a.Err)}
	o.Progress = line.progress
	r, err := deploy.Run(ctx, place, o)
	line.clear()
	if err != nil {
		return a.undeployed(ctx, r, err)
	}
	a.deployReport(o, r)
	return nil
}

// undeployed puts into words why a deploy did not come to its end, and how far it came.
func (a *app) undeployed(ctx context.Context, r deploy.Result, err error) error {
	done, total := r.Uploaded+r.Removed, len(r.Uploads)+len(r.Removes)
	if err := interruption(ctx, diag.Say("已停止，做完 %d/%d；再运行一次就接着传", "stopped at %d of %d; run it again to go on", done, total)); err != nil {
		return err
	}
	var f *deploy.Fault
	switch {
	case errors.Is(err, write.ErrCut):
		return usage("%s 上次生成到一半停了，网站不完整；请先运行 gongkai build", "the last build into %s was cut short and the site is not whole; run gongkai build first", a.flags.out)
	case errors.Is(err, write.ErrDamaged):
		return usage("%s 的生成记录坏了；请先运行 gongkai build", "the manifest of %s is damaged; run gongkai build first", a.flags.out)
	case errors.Is(err, write.ErrPart):
		return usage("%s 只是网站的一片（--shard）；请先用 gongkai merge 合成整个网站", "%s holds one shard of the site; join the shards with gongkai merge first", a.flags.out)
	case errors.Is(err, fs.ErrNotExist) && total == 0 && !errors.As(err, &f):
		return usage("%s 里没有生成好的网站；请先运行 gongkai build，或用 --out 指明", "%s holds no built site; run gongkai build first, or name it with --out", a.flags.out)
	case errors.As(err, &f) && done > 0:
		return usage("%s\n已做完 %d/%d；解决后再运行一次就接着传", "%s\n%d of %d were done; mend it and run it again to go on", f.Words, done, total)
	case errors.As(err, &f):
		return usageError{f.Words}
	}
	return err
}

// deployReport says what a deploy did, or would do.
func (a *app) deployReport(o deploy.Options, r deploy.Result) {
	if r.Damaged {
		a.say(a.Out, "目标上的上传记录坏了，已逐个比较", "the record at the target is damaged; every file was compared")
	}
	if n := len(r.Foreign); n > 0 {
		list, more := r.Foreign, ""
		if n > 10 {
			list, more = list[:10], "  …"
		}
		a.say(a.Out, "目标里有 %d 个文件不在网站里，也没有上传记录，没有动：%s%s", "the target holds %d files that are not the site's and that no record names; they were left: %s%s",
			n, strings.Join(list, "  "), more)
	}
	if o.DryRun {
		for _, p := range r.Uploads {
			a.say(a.Out, "上传 %s", "upload %s", p)
		}
		for _, p := range r.Removes {
			a.say(a.Out, "删除 %s", "remove %s", p)
		}
		a.say(a.Out, "将上传 %d 个文件（%s），未变 %d，将删除 %d；这次没有动目标", "would upload %d files (%s), %d unchanged, would remove %d; the target is as it was",
			len(r.Uploads), megabytes(r.Bytes), r.Kept, len(r.Removes))
		return
	}
	a.say(a.Out, "已上传：%d 个文件（%s），未变 %d，删除 %d", "deployed: %d files uploaded (%s), %d unchanged, %d removed", r.Uploaded, megabytes(r.Bytes), r.Kept, r.Removed)
}

// megabytes writes a number of bytes for people.
func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// fileSize writes the size of one file for people.
func fileSize(n int64) string {
	if n < 1e6 {
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return megabytes(n)
}

// A transferLine shows on a terminal how far the upload is, one line that is overwritten.
type transferLine struct {
	app      *app
	terminal bool
	mu       sync.Mutex
	last     time.Time
	width    int
}

// progress shows it, at most five times a second.
func (l *transferLine) progress(done, total int, bytes int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.terminal || done != total && time.Since(l.last) < 200*time.Millisecond {
		return
	}
	l.last = time.Now()
	text := fmt.Sprintf("%s %d/%d  %s", l.app.words("上传", "uploading"), done, total, megabytes(bytes))
	l.width = max(l.width, cells(text))
	fmt.Fprint(l.app.Err, "\r"+text)
}

// clear wipes the line.
func (l *transferLine) clear() {
	if l.width > 0 {
		fmt.Fprint(l.app.Err, "\r"+strings.Repeat(" ", l.width)+"\r")
	}
}
