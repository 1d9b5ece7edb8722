package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/check"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "explain [CODE]",
		Short:   a.words("说明一条规则：为什么、依据、错例、对例", "explains a rule: why, clause, a wrong and a right example"),
		Example: "  gongkai explain T03\n  gongkai explain",
		Args:    a.argCount(0, 1, "explain 后面写一个规则代码，如 T03，或者不写", "explain takes one rule code such as T03, or none"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return check.Codes(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return check.ExplainAll(a.Out, a.lang)
			}
			code := strings.ToUpper(args[0])
			if known, err := check.Explain(a.Out, code, a.lang); known || err != nil {
				return err
			}
			return usage("没有规则 %s；全部规则见 gongkai explain", "there is no rule %s; gongkai explain lists them all", args[0])
		},
	}
}
