package cli

import (
	"io"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"gongkai/generator/build"
	"gongkai/generator/check"
	"gongkai/generator/diag"
	"gongkai/generator/headers"
	"gongkai/generator/load"
	"gongkai/generator/source"
	"gongkai/generator/style"
)

func (a *app) checkCommand() *cobra.Command {
	var format string
	var hints bool
	c := &cobra.Command{
		Use:     "check",
		Short:   a.words("检查内容，列出全部问题", "judges the content and lists all findings"),
		Long:    a.words("一次列出全部文件的全部问题：位置、原文、依据、怎么改。不写任何文件。", "Lists all findings of all files: place, line, clause, fix. Writes nothing."),
		Example: "  gongkai check\n  gongkai check --hints\n  gongkai check --format sarif > findings.sarif",
		Args:    a.argCount(0, 0, "check 后面不写别的词，内容文件夹用 --content", "check takes no words; name the folder with --content"),
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text", "json", "sarif", "github":
			default:
				return usage("--format 只能是 text、json、sarif 或 github，不是 %q", "--format is text, json, sarif or github, not %q", format)
			}
			o, r, err := a.judged()
			if err != nil {
				return err
			}
			if err := a.write(a.Out, o, r.Findings, format, hints); err != nil {
				return err
			}
			n := diag.Count(r.Findings)
			if n[diag.Hint] > 0 && !hints && format == "text" {
				a.say(a.Out, "提示没有列出；要看请加 --hints。", "Hints are not listed; --hints shows them.")
			}
			if n[diag.Error] > 0 {
				return errFindings
			}
			return nil
		},
	}
	c.Flags().StringVar(&format, "format", "text", a.words("格式：text、json、sarif、github", "format: text, json, sarif, github"))
	c.Flags().BoolVar(&hints, "hints", false, a.words("也列出提示", "list hints too"))
	return c
}

// print writes findings as text, as build does.
func (a *app) print(w io.Writer, o build.Options, ds []diag.Diagnostic) {
	_ = a.write(w, o, ds, "text", false)
}

// write writes findings in a format.
func (a *app) write(w io.Writer, o build.Options, ds []diag.Diagnostic, format string, hints bool) error {
	opt := diag.Options{
		Lang: a.lang, Root: filepath.ToSlash(path.Clean(filepath.ToSlash(a.flags.content))), Hints: hints,
		Names:  a.names(ds),
		Source: texts(o),
		Colour: a.colour && isTerminal(w),
	}
	switch format {
	case "json":
		return diag.JSON(w, ds, opt)
	case "sarif":
		rev, _, _ := revision()
		return diag.SARIF(w, ds, diag.Tool{Version: rev, Rules: check.SARIFRules()}, opt)
	case "github":
		return diag.GitHub(w, ds, opt)
	}
	return diag.Text(w, ds, opt)
}

// names says how the files are called that do not lie in the content folder.
func (a *app) names(ds []diag.Diagnostic) map[string]string {
	names := map[string]string{
		build.PrintFile: filepath.ToSlash(filepath.Join(a.flags.theme, build.PrintFile)),
		style.BasePath:  style.BasePath,
	}
	for i := range ds {
		if p := ds[i].Path; headers.InTheme(p) {
			names[p] = filepath.ToSlash(filepath.Join(a.flags.theme, filepath.FromSlash(p)))
		}
	}
	return names
}

// texts gives the texts of files for the lines that findings show. Findings are sorted by
// path, so the last file is remembered and no more.
func texts(o build.Options) func(string) ([]byte, bool) {
	var last string
	var text []byte
	var ok bool
	return func(p string) ([]byte, bool) {
		if p != last || text == nil {
			from := o.Content
			if (p == build.PrintFile || headers.InTheme(p)) && o.Theme != nil {
				from = o.Theme
			}
			f, err := source.Read(from, p, load.MaxMarkdown)
			last, ok, text = p, err == nil, nil
			if ok {
				text = f.Text
			}
		}
		return text, ok
	}
}
