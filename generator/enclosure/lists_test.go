package enclosure

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/privacy"
)

// tables gives the forms that hold a table of plain texts.
func tables() (all []made) {
	for _, g := range grids() {
		if g.takes == nil {
			all = append(all, g)
		}
	}
	return all
}

// TestListsOfPeople: in a list every number is known by the heading of its column, in each row.
func TestListsOfPeople(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	rows := [][]string{
		{"姓名", "身份证号", "住址", "开户账号", "护照号", "车牌号", "备注"},
		{"王小明", "350102900101123", "临港镇柳巷8号", "6222021234567894", "E12345678", "鲁A12345", "低保"},
		{"李秀英", "350102 199001 011238", "清河区和平街道建设路12号3号楼2单元501室", "6217 0012 3456 7890 122", "EA1234567", "鲁AD12345", ""},
		{"欧阳春", "35010219900101106X", "石桥乡李家村3组15号", "4111-1111-1111-1111", "G12345679", "粤B·23456", "孤儿"},
	}
	kinds := []privacy.Kind{privacy.Identity, privacy.Address, privacy.BankCard, privacy.Passport, privacy.Plate}
	for _, g := range tables() {
		rep := r.Read(g.file, g.make(t, rows))
		finds := map[string]Find{}
		for _, f := range rep.Finds {
			finds[f.At.Cell] = f
		}
		for row := 2; row <= len(rows); row++ {
			for i, kind := range kinds {
				cell := name(i+1, row)
				if f := finds[cell]; f.Kind != kind || !f.Sure || f.Sum != privacy.Sum(rows[row-1][i+1]) {
					t.Errorf("%s, %s: %s holds %q, found %+v", g.file, g.name, cell, rows[row-1][i+1], f)
				}
			}
		}
		if want := len(kinds) * (len(rows) - 1); len(rep.Finds) != want {
			t.Errorf("%s, %s: %d finds, want %d: %+v", g.file, g.name, len(rep.Finds), want, rep.Finds)
		}
	}
}

// TestListsOfOffices: who heads an institution does not live at its address, and a list of
// people with their employers is one of people.
func TestListsOfOffices(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	for _, tt := range []struct {
		heads, row string
		home       string // the cell in which a home is found, "" for none
	}{
		{"序号 机构 负责人 地址 电话", "1 示范区第一托育中心 王小明 康宁街26号 0571-87654321", ""},
		{"序号 机构名称 院长姓名 地址 办公电话", "1 青禾镇卫生院 李秀英 青禾镇镇前路2号 0571-87654321", ""},
		{"企业名称 法定代表人 住所 登记日期", "示例商贸有限公司 张三 临港镇柳巷8号 2026-03-01", ""},
		{"单位名称 联系人 通讯地址 备注", "样例养老院 赵春梅 临港镇柳巷8号2单元301室 无", ""},
		{"姓名 工作单位 住址 备注", "王小明 示例公司 临港镇柳巷8号 无", "C2"},
		{"姓名 单位 地址 备注", "王小明 示例公司 临港镇柳巷8号 无", "C2"},
		{"学校名称 学生 地址 备注", "示例小学 王小明 临港镇柳巷8号 无", "C2"},
		{"企业名称 法定代表人 家庭住址 备注", "示例公司 王小明 临港镇柳巷8号 无", "C2"},
	} {
		rows := [][]string{strings.Fields(tt.heads), strings.Fields(tt.row)}
		for _, g := range tables() {
			at := ""
			for _, f := range r.Read(g.file, g.make(t, rows)).Finds {
				at += f.At.Cell
				if f.Kind != privacy.Address {
					at += fmt.Sprintf(" (kind %d)", f.Kind)
				}
			}
			if at != tt.home {
				t.Errorf("%s, %s: %s: found in %q, want %q", g.file, g.name, tt.heads, at, tt.home)
			}
		}
		text := "| " + strings.Join(rows[0], " | ") + " |\n|" + strings.Repeat(" --- |", len(rows[0])) + "\n| " + strings.Join(rows[1], " | ") + " |\n"
		if found := privacy.Markdown([]byte(text)); len(found) != min(1, len(tt.home)) {
			t.Errorf("Markdown: %s: found %+v, want %q", tt.heads, found, tt.home)
		}
	}
}
