package stencil

import (
	"cmp"
	"fmt"
	"reflect"
)

// call compiles the functions of text/template that themes use most. final is the value
// piped into the call, its last argument.
func call(name string, args []expr, final *expr) expr {
	if final != nil {
		if name == "and" || name == "or" {
			leave(name + " at the end of a pipeline") // there is nothing to spare: final was evaluated
		}
		args = append(args, *final)
	}
	switch {
	case len(args) == 0:
	case name == "len" && len(args) == 1:
		return length(args[0])
	case name == "not" && len(args) == 1:
		full := args[0].truth()
		return yesNo(func(s *state, dot reflect.Value) bool { return !full(s, dot) })
	case name == "and" || name == "or":
		return both(args, name == "or")
	case name == "eq" && len(args) > 1, len(args) == 2:
		if holds, ok := compares(name); ok {
			return comparison(args, holds)
		}
	}
	switch name {
	case "index":
		return index(args)
	case "print", "printf", "println":
		return sprint(name, args)
	}
	leave("function " + name)
	return expr{}
}

// yesNo gives an expr of a bool.
func yesNo(f func(*state, reflect.Value) bool) expr {
	return expr{
		typ: reflect.TypeFor[bool](), bool: f,
		eval: func(s *state, dot reflect.Value) reflect.Value { return reflect.ValueOf(f(s, dot)) },
	}
}

// length compiles len.
func length(e expr) expr {
	refuse(e.typ)
	switch bare(e.typ).Kind() {
	case reflect.Array, reflect.Slice, reflect.String:
	default:
		leave("len of " + e.typ.String())
	}
	n := func(s *state, dot reflect.Value) int { return follow(e.eval(s, dot)).Len() }
	return expr{
		typ: reflect.TypeFor[int](), int: n,
		eval: func(s *state, dot reflect.Value) reflect.Value { return reflect.ValueOf(n(s, dot)) },
	}
}

// both compiles and and or: the first argument that decides, or the last one. Their
// truth does not need them to have one type, their value does.
func both(args []expr, or bool) expr {
	fulls := make([]func(*state, reflect.Value) bool, len(args))
	alike := true
	for i, a := range args {
		fulls[i] = a.truth()
		alike = alike && a.typ == args[0].typ
	}
	e := yesNo(func(s *state, dot reflect.Value) bool {
		for _, full := range fulls {
			if full(s, dot) == or {
				return or
			}
		}
		return !or
	})
	if !alike {
		e.typ, e.eval = nil, nil // refused by whoever wants more than the truth
		return e
	}
	full := fullness(args[0].typ)
	e.typ = args[0].typ
	e.eval = func(s *state, dot reflect.Value) (v reflect.Value) {
		for _, a := range args {
			if v = a.eval(s, dot); full(v) == or {
				break
			}
		}
		return v
	}
	return e
}

// compares gives which orders of two values a function holds for: negative, zero,
// positive.
func compares(name string) (holds [3]bool, ok bool) {
	switch name {
	case "eq":
		return [3]bool{false, true, false}, true
	case "ne":
		return [3]bool{true, false, true}, true
	case "lt":
		return [3]bool{true, false, false}, true
	case "le":
		return [3]bool{true, true, false}, true
	case "gt":
		return [3]bool{false, false, true}, true
	case "ge":
		return [3]bool{false, true, true}, true
	}
	return holds, false
}

// comparison compiles eq and its like for whole numbers and strings. All arguments are
// evaluated, as each may fail; eq holds where any of the later ones equals the first.
func comparison(args []expr, holds [3]bool) expr {
	order := compare(args[0], args[1:])
	return yesNo(func(s *state, dot reflect.Value) bool {
		found := false
		for i := range args[1:] {
			if holds[order(s, dot, i)+1] {
				found = true
			}
		}
		return found
	})
}

// compare gives the function that compares a with the others[i]: -1, 0 or 1.
func compare(a expr, others []expr) func(s *state, dot reflect.Value, i int) int {
	same := func(of func(reflect.Type) bool) bool {
		for _, x := range others {
			if !of(x.typ) {
				return false
			}
		}
		return of(a.typ)
	}
	switch {
	case same(isInt):
		x, ys := a.whole(), make([]func(*state, reflect.Value) int64, len(others))
		for i, o := range others {
			ys[i] = o.whole()
		}
		return func(s *state, dot reflect.Value, i int) int { return cmp.Compare(x(s, dot), ys[i](s, dot)) }
	case same(isText):
		return func(s *state, dot reflect.Value, i int) int {
			return cmp.Compare(a.eval(s, dot).String(), others[i].eval(s, dot).String())
		}
	}
	leave("comparison of other than whole numbers and strings")
	return nil
}

func isText(t reflect.Type) bool { return t != nil && t.Kind() == reflect.String }

func isInt(t reflect.Type) bool {
	return t != nil && t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64
}

// whole gives the value of a whole number.
func (e expr) whole() func(*state, reflect.Value) int64 {
	if e.int != nil {
		return func(s *state, dot reflect.Value) int64 { return int64(e.int(s, dot)) }
	}
	return func(s *state, dot reflect.Value) int64 { return e.eval(s, dot).Int() }
}

// index compiles index of slices and arrays by whole numbers.
func index(args []expr) expr {
	e := args[0]
	refuse(e.typ)
	for _, at := range args[1:] {
		base := bare(e.typ)
		if k := base.Kind(); k != reflect.Slice && k != reflect.Array || !isInt(at.typ) {
			leave("index of " + e.typ.String())
		}
		refuse(base.Elem())
		of, i := e.eval, at.whole()
		e = expr{typ: base.Elem(), eval: func(s *state, dot reflect.Value) reflect.Value {
			v, i := follow(of(s, dot)), i(s, dot)
			if i < 0 || i >= int64(v.Len()) {
				panic(giveUp{})
			}
			return v.Index(int(i))
		}}
	}
	return e
}

// sprint compiles print, printf and println.
func sprint(name string, args []expr) expr {
	for _, a := range args {
		refuse(a.typ)
	}
	join := fmt.Sprint
	switch name {
	case "println":
		join = fmt.Sprintln
	case "printf":
		if len(args) == 0 || args[0].typ != reflect.TypeFor[string]() {
			leave("printf without a format")
		}
		join = func(a ...any) string { return fmt.Sprintf(a[0].(string), a[1:]...) }
	}
	text := func(s *state, dot reflect.Value) string {
		all := make([]any, len(args))
		for i, a := range args {
			all[i] = a.eval(s, dot).Interface()
		}
		return join(all...)
	}
	return expr{
		typ: reflect.TypeFor[string](), text: text,
		eval: func(s *state, dot reflect.Value) reflect.Value { return reflect.ValueOf(text(s, dot)) },
	}
}
