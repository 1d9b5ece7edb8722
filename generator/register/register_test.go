package register

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// site has the groups 01, 04 and 11, three departments and a catalogue out of order.
func site() *model.Site {
	return model.New(model.Parts{
		Departments: []*model.Department{
			{ID: "caizheng", Name: "示范区财政局", Kind: model.Agency},
			{ID: "gongshui", Name: "示范区供水公司", Kind: model.Utility},
			{ID: "dangan", Name: "示范区档案馆", Kind: model.Institution},
		},
		Categories: []*model.Category{
			{Code: "01", Name: "机构概况"}, {Code: "0101", Name: "机构职能", Parent: "01"},
			{Code: "04", Name: "财政与重大事项"}, {Code: "0401", Name: "财政预决算", Parent: "04"},
			{Code: "11", Name: "公用事业"}, {Code: "1101", Name: "供水", Parent: "11"},
		},
		Duties: []*model.Duty{
			{ID: "water", Title: "供水水质", Category: "1101", Departments: []string{"utility", "dangan"}, Channels: []string{"政府网站", "营业厅", "站牌"}, Audience: "用水户", Level: "县级"},
			{ID: "budget", Title: "部门预算", Matter: "预算公开", Category: "0401", Departments: []string{"caizheng", "行政机关"}, Basis: []string{"《预算法》", "《条例》"}, Content: "收支总表", Limit: "批准后20日内", Audience: "全社会", Level: "县级、乡级"},
			{ID: "fees", Title: "收费", Category: "04", Departments: []string{"all"}, Method: model.OnRequest, Level: "省级"},
			{ID: "accounts", Title: "部门决算", Matter: "预算公开", Category: "0401", Departments: []string{"caizheng"}},
			{ID: "odd", Title: "另一件", Category: "9999"},
			{ID: "who", Title: "机构职能", Category: "0101", Departments: []string{"all"}},
		},
	})
}

// Rows stand by group and by first level, numbered through, and each department has its own
// of the same rows.
func TestOrder(t *testing.T) {
	s := site()
	r := Of(s)
	var got []string
	for i, row := range r.Rows {
		if row.Number != i+1 || r.Row(row.Duty) != &r.Rows[i] {
			t.Errorf("row %d has the number %d", i+1, row.Number)
		}
		got = append(got, row.First+"/"+row.Second)
	}
	want := []string{"机构概况/机构职能", "预算公开/部门预算", "预算公开/部门决算", "财政与重大事项/收费", "公用事业/供水水质", "其他/另一件"}
	if !slices.Equal(got, want) {
		t.Errorf("rows\n%v, want\n%v", got, want)
	}
	var matters []string
	for _, m := range r.Matters {
		for _, row := range m.Rows {
			if row.First != m.Name {
				t.Errorf("%s holds a row of %s", m.Name, row.First)
			}
		}
		matters = append(matters, m.Name+strings.Repeat("|", len(m.Rows)))
	}
	if want := []string{"机构概况|", "预算公开||", "财政与重大事项|", "公用事业|", "其他|"}; !slices.Equal(matters, want) {
		t.Errorf("matters %v, want %v", matters, want)
	}
	for id, want := range map[string]string{"caizheng": "机构职能 部门预算 部门决算 收费 另一件", "gongshui": "机构职能 收费 供水水质 另一件", "dangan": "机构职能 收费 供水水质 另一件"} {
		var own []string
		for _, row := range r.For(s.Department(id)) {
			own = append(own, row.Second)
		}
		if strings.Join(own, " ") != want {
			t.Errorf("%s has %v, want %s", id, own, want)
		}
	}
	if r.Row(&model.Duty{}) != nil {
		t.Error("a foreign duty has a row")
	}
}

