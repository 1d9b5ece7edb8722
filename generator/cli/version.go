package cli

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"gongkai/generator/bom"
)

func (a *app) versionCommand() *cobra.Command {
	var modules, asJSON, sbom bool
	var of string
	c := &cobra.Command{
		Use:   "version",
		Short: a.words("显示版本，和程序由什么组成", "prints the version, and what the program is made of"),
		Long: a.words("显示程序是由哪一次提交、什么工具、给什么系统生成的。--modules 列出用到的全部模块和许可证，--sbom 输出软件物料清单（CycloneDX 1.6）。\n--of 看另一个 gongkai 程序文件，别的系统用的也可以；只读，不运行它。",
			"Prints from which commit, by which tool and for which system the program was built. --modules lists every module with its licence, --sbom prints a bill of materials (CycloneDX 1.6).\n--of looks at another file of the program, also one for another system; it is read and never run."),
		Example: "  gongkai version\n  gongkai version --modules\n  gongkai version --sbom --of gongkai-linux-loong64 > gongkai-linux-loong64.cdx.json",
		Args:    a.argCount(0, 0, "version 后面不写别的词", "version takes no words"),
		RunE: func(*cobra.Command, []string) error {
			if modules && asJSON || modules && sbom || asJSON && sbom {
				return usage("--modules、--json、--sbom 只能写一个", "give one of --modules, --json and --sbom")
			}
			p, err := a.binary(of)
			if err != nil {
				return err
			}
			switch {
			case sbom:
				return p.WriteCycloneDX(a.Out)
			case asJSON:
				e := json.NewEncoder(a.Out)
				e.SetIndent("", "  ")
				return e.Encode(p)
			}
			a.printVersion(p)
			if modules {
				a.printModules(p)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&modules, "modules", false, a.words("列出全部模块、版本和许可证", "list every module with version and licence"))
	c.Flags().BoolVar(&asJSON, "json", false, a.words("用 JSON 输出", "print JSON"))
	c.Flags().BoolVar(&sbom, "sbom", false, a.words("输出软件物料清单（CycloneDX 1.6，JSON）", "print a bill of materials (CycloneDX 1.6, JSON)"))
	c.Flags().StringVar(&of, "of", "", a.words("看另一个程序`文件`", "look at another `file` of the program"))
	return c
}

// binary reads what a file of the program says of itself; "" is the one that runs.
func (a *app) binary(name string) (bom.Program, error) {
	if name == "" {
		info, ok := debug.ReadBuildInfo()
		if !ok {
			return bom.Program{Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}, nil
		}
		return bom.Of(info), nil
	}
	info, err := buildinfo.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return bom.Program{}, usage("找不到 %s", "cannot find %s", name)
	case err != nil || info.Main.Path != "gongkai":
		return bom.Program{}, usage("%s 不是 gongkai 程序", "%s is no gongkai program", name)
	}
	return bom.Of(info), nil
}

// printVersion prints one line.
func (a *app) printVersion(p bom.Program) {
	commit := a.words("未知（生成程序时没有 git 的信息）", "unknown (built without git)")
	if p.Commit != "" {
		commit = p.Commit
		if p.Modified {
			commit += a.words("（有未提交的改动）", " (with uncommitted changes)")
		}
		commit += " " + p.Time
	}
	fmt.Fprintf(a.Out, "gongkai %s %s/%s %s\n", commit, p.OS, p.Arch, p.Go)
}

// printModules prints the modules in columns.
func (a *app) printModules(p bom.Program) {
	path, version := 0, 0
	for _, m := range p.Modules {
		path, version = max(path, len(m.Path)), max(version, len(m.Version))
	}
	for _, m := range p.Modules {
		licence := m.Licence
		if licence == "" {
			licence = a.words("许可证不详", "licence unknown")
		}
		fmt.Fprintf(a.Out, "%-*s  %-*s  %s\n", path, m.Path, version, m.Version, licence)
	}
}

// revision gives what the Go tool noted of the commit that the program was built from.
func revision() (rev, when string, dirty bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", "", false
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			rev = s.Value
		case "vcs.time":
			when = s.Value
		case "vcs.modified":
			dirty = s.Value == "true"
		}
	}
	return rev, when, dirty
}

// program tells this program from any other one, for the keys of outputs: the commit that
// it was built from, or else the digest of its own file.
func program() string {
	if rev, _, dirty := revision(); rev != "" && !dirty {
		return rev
	}
	self, err := os.Executable()
	if err != nil {
		return runtime.Version()
	}
	f, err := os.Open(self)
	if err != nil {
		return runtime.Version()
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return runtime.Version()
	}
	return hex.EncodeToString(h.Sum(nil))
}
