package cli

import (
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/near"
)

// wantedDepartment finds a department by id or name.
func wantedDepartment(s *model.Site, name string) (*model.Department, error) {
	var ids, names []string
	for _, d := range s.Departments {
		if d.ID == name || d.Name == name {
			return d, nil
		}
		ids = append(ids, d.ID)
		names = append(names, d.ID, d.Name)
	}
	if guess := near.Word(name, names); guess != "" {
		return nil, usage("没有部门 %s；是不是 %s？", "there is no department %s; did you mean %s?", name, guess)
	}
	return nil, usage("没有部门 %s；有的是：%s", "there is no department %s; there are: %s", name, strings.Join(ids, "、"))
}
