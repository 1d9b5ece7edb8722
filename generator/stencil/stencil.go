// Package stencil executes html/template templates that were compiled for the type of
// their data. It owns how fast a page is made, and nothing of what the page says: its
// output is html/template's, byte for byte, and so are its errors.
//
// html/template does what it is trusted for: it parses, and it puts the escapers that
// every context needs into the parse tree. Only then does the package read the tree and
// turn it into closures for one Go type of data: fields become indexes, calls of
// escapers become functions that append to a slice. Whatever it does not know (a
// function, an escaper, a map, a value whose type only execution shows) makes it leave
// the whole template to html/template; whatever goes wrong while executing (a nil
// pointer, an index out of range) makes it throw its output away and let html/template
// execute again, for its output or its error. A theme may therefore use all of the
// language; it is only slower where it leaves what is known here.
//
// Why code of our own: html/template calls each escaper by reflection with a boxed
// argument and looks each field up by its name, page after page. All templates together
// were a seventh of a build's CPU time. Executing item.html took 120 to 150 µs and 567
// allocations; compiled it takes 7 to 13 µs and one allocation, and encoding/json has 4 of
// those µs, for the page's schema.org data (BenchmarkItemTemplate and
// BenchmarkItemTemplateUncompiled of package page). Code generated or written by hand would
// be faster still, but no theme could be laid over it.
package stencil

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
)

// A Set is a set of templates for executing. It may be used by many goroutines.
type Set struct {
	std      *template.Template
	programs map[string]*programs // by template; the map itself is only read
	mu       sync.Mutex           // held while a template is escaped and compiled
	states   sync.Pool            // of *state
}

// programs are those of one template, by the type of data: reflect.Type to *program.
type programs struct{ of sync.Map }

// A program is a template compiled for one type of data.
type program struct {
	main *body
	why  error // why it is left to html/template; nil where it is not

	gaveUp atomic.Bool // while executing, at least once
}

// New gives a parsed set for executing. From then on std belongs to the Set: nobody else
// may parse into it or execute it. It must not define functions under the names of
// text/template's own.
func New(std *template.Template) *Set {
	s := &Set{std: std, programs: map[string]*programs{}}
	for _, t := range std.Templates() {
		s.programs[t.Name()] = &programs{}
	}
	return s
}

// Append appends what the template of the name makes of data. An error is
// html/template's; dst is given back as it was then.
func (s *Set) Append(dst []byte, name string, data any) ([]byte, error) {
	p := s.program(name, reflect.TypeOf(data))
	if p.why == nil {
		st := s.state(dst)
		if p.main.try(st, reflect.ValueOf(data)) {
			out := st.out
			st.out = nil
			s.states.Put(st)
			return out, nil
		}
		p.gaveUp.Store(true)
	}
	buf := bytes.NewBuffer(dst)
	if err := s.std.ExecuteTemplate(buf, name, data); err != nil {
		return dst, err
	}
	return buf.Bytes(), nil
}

// Left tells, in order, which templates executed so far were left to html/template, for
// which data and why. It is for tests: such a template is only slower.
func (s *Set) Left() (left []string) {
	for name, ps := range s.programs {
		ps.of.Range(func(typ, p any) bool {
			if p := p.(*program); p.why != nil {
				left = append(left, fmt.Sprintf("%s of %v: %v", name, typ, p.why))
			} else if p.gaveUp.Load() {
				left = append(left, fmt.Sprintf("%s of %v: given up", name, typ))
			}
			return true
		})
	}
	slices.Sort(left)
	return left
}

// program gives the template's program for the type, compiled with its first use.
func (s *Set) program(name string, typ reflect.Type) *program {
	of := s.programs[name]
	if of == nil || typ == nil {
		return &program{why: unknown("a template without data or of that name")}
	}
	if have, ok := of.of.Load(typ); ok {
		return have.(*program)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if have, ok := of.of.Load(typ); ok {
		return have.(*program)
	}
	s.escape(name)
	p := compile(s.std, name, typ)
	of.of.Store(typ, p)
	return p
}

// escape has html/template put escapers into the template and those it calls. That it
// does with the first execution only, so one is begun, without data, and cut off.
// Whether it fails shows when the template is executed in earnest.
func (s *Set) escape(name string) { _ = s.std.ExecuteTemplate(shut{}, name, nil) }

// A shut writer takes nothing.
type shut struct{}

func (shut) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// A state is one execution's. It is used again after a good one.
type state struct {
	out     []byte
	scratch []byte          // an escaper's output where another follows
	vars    []reflect.Value // frames of variables, the current one from base on; its first is $
	base    int
	depth   int  // of templates within templates
	foreign bool // a method of the data is being called

	marshalled bytes.Buffer
	json       *json.Encoder // into marshalled
}

// state gives one that appends to dst.
func (s *Set) state(dst []byte) *state {
	if st, ok := s.states.Get().(*state); ok {
		st.out = dst
		return st
	}
	st := &state{out: dst}
	st.json = json.NewEncoder(&st.marshalled)
	return st
}

// A giveUp is the panic that ends an execution which html/template must do.
type giveUp struct{}

// try executes the program and reports whether it could. If not, the state is of no more
// use.
func (b *body) try(s *state, data reflect.Value) (ok bool) {
	defer func() {
		if ok {
			return
		}
		if p := recover(); p != nil && p != (giveUp{}) && !s.foreign {
			panic(p) // a fault of this package: html/template turns only those of methods into errors
		}
	}()
	b.call(s, data)
	return true
}

// maxDepth of templates within templates. html/template allows more and says at which
// depth it gives up; no theme has use for either.
const maxDepth = 500

// A body is one template for one type of dot.
type body struct {
	run   []action
	slots int // variables that it has at a time, $ among them
}

// call executes the body with a frame of its own.
func (b *body) call(s *state, dot reflect.Value) {
	if s.depth++; s.depth > maxDepth {
		panic(giveUp{})
	}
	base, top := s.base, len(s.vars)
	s.base = top
	for range b.slots {
		s.vars = append(s.vars, reflect.Value{})
	}
	s.vars[top] = dot
	do(b.run, s, dot)
	clear(s.vars[top:]) // nothing is kept alive by a state at rest
	s.vars, s.base = s.vars[:top], base
	s.depth--
}

// A flow is how an action ended.
type flow int

const (
	onward flow = iota
	breaks
	continues
)

// An action is a compiled node.
type action func(s *state, dot reflect.Value) flow

// do executes actions in order.
func do(run []action, s *state, dot reflect.Value) flow {
	for _, a := range run {
		if f := a(s, dot); f != onward {
			return f
		}
	}
	return onward
}
