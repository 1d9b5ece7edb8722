package filing

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/judge"
)

// parcel opens a package as it came in.
func parcel(t testing.TB, name string, b []byte) Parcel {
	t.Helper()
	p, err := Open(name, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// standing gives a register in lines: department, state, day, days late, receipt.
func standing(g *Register) string {
	var b strings.Builder
	for _, r := range g.Rows {
		fmt.Fprintln(&b, strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %d %s %s", r.Department.ID, r.State, r.Filed, r.Days, r.Receipt, r.Package)), " "))
	}
	return b.String() + told(g.Problems)
}

// office gives the district office's site: its ledger, and its departments.
func office(t testing.TB, ledger string) build.Result {
	t.Helper()
	files := edited(map[string]string{"filings.yaml": ledger})
	return judged(t, files, on(2026, 12, 20))
}

// The register: who has filed in time or late, who has not, and what was not taken, each
// with its reason (clause 十, O97, O98).
func TestMerge(t *testing.T) {
	cz, _ := packaged(t, tree(), today, "caizheng")
	jy, _ := packaged(t, tree(), today, "jiaoyu")
	other, _ := packaged(t, tree(), today.AddDays(1), "caizheng")
	elsewhere, _ := packaged(t, edited(map[string]string{"site.yaml": "title: 邻区政务公开\nregion: 邻区\nbase_url: https://gongkai.example/\n"}), today, "caizheng")
	stranger, _ := packaged(t, edited(map[string]string{"departments.yaml": department("caizheng", "CZ", "示范区财政局") + department("jiaoyu", "JY", "示范区教育局") + department("shuiwu", "SW", "示范区水务局")}), today, "shuiwu")
	spoilt := damaged(jy, sources+"jiaoyu/2026/00001.md")
	sum := parcel(t, "", cz).Sum
	ledger := "- {period: 2026-Q3, department: caizheng, filed: 2026-12-01, receipt: BA-2026Q3-003, sha256: " + sum + "}\n"
	for _, c := range []struct {
		name, ledger string
		day          calendar.Date
		parcels      map[string][]byte
		want         string
	}{
		{"in time, and one to come", "", on(2026, 12, 10), map[string][]byte{"a.zip": cz, "b.zip": jy},
			"caizheng 按时备案 2026-12-10 0 BA-2026Q3-001 a.zip\njiaoyu 按时备案 2026-12-10 0 BA-2026Q3-002 b.zip\ndangan 尚未报送 0\n"},
		{"late, and one missing", "", on(2026, 12, 13), map[string][]byte{"b.zip": jy},
			"caizheng 逾期未报 3\njiaoyu 逾期备案 2026-12-13 3 BA-2026Q3-002 b.zip\ndangan 逾期未报 3\n"},
		{"the same one twice", "", on(2026, 12, 1), map[string][]byte{"b.zip": cz, "a.zip": cz},
			"caizheng 按时备案 2026-12-01 0 BA-2026Q3-001 a.zip\njiaoyu 尚未报送 0\ndangan 尚未报送 0\n"},
		{"two that differ", "", on(2026, 12, 1), map[string][]byte{"a.zip": cz, "b.zip": other},
			"caizheng 材料有问题 0\njiaoyu 尚未报送 0\ndangan 尚未报送 0\ndouble b.zip\n"},
		{"a spoilt one", "", on(2026, 12, 12), map[string][]byte{"b.zip": spoilt},
			"caizheng 逾期未报 2\njiaoyu 材料有问题 2\ndangan 逾期未报 2\nchanged b.zip\n"},
		{"a spoilt one and a sound one", "", on(2026, 12, 1), map[string][]byte{"a.zip": jy, "b.zip": spoilt},
			"caizheng 尚未报送 0\njiaoyu 按时备案 2026-12-01 0 BA-2026Q3-002 a.zip\ndangan 尚未报送 0\nchanged b.zip\n"},
		{"of another region, of nobody", "", on(2026, 12, 1), map[string][]byte{"a.zip": elsewhere, "b.zip": stranger, "c.zip": []byte("x")},
			"caizheng 尚未报送 0\njiaoyu 尚未报送 0\ndangan 尚未报送 0\nother region a.zip\nunknown department b.zip\nnot a zip c.zip\n"},
		{"in the ledger, which keeps its day and number", ledger, on(2026, 12, 20), map[string][]byte{"a.zip": cz, "b.zip": jy},
			"caizheng 按时备案 2026-12-01 0 BA-2026Q3-003 a.zip\njiaoyu 逾期备案 2026-12-20 10 BA-2026Q3-002 b.zip\ndangan 逾期未报 10\n"},
		{"in the ledger alone", ledger, on(2026, 12, 20), map[string][]byte{"b.zip": jy},
			"caizheng 按时备案 2026-12-01 0 BA-2026Q3-003\njiaoyu 逾期备案 2026-12-20 10 BA-2026Q3-002 b.zip\ndangan 逾期未报 10\n"},
		{"another one than in the ledger", ledger, on(2026, 12, 20), map[string][]byte{"a.zip": other},
			"caizheng 按时备案 2026-12-01 0 BA-2026Q3-003\njiaoyu 逾期未报 10\ndangan 逾期未报 10\nfiled already a.zip\n"},
	} {
		s := office(t, c.ledger).Site
		var parcels []Parcel
		for name, b := range c.parcels {
			parcels = append(parcels, parcel(t, name, b))
		}
		g := Merge(s, third, c.day, parcels)
		if got := standing(g); got != c.want {
			t.Errorf("%s:\n%swant\n%s", c.name, got, c.want)
		}
	}
	// The day and the number of one quarter do not meet those of another.
	q := Merge(office(t, "").Site, calendar.Period{Year: 2026, Unit: calendar.Quarter, N: 2}, on(2026, 12, 1), []Parcel{parcel(t, "a.zip", cz)})
	if got := told(q.Problems); got != "other quarter a.zip\n" || q.Rows[0].State != Missing {
		t.Errorf("a package of another quarter: %s%s", got, q.Rows[0].State)
	}
}

// A number that the ledger has given to another department is not given again.
func TestReceiptNumbers(t *testing.T) {
	cz, _ := packaged(t, tree(), today, "caizheng")
	jy, _ := packaged(t, tree(), today, "jiaoyu")
	s := office(t, "- {period: 2026-Q3, department: dangan, filed: 2026-12-01, receipt: BA-2026Q3-001, sha256: "+strings.Repeat("a", 64)+"}\n").Site
	g := Merge(s, third, on(2026, 12, 2), []Parcel{parcel(t, "a.zip", cz), parcel(t, "b.zip", jy)})
	if got := g.Rows[0].Receipt + " " + g.Rows[1].Receipt + " " + g.Rows[2].Receipt; got != "BA-2026Q3-004 BA-2026Q3-002 BA-2026Q3-001" {
		t.Errorf("receipts %s", got)
	}
}

func TestQuarters(t *testing.T) {
	cz, _ := packaged(t, tree(), today, "caizheng")
	sound, spoilt := parcel(t, "a", cz), parcel(t, "b", damaged(cz, letterText))
	spoilt.Manifest.Period = "2026-Q2"
	for _, c := range []struct {
		parcels []Parcel
		want    string
	}{{nil, "[]"}, {[]Parcel{sound, sound}, "[2026-Q3]"}, {[]Parcel{spoilt, sound}, "[2026-Q3]"}, {[]Parcel{spoilt}, "[2026-Q2]"}} {
		if got := fmt.Sprint(Quarters(c.parcels)); got != c.want {
			t.Errorf("quarters %s, want %s", got, c.want)
		}
	}
}

// The register's three forms say the same, and LibreOffice opens the workbook.
func TestRegisterForms(t *testing.T) {
	cz, _ := packaged(t, tree(), today, "caizheng")
	g := Merge(office(t, "").Site, third, on(2026, 12, 12), []Parcel{parcel(t, "CZ-2026Q3.zip", cz)})
	var book, table, object bytes.Buffer
	for _, err := range []error{g.WriteXLSX(&book), g.WriteCSV(&table), g.WriteJSON(&object)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table.Bytes(), []byte("\xEF\xBB\xBF")))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%q %v", rows, err)
	}
	for j, head := range rows[0] {
		for i, cell := range cells(t, book.String(), head) {
			if got := strings.TrimSuffix(rows[i+1][j], "\t"); got != cell {
				t.Errorf("%s of row %d is %q in the CSV and %q in the workbook", head, i+1, got, cell)
			}
		}
	}
	var x registerJSON
	if err := json.Unmarshal(object.Bytes(), &x); err != nil {
		t.Fatal(err)
	}
	if x.Filed != 1 || x.Late != 1 || x.Missing != 2 || len(x.Rows) != 3 || x.Rows[0].LateDays != 2 || x.Rows[0].Counts.Items != 3 || x.Rows[0].State != "late" || x.Rows[1].Counts != nil || x.Deadline != "2026-12-10" {
		t.Errorf("%s", object.String())
	}
	if text := inCalc(t, t.TempDir(), "登记.xlsx", book.Bytes()); !strings.Contains(text, "示范区财政局") || strings.Count(text, "\n") != 4 {
		t.Errorf("LibreOffice shows\n%s", text)
	}
	if again := Merge(office(t, "").Site, third, on(2026, 12, 12), []Parcel{parcel(t, "CZ-2026Q3.zip", cz)}); again.Entries() != g.Entries() {
		t.Error("the same register has other entries")
	}
}

// A receipt is one page and says number, day, sum, counts and how late the package was.
func TestReceipts(t *testing.T) {
	cz, _ := packaged(t, tree(), today, "caizheng")
	r := office(t, "")
	for day, late := range map[calendar.Date]string{on(2026, 12, 10): "按时备案", on(2026, 12, 14): "逾期4天"} {
		g := Merge(r.Site, third, day, []Parcel{parcel(t, "CZ-2026Q3.zip", cz)})
		row := &g.Rows[0]
		if name := g.ReceiptName(r.Site, row); name != "BA-2026Q3-001-CZ.pdf" {
			t.Errorf("the receipt is named %s", name)
		}
		data, err := g.Receipt(r.Press, row)
		if err != nil {
			t.Fatal(err)
		}
		file := put(t, "a.pdf", data)
		judge.Run(t, "qpdf", "--check", file)
		text := judge.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", file, "-")
		if n := strings.Count(text, "\f"); n != 1 {
			t.Errorf("the receipt takes %d pages", n)
		}
		tight := strings.Join(strings.Fields(text), "")
		for _, want := range []string{"示范区公开办", "BA-2026Q3-001", "2026年第三季度政务公开备案回执", "示范区财政局：", "准予备案", late, "CZ-2026Q3.zip", "公开事项3件，变动5条，原文4件，附件2个", row.Sum, day.Chinese()} {
			if !strings.Contains(tight, want) {
				t.Errorf("the receipt does not say %q:\n%s", want, text)
			}
		}
	}
}

// Entries are added behind the ledger's own, which stay byte for byte, and are read as what
// they are.
func TestRecord(t *testing.T) {
	cz, _ := packaged(t, tree(), today, "caizheng")
	jy, _ := packaged(t, tree(), today, "jiaoyu")
	g := Merge(office(t, "").Site, third, on(2026, 12, 9), []Parcel{parcel(t, "a.zip", cz), parcel(t, "b.zip", jy)})
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("# 备案台账：手工登记的\n- {period: 2026-Q2, department: caizheng, filed: 2026-09-09, receipt: 补1, sha256: " + strings.Repeat("b", 64) + "}\n")
	if err != nil {
		t.Fatal(err)
	}
	one := "- {period: 2026-Q2, department: caizheng, filed: 2026-09-09, receipt: BA-2026Q2-001, sha256: " + strings.Repeat("b", 64) + "}"
	for name, c := range map[string]struct {
		old string
		had int // entries
		ok  bool
	}{
		"no ledger":           {"", 0, true},
		"a comment":           {"# 还没有\n", 0, true},
		"an entry":            {"# 台账\n" + one + "\n", 1, true},
		"no line end":         {one, 1, true},
		"CR LF":               {"# 台账\r\n" + one + "\r\n", 1, true},
		"a byte-order mark":   {"\xEF\xBB\xBF" + one + "\n", 1, true},
		"indented":            {"  " + one + "\n", 1, true},
		"GBK of a Chinese PC": {gbk, 1, true},
		"a list in brackets":  {"[" + one[2:] + "]\n", 1, false},
		"a mapping":           {"filings:\n" + one + "\n", 0, false},
		"no YAML":             {"- {period: \n", 0, false},
		"no text":             {"\x00\x01\x02\xff\xfe", 0, false},
	} {
		out, ok := g.Record([]byte(c.old))
		if ok != c.ok {
			t.Errorf("%s: taken %v, want %v\n%s", name, ok, c.ok, out)
		}
		if !ok {
			continue
		}
		if !bytes.HasPrefix(out, []byte(c.old)) {
			t.Errorf("%s: what was there is not as it was:\n%s", name, out)
		}
		if strings.Contains(c.old, "\r\n") && bytes.Count(out, []byte("\n")) != bytes.Count(out, []byte("\r\n")) {
			t.Errorf("%s: line ends are mixed", name)
		}
		files := tree()
		files["filings.yaml"] = &fstest.MapFile{Data: out, Mode: 0o644}
		s := judged(t, files, on(2026, 12, 20)).Site
		if len(s.Filings) != c.had+2 {
			t.Errorf("%s: %d entries are read\n%s", name, len(s.Filings), out)
			continue
		}
		last := s.Filings[c.had+1]
		if last.Period != third || last.Department != "jiaoyu" || last.Filed != on(2026, 12, 9) || last.Receipt != "BA-2026Q3-002" || last.Sum != g.Rows[1].Sum {
			t.Errorf("%s: %+v", name, last)
		}
		if again := Merge(s, third, on(2026, 12, 15), []Parcel{parcel(t, "a.zip", cz)}); again.Rows[0].Filed != on(2026, 12, 9) || len(again.Fresh()) != 0 {
			t.Errorf("%s: registered again on another day: %+v", name, again.Rows[0])
		}
	}
}

func TestYAMLText(t *testing.T) {
	for in, want := range map[string]string{"caizheng": "caizheng", "no": `"no"`, "12": `"12"`, "1-2": `"1-2"`, "a b": `"a b"`, "": `""`, "财政": `"财政"`, "cz-1": "cz-1"} {
		if got := yamlText(in); got != want {
			t.Errorf("yamlText(%q) = %s, want %s", in, got, want)
		}
	}
}