// A row has a cell a column; what the form has no box for stands there in words.
func TestCells(t *testing.T) {
	r := Of(site())
	water, budget, fees := r.Rows[4].Cells(false), r.Rows[1].Cells(false), r.Rows[3].Cells(true)
	for _, c := range []struct {
		cells []string
		want  map[string]string // by the column's name
	}{
		{water, map[string]string{"序号": "5", "一级事项": "公用事业", "二级事项": "供水水质", "公开主体": "各公用事业单位、示范区档案馆",
			"公开渠道和载体":  "■政府网站 □政府公报 □两微一端 □发布会/听证会 □广播电视 □纸质媒体 □公开查阅点 □政务服务中心 □便民服务站 □入户/现场 ■社区/企事业单位/村公示栏（电子屏） □精准推送 ■其他（站牌）",
			"公开对象：全社会": "□", "公开对象：特定群体": "■（用水户）", "公开方式：主动": "■", "公开方式：依申请": "□", "公开层级：县级": "■", "公开层级：村级": "□"}},
		{budget, map[string]string{"公开主体": "示范区财政局、各行政机关", "公开依据": "《预算法》、《条例》", "公开内容（要素）": "收支总表", "公开时限": "批准后20日内",
			"公开对象：全社会": "■", "公开对象：特定群体": "□", "公开层级：县级": "■", "公开层级：乡级": "■", "公开层级：村级": "□"}},
		{fees, map[string]string{"公开主体": "各公开主体", "公开对象：全社会": "■", "公开方式：主动": "□", "公开方式：依申请": "■", "公开层级：县级": "□", "公开层级：村级": "□（省级）",
			"公开渠道和载体": "□政府网站 □政府公报\n□两微一端 □发布会/听证会\n□广播电视 □纸质媒体\n□公开查阅点 □政务服务中心\n□便民服务站 □入户/现场\n□社区/企事业单位/村公示栏（电子屏）\n□精准推送 □其他"}},
	} {
		names := map[string]string{}
		for i, col := range Columns() {
			names[col.Name()] = c.cells[i]
		}
		if len(c.cells) != len(Columns()) || len(names) != len(c.cells) {
			t.Fatalf("%d cells, %d names", len(c.cells), len(names))
		}
		for name, want := range c.want {
			if got, ok := names[name]; !ok || got != want {
				t.Errorf("%s of %s: %q, want %q", name, c.cells[2], got, want)
			}
		}
	}
}

// The form's thirteen carriers, and what clerks write for them.
func TestCarriers(t *testing.T) {
	if len(schema.Carriers) != 12 {
		t.Fatalf("%d carriers beside 其他", len(schema.Carriers))
	}
	for written, want := range map[string]string{
		"政府网站": "政府网站", "示范区政府网站": "政府网站", "■政府网站": "政府网站", "微信公众号": "两微一端", "app": "两微一端", "听证会": "发布会/听证会", "电视": "广播电视",
		"查阅大厅": "公开查阅点", "公开查阅点": "公开查阅点", "窗口": "政务服务中心", "经办窗口": "政务服务中心", "区政务服务中心": "政务服务中心", "现场展板": "入户/现场",
		"公开栏": "社区/企事业单位/村公示栏（电子屏）", "电子屏": "社区/企事业单位/村公示栏（电子屏）", "营业厅": "社区/企事业单位/村公示栏（电子屏）", "小区公示栏": "社区/企事业单位/村公示栏（电子屏）",
		"社区/企事业单位/村公示栏(电子屏)": "社区/企事业单位/村公示栏（电子屏）", "短信": "精准推送", "站牌": "其他（站牌）", "企业网站": "其他（企业网站）", "其他": "其他",
		"政府网站、公开栏": "政府网站 社区/企事业单位/村公示栏（电子屏）", "": "",
	} {
		if got := strings.Join(carriers([]string{written}).Ticked(), " "); got != want {
			t.Errorf("%q is %q, want %q", written, got, want)
		}
	}
	for i, c := range schema.Carriers {
		for _, w := range append(c.Also, c.Name) {
			if schema.MatchCarrier(w) != i {
				t.Errorf("%s is not known as %s", w, c.Name)
			}
		}
	}
}

func TestLevelsAndAudiences(t *testing.T) {
	for written, want := range map[string]string{
		"县级": "县级", "区级": "县级", "县（市、区）级": "县级", "乡级": "乡级", "街道": "乡级", "村级": "村级", "社区": "村级", "县级、乡级": "县级 乡级", "县、乡、村三级": "县级 乡级 村级",
		"各级": "县级 乡级 村级", "": "", "省级": "",
	} {
		if got := strings.Join(level(written).Ticked(), " "); got != want {
			t.Errorf("level %q is %q, want %q", written, got, want)
		}
	}
	for written, want := range map[string]string{
		"": "全社会", "全社会": "全社会", "社会公众": "全社会", "用户": "特定群体（用户）", "特定群体": "特定群体", "全社会、参保人员": "全社会 特定群体（参保人员）",
	} {
		if got := strings.Join(audience(written).Ticked(), " "); got != want {
			t.Errorf("audience %q is %q, want %q", written, got, want)
		}
	}
}
