package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"gongkai/generator/model"
)

// What a body may cost. Goldmark cannot be stopped, and a limit in seconds would judge the
// machine and not the text; so the steps are counted in which its time grows faster than
// the text, and where there are too many of them the marks that ask for more are taken for
// the words that they also are. What is counted:
//
//   - open quotes and lists, of which each line asks each: maxDepth of them, and over all
//     lines allowance.nested;
//   - runs of * _ and ~ of one paragraph or cell: the end of an emphasis looks back through
//     all of them;
//   - ] with the lines of its paragraph before it, which goldmark walks through, and the
//     address in ( ) behind it, which is read up to its end even where it then is no link;
//   - definitions of links, each of which moves the lines of its paragraph behind it;
//   - ` that find no partner and so were looked for to the paragraph's end;
//   - cells of tables, which short rows are filled up with, and \| in code in cells, each of
//     which is compared with all others.
//
// Everything else that goldmark does with a byte it does a bounded number of times: the
// blocks of a line are bounded by maxDepth, and an inline parser either takes the bytes that
// it looked at or gives up at the next mark of its own kind. TestHostileMarkdown holds every
// pattern known to blow parsers up to this, and BenchmarkHostile shows the factor.
const (
	maxDepth = 16 // quotes and lists in each other

	stepsBase, stepsEach, stepsMost = 10_000_000, 300, 1_000_000_000 // of a body; for each of its bytes; of the largest

	nestedBase, nestedEach = 100_000, 2 // lines × open quotes and lists
	cellsBase, cellsEach   = 100_000, 2 // of tables
)

// What was too much, as Flaw.Found has it.
const (
	tooDeep   = "deep"   // quotes and lists in each other
	tooMany   = "marks"  // marks of emphasis, links or code
	tooBig    = "table"  // cells
	tooNested = "nested" // lines in quotes and lists
)

// An allowance is what is left to a body. It hangs in goldmark's context.
type allowance struct {
	steps, nested, cells int

	what string // what was too much, first; "" as long as nothing was
	at   int    // offset in the body

	block ast.Node // whose marks are counted
	marks int
	pipes int // \| in rows with code, so far
}

func newAllowance(size int) *allowance {
	return &allowance{
		steps:  min(stepsBase+stepsEach*size, stepsMost),
		nested: nestedBase + nestedEach*size,
		cells:  cellsBase + cellsEach*size,
	}
}

// take takes n from what is left, and reports whether there was as much.
func (a *allowance) take(left *int, n int, what string, at int) bool {
	if *left -= n; *left >= 0 {
		return true
	}
	a.refuse(what, at)
	return false
}

func (a *allowance) refuse(what string, at int) {
	if a.what == "" {
		a.what, a.at = what, at
	}
}

// allowanceKey is the allowance's place in goldmark's context.
var allowanceKey = parser.NewContextKey()

// allowed gives the allowance of the body that is being parsed.
func allowed(pc parser.Context) *allowance { return pc.Get(allowanceKey).(*allowance) }

// A container is a parser of quotes, lists or their items, whose nodes are counted.
type container struct{ parser.BlockParser }

// Open opens a quote or a list where the allowance has room for it. The item of a list that
// is open always finds room: goldmark wants one in each.
func (c container) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if parent.Kind() == ast.KindList {
		return c.BlockParser.Open(parent, r, pc)
	}
	a, depth := allowed(pc), 0
	if a.nested < 0 {
		return nil, parser.NoChildren
	}
	for n := parent; n != nil; n = n.Parent() {
		if k := n.Kind(); k == ast.KindBlockquote || k == ast.KindList {
			depth++
		}
	}
	// Goldmark asks at every mark that may begin one; too deep is only what would be one.
	line, at := r.Position()
	n, state := c.BlockParser.Open(parent, r, pc)
	if n != nil && depth >= maxDepth {
		r.SetPosition(line, at)
		a.refuse(tooDeep, at.Start)
		return nil, parser.NoChildren
	}
	return n, state
}

// Continue counts one line of one container.
func (c container) Continue(n ast.Node, r text.Reader, pc parser.Context) parser.State {
	a := allowed(pc)
	_, at := r.Position()
	if !a.take(&a.nested, 1, tooNested, at.Start) {
		return parser.Close
	}
	return c.BlockParser.Continue(n, r, pc)
}

// A delimiter is the parser of * and _, or of ~.
type delimiter struct{ parser.InlineParser }

// Parse counts the marks of one paragraph or cell.
func (d delimiter) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	a := allowed(pc)
	if a.block != parent {
		a.block, a.marks = parent, 0
	}
	a.marks++
	_, at := r.Position()
	if !a.take(&a.steps, a.marks, tooMany, at.Start) {
		return nil
	}
	return d.InlineParser.Parse(parent, r, pc)
}

// A bracket is the parser of links and images.
type bracket struct{ parser.InlineParser }

// Parse counts what ] costs.
func (b bracket) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	a := allowed(pc)
	line, at := r.Position()
	n := 1
	if rest, _ := r.PeekLine(); a.steps >= 0 && len(rest) > 1 && rest[0] == ']' {
		n += 16*line + target(rest[1:]) // goldmark walks the lines up to four times, far apart in memory
	}
	if !a.take(&a.steps, n, tooMany, at.Start) {
		return nil
	}
	return b.InlineParser.Parse(parent, r, pc)
}

