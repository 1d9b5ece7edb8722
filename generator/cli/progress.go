package cli

import (
	"fmt"
	"strings"
	"sync"

	"gongkai/generator/diag"
)

// A bar shows long work on a terminal, one line that is overwritten; elsewhere nothing.
type bar struct {
	mu    sync.Mutex
	app   *app
	shown bool
}

func (a *app) bar() *bar { return &bar{app: a} }

var stages = map[string]diag.Words{
	"load":   {ZH: "读取", EN: "reading"},
	"render": {ZH: "生成", EN: "rendering"},
	"merge":  {ZH: "合并", EN: "merging"},
}

// progress shows how far a stage is.
func (b *bar) progress(stage string, done, total int) {
	if total < 500 || done%100 != 0 && done != total || !isTerminal(b.app.Err) {
		return // a console is slower than the work
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.shown = true
	fmt.Fprintf(b.app.Err, "\r%s %d/%d ", stages[stage].In(b.app.lang), done, total)
}

// clear wipes the line.
func (b *bar) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown {
		fmt.Fprint(b.app.Err, "\r"+strings.Repeat(" ", 40)+"\r")
		b.shown = false
	}
}
