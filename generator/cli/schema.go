package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/jsonschema"
)

func (a *app) schemaCommand() *cobra.Command {
	names := jsonschema.Names()
	return &cobra.Command{
		Use:   "schema [" + strings.Join(names, "|") + "]",
		Short: a.words("输出编辑器用的 JSON Schema", "prints a JSON Schema for editors"),
		Long: a.words("输出登记信息或配置文件的 JSON Schema（2020-12）。编辑器装上以后能提示项目名、取值，并标出写错的地方。不写名字就是公开事项（item）。",
			"Prints a JSON Schema (2020-12) of front matter or of a configuration file, with which an editor completes keys and values and marks mistakes. Without a name: item."),
		Example:   "  gongkai schema > item.schema.json\n  gongkai schema departments > departments.schema.json",
		ValidArgs: names,
		Args:      a.argCount(0, 1, "schema 后面写一个名字，或者不写", "schema takes one name, or none"),
		RunE: func(_ *cobra.Command, args []string) error {
			name := names[0]
			if len(args) > 0 {
				name = strings.ToLower(args[0])
			}
			if !slices.Contains(names, name) {
				return usage("没有 %s 的 schema；有的是 %s", "there is no schema of %s; there are %s", args[0], strings.Join(names, " "))
			}
			return jsonschema.Write(a.Out, name)
		},
	}
}
