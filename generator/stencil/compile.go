package stencil

import (
	"html/template"
	"reflect"
	"text/template/parse"
)

// An unknown is what the compiler leaves to html/template.
type unknown string

func (u unknown) Error() string { return "left to html/template: " + string(u) }

// leave ends the compiling of a template.
func leave(what string) { panic(unknown(what)) }

// A def is a template with the type of its dot; nil is no dot.
type def struct {
	name string
	typ  reflect.Type
}

// A compiler compiles one template and those that it calls.
type compiler struct {
	set    *template.Template
	bodies map[def]*body
}

// compile gives the escaped template's program for data of the type.
func compile(set *template.Template, name string, typ reflect.Type) (p *program) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case unknown:
			p = &program{why: r}
		default:
			panic(r)
		}
	}()
	c := &compiler{set, map[def]*body{}}
	return &program{main: c.body(name, typ)}
}

// body gives the body of a template for a type of dot. One that calls itself finds the
// body that is being made.
func (c *compiler) body(name string, typ reflect.Type) *body {
	d := def{name, typ}
	if b := c.bodies[d]; b != nil {
		return b
	}
	t := c.set.Lookup(name) // nil too for those that html/template derived for other contexts
	if t == nil || t.Tree == nil || t.Tree.Root == nil {
		leave("template " + name)
	}
	b := &body{slots: 1}
	c.bodies[d] = b
	f := &frame{compiler: c, body: b, vars: []variable{{"$", typ}}}
	b.run = f.list(t.Tree.Root, typ)
	return b
}

// A frame is what is known within one body.
type frame struct {
	*compiler
	body *body
	vars []variable // visible ones; a variable's place is its slot
}

// A variable has one type as long as it is visible.
type variable struct {
	name string
	typ  reflect.Type
}

// declare makes a variable visible and gives its slot.
func (f *frame) declare(name string, typ reflect.Type) int {
	f.vars = append(f.vars, variable{name, typ})
	f.body.slots = max(f.body.slots, len(f.vars))
	return len(f.vars) - 1
}

// slot finds the variable that a name means.
func (f *frame) slot(name string) int {
	for i := len(f.vars) - 1; i >= 0; i-- {
		if f.vars[i].name == name {
			return i
		}
	}
	leave("variable " + name)
	return 0
}

// list compiles nodes, texts side by side into one action. Variables stay visible: it is
// for the caller to end them.
func (f *frame) list(l *parse.ListNode, dot reflect.Type) (run []action) {
	if l == nil {
		return nil
	}
	for _, n := range l.Nodes {
		if a := f.node(n, dot); a != nil {
			run = append(run, a)
		}
	}
	return run
}

// node compiles one node, to nil where it does nothing.
func (f *frame) node(n parse.Node, dot reflect.Type) action {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		if text == "" {
			return nil
		}
		return func(s *state, _ reflect.Value) flow {
			s.out = append(s.out, text...)
			return onward
		}
	case *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		if len(n.Pipe.Decl) > 0 {
			return f.store(n.Pipe, dot)
		}
		return f.print(n.Pipe, dot)
	case *parse.IfNode:
		return f.branch(&n.BranchNode, dot, false)
	case *parse.WithNode:
		return f.branch(&n.BranchNode, dot, true)
	case *parse.RangeNode:
		return f.loop(n, dot)
	case *parse.TemplateNode:
		return f.template(n, dot)
	case *parse.BreakNode:
		return func(*state, reflect.Value) flow { return breaks }
	case *parse.ContinueNode:
		return func(*state, reflect.Value) flow { return continues }
	}
	leave("node " + n.String())
	return nil
}

// store compiles {{$x := pipe}} and {{$x = pipe}}.
func (f *frame) store(p *parse.PipeNode, dot reflect.Type) action {
	e := f.pipe(p, dot)
	if len(p.Decl) != 1 || len(p.Decl[0].Ident) != 1 {
		leave("declaration " + p.String())
	}
	name := p.Decl[0].Ident[0]
	slot := 0
	if !p.IsAssign {
		slot = f.declare(name, e.typ)
	} else if slot = f.slot(name); f.vars[slot].typ != e.typ {
		leave("variable of two types " + name)
	}
	return func(s *state, dot reflect.Value) flow {
		s.vars[s.base+slot] = e.eval(s, dot)
		return onward
	}
}

