package cli

import (
	"github.com/spf13/cobra"

	"gongkai/generator/diag"
)

const usageZH = `用法：
  {{if .Runnable}}{{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} 命令 [选项]{{end}}{{if .HasExample}}

例子：
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

“{{.CommandPath}} 命令 --help” 说明一个命令。{{end}}
`

// localize puts cobra's own words into the language of the run.
func (a *app) localize(root *cobra.Command) {
	root.CompletionOptions.HiddenDefaultCmd = false
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	root.SetFlagErrorFunc(a.flagError)
	if a.lang == diag.ZH {
		root.SetUsageTemplate(usageZH)
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
