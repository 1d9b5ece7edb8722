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
	{Name: "title", ZH: "名称", Also: []string{"matter", "公开事项"}, Form: Text, Need: Required, Doc: w("应公开事项名称。", "What must be disclosed.")},
	{Name: "category", ZH: "类别", Form: Text, Need: Required, Doc: w("类别代码或名称。", "The category.")},
	{Name: "departments", ZH: "公开主体", Form: List, Need: Required, Doc: w("部门编号、类型，或“全部”。", "Department ids, kinds, or all.")},
	{Name: "cadence", ZH: "公开频次", Form: Enum, Need: Required, Values: []Value{v("annual", "年度性", "年度"), v("routine", "常规性", "常规"), v("adhoc", "临时性", "临时")}, Doc: w("公开频次。", "How often.")},
	{Name: "basis", ZH: "公开依据", Form: List, Doc: w("公开依据。", "The provisions.")},
	{Name: "content", ZH: "公开内容", Form: Long, Doc: w("公开内容要素。", "The content elements.")},
	{Name: "limit", ZH: "公开时限", Form: Text, Doc: w("公开时限。", "The time limit.")},
	{Name: "channels", ZH: "公开渠道", Form: List, Doc: w("公开渠道和载体。", "The channels.")},
	{Name: "audience", ZH: "公开对象", Form: Text, Doc: w("公开对象。", "For whom.")},
	{Name: "level", ZH: "公开层级", Form: Text, Doc: w("公开层级。", "The level.")},
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
