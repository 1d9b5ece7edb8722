package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/clean"
	"gongkai/generator/diag"
	"gongkai/generator/privacy"
)

// maxClean is how large a file may be that is cleaned; its bytes are held in memory.
const maxClean = 512 << 20

func (a *app) cleanCommand() *cobra.Command {
	var list, hidden bool
	var to string
	c := &cobra.Command{
		Use:   "clean FILE…",
		Short: a.words("清理附件：去掉作者、批注、修订、拍摄地点等不该公开的信息", "takes authors, comments, tracked changes and places out of attachments"),
		Long: a.words("去掉附件里看不见的信息：作者、单位、最后修改者、修订次数和标识、编辑时间、批注、修订（插入的保留，删除的去掉）、图片的拍摄地点和相机信息。正文、表格和图像一概不变。\n"+
			"可以写文件、文件夹（里面的附件都清理）、* 这样的通配符。能清理 docx、xlsx、pptx、odt、ods、odp、ofd、pdf、jpg、png、webp、heic。\n"+
			"直接改原文件；先写好、核对好才替换，中途出错原文件不变。隐藏的工作表、演讲者备注只提醒，不删。",
			"Takes out of attachments what readers do not see: author, company, last modified by, revision numbers and marks, editing time, comments, tracked changes (insertions stay, deletions go), "+
				"the place and camera of pictures. Text, tables and pictures stay as they are.\n"+
				"Takes files, folders (every attachment in them) and patterns with *: docx, xlsx, pptx, odt, ods, odp, ofd, pdf, jpg, png, webp, heic.\n"+
				"The files are replaced, after what was written has been compared with them; a failure leaves them as they were. Hidden sheets and speaker's notes are told, not taken."),
		Example: "  gongkai clean content/caizheng/2026/00012/附件1.docx\n  gongkai clean content/caizheng/2026/00012\n  gongkai clean --list *.xlsx\n  gongkai clean --out 清理后 名单.xlsx",
		Args:    a.argCount(1, -1, "要写明清理哪些文件", "name the files to clean"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.clean(args, list, to, clean.Options{Hidden: hidden})
		},
	}
	c.Flags().BoolVar(&list, "list", false, a.words("只说明有什么，不改文件", "only tell what there is, change nothing"))
	c.Flags().BoolVar(&hidden, "hidden", false, a.words("连隐藏的工作表一起去掉（别处用到的除外）", "take hidden worksheets too, those that nothing else uses"))
	c.Flags().StringVar(&to, "out", "", a.words("清理后的写到这个`文件夹`，原文件不动", "write to this `folder` and leave the files alone"))
	return c
}

// clean cleans the files that the arguments name and tells what was taken out of each.
func (a *app) clean(args []string, list bool, to string, opt clean.Options) error {
	names, err := cleanFiles(args)
	if err != nil {
		return err
	}
	if to != "" && !list {
		if err := os.MkdirAll(to, 0o755); err != nil {
			return err
		}
		if err := oneOutput(names); err != nil {
			return err
		}
	}
	changed, left := 0, 0
	for _, name := range names {
		in, err := readClean(name)
		var no *clean.RefusedError
		var out bytes.Buffer
		var r clean.Result
		if err == nil {
			r, err = clean.Clean(in, &out, opt)
		}
		if errors.As(err, &no) {
			left++
			fmt.Fprintln(a.Out, filepath.ToSlash(name))
			a.say(a.Out, "    没有清理：%s", "    not cleaned: %s", no.Why)
			continue
		}
		if err != nil {
			return err
		}
		a.tellClean(name, r)
		differs := !bytes.Equal(in, out.Bytes())
		if differs {
			changed++
		}
		switch {
		case list:
		case to != "":
			err = a.Disk.Replace(filepath.Join(to, filepath.Base(name)), out.Bytes())
		case differs:
			if name, err = filepath.EvalSymlinks(name); err == nil {
				err = a.Disk.Replace(name, out.Bytes())
			}
		}
		if err != nil {
			return err
		}
	}
	if list {
		a.say(a.Out, "看了 %d 个文件，%d 个有要清理的；不加 --list 才会清理", "looked at %d files; %d have something to take out, which is done without --list", len(names), changed)
	} else {
		a.say(a.Out, "看了 %d 个文件，清理了 %d 个", "looked at %d files, cleaned %d", len(names), changed)
	}
	if left > 0 {
		a.say(a.Out, "有 %d 个没有清理，原因见上面", "%d were not cleaned, for the reasons above", left)
		return errFindings
	}
	return nil
}

