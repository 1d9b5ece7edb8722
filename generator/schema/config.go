package schema

// Department is one entry of departments.yaml.
var Department = Table{
	{Name: "id", ZH: "编号", Form: Text, Need: Required, Doc: w("文件夹名，小写字母、数字、连字符。", "The folder's name: ASCII letters, digits, hyphens.")},
	{Name: "code", ZH: "代码", Form: Text, Need: Required, Doc: w("索引号里用的代码。", "The code in index numbers.")},
	{Name: "name", ZH: "名称", Form: Text, Need: Required, Doc: w("规范全称。", "The full name.")},
	{Name: "kind", ZH: "类型", Form: Enum, Need: Required,
		Values: []Value{v("agency", "行政机关"), v("institution", "直属事业单位", "事业单位"), v("authorized", "授权组织", "法律法规授权组织"), v("entrusted", "委托组织", "行政机关委托组织"), v("utility", "公用事业", "公用事业单位")},
		Doc:    w("五类公开主体之一。", "One of the five kinds.")},
	{Name: "mandate", ZH: "授权或委托依据", Form: Text, Need: Sometimes, Doc: w("授权组织、委托组织必填。", "Needed for authorized and entrusted.")},
	{Name: "supervised_by", ZH: "主管部门", Form: Text, Need: Sometimes, Doc: w("公用事业单位的主管部门编号。", "The supervising department of a utility.")},
	{Name: "phone", ZH: "电话", Form: Text, Need: Required, Doc: w("公开电话。", "The public telephone.")},
	{Name: "address", ZH: "地址", Form: Text, Need: Required, Doc: w("办公地址。", "The address.")},
	{Name: "hours", ZH: "办公时间", Form: Text, Need: Required, Doc: w("办公时间。", "Office hours.")},
	{Name: "complaint_phone", ZH: "监督投诉电话", Form: Text, Need: Required, Doc: w("监督投诉电话。", "The telephone for complaints.")},
	{Name: "clerk", ZH: "公开专员", Form: Text, Need: Required, Doc: w("负责公开的人或岗位。", "Who discloses.")},
	{Name: "deputy", ZH: "替补", Form: Text, Need: Required, Doc: w("替补。", "The deputy.")},
	{Name: "functions", ZH: "主要职责", Form: Long, Need: Required, Doc: w("主要职责。", "What it does.")},
	{Name: "powers", ZH: "管理权限", Form: Long, Need: Sometimes, Doc: w("行政机关、授权组织、委托组织必填。", "Needed for agency, authorized, entrusted.")},
	{Name: "goals", ZH: "工作目标", Form: Long, Doc: w("工作目标。", "Its goals.")},
	{Name: "leaders", ZH: "负责人", Form: List, Doc: w("负责人及分工。", "Who leads it.")},
	{Name: "units", ZH: "内设机构", Form: List, Doc: w("内设机构。", "Its units.")},
	{Name: "site", ZH: "网址", Form: Text, Doc: w("网址。", "Its website.")},
}

