// Package cli owns the command line: flags, subcommands, exit codes, all printing, and
// the one reading of the clock. Each subcommand is one file.
//
// Exit codes: 0 fine, 1 findings of severity error, 2 a wrong call or a machine's fault, 3
// another program works in the site's folder, 130 and 143 stopped by SIGINT and SIGTERM.
// The language is Chinese unless --lang or the environment asks for English. Findings go
// to standard output where they are what was asked for (check), else to standard error.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"
	_ "time/tzdata" // a clerk's Windows has no time zones

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"gongkai/generator/cache"
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/disk"
)

// Exit codes.
const (
	exitFine     = 0
	exitFindings = 1
	exitFault    = 2
	exitBusy     = 3
	exitSignal   = 128 // and the signal's number
)

// Streams are the program's three streams, and the disk that it writes to.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Disk     disk.Disk // the machine's own where it is zero
}

// An app is one run of the program.
type app struct {
	Streams
	lang   diag.Lang
	now    time.Time
	colour bool       // on Out
	cache  *cache.Dir // of the command that runs; nil for none
	unkept bool       // it was said that nothing is kept
	flags  struct {
		content, out, theme, date, lang, commit string
		noCache, timings, noSheets              bool
	}
}

// errFindings ends a command with exit code 1; what was found has been printed.
var errFindings = errors.New("findings")

// A usageError is a wrong call.
type usageError struct{ words diag.Words }

func (e usageError) Error() string { return e.words.ZH }

// usage makes a usageError.
func usage(zh, en string, args ...any) error { return usageError{diag.Say(zh, en, args...)} }

// gcPercent is how much garbage there may be to what is in use before it is collected: less
// than Go's own 100 takes a sixth off the memory for a hundredth of the time.
const gcPercent = 60

// memoryLimit is how many bytes there are to be at the most, garbage and all, as long as what
// is in use leaves room: a million items are to be built on a machine of 8 GB.
const memoryLimit = 5 << 30

// Main runs the program with its arguments, the program's name left out, and gives the
// exit code.
func Main(args []string, s Streams) int {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	a := &app{Streams: s, lang: language(args, os.Getenv), now: time.Now()}
	a.colour = isTerminal(s.Out) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	root := a.root()
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.Execute()
	if a.cache != nil {
		_ = a.cache.Close() // what it leaves behind the next run deletes
	}
	var u usageError
	var end endError
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFindings):
		return exitFindings
	case brokenPipe(err):
		return exitFault // nobody listens any more
	case errors.As(err, &end):
		fmt.Fprintf(s.Err, "gongkai: %s\n", end.words.In(a.lang))
		return end.code
	case errors.As(err, &u):
		fmt.Fprintf(s.Err, "gongkai: %s\n", u.words.In(a.lang))
	default:
		fmt.Fprintf(s.Err, "gongkai: %s\n", a.fault(err).In(a.lang))
	}
	return exitFault
}

// language decides the language before any flag is parsed, because help and wrong flags
// speak it too: --lang, then GONGKAI_LANG, LC_ALL, LC_MESSAGES, LANG.
func language(args []string, env func(string) string) diag.Lang {
	for i, arg := range args {
		v, ok := strings.CutPrefix(arg, "--lang=")
		if !ok && arg == "--lang" && i+1 < len(args) {
			v, ok = args[i+1], true
		}
		if ok {
			return map[bool]diag.Lang{true: diag.EN, false: diag.ZH}[strings.HasPrefix(strings.ToLower(v), "en")]
		}
	}
	for _, name := range []string{"GONGKAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		v := strings.ToLower(env(name))
		if v == "" {
			continue
		}
		if strings.HasPrefix(v, "en") {
			return diag.EN
		}
		return diag.ZH
	}
	return diag.ZH
}