// branch compiles {{if}} and {{with}}.
func (f *frame) branch(n *parse.BranchNode, dot reflect.Type, with bool) action {
	mark := len(f.vars)
	defer func() { f.vars = f.vars[:mark] }()
	if !with && len(n.Pipe.Decl) == 0 {
		cond := f.commands(n.Pipe.Cmds, dot).truth() // its value may have two types
		yes, no := f.inner(n.List, dot), f.inner(n.ElseList, dot)
		return func(s *state, dot reflect.Value) flow {
			if cond(s, dot) {
				return do(yes, s, dot)
			}
			return do(no, s, dot)
		}
	}
	e := f.pipe(n.Pipe, dot)
	slot := -1
	if len(n.Pipe.Decl) > 0 {
		if n.Pipe.IsAssign || len(n.Pipe.Decl) != 1 {
			leave("declaration " + n.Pipe.String())
		}
		slot = f.declare(n.Pipe.Decl[0].Ident[0], e.typ)
	}
	full := fullness(e.typ)
	inside := dot
	if with {
		inside = e.typ
	}
	yes, no := f.inner(n.List, inside), f.inner(n.ElseList, dot)
	return func(s *state, dot reflect.Value) flow {
		v := e.eval(s, dot)
		if slot >= 0 {
			s.vars[s.base+slot] = v
		}
		if !full(v) {
			return do(no, s, dot)
		}
		if with {
			dot = v
		}
		return do(yes, s, dot)
	}
}

// inner compiles a list whose variables end with it.
func (f *frame) inner(l *parse.ListNode, dot reflect.Type) []action {
	mark := len(f.vars)
	defer func() { f.vars = f.vars[:mark] }()
	return f.list(l, dot)
}

// loop compiles {{range}} over slices and arrays.
func (f *frame) loop(n *parse.RangeNode, dot reflect.Type) action {
	mark := len(f.vars)
	defer func() { f.vars = f.vars[:mark] }()
	e := f.pipe(n.Pipe, dot)
	base := bare(e.typ)
	decl := n.Pipe.Decl
	if k := base.Kind(); k != reflect.Slice && k != reflect.Array || n.Pipe.IsAssign || len(decl) > 2 {
		leave("range " + n.Pipe.String())
	}
	refuse(base.Elem())
	// Where nothing is there to range over, the else list sees the whole in the variables.
	index, elem := -1, -1
	for i, d := range decl {
		elem = f.declare(d.Ident[0], e.typ)
		if len(decl) == 2 && i == 0 {
			index = elem
		}
	}
	no := f.inner(n.ElseList, dot)
	if index >= 0 {
		f.vars[index].typ = reflect.TypeFor[int]()
	}
	if elem >= 0 {
		f.vars[elem].typ = base.Elem()
	}
	yes := f.inner(n.List, base.Elem())
	return func(s *state, dot reflect.Value) flow {
		v := e.eval(s, dot)
		if index >= 0 {
			s.vars[s.base+index] = v
		}
		if elem >= 0 {
			s.vars[s.base+elem] = v
		}
		v = follow(v)
		if v.Len() == 0 {
			if do(no, s, dot) == continues {
				return continues
			}
			return onward // html/template lets a break in the else list end this loop, not the one around it
		}
		for i := range v.Len() {
			x := v.Index(i)
			if index >= 0 {
				s.vars[s.base+index] = reflect.ValueOf(i)
			}
			if elem >= 0 {
				s.vars[s.base+elem] = x
			}
			if do(yes, s, x) == breaks {
				break
			}
		}
		return onward
	}
}

// template compiles {{template "name" pipe}}.
func (f *frame) template(n *parse.TemplateNode, dot reflect.Type) action {
	if n.Pipe == nil {
		callee := f.compiler.body(n.Name, nil)
		return func(s *state, _ reflect.Value) flow {
			callee.call(s, reflect.Value{})
			return onward
		}
	}
	e := f.pipe(n.Pipe, dot)
	if len(n.Pipe.Decl) > 0 {
		leave("declaration " + n.Pipe.String())
	}
	callee := f.compiler.body(n.Name, e.typ)
	return func(s *state, dot reflect.Value) flow {
		callee.call(s, e.eval(s, dot))
		return onward
	}
}

// print compiles {{pipe}}: the value, and the escapers that html/template put behind it.
func (f *frame) print(p *parse.PipeNode, dot reflect.Type) action {
	n := len(p.Cmds)
	for n > 0 && escapes(p.Cmds[n-1]) {
		n--
	}
	if n == 0 || n == len(p.Cmds) {
		leave("action " + p.String())
	}
	names := make([]string, 0, 3)
	for _, cmd := range p.Cmds[n:] {
		names = append(names, cmd.Args[0].(*parse.IdentifierNode).Ident)
	}
	return escaped(f.commands(p.Cmds[:n], dot), names)
}