// Site is site.yaml.
var Site = Table{
	{Name: "title", ZH: "网站名称", Form: Text, Need: Required, Doc: w("网站名称。", "The site's title.")},
	{Name: "region", ZH: "地区", Form: Text, Need: Required, Doc: w("地区名称。", "The region's name.")},
	{Name: "base_url", ZH: "网址", Form: Text, Need: Required, Sample: "https://gongkai.example/", Doc: w("网站的完整地址。", "The site's absolute address.")},
	{Name: "language", ZH: "语言", Form: Text, Sample: "zh-CN", Doc: w("页面语言。", "The pages' language.")},
	{Name: "timezone", ZH: "时区", Form: Text, Sample: "Asia/Shanghai", Doc: w("决定“今天”的时区。", "The time zone that decides today.")},
	{Name: "owner", ZH: "主办单位", Form: Text, Doc: w("主办单位。", "The publisher.")},
	{Name: "site_id", ZH: "网站标识码", Form: Text, Doc: w("政府网站标识码。", "The government site's code.")},
	{Name: "icp", ZH: "ICP备案号", Form: Text, Doc: w("ICP备案号。", "The ICP record.")},
	{Name: "police_record", ZH: "公安备案号", Form: Text, Doc: w("公安备案号。", "The police record.")},
	{Name: "supervision_phone", ZH: "监督电话", Form: Text, Doc: w("监督电话。", "The telephone for supervision.")},
	{Name: "email", ZH: "电子邮箱", Form: Text, Doc: w("电子邮箱。", "Mail.")},
	{Name: "address", ZH: "地址", Form: Text, Doc: w("地址。", "The address.")},
	{Name: "hours", ZH: "办公时间", Form: Text, Doc: w("办公时间。", "Office hours.")},
	{Name: "index_template", ZH: "索引号模板", Form: Text, Sample: "{department.code}-{year}-{serial:5}", Doc: w("索引号的形式。", "The form of index numbers.")},
	{Name: "grace_days", ZH: "宽限天数", Form: Number, Sample: "15", Doc: w("定期公开的宽限天数。", "Grace days of periodic disclosure.")},
	{Name: "limit_days", ZH: "公开时限", Form: Number, Sample: "20", Doc: w("从生成到公开的工作日数上限。", "Working days from made to published.")},
	{Name: "warn_days", ZH: "提醒天数", Form: Number, Sample: "3", Doc: w("到时限前几个工作日开始警告。", "How many working days before the limit to warn.")},
	{Name: "page_size", ZH: "每页条数", Form: Number, Sample: "20", Doc: w("列表每页条数。", "Rows of a list page.")},
	{Name: "catalog_file_rows", ZH: "目录文件行数", Form: Number, Least: 100, Sample: "20000",
		Doc: w("目录下载文件每个最多多少行；再多就按部门、年、月分册。最少100，不写就是20000。", "The most rows of a file of the catalogue; what has more is cut by department, year, month. At least 100, 20000 where not given.")},
	{Name: "packs", ZH: "规则包", Form: EnumList, Values: []Value{v("xize", "细则"), v("guojia", "国家")}, Doc: w("启用的规则包。", "The rule packs in force.")},
	{Name: "attachment_limit", ZH: "附件上限", Form: Size, Sample: "20 MB", Doc: w("单个附件的大小上限。", "The largest attachment.")},
	{Name: "archive_members", ZH: "包内文件数", Form: Number, Least: 1, Sample: "1000", Doc: w("一个压缩包附件里最多多少个文件；不写就是1000。", "The most files in an attached archive; 1000 where not given.")},
	{Name: "unpacked_limit", ZH: "展开上限", Form: Size, Sample: "500 MB", Doc: w("一个附件展开以后的大小上限，防压缩炸弹；不写就是500 MB。", "How large an attachment may be when unpacked; 500 MB where not given.")},
	{Name: "duties_from", ZH: "应公开起算日", Form: Day, Sample: "2026-01-01",
		Doc: w("从哪一天起对照应公开目录督办；不写就从各部门公开的第一件事项算起。", "The day from which the standing catalogue is held against what is published; each department's first item where not given.")},
	{Name: "filing_day", ZH: "备案日", Form: Number, Least: 1, Sample: "10", Doc: w("季度备案的最后一天：每季度第三个月几日。", "The last day of a quarter's filing, in the quarter's third month.")},
	{Name: "filing_strict", ZH: "备案日不含当天", Form: Bool, Sample: "false", Doc: w("“10日前”不含10日：10日起就算逾期。", "The day itself is late already.")},
	{Name: "filing_shift", ZH: "备案日顺延", Form: Bool, Sample: "false", Doc: w("备案日是休息日的，顺延到下一个工作日。", "A filing day that is a day off moves to the next working day.")},
	{Name: "opinion_days", ZH: "答复时限", Form: Number, Least: 1, Sample: "20", Doc: w("收到意见后多少个工作日内答复。", "Working days in which an opinion is answered.")},
	{Name: "progress_months", ZH: "进展间隔", Form: Number, Sample: "6", Doc: w("规划计划和重大决策公开以后，每几个月公开一次进展；0 是不督办。", "Every how many months the progress of a plan or a major decision is told; 0 asks for none.")},
	{Name: "archive_by", ZH: "归档日", Form: Text, Sample: "06-30", Doc: w("次年几月几日以前归档；写“无”就不督办。", "Month and day of the next year by which items are archived; none asks for none.")},
	{Name: "clock_pages", ZH: "督办页面", Form: EnumList,
		Values: []Value{v("coverage", "覆盖情况"), v("progress", "公开进度"), v("calendar", "公开日历"), v("none", "无")},
		Doc:    w("网站上放哪些督办页面；不写就都放。", "Which pages about duties the site has; all where not given.")},
	{Name: "inspection", ZH: "检查指标", Form: Object,
		Keys: []Key{
			{Name: "home_days", ZH: "首页天数", Form: Number, Least: 1, Sample: "14", Doc: w("首页多少天没有更新就不合格。", "Days that the home page may be without news.")},
			{Name: "news_days", ZH: "动态栏目天数", Form: Number, Least: 1, Sample: "14", Doc: w("动态要闻类栏目多少天没有更新算过期。", "Days that a column of news may be without news.")},
			{Name: "document_months", ZH: "文件栏目月数", Form: Number, Least: 1, Sample: "6", Doc: w("通知公告、政策文件类栏目几个月没有更新算过期。", "Months that a column of notices or documents may be without news.")},
			{Name: "stale_columns", ZH: "过期栏目数", Form: Number, Least: 1, Sample: "5", Doc: w("动态、文件两类栏目累计过期几个就不合格。", "So many stale columns of those two kinds fail the site.")},
			{Name: "long_months", ZH: "长期月数", Form: Number, Least: 1, Sample: "12", Doc: w("其他应更新的栏目几个月没有更新算长期未更新。", "Months that any other column may be without news.")},
			{Name: "long_columns", ZH: "长期未更新栏目数", Form: Number, Least: 1, Sample: "10", Doc: w("长期未更新的栏目有几个就不合格。", "So many of those fail the site.")},
			{Name: "blank_columns", ZH: "空白栏目数", Form: Number, Least: 1, Sample: "5", Doc: w("空白栏目有几个就不合格。", "So many empty columns fail the site.")},
			{Name: "opinion_months", ZH: "意见未答月数", Form: Number, Least: 1, Sample: "3", Doc: w("意见几个月没有答复就不合格。", "Months that an opinion may be without an answer.")},
			{Name: "focus_days", ZH: "重点栏目天数", Form: Number, Least: 1, Sample: "92", Doc: w("六个重点栏目多少天没有更新算过期。", "Days that one of the six focus columns may be without news.")},
			{Name: "department_columns", ZH: "部门栏目数", Form: Number, Least: 1, Sample: "1", Doc: w("一个部门有几个栏目过期或者空白，就算这个部门不合格。", "So many columns of a department, stale or empty, fail it.")},
			{Name: "news", ZH: "动态栏目", Form: List, Doc: w("哪些类别算动态要闻类栏目；不写就没有。", "Which categories are columns of news; none where not given.")},
			{Name: "documents", ZH: "文件栏目", Form: List, Doc: w("哪些类别算通知公告、政策文件类栏目；不写就是第02类。", "Which categories are columns of notices and documents; group 02 where not given.")},
		},
		Doc: w("网站检查（国办秘函〔2019〕19号）的各项限度。", "The limits of inspections of government sites.")},
	{Name: "rosters", ZH: "名册", Form: Objects,
		Keys: []Key{
			{Name: "step", ZH: "环节", Form: Enum, Need: Required, Values: []Value{v("review", "部门审议", "审议"), v("approval", "区级审定", "审定")}, Doc: w("审议或审定。", "Review or approval.")},
			{Name: "department", ZH: "公开主体", Form: Text, Doc: w("部门编号；不写就是各部门。", "The department's id; every one where not given.")},
			{Name: "name", ZH: "姓名或职务", Form: Text, Need: Required, Doc: w("姓名或职务。", "The name or post.")},
			{Name: "from", ZH: "起", Form: Day, Doc: w("第一天。", "The first day.")},
			{Name: "until", ZH: "止", Form: Day, Doc: w("最后一天。", "The last day.")},
		},
		Doc: w("谁可以审议、审定，从何时到何时。", "Who may review and approve, from when to when.")},
}

