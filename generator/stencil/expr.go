package stencil

import (
	"reflect"
	"strings"
	"text/template/parse"
)

// An expr is something with a value of one type. The type is never an interface: what it
// would hold only execution shows.
type expr struct {
	typ  reflect.Type
	eval func(s *state, dot reflect.Value) reflect.Value

	// The value without a box, where there is a way to it; else nil.
	bool func(s *state, dot reflect.Value) bool
	int  func(s *state, dot reflect.Value) int
	text func(s *state, dot reflect.Value) string
}

// truth gives what {{if}} makes of the value.
func (e expr) truth() func(*state, reflect.Value) bool {
	if e.bool != nil {
		return e.bool
	}
	full := fullness(e.typ)
	return func(s *state, dot reflect.Value) bool { return full(e.eval(s, dot)) }
}

// fullness gives the test of {{if}} and {{with}} for a type.
func fullness(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.Array, reflect.Slice, reflect.Map:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.String:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.Pointer, reflect.Func, reflect.Chan:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(v reflect.Value) bool { return v.Uint() != 0 }
	case reflect.Float32, reflect.Float64:
		return func(v reflect.Value) bool { return v.Float() != 0 }
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	}
	leave("truth of " + t.String())
	return nil
}

// refuse leaves types whose values only execution knows.
func refuse(t reflect.Type) {
	if t == nil || t.Kind() == reflect.Interface || t == reflect.TypeFor[reflect.Value]() {
		leave("a value of a type known only when executed")
	}
}

// bare gives the type behind all pointers.
func bare(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// follow gives the value behind all pointers. At a nil one it gives up.
func follow(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			panic(giveUp{})
		}
		v = v.Elem()
	}
	return v
}

// pipe compiles a pipeline to a value. What it declares is left to the caller.
func (f *frame) pipe(p *parse.PipeNode, dot reflect.Type) expr {
	e := f.commands(p.Cmds, dot)
	refuse(e.typ)
	return e
}

// commands compiles a | b c | d: each command is the last argument of the next.
func (f *frame) commands(cmds []*parse.CommandNode, dot reflect.Type) expr {
	if len(cmds) == 0 {
		leave("an empty pipeline")
	}
	e := f.command(cmds[0], dot, nil)
	for _, cmd := range cmds[1:] {
		e = f.command(cmd, dot, &e)
	}
	return e
}

// command compiles one command; final is what was piped into it.
func (f *frame) command(cmd *parse.CommandNode, dot reflect.Type, final *expr) expr {
	if id, ok := cmd.Args[0].(*parse.IdentifierNode); ok {
		args := make([]expr, 0, len(cmd.Args))
		for _, a := range cmd.Args[1:] {
			args = append(args, f.operand(a, dot))
		}
		return call(id.Ident, args, final)
	}
	if final != nil || len(cmd.Args) > 1 {
		leave("arguments of " + cmd.String())
	}
	return f.operand(cmd.Args[0], dot)
}

// operand compiles what stands alone or as an argument.
func (f *frame) operand(n parse.Node, dot reflect.Type) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		refuse(dot)
		return expr{typ: dot, eval: func(_ *state, dot reflect.Value) reflect.Value { return dot }}
	case *parse.FieldNode:
		refuse(dot)
		e := expr{typ: dot, eval: func(_ *state, dot reflect.Value) reflect.Value { return dot }}
		return fields(e, n.Ident, true)
	case *parse.VariableNode:
		slot := f.slot(n.Ident[0])
		typ := f.vars[slot].typ
		refuse(typ)
		e := expr{typ: typ, eval: func(s *state, _ reflect.Value) reflect.Value { return s.vars[s.base+slot] }}
		return fields(e, n.Ident[1:], false)
	case *parse.ChainNode:
		p, ok := n.Node.(*parse.PipeNode)
		if !ok {
			leave("chain " + n.String())
		}
		e := f.operand(p, dot)
		refuse(e.typ)
		return fields(e, n.Field, false)
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			leave("declaration " + n.String())
		}
		return f.commands(n.Cmds, dot)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		e := constant(n.True)
		e.bool = func(*state, reflect.Value) bool { return n.True }
		return e
	case *parse.NumberNode:
		// What else a number may be (a rune, a float, 0xe) the language tells by its spelling.
		if strings.Trim(n.Text, "-0123456789") != "" || !n.IsInt || int64(int(n.Int64)) != n.Int64 {
			leave("number " + n.Text)
		}
		e := constant(int(n.Int64))
		e.int = func(*state, reflect.Value) int { return int(n.Int64) }
		return e
	}
	leave("operand " + n.String())
	return expr{}
}

