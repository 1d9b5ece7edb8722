package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// usageZH prints a command's usage in Chinese; cobra's own is English.
func usageZH(c *cobra.Command) error {
	w := c.OutOrStderr()
	fmt.Fprintln(w, "用法：")
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "  %s 命令 [选项]\n", c.CommandPath())
	} else {
		fmt.Fprintf(w, "  %s\n", strings.Replace(c.UseLine(), "[flags]", "[选项]", 1))
	}
	if c.HasExample() {
		fmt.Fprintf(w, "\n例子：\n%s\n", c.Example)
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprint(w, "\n命令：\n")
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				fmt.Fprintf(w, "  %-12s %s\n", sub.Name(), sub.Short)
			}
		}
	}
	for _, part := range []struct {
		title string
		flags *pflag.FlagSet
	}{{"选项", c.LocalFlags()}, {"通用选项", c.InheritedFlags()}} {
		if part.flags.HasAvailableFlags() {
			fmt.Fprintf(w, "\n%s：\n%s", part.title, flagsZH(part.flags))
		}
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n“%s 命令 --help” 说明一个命令。\n", c.CommandPath())
	}
	return nil
}

// flagsZH lists flags in two columns that stand straight under Han characters, which
// pflag's own list does not.
func flagsZH(flags *pflag.FlagSet) string {
	var rows [][2]string
	widest := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, about := pflag.UnquoteUsage(f)
		if value == "string" {
			value = "值"
		}
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			name += " " + value
		}
		if f.DefValue != "" && f.DefValue != "false" {
			about += "（默认 " + f.DefValue + "）"
		}
		widest = max(widest, cells(name))
		rows = append(rows, [2]string{name, about})
	})
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(r[0] + strings.Repeat(" ", widest-cells(r[0])+3) + r[1] + "\n")
	}
	return b.String()
}

// cells gives how many columns of a screen a text takes.
func cells(s string) (n int) {
	for _, r := range s {
		n += source.Cells(r)
	}
	return n
}

// localize puts cobra's own words into the language of the run.
func (a *app) localize(root *cobra.Command) {
	root.SuggestionsMinimumDistance = 2
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	root.SetFlagErrorFunc(a.flagError)
	if a.lang == diag.ZH {
		root.SetUsageFunc(usageZH)
		root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{if or .Runnable .HasSubCommands}}{{.UsageString}}{{end}}")
	}
	var each func(*cobra.Command)
	each = func(c *cobra.Command) {
		c.DisableFlagsInUseLine = false
		c.InitDefaultHelpFlag()
		if f := c.Flags().Lookup("help"); f != nil {
			f.Usage = a.words("说明这个命令", "help for this command")
		}
		for _, sub := range c.Commands() {
			each(sub)
		}
	}
	each(root)
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = a.words("说明一个命令", "explains a command")
		case "completion":
			c.Short = a.words("生成命令行自动补全脚本（bash、zsh、fish、powershell）", "makes a shell completion script (bash, zsh, fish, powershell)")
			for _, shell := range c.Commands() {
				if a.lang == diag.ZH {
					shell.Short = shell.Name() + " 的补全脚本"
					shell.Long = "输出 " + shell.Name() + " 的自动补全脚本；把它存到该 shell 的补全目录，或在启动文件里载入。"
				}
			}
			if a.lang == diag.ZH {
				c.Long = "为指定的 shell 生成自动补全脚本。"
			}
		}
	}
}
