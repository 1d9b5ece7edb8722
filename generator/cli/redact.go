package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/redact"
	"gongkai/generator/source"
)

func (a *app) redactCommand() *cobra.Command {
	var f redactFlags
	c := &cobra.Command{
		Use:   "redact [PATH…]",
		Short: a.words("给身份证号、手机号等个人信息打码", "masks identity numbers, mobile numbers and the like"),
		Long: a.words("在公开事项（.md）和表格（.csv）里找身份证号、手机号、银行卡号、护照号、车牌号、家庭住址、私人邮箱，换成 138****1234 这样的写法；别的一个字节也不改，编码、换行照旧。"+
			"不加 --write 只列出文件、行和打码以后的样子，不写文件。拿不准的只列出，加 --all 才打码。事项里“个人信息”写明可以公开的不动。密级标志不是打码能解决的，只列出来，请人决定。"+
			"不写路径就是整个内容文件夹。还有确定的个人信息没有打码、或者有密级标志的，退出码是1。",
			"Finds identity numbers, mobile numbers, bank cards, passports, plates, homes and private mail in items (.md) and tables (.csv), and puts 138****1234 and the like in their place; not a byte beside them changes, "+
				"and encoding and line ends stay. Without --write it only lists files, lines and masks. What is not certain is listed, and masked with --all. What an item's privacy allows stays. Marks of secrecy are no matter of masks: they are listed, and a person must decide. "+
				"Without a path it looks at the whole content folder. The exit code is 1 where something certain is left, or a mark of secrecy."),
		Example: "  gongkai redact\n  gongkai redact content/minzheng/2026/00003.md --write\n  gongkai redact 名单.csv --write --all",
		RunE: func(_ *cobra.Command, args []string) error {
			return a.redact(args, f)
		},
	}
	c.Flags().BoolVar(&f.write, "write", false, a.words("写回文件", "write the files"))
	c.Flags().BoolVar(&f.all, "all", false, a.words("拿不准的也打码", "mask what is not certain too"))
	return c
}

type redactFlags struct{ write, all bool }

// redacted counts what one run found.
type redacted struct{ files, changed, masked, doubt, marks int }

func (a *app) redact(args []string, f redactFlags) error {
	names, err := a.redactFiles(args)
	if err != nil {
		return err
	}
	var n redacted
	var office []string
	for _, name := range names {
		if isOffice(name) {
			office = append(office, name)
			continue
		}
		n.files++
		if err := a.redactFile(name, f, &n); err != nil {
			return err
		}
	}
	if err := a.redactOffice(office, f, &n); err != nil {
		return err
	}
	switch {
	case n.masked == 0:
		a.say(a.Out, "看了 %d 个文件，没有要打码的", "looked at %d files; nothing to mask", n.files)
	case f.write:
		a.say(a.Out, "%d 个文件里打码 %d 处", "masked in %d files: %d", n.changed, n.masked)
	default:
		a.say(a.Out, "%d 个文件里有 %d 处可以打码；加 --write 才会写回文件", "in %d files there are %d to mask; with --write they are", n.changed, n.masked)
	}
	if n.doubt > 0 {
		a.say(a.Out, "另有 %d 处拿不准，没有算在内；看过以后要打码的，加 --all", "%d more are not certain and were left; look at them, and add --all to mask them", n.doubt)
	}
	if n.marks > 0 {
		a.say(a.Out, "有 %d 处密级或内部标志，打码解决不了：请保密审查的人决定能不能公开", "there are %d marks of secrecy or internal use, which no mask mends: whoever reviews for secrecy must decide", n.marks)
	}
	if n.marks > 0 || n.masked > 0 && !f.write {
		return errFindings
	}
	return nil
}

