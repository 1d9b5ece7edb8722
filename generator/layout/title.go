package layout

import "strings"

// Penalties of breaks in titles. A break at an unknown place between two Han characters
// has even chances to lie inside a word; one behind a mark or 的 has none.
const (
	titleBook    = 500 // inside 《…》
	titleInside  = 130 // inside “…” or （…）
	titleWord    = 100 // inside a word of the table
	titleCling   = 90  // before 的 了 之 和 与 及, behind 关于 and prepositions
	titleUnknown = 40
	titleEdge    = 15 // beside a word of the table
)

// titleWords are the words that make most titles of notices, two or three characters each.
// They stand in for a dictionary: the longest that fits is taken, from left to right.
const titleWords = " 关于 印发 转发 批转 公布 发布 通知 公告 公示 通告 通报 意见 方案 办法 规定 决定 决议 命令 批复 报告 请示 函告 纪要 情况 工作 项目 管理 实施 建设 " +
	"细则 条例 规划 计划 纲要 目录 指南 清单 名单 名录 结果 标准 规范 制度 措施 政策 解读 说明 章程 规则 规程 须知 流程 年度 季度 上半年 下半年 月份 预算 决算 执行 财政 资金 专项 补助 补贴 " +
	"奖励 扶持 救助 低保 特困 供养 残疾 养老 医疗 卫生 健康 教育 学校 幼儿园 义务 招生 招聘 考试 录用 聘用 面试 笔试 成绩 体检 人员 人事 任免 任命 干部 职务 政府 人民 办公室 委员会 " +
	"领导 小组 部门 单位 机关 乡镇 街道 社区 村民 居民 村务 党务 政务 事务 信息 公开 服务 农业 农村 农民 土地 征收 征地 拆迁 安置 补偿 房屋 住房 保障 公共 租赁 环境 保护 生态 污染 防治 治理 " +
	"整治 安全 生产 消防 应急 预案 防汛 抗旱 森林 防火 道路 交通 运输 公路 工程 招标 投标 采购 中标 成交 合同 验收 竣工 质量 监督 检查 抽查 检验 检测 食品 药品 市场 监管 行政 执法 处罚 许可 " +
	"审批 审核 审计 权力 责任 事项 收费 价格 税收 统计 公报 经济 社会 发展 改革 创新 企业 投资 文化 旅游 体育 组织 机构 职能 设置 分工 调整 成立 开展 加强 推进 进一步 做好 促进 全面 深化 落实 " +
	"贯彻 修订 修改 废止 失效 部分 有关 相关 申请 办理 登记 注册 核准 备案 鉴定 评估 评价 考核 表彰 先进 集体 个人 高龄 津贴 老年人 儿童 妇女 学生 教师 扶贫 脱贫 攻坚 乡村 振兴 城市 城乡 城镇 " +
	"县城 全县 全市 全省 中心 使用 分配 发放 对象 申报 认定 征求 意见稿 征集 建议 提案 答复 年报 月报 任务 目标 重点 会议 活动 通过 关闭 开放 时间 地点 电话 地址 停水 停电 施工 封闭 维修 改造 " +
	"老旧 小区 自来水 饮用水 水源 水利 电力 燃气 供热 供水 污水 垃圾 处理 分类 绿化 园林 林业 畜牧 渔业 种植 粮食 耕地 农田 高标准 贷款 贴息 保险 社保 就业 创业 培训 技能 劳动 工资 退役 军人 优抚 " +
	"餐饮 油烟 噪声 夜间 建筑 物业 小区 指导价 标准 基准 冬季 夏季 春季 秋季 行动 根治 欠薪 检定 抽样 样品 合格 车辆 公交 线路 站点 停车 供应 水质 电价 水价 气价 热价 票价 听证 会议 代表 座谈 走访 " +
	"慰问 困难 群众 帮扶 孤儿 殡葬 婚姻 收养 慈善 志愿 红十字 献血 疫苗 接种 传染病 流感 登革热 门诊 医院 药店 诊所 中小学 中学 小学 高中 初中 职业 大学 毕业生 考生 报名 资格 复审 拟录用 拟聘用 公务员 事业单位 " +
	"编制 岗位 职称 评审 国土 矿产 测绘 地质 灾害 洪水 暴雨 台风 高温 寒潮 地震 火灾 事故 调查 救援 演练 物资 储备 河道 水库 堤防 排水 管网 桥梁 隧道 路灯 广场 公园 绿地 违法 违规 拆除 执行 强制 复议 " +
	"诉讼 仲裁 调解 普法 法治 信访 接待 档案 保密 审议 审定 文件 正式 试行 暂行 实行 补充 延长 期限 变更 撤销 终止 恢复 提前 推迟 取消 增加 减少 上调 下调 优惠 减免 缓缴 退还 归集 余额 债务 债券 国债 彩票 "

// judgeTitle adds to each break what speaks against it in a title. It has no dictionary;
// it goes by marks, a few characters that cling to what stands before or behind, and a
// table of common words.
func (w *setting) judgeTitle() {
	book, depth := 0, 0
	for i := range w.atoms {
		a := &w.atoms[i]
		if i > 0 && a.level == levelFree {
			a.penalty = max(a.penalty, w.titlePenalty(i, book > 0, depth > 0))
		}
		switch a.r {
		case '《':
			book++
		case '》':
			book = max(book-1, 0)
		case '“', '（':
			depth++
		case '”', '）':
			depth = max(depth-1, 0)
		}
	}
	w.judgeWords()
}

func (w *setting) titlePenalty(i int, book, inside bool) int32 {
	a, p := &w.atoms[i], &w.atoms[i-1]
	cost := int32(titleUnknown)
	switch {
	case p.kind.blank() || p.kind == kindClose || p.r == '的' || a.kind == kindOpen:
		cost = 0
	case p.kind.latin() != a.kind.latin():
		cost = titleEdge
	}
	if strings.ContainsRune("的了之和与及或等", a.r) || strings.ContainsRune("对在为将向以于由被把和与及", p.r) && p.kind == kindHan ||
		i > 1 && p.r == '于' && w.atoms[i-2].r == '关' {
		cost = max(cost, titleCling)
	}
	switch {
	case book:
		cost += titleBook
	case inside:
		cost += titleInside
	}
	return cost
}

// judgeWords spares the words of the table, and likes their edges.
func (w *setting) judgeWords() {
	for i := 0; i < len(w.atoms); {
		n := w.titleWord(i)
		if n == 0 {
			i++
			continue
		}
		for k := i + 1; k < i+n; k++ {
			w.atoms[k].penalty = max(w.atoms[k].penalty, titleWord)
		}
		w.likeEdge(i)
		w.likeEdge(i + n)
		i += n
	}
}

func (w *setting) likeEdge(i int) {
	if i < len(w.atoms) && w.atoms[i].penalty == titleUnknown {
		w.atoms[i].penalty = titleEdge
	}
}

// titleWord gives how many atoms from i make a word of the table; 0 for none.
func (w *setting) titleWord(i int) int {
	for n := 3; n >= 2; n-- {
		if i+n > len(w.atoms) {
			continue
		}
		word := " "
		for _, a := range w.atoms[i : i+n] {
			if !a.han {
				word = ""
				break
			}
			word += a.text
		}
		if word != "" && strings.Contains(titleWords, word+" ") {
			return n
		}
	}
	return 0
}