// CloseBlock lets go of the brackets that found no partner.
func (b bracket) CloseBlock(parent ast.Node, r text.Reader, pc parser.Context) {
	if c, ok := b.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, r, pc)
	}
}

// target gives how many bytes goldmark reads of an address in ( ).
func target(rest []byte) int {
	if rest[0] != '(' {
		return 0
	}
	rest = bytes.TrimLeft(rest[1:], " \t\n")
	if len(rest) > 0 && rest[0] == '<' {
		if i := bytes.IndexByte(rest, '>'); i >= 0 {
			return i
		}
		return len(rest)
	}
	open := 0
	for i, c := range rest {
		switch {
		case c == '(':
			open++
		case c == ')' && open == 0, util.IsSpace(c):
			return i
		case c == ')':
			open--
		}
	}
	return len(rest)
}

// A tick is the parser of code within a text.
type tick struct{ parser.InlineParser }

// Parse counts how far a partner was looked for in vain.
func (t tick) Parse(parent ast.Node, r text.Reader, pc parser.Context) ast.Node {
	a := allowed(pc)
	_, at := r.Position()
	if a.steps < 0 {
		a.refuse(tooMany, at.Start)
		return nil
	}
	n := t.InlineParser.Parse(parent, r, pc)
	if _, found := n.(*ast.CodeSpan); !found {
		if lines := parent.Lines(); lines != nil && lines.Len() > 0 {
			a.take(&a.steps, max(lines.At(lines.Len()-1).Stop-at.Start, 0)/4, tooMany, at.Start)
		}
	}
	return n
}

// definitions leaves out the search for link reference definitions in a paragraph that
// does not begin with a bracket: goldmark sets up a reader for each. It counts the others.
type definitions struct{ parser.ParagraphTransformer }

// Transform takes the definitions at the head of a paragraph out of it.
func (d definitions) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	open := false
	for i := range lines.Len() {
		seg := lines.At(i)
		if line := bytes.TrimLeft(seg.Value(r.Source()), " \t\n"); len(line) > 0 {
			open = line[0] == '['
			break
		}
	}
	if !open {
		return
	}
	a, count := allowed(pc), 0
	for i := range lines.Len() {
		seg := lines.At(i)
		count += bytes.Count(seg.Value(r.Source()), []byte("]:"))
	}
	if a.take(&a.steps, count*lines.Len(), tooMany, lines.At(0).Start) {
		d.ParagraphTransformer.Transform(n, r, pc)
	}
}

// tables makes tables, and leaves one that has too many cells a paragraph.
type tables struct{ parser.ParagraphTransformer }

// Transform makes a table of the lines from a head on.
func (t tables) Transform(n *ast.Paragraph, r text.Reader, pc parser.Context) {
	a, lines, columns := allowed(pc), n.Lines(), 0
	for i := 1; i < lines.Len(); i++ {
		seg := lines.At(i)
		line := seg.Value(r.Source())
		if columns == 0 && len(bytes.Trim(line, "|-: \t\n\v\f\r")) == 0 {
			columns = bytes.Count(line, []byte("|")) + 1
		}
		if columns > 0 && !a.take(&a.cells, columns, tooBig, seg.Start) {
			return
		}
		if bytes.IndexByte(line, '`') < 0 {
			continue
		}
		for range bytes.Count(line, []byte(`\|`)) {
			a.pipes++
			if !a.take(&a.steps, 4*a.pipes, tooBig, seg.Start) {
				return
			}
		}
	}
	t.ParagraphTransformer.Transform(n, r, pc)
}

// newParser sets goldmark up, with more inline parsers.
func newParser(more ...util.PrioritizedValue) parser.Parser {
	blocks := parser.DefaultBlockParsers()
	for i, p := range blocks {
		switch p.Value {
		case parser.NewBlockquoteParser(), parser.NewListParser(), parser.NewListItemParser():
			blocks[i].Value = container{p.Value.(parser.BlockParser)}
		}
	}
	inlines := append(parser.DefaultInlineParsers(),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
		util.Prioritized(extension.NewLinkifyParser(), 999),
	)
	for i, p := range inlines {
		switch p.Value {
		case parser.NewEmphasisParser(), extension.NewStrikethroughParser():
			inlines[i].Value = delimiter{p.Value.(parser.InlineParser)}
		case parser.NewLinkParser():
			inlines[i].Value = bracket{p.Value.(parser.InlineParser)}
		case parser.NewCodeSpanParser():
			inlines[i].Value = tick{p.Value.(parser.InlineParser)}
		}
	}
	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(append(inlines, more...)...),
		parser.WithParagraphTransformers(
			util.Prioritized(definitions{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(tables{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
		parser.WithEscapedSpace(),
	)
}

// excess tells what was too much for the allowance as a flaw.
func (w *writer) excess() {
	if a := w.allowance; a.what != "" {
		at := min(max(a.at, 0), len(w.src))
		w.flaw(model.Excess, at, at+firstLine(w.src[at:]), a.what)
	}
}
