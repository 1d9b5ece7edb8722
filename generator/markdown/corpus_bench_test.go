package markdown

import (
	"strings"
	"testing"
)

// BenchmarkParse reads a body of the usual length: headings, paragraphs, a table, a list.
func BenchmarkParse(b *testing.B) {
	para := strings.Repeat("建设单位应当按照批准的方案组织施工，不得擅自改变用途；", 4) + "\n\n"
	body := []byte("## 一、基本情况\n\n" + strings.Repeat(para, 8) +
		"| 序号 | 项目 | 金额 |\n| ---: | --- | ---: |\n" + strings.Repeat("| 1 | 道路维护 | 12.50 |\n", 10) +
		"\n" + strings.Repeat("- **责任单位**：某局\n", 4))
	p := New()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(body, 0)
	}
}
