package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/calendar"
	"gongkai/generator/scaffold"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: a.words("建立一个马上可以生成的新网站", "makes a new site that builds at once"),
		Long: a.words("在空文件夹里建立一个新网站：设置、两个单位、三件样例事项、公开栏、覆盖11个大类的应公开事项和放假安排。不需要联网。",
			"Fills an empty folder with a new site: settings, two departments, three items, boards, duties of all 11 groups, holidays. Needs no network."),
		Example: "  gongkai init wangzhan",
		Args:    a.argCount(1, 1, "init 后面写一个文件夹，如 gongkai init wangzhan", "init takes one folder, as in gongkai init mysite"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.newSite(args[0]) },
	}
}

// newSite fills the folder, or leaves it as it was.
func (a *app) newSite(dir string) error {
	if err := a.empty(dir); err != nil {
		return err
	}
	day, err := a.date()
	if err != nil {
		return err
	}
	if day.IsZero() {
		day = calendar.Of(a.now)
	}
	files, err := scaffold.Site(day)
	if err != nil {
		return err
	}
	_, there := os.Stat(dir)
	var done []string
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := a.create(name, f.Text); err != nil {
			return errors.Join(err, a.unmake(dir, append(done, filepath.Dir(name)), there != nil))
		}
		done = append(done, name)
	}
	a.say(a.Out, "已建立 %s，共 %d 个文件；怎样写，见 %s", "made %s with %d files; %s tells how to go on", dir, len(files), filepath.Join(dir, "说明.md"))
	cd := ""
	if filepath.Clean(dir) != "." {
		cd = "  cd " + shellWord(dir) + "\n"
	}
	a.say(a.Out, "下一步：\n%s  gongkai build\n  gongkai serve", "Next:\n%s  gongkai build\n  gongkai serve", cd)
	return nil
}

// unmake removes files and folders that were made, with the folders above them that they leave
// empty: the site's own only where it was made too.
func (a *app) unmake(dir string, made []string, whole bool) error {
	dir = filepath.Clean(dir)
	var err error
	for _, name := range slices.Backward(made) {
		if info, e := os.Lstat(name); e == nil && !info.IsDir() {
			err = errors.Join(err, a.Disk.Remove(name))
			name = filepath.Dir(name)
		}
		for name != dir {
			if e := os.Remove(name); e != nil && !errors.Is(e, fs.ErrNotExist) {
				break
			}
			name = filepath.Dir(name)
		}
	}
	if whole {
		_ = os.Remove(dir)
	}
	return err
}

// empty refuses a folder that holds something; a fresh Git repository counts as empty.
func (a *app) empty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		if info, e := os.Stat(dir); e == nil && !info.IsDir() {
			return usage("%s 是文件，不是文件夹；请换一个名字", "%s is a file; choose another name", dir)
		}
		return err
	}
	for _, e := range entries {
		if e.Name() != ".git" {
			return usage("%s 不是空文件夹（里面有 %s 等），什么也没有写；请换一个新文件夹", "%s is not empty (it holds %s, for one) and nothing was written; choose a new folder", dir, e.Name())
		}
	}
	return nil
}

// shellWord puts a word that a shell would split or read into quotes.
func shellWord(text string) string {
	if text != "" && !strings.ContainsAny(text, " \t\n\"'`$&|;<>()*?[]#~!\\") {
		return text
	}
	return `"` + text + `"`
}
