package load

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/model"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// readConfig reads every file that is not Markdown, in an order in which each can name
// what the ones before it hold.
func (t *tree) readConfig(plan *walked) {
	for _, name := range [...]string{"site.yaml", "departments.yaml"} {
		if !slices.Contains(plan.config, name) && !t.exists(name) {
			t.found = append(t.found, diag.Diagnostic{Rule: "F17", Place: diag.Place{Path: name},
				Text: diag.Say("没有 %s", "there is no %s", name),
				Fix:  diag.Say("在内容文件夹里建这个文件；新网站用 gongkai init", "make this file in the content folder; gongkai init makes a new site")})
		}
	}
	t.names = newNames()
	t.readSite(plan)
	t.readCategories(plan)
	t.readDepartments(plan)
	t.readDuties(plan)
	t.readBoards(plan)
	t.readFilings(plan)
	t.readHolidays(plan)
	for _, list := range [...][]string{t.config.Inspection.News, t.config.Inspection.Documents} {
		for i, c := range list {
			list[i] = t.names.category(c)
		}
	}
	for i := range t.config.Rosters {
		r := &t.config.Rosters[i]
		r.Department = t.names.department(r.Department)
	}
}

// exists reports whether there is something of the name, though it may be no file.
func (t *tree) exists(name string) bool {
	_, err := fs.Stat(t.fsys, name)
	return err == nil
}

// yaml reads one configuration file of the tree; ok is false where it has none.
func (t *tree) yaml(plan *walked, name string, read func(*file, front.Block)) bool {
	if !slices.Contains(plan.config, name) {
		return false
	}
	f := &file{path: name}
	b, ok := t.readYAML(f)
	if ok {
		read(f, b)
	}
	t.found = append(t.found, f.found...)
	return ok
}

// wants reports whether the file's root is of the kind, and says so where it is another.
func (f *file) wants(b front.Block, kind front.Kind) bool {
	if b.Root.Kind == kind {
		return true
	}
	at := source.Span{Start: b.Root.At.Start, End: b.Root.At.Start}
	switch {
	case b.Root.Kind == front.Nothing:
	case kind == front.List:
		f.say("F12", at, diag.Say("%s 要写成列表", "%s must be a list", f.path), diag.Say("每一条以“- ”开头，下面各项左边对齐", "begin each entry with \"- \" and let its keys stand in one column"))
	default:
		f.say("F12", at, diag.Say("%s 要写成“名称: 内容”，不是列表", "%s must be keys and values, not a list", f.path), diag.Say("去掉行首的“- ”", "take the \"- \" away"))
	}
	return false
}

func (t *tree) readSite(plan *walked) {
	c := &t.config
	*c = model.Config{
		Language: "zh-CN", Timezone: "Asia/Shanghai", IndexTemplate: "{department.code}-{year}-{serial:5}",
		GraceDays: 15, WarnDays: 3, LimitDays: 20, PageSize: 40, CatalogFileRows: model.DefaultCatalogFileRows, AttachmentLimit: 20 << 20,
		ArchiveMembers: 1000, UnpackedLimit: 500 << 20,
		FilingDay: 10, OpinionDays: 20, ProgressMonths: 6, ArchiveBy: calendar.Date{Month: 6, Day: 30},
		ClockPages: []string{"coverage", "progress", "calendar"},
		Inspection: model.Inspection{HomeDays: 14, NewsDays: 14, DocumentMonths: 6, StaleColumns: 5, LongMonths: 12, LongColumns: 10,
			BlankColumns: 5, OpinionMonths: 3, FocusDays: 92, DepartmentColumns: 1, Documents: []string{"02"}},
	}
	t.yaml(plan, "site.yaml", func(f *file, b front.Block) {
		if !f.wants(b, front.Map) {
			return
		}
		r := f.open(&b.Root, newKeys(schema.Site, ""), &c.At)
		r.lost(b.Lost)
		or := func(v *string, name string) {
			if s := r.text(name); s != "" {
				*v = s
			}
		}
		c.Title, c.Region = r.text("title"), r.text("region")
		if c.BaseURL = r.text("base_url"); c.BaseURL != "" && !strings.HasSuffix(c.BaseURL, "/") {
			c.BaseURL += "/"
		}
		or(&c.Language, "language")
		or(&c.Timezone, "timezone")
		or(&c.IndexTemplate, "index_template")
		c.Owner, c.SiteID, c.ICP, c.PoliceRecord = r.text("owner"), r.text("site_id"), r.text("icp"), r.text("police_record")
		c.Supervision, c.Email, c.Address, c.Hours = r.text("supervision_phone"), r.text("email"), r.text("address"), r.text("hours")
		c.GraceDays, c.WarnDays = r.count("grace_days", c.GraceDays), r.count("warn_days", c.WarnDays)
		c.LimitDays, c.PageSize = r.count("limit_days", c.LimitDays), max(r.count("page_size", c.PageSize), 1)
		c.CatalogFileRows = r.count("catalog_file_rows", c.CatalogFileRows)
		c.AttachmentLimit = r.size("attachment_limit", c.AttachmentLimit)
		c.ArchiveMembers, c.UnpackedLimit = r.count("archive_members", c.ArchiveMembers), r.size("unpacked_limit", c.UnpackedLimit)
		c.Packs = r.enums("packs")
		r.clocks(c)
		r.entries("rosters", func(e *record, n *front.Node) {
			e.need(head(n))
			c.Rosters = append(c.Rosters, model.Roster{
				Step: model.Step(e.enum("step")), Department: e.text("department"), Name: e.text("name"),
				From: e.day("from"), Until: e.day("until"),
			})
		})
	})
	if c.Owner == "" {
		c.Owner = c.Title
	}
	if c.Packs == nil {
		c.Packs = []string{"xize", "guojia"}
	}
}

