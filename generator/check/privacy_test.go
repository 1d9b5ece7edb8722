package check_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/diag"
)

// What is withdrawn is gone with its text and its attachments, from the day on; its record
// stays. In a draft a leak is told, and stops nothing.
func TestLeaksOfItemsThatAreNotShown(t *testing.T) {
	const file = "caizheng/2026/00002/index.md"
	for _, c := range []struct{ name, keys, title, want string }{
		{"shown", "", "公告", "R31 R31"},
		{"withdrawn", "withdrawn: {date: 2026-07-01, reason: 含有个人信息, approval: 区公开办}\n", "公告", ""},
		{"withdrawn, with a number in its title", "withdrawn: {date: 2026-07-01, reason: 含有个人信息, approval: 区公开办}\n", "关于13900005678的公告", "R31"},
		{"to be withdrawn tomorrow", "withdrawn: {date: 2026-08-04, reason: 内容过时, approval: 区公开办}\n", "公告", "R31 R31"},
		{"withdrawn and restored", "withdrawn: {date: 2026-07-01, reason: 核实, approval: 区公开办}\nrestored: {date: 2026-07-10, reason: 核实无误, approval: 区公开办}\n", "公告", "R31 R31"},
		{"a draft", "draft: true\n", "公告", ""},
	} {
		tree := base(t)
		md := strings.Replace("---\ntitle: TITLE\nindex: CZ-2026-00002\ncategory: \"0401\"\ncadence: adhoc\nmade: 2026-06-08\nreviewed: 2026-06-10\nreviewed_by: 财政局领导小组组长\n"+
			"approved: 2026-06-12\napproved_by: 区领导小组组长\npublished: 2026-06-15\nsecrecy: pass\nsecrecy_by: 办公室\nsecrecy_date: 2026-06-11\nattachments: [a.csv]\n"+c.keys+"---\n\n请打13800001234。\n", "TITLE", c.title, 1)
		tree[file] = &fstest.MapFile{Data: []byte(md)}
		tree["caizheng/2026/00002/a.csv"] = &fstest.MapFile{Data: []byte("姓名,手机\n王小明,13800001234\n")}
		var got []string
		for _, d := range judge(t, tree) {
			if d.Rule == "R31" && d.Severity == diag.Error {
				got = append(got, d.Rule)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: errors %v, want %q", c.name, got, c.want)
		}
	}
}
