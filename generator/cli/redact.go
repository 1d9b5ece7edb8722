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

	"gongkai/generator/bundle"
	"gongkai/generator/clean"
	"gongkai/generator/diag"
	"gongkai/generator/filetype"
	"gongkai/generator/officemask"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
	"gongkai/generator/redact"
	"gongkai/generator/source"
	"gongkai/generator/unzip"
)

func (a *app) redactCommand() *cobra.Command {
	var f redactFlags
	c := &cobra.Command{
		Use:   "redact [PATH…]",
		Short: a.words("给身份证号、手机号等个人信息打码", "masks identity numbers, mobile numbers and the like"),
		Long: a.words("在公开事项（.md）、表格（.csv、.xlsx）和文档（.docx）里找身份证号、手机号、银行卡号、护照号、车牌号、家庭住址、私人邮箱，换成 138****1234 这样的写法；别的不改，编码、换行、格式照旧。"+
			"表格里的数字打码以后是文字，公式算出来的也是，会一一说明。不加 --write 只列出文件、位置和打码以后的样子，不写文件。拿不准的只列出，加 --all 才打码。事项里“个人信息”写明可以公开的不动。密级标志不是打码能解决的，只列出来，请人决定。"+
			"不写路径就是整个内容文件夹。还有确定的个人信息没有打码、有密级标志、或者有文件看不了的，退出码是1。",
			"Finds identity numbers, mobile numbers, bank cards, passports, plates, homes and private mail in items (.md), tables (.csv, .xlsx) and documents (.docx), and puts 138****1234 and the like in their place; nothing beside them changes, "+
				"and encoding, line ends and formats stay. A number in a workbook becomes text where it is masked, and so does a formula, which is told. Without --write it only lists files, places and masks. What is not certain is listed, and masked with --all. What an item's privacy allows stays. Marks of secrecy are no matter of masks: they are listed, and a person must decide. "+
				"Without a path it looks at the whole content folder. The exit code is 1 where something certain is left, a mark of secrecy, or a file that could not be looked at."),
		Example: "  gongkai redact\n  gongkai redact content/minzheng/2026/00003.md --write\n  gongkai redact 名单.xlsx --write --all",
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
type redacted struct{ files, changed, masked, doubt, marks, byHand, left int }

func (a *app) redact(args []string, f redactFlags) error {
	names, err := a.redactFiles(args)
	if err != nil {
		return err
	}
	var n redacted
	for _, name := range names {
		if err := a.redactFile(name, f, &n); err != nil {
			return err
		}
	}
	switch {
	case n.masked == 0 && n.byHand > 0:
		a.say(a.Out, "看了 %d 个文件，没有能打码的", "looked at %d files; nothing that a mask reaches", n.files)
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
	if n.byHand > 0 {
		a.say(a.Out, "有 %d 处打不了码，请在原来的软件里改", "there are %d that no mask reaches; change them with the program that made the file", n.byHand)
	}
	if n.left > 0 {
		a.say(a.Out, "有 %d 个文件没有看，原因见上面", "%d files were not looked at, for the reasons above", n.left)
	}
	if n.left > 0 || n.byHand > 0 || n.marks > 0 || n.masked > 0 && !f.write {
		return errFindings
	}
	return nil
}

// redactFile lists and masks what one file holds.
func (a *app) redactFile(name string, f redactFlags, n *redacted) error {
	if w := unmaskable(name); !w.IsZero() {
		a.say(a.Out, "%s：%s", "%s: %s", filepath.ToSlash(name), w)
		return nil
	}
	raw, err := readClean(name)
	var r redact.Result
	if err == nil {
		r, err = redactIn(name, raw, f)
	}
	var no *clean.RefusedError
	if errors.As(err, &no) {
		n.left++
		a.say(a.Out, "%s：没有看：%s", "%s: not looked at: %s", filepath.ToSlash(name), no.Why)
		return nil
	}
	if err != nil {
		return err
	}
	n.files++
	n.masked, n.doubt, n.marks = n.masked+len(r.Masked), n.doubt+len(r.Doubt), n.marks+len(r.Marks)
	n.byHand += len(r.ByHand)
	a.tellRedacted(name, r)
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

// redactIn masks in the bytes of a file. The error is a *clean.RefusedError where it could not
// be looked at.
func redactIn(name string, raw []byte, f redactFlags) (r redact.Result, err error) {
	o := redact.Options{All: f.all}
	ext := strings.ToLower(filepath.Ext(name))
	if ext != ".md" {
		if o.Allowed, err = itemAllows(name); err != nil {
			return r, err
		}
	}
	ok := true
	switch ext {
	case ".md":
		r, ok = redact.Markdown(raw, o)
	case ".csv":
		r, ok = redact.CSV(raw, o)
	default:
		if r, err = redact.Office(filepath.Base(name), raw, o); err != nil {
			return r, &clean.RefusedError{Why: officeRefused(name, raw, err)}
		}
	}
	if !ok {
		return r, &clean.RefusedError{Why: diag.Say("不是文字，或者存成别的编码就变样；用记事本打开另存为 UTF-8 再试", "no text, or of an encoding that cannot be written back as it was; save it as UTF-8 and try again")}
	}
	return r, nil
}

// tellRedacted prints what was found in a file.
func (a *app) tellRedacted(name string, r redact.Result) {
	if len(r.Masked)+len(r.Doubt)+len(r.Marks)+len(r.ByHand) == 0 {
		return
	}
	fmt.Fprintln(a.Out, filepath.ToSlash(name))
	for _, find := range r.Masked {
		a.say(a.Out, "    %s：%s %s", "    %s: %s %s", placeWords(find.At), kindWords(find.Kind), find.Mask)
	}
	for _, at := range r.Formulas {
		a.say(a.Out, "    %s：公式换成文字，不再计算", "    %s: the formula becomes text and reckons no more", placeWords(at))
	}
	for _, find := range r.ByHand {
		a.say(a.Out, "    %s：%s %s，打不了码，请在原来的软件里改", "    %s: %s %s, which no mask reaches; change it with the program that made it", placeWords(find.At), kindWords(find.Kind), find.Mask)
	}
	for _, find := range r.Doubt {
		a.say(a.Out, "    %s：像是%s %s，拿不准", "    %s: perhaps %s %s", placeWords(find.At), kindWords(find.Kind), find.Mask)
	}
	for _, find := range r.Marks {
		a.say(a.Out, "    %s：%s“%s”，请人决定", "    %s: %s %q, for a person to decide", placeWords(find.At), kindWords(find.Kind), find.Mask)
	}
}

// placeWords says where a find stands; the names in it are a stranger's.
func placeWords(at passage.Place) diag.Words {
	at.Member, at.Sheet, at.Cell, at.Name = concealed(at.Member), concealed(at.Sheet), concealed(at.Cell), concealed(at.Name)
	if w := at.Words(); !w.IsZero() {
		return w
	}
	return diag.Say("正文", "text")
}

// unmaskable says what to do with a file of a form that is not masked, by its name; of the others
// nothing.
func unmaskable(name string) diag.Words {
	later := func(ext string) diag.Words {
		return diag.Say("旧格式，打不了码；请另存为 %s 再运行", "of an old form, which cannot be masked; save it as %s and run this again", ext)
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".doc", ".wps":
		return later(".docx")
	case ".xls", ".et":
		return later(".xlsx")
	case ".pptx", ".ppt", ".dps":
		return diag.Say("幻灯片打不了码；请看 gongkai check 说的是哪一页，用原来的软件改", "slides cannot be masked; see which page gongkai check names, and change it with the program that made them")
	}
	return diag.Words{}
}

// officeRefused says why a workbook or a document could not be looked at, and what to do.
func officeRefused(name string, raw []byte, err error) diag.Words {
	is := filetype.Of(name, raw, unzip.Limits{Members: bundle.MaxParts, Unpacked: bundle.MaxRead, Ratio: 200}).Type
	switch {
	case errors.Is(err, officemask.ErrSigned):
		return diag.Say("有电子签名，一打码签名就失效；请在签名以前打码", "it is digitally signed, and a mask would break the signature; mask it before it is signed")
	case errors.Is(err, officemask.ErrTitle):
		return diag.Say("工作表的名称里有要打码的，公式里用着它；请先改名，再运行", "the name of a worksheet holds what is to be masked, and formulas use the name; rename the sheet and run this again")
	case bytes.HasPrefix(raw, []byte("\xD0\xCF\x11\xE0")) && (is == "docx" || is == "xlsx" || is == "pptx"):
		return diag.Say("加了密码；请去掉密码，再运行", "it has a password; take that off and run this again")
	case bytes.HasPrefix(raw, []byte("\xD0\xCF\x11\xE0")):
		return diag.Say("其实是旧格式；请用原来的软件打开，另存为 %s，再运行", "it is of an old form; open it with the program that made it, save it as %s and run this again", strings.ToLower(filepath.Ext(name)))
	case errors.Is(err, officemask.ErrKind):
		return diag.Say("里面不是表格，也不是文档；请看看文件名对不对", "it holds no workbook and no document; see whether its name is right")
	}
	return diag.Say("打不开，可能损坏了，或者大得不正常；请用原来的软件打开，另存一份再试", "it cannot be read: damaged, or too large to be true; open it with the program that made it, save it anew and try again")
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
	case ".xlsx", ".docx", ".pptx", ".xls", ".doc", ".ppt", ".wps", ".et", ".dps":
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

// isText reports whether a file is an item or a table as text by its name.
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