// Category is one entry of categories.yaml.
var Category = Table{
	{Name: "code", ZH: "代码", Form: Text, Need: Required, Sample: "0606", Doc: w("四位代码，前两位是大类。", "Four digits, the first two its group's.")},
	{Name: "name", ZH: "名称", Form: Text, Need: Required, Doc: w("名称。", "Its name.")},
	{Name: "parent", ZH: "大类", Form: Text, Doc: w("大类代码；不写就取前两位。", "The group's code; the first two digits where not given.")},
	{Name: "focus", ZH: "重点", Form: Enum, Values: focusValues, Doc: w("所属的重点栏目。", "The focus column that it belongs to.")},
	{Name: "about", ZH: "说明", Form: Text, Doc: w("一句话说明。", "One sentence about it.")},
}

// Duty is one entry of duties.yaml.
var Duty = Table{
	{Name: "id", ZH: "编号", Form: Text, Need: Required, Doc: w("编号。", "Its id.")},
	{Name: "matter", ZH: "一级事项", Form: Text, Doc: w("一级事项；不写就是大类的名称。", "The first level of the matter; the group's name where not given.")},
	{Name: "title", ZH: "名称", Also: []string{"公开事项", "二级事项"}, Form: Text, Need: Required, Doc: w("应公开事项名称，即二级事项。", "What must be disclosed, the second level of the matter.")},
	{Name: "category", ZH: "类别", Form: Text, Need: Required, Doc: w("类别代码或名称。", "The category.")},
	{Name: "departments", ZH: "公开主体", Form: List, Need: Sometimes, Doc: w("部门编号、类型，或“全部”；部门自己的 duties.yaml 里不用写。", "Department ids, kinds, or all; left out in a department's own duties.yaml.")},
	{Name: "cadence", ZH: "公开频次", Form: Enum, Need: Required, Values: []Value{v("annual", "年度性", "年度"), v("routine", "常规性", "常规"), v("adhoc", "临时性", "临时")}, Doc: w("公开频次。", "How often.")},
	{Name: "every", ZH: "公开周期", Form: Enum, Values: []Value{v("year", "每年"), v("half", "每半年"), v("quarter", "每季度"), v("month", "每月")},
		Doc: w("多长时间一期；不写就看公开时限，再看公开频次：年度性每半年一期，常规性每月一期。", "How long a period is; where not given the limit tells, else the cadence: half-years for annual, months for routine.")},
	{Name: "from", ZH: "起", Form: Day, Doc: w("从哪一天起应公开。", "The day from which it is due.")},
	{Name: "until", ZH: "止", Form: Day, Doc: w("到哪一天为止。", "The last day on which it is due.")},
	{Name: "basis", ZH: "公开依据", Form: List, Doc: w("公开依据。", "The provisions.")},
	{Name: "content", ZH: "公开内容", Form: Long, Doc: w("公开内容要素。", "The content elements.")},
	{Name: "limit", ZH: "公开时限", Form: Text, Doc: w("公开时限。", "The time limit.")},
	{Name: "channels", ZH: "公开渠道", Form: List, Doc: w("公开渠道和载体；国家标准目录的十三种照名称写，公开栏、窗口等常用说法也认得，其他的算“其他”。", "The channels; the thirteen of the national form by name, other usual words too, anything else counts as 其他.")},
	{Name: "audience", ZH: "公开对象", Form: Text, Doc: w("公开对象；不写就是全社会。", "For whom; everybody where not given.")},
	{Name: "method", ZH: "公开方式", Form: Enum, Values: []Value{v("active", "主动公开", "主动"), v("request", "依申请公开", "依申请")}, Doc: w("公开方式；不写就是主动公开。", "How it is disclosed; actively where not given.")},
	{Name: "level", ZH: "公开层级", Form: Text, Doc: w("公开层级：县级、乡级、村级，可以写几个。", "The levels: county, township, village; several may be given.")},
}