// redactFile lists and masks what one Markdown or CSV file holds.
func (a *app) redactFile(name string, f redactFlags, n *redacted) error {
	raw, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	o := redact.Options{All: f.all}
	masked := redact.Markdown
	if !strings.EqualFold(filepath.Ext(name), ".md") {
		masked = redact.CSV
		if o.Allowed, err = itemAllows(name); err != nil {
			return err
		}
	}
	r, ok := masked(raw, o)
	if !ok {
		a.say(a.Err, "%s：不是文字，或者存成别的编码就变样，没有看；用记事本打开另存为 UTF-8 再试", "%s: no text, or of an encoding that cannot be written back as it was, and not looked at; save it as UTF-8 and try again", filepath.ToSlash(name))
		return nil
	}
	n.masked, n.doubt, n.marks = n.masked+len(r.Masked), n.doubt+len(r.Doubt), n.marks+len(r.Marks)
	if len(r.Masked)+len(r.Doubt)+len(r.Marks) == 0 {
		return nil
	}
	fmt.Fprintln(a.Out, filepath.ToSlash(name))
	for _, find := range r.Masked {
		a.say(a.Out, "    第%d行：%s %s", "    line %d: %s %s", find.Line, kindWords(find.Kind), find.Mask)
	}
	for _, find := range r.Doubt {
		a.say(a.Out, "    第%d行：像是%s %s，拿不准", "    line %d: perhaps %s %s", find.Line, kindWords(find.Kind), find.Mask)
	}
	for _, find := range r.Marks {
		a.say(a.Out, "    第%d行：%s“%s”，请人决定", "    line %d: %s %q, for a person to decide", find.Line, kindWords(find.Kind), find.Mask)
	}
	if r.Text == nil {
		return nil
	}
	n.changed++
	if !f.write {
		return nil
	}
	now, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, raw) {
		return usage("%s 刚刚被别的程序改了，没有写；请再运行一次", "%s was changed by another program just now and was not written; run this again", name)
	}
	return a.Disk.Replace(name, r.Text)
}

// redactOffice is where workbooks and documents are masked. It names those that it leaves.
func (a *app) redactOffice(names []string, _ redactFlags, _ *redacted) error {
	for _, name := range names {
		a.say(a.Out, "%s：表格和文档要一个一个来，另用 gongkai redact %s", "%s: workbooks and documents are masked one by one, with gongkai redact %s", filepath.ToSlash(name), filepath.Base(name))
	}
	return nil
}

// kindWords gives a kind's name in both languages.
func kindWords(k privacy.Kind) diag.Words {
	zh, en := k.Name()
	return diag.Words{ZH: zh, EN: en}
}

// itemAllows gives what the item allows beside whose index.md a file lies.
func itemAllows(name string) ([]string, error) {
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(name), "index.md"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	text, _, _, ok := source.Decode(raw)
	if !ok {
		return nil, nil
	}
	return redact.Allowed(text), nil
}

// isOffice reports whether a file is a workbook, a document or slides by its name.
func isOffice(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".xlsx", ".docx", ".pptx", ".xls", ".doc", ".ppt", ".wps", ".et":
		return true
	}
	return false
}

// redactFiles gives the files to look at: those named, those below the folders named, or the
// content folder's.
func (a *app) redactFiles(args []string) (names []string, err error) {
	if len(args) == 0 {
		if _, err := a.folder(a.flags.content, "--content", diag.Words{ZH: "内容文件夹", EN: "the content folder"}); err != nil {
			return nil, err
		}
		args = []string{a.flags.content}
	}
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usage("找不到 %s", "cannot find %s", arg)
		case err != nil:
			return nil, err
		case info.IsDir():
			below, err := redactable(arg)
			if err != nil {
				return nil, err
			}
			names = append(names, below...)
		case !isText(arg) && !isOffice(arg):
			return nil, usage("%s 不是 .md、.csv 或者表格、文档，redact 不认识", "%s is no .md, .csv, workbook or document; redact does not know it", arg)
		default:
			full, err := filepath.EvalSymlinks(arg) // a link stays one
			if err != nil {
				return nil, err
			}
			names = append(names, full)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// isText reports whether redact masks in a file by itself.
func isText(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".md" || ext == ".csv"
}

// redactable lists what redact knows below a folder. Links and hidden folders are passed over.
func redactable(root string) (names []string, err error) {
	err = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && name != root && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") && (isText(name) || isOffice(name)) && !strings.HasPrefix(e.Name(), "~$"):
			names = append(names, name)
		}
		return nil
	})
	return names, err
}
