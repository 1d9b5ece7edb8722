package cli

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator/build"
	"gongkai/generator/diag"
	"gongkai/generator/serve"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

func (a *app) serveCommand() *cobra.Command {
	var listen string
	c := &cobra.Command{
		Use:   "serve",
		Short: a.words("在本机预览，保存后自动刷新", "previews the site on this machine and reloads on save"),
		Long: a.words("在本机预览网站：草稿和未到公开日期的事项也显示，并有标记；保存文件后页面自动刷新；有错误时页面上列出来，最后一次好的网站仍在。不写 public。",
			"Previews the site: drafts and held items too, marked; reloads on save; shows errors over the last good site. Writes nothing."),
		Args: a.argCount(0, 0, "serve 后面不写别的词", "serve takes no words"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := untilSignal(cmd)
			defer stop()
			return a.serve(ctx, listen)
		},
	}
	c.Flags().StringVar(&listen, "listen", serve.DefaultListen, a.words("本机地址和端口", "address and port of this machine"))
	return c
}

func (a *app) serve(ctx context.Context, listen string) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	o.Preview = true
	var memory write.Memory
	var last atomic.Pointer[build.Result] // of the site that memory shows
	err = serve.Run(ctx, serve.Options{
		Listen: listen, Lang: a.lang, Watch: []string{a.flags.content, a.flags.theme},
		Rebuild: func(ctx context.Context) (serve.Result, error) {
			o.Now = time.Now() // each save is a build of its own
			r, err := build.Site(ctx, o, memory.Draft())
			a.sayUnkept(r)
			out := serve.Result{Findings: r.Findings, Text: texts(o)}
			if errors.Is(err, build.ErrFindings) {
				return out, nil
			}
			if err == nil {
				last.Store(&r)
				out.Open = memory.Open
				out.Shows = func(name string) source.Digest { return r.Text(a.below(name)) }
			}
			return out, err
		},
		Revise: func(name string) (serve.Result, bool) {
			r := last.Load()
			if r == nil {
				return serve.Result{}, false
			}
			v, ok := r.Revise(a.below(name))
			if ok {
				memory.Revise(v.Outputs)
			}
			return serve.Result{
				Findings: v.Findings, Text: texts(o), Open: memory.Open,
				Shows: func(string) source.Digest { return v.Text },
			}, ok
		},
		Ready: func(address string) {
			a.say(a.Out, "预览在 %s （按 Ctrl+C 结束）", "preview at %s (Ctrl+C ends it)", address)
		},
		Built: func(r serve.Result, err error, took time.Duration) {
			n := diag.Count(r.Findings)
			switch {
			case err != nil:
				a.say(a.Err, "没有生成：%v", "not built: %v", a.fault(err))
			case n[diag.Error] > 0:
				a.say(a.Err, "有 %d 个错误、%d 个警告；页面上可以看到", "%d errors, %d warnings; the page shows them", n[diag.Error], n[diag.Warning])
			default:
				a.say(a.Out, "已生成，用时 %v，%d 个警告", "built in %v, %d warnings", took.Round(time.Millisecond), n[diag.Warning])
			}
		},
	})
	var refused *serve.RefusedError
	if errors.As(err, &refused) {
		return usageError{refused.Words}
	}
	return err
}

// below gives the slash path below the content of a file that the watch names; "" where it is
// elsewhere.
func (a *app) below(name string) string {
	rel, err := filepath.Rel(a.flags.content, name)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(rel)
}