// constant gives an expr of a constant.
func constant(x any) expr {
	v := reflect.ValueOf(x)
	return expr{typ: v.Type(), eval: func(*state, reflect.Value) reflect.Value { return v }}
}

// A step is one field on the way to a value: pointers are followed first.
type step struct {
	pointer bool // the value is behind pointers
	field   int
}

// fields compiles .A.B.C of a value. ofDot says that the value is dot itself.
func fields(e expr, names []string, ofDot bool) expr {
	var steps []step
	typ := e.typ
	flush := func() {
		if len(steps) == 0 {
			return
		}
		e = expr{typ: typ, eval: walk(steps, e.eval, ofDot)}
		steps, ofDot = nil, false
	}
	for _, name := range names {
		base := bare(typ)
		if m, ok := reflect.PointerTo(base).MethodByName(name); ok {
			flush()
			e = method(e, base, m)
			typ, ofDot = e.typ, false
			continue
		}
		if base.Kind() != reflect.Struct {
			leave("field " + name + " of " + typ.String())
		}
		x, ok := base.FieldByName(name)
		if !ok || !x.IsExported() {
			leave("field " + name + " of " + typ.String())
		}
		for _, i := range x.Index {
			steps = append(steps, step{typ.Kind() == reflect.Pointer, i})
			typ = bare(typ).Field(i).Type
		}
		refuse(typ)
	}
	flush()
	return e
}

// walk gives the function that follows steps from a value.
func walk(steps []step, from func(*state, reflect.Value) reflect.Value, ofDot bool) func(*state, reflect.Value) reflect.Value {
	if len(steps) == 1 && ofDot {
		x := steps[0]
		if !x.pointer {
			return func(_ *state, v reflect.Value) reflect.Value { return v.Field(x.field) }
		}
		return func(_ *state, v reflect.Value) reflect.Value { return follow(v).Field(x.field) }
	}
	return func(s *state, dot reflect.Value) reflect.Value {
		v := dot
		if !ofDot {
			v = from(s, dot)
		}
		for _, x := range steps {
			if x.pointer {
				v = follow(v)
			}
			v = v.Field(x.field)
		}
		return v
	}
}

// method compiles the call of a method without arguments. ptr is the method of *base.
func method(e expr, base reflect.Type, ptr reflect.Method) expr {
	t := ptr.Type
	twice := t.NumOut() == 2 && t.Out(1) == reflect.TypeFor[error]()
	if t.NumIn() != 1 || t.NumOut() != 1 && !twice {
		leave("method " + ptr.Name)
	}
	refuse(t.Out(0))
	own, has := base.MethodByName(ptr.Name)
	return expr{typ: t.Out(0), eval: func(s *state, dot reflect.Value) reflect.Value {
		v := follow(e.eval(s, dot))
		switch {
		case v.CanAddr():
			v = v.Addr().Method(ptr.Index)
		case has:
			v = v.Method(own.Index)
		default:
			panic(giveUp{})
		}
		s.foreign = true
		out := v.Call(nil)
		s.foreign = false
		if len(out) == 2 && !out[1].IsNil() {
			panic(giveUp{})
		}
		return out[0]
	}}
}