// Board is one entry of boards.yaml.
var Board = Table{
	{Name: "id", ZH: "编号", Form: Text, Need: Required, Doc: w("编号。", "Its id.")},
	{Name: "name", ZH: "名称", Form: Text, Need: Required, Doc: w("名称。", "Its name.")},
	{Name: "place", ZH: "地点", Form: Text, Need: Required, Doc: w("在哪里。", "Where it is.")},
	{Name: "paper", ZH: "纸张", Form: Enum, Need: Required, Values: []Value{v("A4", "A4"), v("A3", "A3")}, Doc: w("A4 或 A3。", "A4 or A3.")},
	{Name: "width_cm", ZH: "宽（厘米）", Form: Number, Doc: w("宽。", "Its width.")},
	{Name: "height_cm", ZH: "高（厘米）", Form: Number, Doc: w("高。", "Its height.")},
	{Name: "distance_cm", ZH: "阅读距离（厘米）", Form: Number, Doc: w("阅读距离；张贴单的字号由它定。", "The reading distance, which sets the size of the type.")},
	{Name: "orientation", ZH: "纸张方向", Form: Enum, Values: []Value{v("portrait", "纵向", "竖"), v("landscape", "横向", "横")}, Doc: w("纵向或横向；不写就是纵向。", "Portrait or landscape; portrait where not given.")},
	{Name: "style", ZH: "版式", Form: Enum, Values: []Value{v("board", "公告", "大字"), v("document", "公文")}, Doc: w("公告是大字，公文按公文格式（每面22行，每行28字）；不写就是公告。", "board is large type, document is GB/T 9704; board where not given.")},
	{Name: "fit", ZH: "每件页数", Form: Number, Doc: w("每件事项最多印几页：字号在版式规定的范围里缩小；不写就不缩。", "The most pages of an item: the type shrinks as far as the theme allows; as many as it takes where not given.")},
	{Name: "departments", ZH: "公开主体", Form: List, Doc: w("张贴哪些部门的。", "Whose sheets hang there.")},
	{Name: "categories", ZH: "类别", Form: List, Doc: w("张贴哪些类别的。", "Which categories hang there.")},
}