// clocks reads what the site says of duties, filings and inspections.
func (r *record) clocks(c *model.Config) {
	c.DutiesFrom = r.day("duties_from")
	c.FilingDay, c.OpinionDays = r.count("filing_day", c.FilingDay), r.count("opinion_days", c.OpinionDays)
	c.FilingStrict, c.FilingShift = r.flag("filing_strict"), r.flag("filing_shift")
	c.ProgressMonths, c.ArchiveBy = r.count("progress_months", c.ProgressMonths), r.dayOfYear("archive_by", c.ArchiveBy)
	if pages := r.enums("clock_pages"); pages != nil {
		c.ClockPages = slices.DeleteFunc(pages, func(s string) bool { return s == "none" })
	}
	x, o := &c.Inspection, r.object("inspection")
	if o == nil {
		return
	}
	for name, to := range map[string]*int{
		"home_days": &x.HomeDays, "news_days": &x.NewsDays, "document_months": &x.DocumentMonths, "stale_columns": &x.StaleColumns,
		"long_months": &x.LongMonths, "long_columns": &x.LongColumns, "blank_columns": &x.BlankColumns, "opinion_months": &x.OpinionMonths,
		"focus_days": &x.FocusDays, "department_columns": &x.DepartmentColumns,
	} {
		*to = o.count(name, *to)
	}
	x.News = o.list("news")
	if o.get("documents") != nil {
		x.Documents = o.list("documents")
	}
}

// dayOfYear reads a day of any year, such as 06-30 or 6月30日; 无 and none are no day.
func (r *record) dayOfYear(name string, or calendar.Date) calendar.Date {
	s := r.text(name)
	switch s {
	case "":
		return or
	case "无", "none":
		return calendar.Date{}
	}
	d, err := calendar.ParseDayOfYear(s)
	if err != nil {
		r.f.say("T01", r.at.Of(name), diag.Say("“%s”不是一年里的一天", "%q is no day of a year", s), diag.Say("写成 06-30 或 6月30日；不督办的写“无”", "write 06-30, or none"))
		return or
	}
	return d
}

// head gives a place for what an entry lacks: its first key and value.
func head(n *front.Node) source.Span {
	if n.Kind == front.Map && len(n.Pairs) > 0 {
		return source.Span{Start: n.At.Start, End: max(n.Pairs[0].KeyAt.End, n.Pairs[0].Value.At.End)}
	}
	return n.At
}

func (t *tree) readHolidays(plan *walked) {
	var years []calendar.YearFile
	for _, p := range plan.config {
		if !strings.HasPrefix(p, "holidays/") {
			continue
		}
		t.yaml(plan, p, func(f *file, b front.Block) {
			if !f.wants(b, front.Map) {
				return
			}
			var at model.Places
			r := f.open(&b.Root, newKeys(schema.Holidays, ""), &at)
			r.lost(b.Lost)
			named, _ := strconv.Atoi(strings.TrimSuffix(path.Base(p), ".yaml"))
			y := calendar.YearFile{Year: r.count("year", named)}
			if y.Year != named {
				f.say("F12", at.Of("year"), diag.Say("年份写的是%d，文件名却是%d", "the year is %d, but the file is named %d", y.Year, named), diag.Say("改成一致", "make them agree"))
			}
			r.need(head(&b.Root))
			y.Off, y.Work = r.days("off"), r.days("work")
			years = append(years, y)
		})
	}
	t.days = calendar.New(years)
}

// days gives a list of dates.
func (r *record) days(name string) []calendar.Date {
	n := r.get(name)
	if n == nil {
		return nil
	}
	if n.Kind != front.List {
		r.wrongForm(name, n)
		return nil
	}
	var out []calendar.Date
	for i := range n.Items {
		item := &n.Items[i]
		d, err := calendar.ParseDate(item.Text)
		switch {
		case item.Kind == front.Scalar && err == nil:
			out = append(out, d)
		case !item.Empty():
			why := calendar.Why(err)
			if why.IsZero() {
				why = diag.Say("看不懂", "it is not understood")
			}
			r.f.say("T01", item.At, diag.Say("日期“%s”：%s", "the date %q: %s", item.Text, why), diag.Say("写成 2026-10-01", "write 2026-10-01"))
		}
	}
	return out
}
