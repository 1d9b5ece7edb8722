package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.words("显示版本", "prints the version"),
		Args:  a.argCount(0, 0, "version 后面不写别的词", "version takes no words"),
		Run: func(*cobra.Command, []string) {
			commit, when := a.words("未知", "unknown"), ""
			if rev, at, dirty := revision(); rev != "" {
				commit, when = rev, at
				if dirty {
					commit += a.words("（有未提交的改动）", " (with uncommitted changes)")
				}
			}
			fmt.Fprintf(a.Out, "gongkai %s %s %s/%s %s\n", commit, when, runtime.GOOS, runtime.GOARCH, runtime.Version())
		},
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