// Filing is one entry of filings.yaml.
var Filing = Table{
	{Name: "period", ZH: "所属期", Form: Span, Need: Required, Sample: "2026-Q3", Doc: w("哪个季度的备案材料。", "The quarter that was filed.")},
	{Name: "department", ZH: "公开主体", Form: Text, Need: Required, Sample: "caizheng", Doc: w("部门编号或名称。", "The department's id or name.")},
	{Name: "filed", ZH: "备案日期", Form: Day, Need: Required, Sample: "2026-12-08", Doc: w("收到备案材料的日期。", "The day on which the package was taken in.")},
	{Name: "receipt", ZH: "回执号", Form: Text, Need: Required, Sample: "BA-2026Q3-001", Doc: w("备案回执的编号。", "The number of the receipt.")},
	{Name: "sha256", ZH: "校验值", Form: Text, Need: Required, Doc: w("备案包的 SHA-256 校验值，64 位十六进制。", "The SHA-256 of the package, 64 hexadecimal digits.")},
}

// Profile is the front matter of a department's _index.md.
var Profile = Table{
	{Name: "title", ZH: "标题", Form: Text, Doc: w("标题；不写就用部门名称。", "The title; the department's name where not given.")},
}

// Holidays is holidays/<year>.yaml.
var Holidays = Table{
	{Name: "year", ZH: "年份", Form: Number, Need: Required, Doc: w("年份，与文件名一致。", "The year, as in the file's name.")},
	{Name: "off", ZH: "休息日", Form: List, Need: Required, Doc: w("放假的日子（含连休的周末）。", "Days off, weekend days of a holiday too.")},
	{Name: "work", ZH: "调休上班日", Form: List, Doc: w("要上班的周末。", "Weekend days that are worked.")},
}