// tellClean prints what was taken out of a file and what stays in it.
func (a *app) tellClean(name string, r clean.Result) {
	fmt.Fprintln(a.Out, filepath.ToSlash(name))
	if len(r.Taken)+len(r.Said) == 0 {
		a.say(a.Out, "    没有要清理的", "    nothing to take out")
	}
	for _, l := range r.Taken {
		a.say(a.Out, "    去掉 %s", "    took %s", cleanLine(l))
	}
	for _, l := range r.Said {
		a.say(a.Out, "    注意 %s", "    note: %s", cleanLine(l))
	}
}

// mostValues is how many values of a line are told.
const mostValues = 8

// cleanLine puts a line into words: 批注：3 处（张三、李四）.
func cleanLine(l clean.Line) diag.Words {
	values := make([]string, 0, len(l.Values))
	for _, v := range l.Values[:min(len(l.Values), mostValues)] {
		values = append(values, concealed(v))
	}
	zh, en := strings.Join(values, "、"), strings.Join(values, ", ")
	if n := len(l.Values) - mostValues; n > 0 {
		zh, en = zh+"等"+strconv.Itoa(len(l.Values))+"个", en+" and "+strconv.Itoa(n)+" more"
	}
	switch {
	case l.Count > 0 && zh != "":
		return diag.Say("%s：%d 处（%s）", "%s: %d (%s)", l.What, l.Count, diag.Words{ZH: zh, EN: en})
	case l.Count > 0:
		return diag.Say("%s：%d 处", "%s: %d", l.What, l.Count)
	case zh != "":
		return diag.Say("%s：%s", "%s: %s", l.What, diag.Words{ZH: zh, EN: en})
	}
	return l.What
}

// maxValue is how many characters of a value are told.
const maxValue = 60

// concealed gives a value as it may be shown: one line, not too long, without what controls a
// terminal, and numbers of people hidden.
func concealed(s string) string {
	r := []rune(privacy.Hide(strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7F && r < 0xA0 || r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x2069 || r == 0xFEFF {
			return -1
		}
		return r
	}, s)))
	if len(r) > maxValue {
		r = append(r[:maxValue], '…')
	}
	return string(r)
}

// readClean reads a file that is to be cleaned.
func readClean(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &clean.RefusedError{Why: diag.Say("不是普通文件", "is no regular file")}
	}
	if info.Size() > maxClean {
		return nil, &clean.RefusedError{Why: diag.Say("超过 512 MB", "is larger than 512 MB")}
	}
	return os.ReadFile(name)
}

// cleanFiles gives the files that the arguments name: files, the attachments of folders, and
// what patterns match, because PowerShell leaves them to the program.
func cleanFiles(args []string) (names []string, err error) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case err == nil && info.IsDir():
			found, err := cleanFolder(arg)
			if err != nil {
				return nil, err
			}
			if len(found) == 0 {
				return nil, usage("文件夹 %s 里没有附件", "the folder %s has no attachments", arg)
			}
			names = append(names, found...)
		case err == nil:
			names = append(names, filepath.Clean(arg))
		case strings.ContainsAny(arg, "*?["):
			found, bad := filepath.Glob(arg)
			found = slices.DeleteFunc(found, func(n string) bool {
				info, err := os.Stat(n)
				return err != nil || info.IsDir()
			})
			if bad != nil || len(found) == 0 {
				return nil, usage("没有文件叫 %s 这样的名字", "no file has a name like %s", arg)
			}
			names = append(names, found...)
		case errors.Is(err, fs.ErrNotExist):
			return nil, usage("找不到文件 %s", "cannot find the file %s", arg)
		default:
			return nil, err
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// cleanFolder lists the attachments in a folder: all files but what the program itself reads
// and what is hidden.
func cleanFolder(dir string) (names []string, err error) {
	err = filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if p != dir && strings.HasPrefix(e.Name(), ".") {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		ext := strings.ToLower(filepath.Ext(p))
		if e.Type().IsRegular() && slices.Contains(cleanable, ext) {
			names = append(names, p)
		}
		return nil
	})
	return names, err
}

// cleanable are the extensions of files that a folder's are looked for.
var cleanable = []string{".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".dotx", ".xltx", ".potx", ".ppsx", ".odt", ".ods", ".odp", ".ofd", ".pdf",
	".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".doc", ".xls", ".ppt", ".wps", ".et", ".dps"}

// oneOutput refuses two files that would be written to one name, on systems too that do not
// tell A from a.
func oneOutput(names []string) error {
	seen := map[string]string{}
	for _, name := range names {
		base := strings.ToLower(filepath.Base(name))
		if other, ok := seen[base]; ok {
			return usage("%s 和 %s 同名，写到一个文件夹里会互相覆盖；请分两次清理", "%s and %s have one name and would be written over each other; clean them one after the other", other, name)
		}
		seen[base] = name
	}
	return nil
}