// isTerminal reports whether a stream is a terminal.
func isTerminal(s any) bool {
	f, ok := s.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// say prints one sentence and a line end.
func (a *app) say(w io.Writer, zh, en string, args ...any) {
	fmt.Fprintln(w, diag.Say(zh, en, args...).In(a.lang))
}

// root makes the command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "gongkai",
		Short:         a.words("政务公开网站生成器：检查公开事项，生成网站和目录", "Builds a disclosure website and catalogue from Markdown, and judges it"),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return a.unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	p := root.PersistentFlags()
	p.StringVar(&a.flags.content, "content", "content", a.words("内容`文件夹`", "content `folder`"))
	p.StringVar(&a.flags.out, "out", "public", a.words("网站写到哪个`文件夹`", "`folder` that the site is written to"))
	p.StringVar(&a.flags.theme, "theme", "", a.words("自己的主题`文件夹`，逐个文件盖在默认主题上", "theme `folder` laid over the default theme, file by file"))
	p.StringVar(&a.flags.date, "date", "", a.words("按哪一`天`生成，如 2026-07-01（默认今天）", "build as of this `day`, such as 2026-07-01 (default today)"))
	p.BoolVar(&a.flags.noCache, "no-cache", false, a.words("不沿用上次的结果，全部重新生成", "make everything again, keep nothing of the last build"))
	p.StringVar(&a.flags.lang, "lang", string(a.lang), a.words("`语言`：zh 或 en", "`language`: zh or en"))
	root.AddCommand(a.buildCommand(), a.checkCommand(), a.serveCommand(), a.newCommand(), a.initCommand(),
		a.fmtCommand(), a.redactCommand(), a.cleanCommand(), a.radarCommand(), a.nextCommand(), a.reportCommand(), a.filingCommand(), a.sheetCommand(), a.mergeCommand(), a.probeCommand(), a.deployCommand(), a.headersCommand(), a.explainCommand(), a.schemaCommand(), a.versionCommand())
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if l := strings.ToLower(a.flags.lang); l != "zh" && l != "en" {
			return usage("--lang 只能是 zh 或 en，不是 %q", "--lang is zh or en, not %q", a.flags.lang)
		}
		return nil
	}
	a.localize(root)
	return root
}

func (a *app) words(zh, en string) string { return diag.Words{ZH: zh, EN: en}.In(a.lang) }

// date gives --date as a day, zero where it was not given.
func (a *app) date() (calendar.Date, error) {
	if a.flags.date == "" {
		return calendar.Date{}, nil
	}
	d, err := calendar.ParseDate(a.flags.date)
	if err != nil {
		if why := calendar.Why(err); !why.IsZero() {
			return d, usage("--date %s：%s", "--date %s: %s", a.flags.date, why)
		}
		return d, usage("--date 要写成 2026-07-01 这样的日子，不是 %q", "--date is a day such as 2026-07-01, not %q", a.flags.date)
	}
	return d, nil
}

// unknownCommand says which command is nearest.
func (a *app) unknownCommand(cmd *cobra.Command, name string) error {
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		return usage("没有 %s 这个命令；是不是 %s？全部命令见 gongkai help", "there is no command %s; did you mean %s? See gongkai help", name, strings.Join(near, "、"))
	}
	return usage("没有 %s 这个命令；全部命令见 gongkai help", "there is no command %s; see gongkai help", name)
}

// flagError puts what pflag says into our words.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	path := cmd.CommandPath()
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if len(name) > 1 {
			name = "--" + name
		} else {
			name = "-" + name
		}
		return usage("没有 %s 这个选项；可用的选项见 %s --help", "there is no flag %s; see %s --help", name, path)
	case errors.As(err, &missing):
		return usage("选项 --%s 后面要写一个值；见 %s --help", "flag --%s needs a value; see %s --help", missing.GetFlag().Name, path)
	case errors.As(err, &bad):
		return usage("选项 --%s 不能是 %q；见 %s --help", "flag --%s cannot be %q; see %s --help", bad.GetFlag().Name, bad.GetValue(), path)
	}
	return usage("%[1]v；见 %[2]s --help", "%[1]v; see %[2]s --help", err, path)
}

// argCount makes a check that a command has between least and most arguments.
func (a *app) argCount(least, most int, zh, en string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || most >= 0 && len(args) > most {
			return usage("%s；见 %s --help", "%s; see %s --help", diag.Words{ZH: zh, EN: en}, cmd.CommandPath())
		}
		return nil
	}
}
