package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"gongkai/generator/crew"
	"gongkai/generator/diag"
	"gongkai/generator/filing"
)

func (a *app) filingVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify FILE...",
		Short: a.words("核对备案包：有没有缺、改、坏", "judges packages: what is missing, changed or damaged"),
		Long: a.words("逐个文件核对备案包：是不是完整、有没有被改动、缺了什么、多了什么。有问题时退出码是 1。",
			"Judges packages file by file: whole or cut, what was changed, what is missing or too much. Exits with 1 where something is wrong."),
		Example: "  gongkai filing verify CZ-2026Q3.zip\n  gongkai filing verify shoudao/*.zip",
		Args:    a.argCount(1, -1, "filing verify 后面写备案包，如 gongkai filing verify CZ-2026Q3.zip", "filing verify takes packages, as in gongkai filing verify CZ-2026Q3.zip"),
		RunE:    func(_ *cobra.Command, args []string) error { return a.filingVerify(args) },
	}
}

// parcels opens packages and judges them.
func (a *app) parcels(names []string) ([]filing.Parcel, error) {
	out, errs := make([]filing.Parcel, len(names)), make([]error, len(names))
	crew.Long(0, len(names), func(i int) {
		f, err := os.Open(names[i])
		if err != nil {
			errs[i] = err
			return
		}
		defer f.Close()
		info, err := f.Stat()
		if err == nil {
			out[i], err = filing.Open(filepath.Base(names[i]), f, info.Size())
		}
		errs[i] = err
	})
	return out, errors.Join(errs...)
}

func (a *app) filingVerify(names []string) error {
	for _, name := range names {
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return usage("找不到文件 %s", "cannot find the file %s", name)
		case err != nil:
			return err
		case info.IsDir():
			return usage("%s 是文件夹；filing verify 后面写 .zip 文件，核对一个文件夹里的用 %s", "%s is a folder; filing verify takes .zip files, such as %s", name, filepath.ToSlash(filepath.Join(name, "*.zip")))
		}
	}
	parcels, err := a.parcels(names)
	if err != nil {
		return err
	}
	bad := 0
	for i := range parcels {
		p := &parcels[i]
		m := &p.Manifest
		if len(p.Problems) == 0 {
			q := m.Quarter()
			a.say(a.Out, "完好 %s：%s%s，公开事项 %d 件，变动 %d 条，附件 %d 个，%s 生成", "sound %s: %s, %s, %d items, %d changes, %d attachments, built on %s",
				names[i], m.DepartmentName, diag.Words{ZH: q.Chinese(), EN: q.String()}, m.Counts.Items, m.Counts.Changes, m.Counts.Attachments, m.Built)
			continue
		}
		bad++
		a.say(a.Out, "有问题 %s：", "wrong %s:", names[i])
		a.problems(p.Problems, false)
	}
	if bad > 0 {
		a.say(a.Err, "核对了 %d 个备案包，%d 个有问题", "judged %d packages; %d are wrong", len(parcels), bad)
		return errFindings
	}
	return nil
}
