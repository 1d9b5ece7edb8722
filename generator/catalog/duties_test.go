package catalog

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/register"
)

// owing is a site with a standing catalogue, a hostile duty in it.
func owing() *model.Site {
	s := site(today, mixed()...)
	s.Duties = []*model.Duty{
		{ID: "budget", Title: "部门预算", Matter: "=预算公开", Category: "0401", Departments: []string{"taxes"}, Cadence: model.Annual, Every: calendar.Year, Basis: []string{"《预算法》", "《条例》"},
			Content: "收支总表,\"三公\"", Limit: "2026-07", Channels: []string{"政府网站", "站牌"}, Audience: "优抚对象", Level: "县级、乡级", From: date(2026, 1, 1)},
		{ID: "all", Title: "机构职能", Category: "04", Cadence: model.AdHoc, Method: model.OnRequest},
	}
	return s
}

// The standing catalogue as CSV has the national form's columns, and its cells are safe.
func TestDutiesCSV(t *testing.T) {
	rows := parseCSV(t, render(t, owing())[register.CSV])
	want := []string{"序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体",
		"公开对象：全社会", "公开对象：特定群体", "公开方式：主动", "公开方式：依申请", "公开层级：县级", "公开层级：乡级", "公开层级：村级", "公开频次", "编号"}
	if len(rows) != 3 || !slices.Equal(rows[0], want) {
		t.Fatalf("%d rows, headings %v", len(rows), rows[0])
	}
	for head, want := range map[string]string{
		"序号": "1", "一级事项": "·=预算公开", "公开内容（要素）": "收支总表,\"三公\"", "公开依据": "《预算法》、《条例》", "公开时限": "2026-07\t", "公开主体": "示范区税务局",
		"公开对象：全社会": "□", "公开对象：特定群体": "■（优抚对象）", "公开方式：主动": "■", "公开层级：县级": "■", "公开层级：乡级": "■", "公开层级：村级": "□", "公开频次": "年度性（每年）", "编号": "budget",
	} {
		if got := rows[1][slices.Index(rows[0], head)]; got != want {
			t.Errorf("%s: %q, want %q", head, got, want)
		}
	}
	if got := rows[1][7]; !strings.HasPrefix(got, "■政府网站 □政府公报") || !strings.HasSuffix(got, "■其他（站牌）") || strings.Count(got, "■")+strings.Count(got, "□") != 13 {
		t.Errorf("carriers %q", got)
	}
	if rows[2][1] != "财政与重大事项" || rows[2][6] != "各公开主体" || rows[2][11] != "■" {
		t.Errorf("second row %q", rows[2])
	}
}

// The workbook says the same, the entries of lists below each other.
func TestDutiesXLSX(t *testing.T) {
	files := render(t, owing())
	sheet, table := parseXLSX(t, files[register.XLSX]), parseCSV(t, files[register.CSV])
	if len(sheet) != len(table) || !slices.Equal(sheet[0], table[0]) {
		t.Fatalf("%d rows, headings %v", len(sheet), sheet[0])
	}
	for i, want := range []string{"1", "=预算公开", "部门预算", "收支总表,\"三公\"", "《预算法》\n《条例》", "2026-07", "示范区税务局"} {
		if sheet[1][i] != want {
			t.Errorf("%s: %q, want %q", sheet[0][i], sheet[1][i], want)
		}
	}
	if got := sheet[1][7]; !strings.Contains(got, "■政府网站 □政府公报\n□两微一端") || sheet[1][9] != "■（优抚对象）" {
		t.Errorf("boxes %q, %q", got, sheet[1][9])
	}
}

// The JSON says the same, with codes.
func TestDutiesJSON(t *testing.T) {
	var got struct {
		Title    string
		URL      string
		Carriers []string
		Count    int
		Duties   []dutyRecord
	}
	if err := json.Unmarshal(render(t, owing())[register.JSON], &got); err != nil {
		t.Fatal(err)
	}
	if got.Title != "示范区应公开目录" || got.URL != "https://gongkai.example/x/catalog/duties.html" || len(got.Carriers) != 13 || got.Count != 2 || len(got.Duties) != 2 {
		t.Fatalf("head %+v", got)
	}
	d := got.Duties[0]
	for _, c := range []struct {
		what string
		got  []string
		want string
	}{
		{"carriers", append(d.Carriers, d.CarriersOther), "政府网站 其他 站牌"}, {"audience", append(d.Audience, d.AudienceWho), "特定群体 优抚对象"},
		{"levels", d.Levels, "县级 乡级"}, {"method", d.Method, "主动"}, {"departments", d.Departments, "taxes"}, {"who", d.Who, "示范区税务局"},
		{"codes", []string{d.ID, d.Matter, string(d.Cadence), d.Every, d.From, d.Until}, "budget =预算公开 annual year 2026-01-01 "},
		{"address", []string{d.URL}, "https://gongkai.example/x/catalog/duties.html#d1"},
		{"all", got.Duties[1].Departments, "all"}, {"method of the second", got.Duties[1].Method, "依申请"},
	} {
		if s := strings.Join(c.got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.what, s, c.want)
		}
	}
}

// The index names the files; the dictionary explains every column; a site without duties has
// none of it.
func TestDutiesAreIndexed(t *testing.T) {
	files := render(t, owing())
	var idx struct {
		Files []file
	}
	if err := json.Unmarshal(files[indexPath], &idx); err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, f := range idx.Files {
		if f.Set == duties {
			listed = append(listed, f.Path)
			if files[f.Path] == nil || f.Count != 2 {
				t.Errorf("the index names %+v", f)
			}
		}
	}
	if !slices.Equal(listed, []string{register.CSV, register.XLSX, register.JSON}) {
		t.Errorf("listed %v", listed)
	}
	var dict dictionary
	if err := json.Unmarshal(files["catalog/fields.json"], &dict); err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, e := range dict.Duties {
		labels = append(labels, e.Label)
		if !strings.Contains(string(files[register.JSON]), `"`+e.Name+`":`) || e.ZH == "" || e.EN == "" {
			t.Errorf("%+v", e)
		}
	}
	if heads := parseCSV(t, files[register.CSV])[0]; !slices.Equal(labels, heads) {
		t.Errorf("explained %v, the table has %v", labels, heads)
	}
	for p := range render(t, site(today)) {
		if strings.Contains(p, "duties") {
			t.Errorf("a site without duties has %s", p)
		}
	}
}
