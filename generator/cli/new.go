package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"gongkai/generator/build"
	"gongkai/generator/diag"
	"gongkai/generator/scaffold"
)

func (a *app) newCommand() *cobra.Command {
	var r scaffold.Request
	c := &cobra.Command{
		Use:   "new DEPARTMENT CATEGORY TITLE",
		Short: a.words("新建一件公开事项，编好索引号", "starts a new item with the next index number"),
		Long: a.words("在该单位当年的文件夹里新建一件公开事项：编好下一个索引号，写好这一类别需要的各项，要填的地方标成〔待填：……〕。单位可以写编号、名称或代码，类别可以写代码或名称。不覆盖任何文件。",
			"Writes a new item into the department's folder of the year: the next index number, the keys that the category needs, 〔待填：…〕 where something must be filled in. The department is an id, a name or a code, the category a code or a name. Nothing is overwritten."),
		Example: "  gongkai new caizheng 0401 \"2026年上半年预算执行情况\" --period 2026-H1\n  gongkai new 示范区财政局 政府采购 \"办公设备采购结果公告\" --follows CZ-2026-00004 --folder",
		Args: a.argCount(3, 3, "new 后面依次写公开主体、类别和标题，标题里有空格时加引号",
			"new takes a department, a category and a title, in quotes where it has blanks"),
		ValidArgsFunction: a.completeNew,
		RunE: func(_ *cobra.Command, args []string) error {
			r.Department, r.Category, r.Title = args[0], args[1], args[2]
			return a.newItem(r)
		},
	}
	f := c.Flags()
	f.StringVar(&r.Duty, "duty", "", a.words("应公开事项的编号或名称", "id or title of the duty that it fulfils"))
	f.StringVar(&r.Cadence, "cadence", "", a.words("公开频次：年度性、常规性、临时性", "annual, routine or adhoc"))
	f.StringVar(&r.Period, "period", "", a.words("所属期，如 2026、2026-H1、2026-Q3、2026-07", "period, such as 2026, 2026-H1, 2026-Q3, 2026-07"))
	f.StringVar(&r.Stage, "stage", "", a.words("公开阶段：预公开、过程、结果", "draft, process or result"))
	f.StringVar(&r.Procedure, "procedure", "", a.words("采购、招标、人事的程序环节：目录、公告、结果", "in groups 08 and 09: catalogue, notice or result"))
	f.StringVar(&r.Follows, "follows", "", a.words("同一件事上一步的索引号", "index number of the step before in the same matter"))
	f.BoolVar(&r.Folder, "folder", false, a.words("建成文件夹，可以放附件", "make a folder, with room for attachments"))
	return c
}

// newItem makes the item and writes it.
func (a *app) newItem(r scaffold.Request) error {
	_, result, err := a.judged()
	if err != nil {
		return err
	}
	for _, d := range result.Findings {
		if d.Severity == diag.Error && (d.Path == "site.yaml" || d.Path == "departments.yaml") {
			return usage("%s 有错误（%s）；先用 gongkai check 查看并改好，再新建事项", "%s has an error (%s); see gongkai check and mend it before you start an item", d.Path, d.Text)
		}
	}
	r.Date = result.Site.Today
	r.Taken = func(path string) bool {
		_, err := os.Lstat(a.inContent(path))
		return !errors.Is(err, fs.ErrNotExist)
	}
	file, why := scaffold.Item(result.Site, r)
	if !why.IsZero() {
		return usageError{why}
	}
	name := a.inContent(file.Path)
	if err := a.create(name, file.Text); err != nil {
		return err
	}
	a.say(a.Out, "已新建 %s，索引号 %s", "wrote %s, index number %s", name, file.Index)
	if file.Duty != nil && r.Duty == "" {
		a.say(a.Out, "按 duties.yaml 对应到“%s”；不是的话，删去文件里“应公开事项”那一行", "joined to the duty %q of duties.yaml; take that line out if it is another", file.Duty.Title)
	}
	if r.Folder {
		a.say(a.Out, "附件放进 %s，并在文件里列出", "put attachments into %s and list them in the file", filepath.Dir(name))
	}
	a.say(a.Out, "下一步：填好每一处〔待填：……〕，删去“草稿: 是”，再运行\n  gongkai check%s", "Next: fill in each 〔待填：…〕, take out the line 草稿: 是, and run\n  gongkai check%s", a.contentFlag())
	return nil
}

// inContent gives the file's name on this machine.
func (a *app) inContent(path string) string {
	return filepath.Join(a.flags.content, filepath.FromSlash(path))
}

// contentFlag gives the flag that a suggested command needs to find the same content.
func (a *app) contentFlag() string {
	if a.flags.content == "content" {
		return ""
	}
	return " --content " + shellWord(a.flags.content)
}

// create writes a new file, with the folders that it needs. It never overwrites.
func (a *app) create(name, text string) error {
	dir := filepath.Dir(name)
	_, there := os.Stat(dir)
	if err := a.Disk.Mkdir(dir, 0o777); err != nil {
		return err
	}
	f, err := a.Disk.CreateNew(name)
	switch {
	case errors.Is(err, fs.ErrExist):
		return usage("%s 已经存在，没有改动；请再运行一次，会编下一个号", "%s exists and was left as it is; run the command again for the next number", name)
	case err == nil:
		if _, err = f.Write([]byte(text)); err == nil {
			err = f.Sync()
		}
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(name) // no half a file
		}
	}
	if err != nil && there != nil {
		_ = os.Remove(dir) // it would take the next number
	}
	return err
}

// completeNew offers departments, then categories.
func (a *app) completeNew(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 1 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	o, err := a.options()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	result, err := build.Check(o)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var words []string
	if len(args) == 0 {
		for _, d := range result.Site.Departments {
			words = append(words, cobra.CompletionWithDesc(d.ID, d.Name))
		}
	} else {
		for _, c := range result.Site.Categories {
			words = append(words, cobra.CompletionWithDesc(c.Code, c.Name))
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}
