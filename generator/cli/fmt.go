package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
	"gongkai/generator/load"
	"gongkai/generator/privacy"
	"gongkai/generator/schema"
	"gongkai/generator/source"
	"gongkai/generator/tidy"
)

func (a *app) fmtCommand() *cobra.Command {
	var write bool
	c := &cobra.Command{
		Use:   "fmt [FILE…]",
		Short: a.words("整理写法：日期、括号、冒号、编码、项目顺序", "tidies dates, brackets, colons, encodings and the order of keys"),
		Long: a.words("整理登记信息的写法：日期写成 2026-07-01，发文字号用〔〕，项目后的：改成 :，文件存成 UTF-8，项目按固定顺序。别的一概不动。不加 --write 只说明会改什么，不写文件。",
			"Tidies the front matter: dates as 2026-07-01, document numbers with 〔〕, ：to :, files as UTF-8, keys in their order. It changes nothing else. Without --write it only says what it would do."),
		Example: "  gongkai fmt\n  gongkai fmt --write content/caizheng/2026/00003.md",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := untilSignal(cmd)
			defer stop()
			return a.fmt(ctx, args, write)
		},
	}
	c.Flags().BoolVar(&write, "write", false, a.words("写回文件", "write the files"))
	return c
}

// tables gives the table of keys of a file below content/, and whether fmt knows it.
func tables(name string) (schema.Table, bool) {
	parts := strings.Split(name, "/")
	markdown := strings.HasSuffix(name, ".md")
	switch {
	case parts[0] == "supervision":
		return schema.Order, len(parts) == 2 && markdown
	case len(parts) > 1 && parts[1] == "opinions":
		return schema.Opinion, len(parts) == 3 && markdown
	case len(parts) > 1 && parts[1] == "powers":
		return nil, false // a kind of its own, not of this version
	case path.Base(name) == "_index.md":
		return schema.Profile, true
	case markdown:
		return schema.Item, len(parts) >= 3
	case len(parts) == 2 && parts[1] == "duties.yaml":
		return schema.Duty, true // a department's own
	case path.Dir(name) == "holidays" && path.Ext(name) == ".yaml":
		return schema.Holidays, true
	}
	t, ok := map[string]schema.Table{
		"site.yaml": schema.Site, "departments.yaml": schema.Department, "categories.yaml": schema.Category,
		"duties.yaml": schema.Duty, "boards.yaml": schema.Board, "filings.yaml": schema.Filing,
	}[name]
	return t, ok
}

func (a *app) fmt(ctx context.Context, args []string, write bool) error {
	names, err := a.fmtFiles(args)
	if err != nil {
		return err
	}
	changed, texts := 0, map[string][]byte{}
	var left []diag.Diagnostic
	for _, name := range names {
		if err := interruption(ctx, diag.Say("已中断；整理好的 %d 个文件是完整的，其余没有动", "interrupted; the %d files that were tidied are whole, the others as they were", changed)); err != nil {
			return err
		}
		table, _ := tables(name)
		file := filepath.Join(a.flags.content, filepath.FromSlash(name))
		raw, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if strings.HasPrefix(name, "supervision/") && !load.OrderFile(name, raw) {
			continue // of a kind that nothing reads
		}
		r := tidy.File(name, raw, table)
		if len(r.Left) > 0 {
			left = append(left, r.Left...)
			texts[name], _, _, _ = source.Decode(raw)
		}
		if r.Changes == nil {
			continue
		}
		changed++
		fmt.Fprintln(a.Out, filepath.ToSlash(file))
		for _, w := range r.Changes {
			fmt.Fprintln(a.Out, "    "+privacy.Hide(w.In(a.lang)))
		}
		if write {
			if err := a.Disk.Replace(file, r.Text); err != nil {
				return err
			}
		}
	}
	if len(left) > 0 {
		diag.Sort(left)
		err := diag.Text(a.Err, left, diag.Options{Lang: a.lang, Root: filepath.ToSlash(filepath.Clean(a.flags.content)),
			Source: func(p string) ([]byte, bool) { t, ok := texts[p]; return t, ok }})
		if err != nil {
			return err
		}
	}
	switch {
	case changed == 0:
		a.say(a.Out, "看了 %d 个文件，没有要整理的", "looked at %d files; nothing to tidy", len(names))
	case write:
		a.say(a.Out, "整理了 %d 个文件", "tidied %d files", changed)
	default:
		a.say(a.Out, "有 %d 个文件可以整理；加 --write 才会写回文件", "%d files can be tidied; with --write they are", changed)
	}
	return nil
}

// fmtFiles gives the files to tidy, as slash paths below the content folder: those named,
// or all.
func (a *app) fmtFiles(args []string) (names []string, err error) {
	content, err := a.folder(a.flags.content, "--content", diag.Words{ZH: "内容文件夹", EN: "the content folder"})
	if err != nil {
		return nil, err
	}
	root, err := filepath.Abs(a.flags.content)
	if err != nil {
		return nil, err
	}
	for _, arg := range args {
		full, err := filepath.Abs(arg)
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(full); errors.Is(err, fs.ErrNotExist) {
			return nil, usage("找不到文件 %s", "cannot find the file %s", arg)
		}
		rel, err := filepath.Rel(root, full)
		name := filepath.ToSlash(rel)
		if _, known := tables(name); err != nil || strings.HasPrefix(name, "..") || !known {
			return nil, usage("%s 不是内容文件夹 %s 里的公开事项或配置文件，fmt 不整理它", "%s is no item or configuration file of %s; fmt leaves it alone", arg, a.flags.content)
		}
		names = append(names, name)
	}
	if len(args) > 0 {
		return slices.Compact(slices.Sorted(slices.Values(names))), nil
	}
	err = fs.WalkDir(content, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if _, known := tables(p); known && e.Type().IsRegular() {
			names = append(names, p)
		}
		return nil
	})
	return names, err
}
