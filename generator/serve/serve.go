// Package serve owns the preview: a web server on this machine alone that shows the site
// from memory, builds it again when a file is saved, and reloads the page.
//
// It takes folders to watch and a function that builds; it knows no product and no rule.
// What it serves is what the function gave last without error findings. While error
// findings stand, that last good site stays, and every page of it carries them on top,
// each with its place, its sentence and its fix; where there has never been a good
// site, a page of findings is served instead.
//
// It refuses: to listen on an address that other machines reach, also where one asks for it,
// because it shows drafts; requests whose Host header names another host (a foreign page that
// points its own name at this machine would read drafts); what a page of another site asks for
// but a link that somebody follows; methods other than GET and HEAD; paths that are not files of
// the site, which are looked up in its plan and never on the disk; more than a hundred pages
// that listen at a time. It has no address that changes anything.
//
// Events of the file system are a doorbell, never the truth: after each, and now and then
// without one (network drives send none), the watched folders are walked again, and the
// site is built when sizes or times of change differ.
package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// DefaultListen is the address of a preview that is told no other.
const DefaultListen = "127.0.0.1:1313"

// Options says what to serve and how. Rebuild is needed; the rest has a use when zero.
type Options struct {
	Listen  string                                // host:port of this machine; DefaultListen when ""; port 0 is any free one
	Watch   []string                              // folders on disk whose files the site is made of; "" is skipped
	Lang    diag.Lang                             // of the findings on the pages; Chinese when ""
	Rebuild func(context.Context) (Result, error) // builds the site; never called twice at a time
	// Revise shows a file's present text in the site that Rebuild gave last, at once, where
	// nothing else of it has changed; ok is false where only a build will do. It is called
	// with the name of a file that was saved. Nil: every save builds.
	Revise func(name string) (r Result, ok bool)
	Ready  func(address string)               // called once, when pages can be opened; address is http://…/
	Built  func(Result, error, time.Duration) // called after each build, for the terminal

	wait waits // for tests
}

// A Result is what one build gave.
type Result struct {
	// Open gives a file of the site by its slash path ("index.html"): nil where there is none,
	// and an error where it cannot be made. Open is nil where error findings stopped the build.
	// It is called in parallel.
	Open func(path string) (body []byte, err error)
	// Findings are all findings, sorted.
	Findings []diag.Diagnostic
	// Text gives the text of the file that a finding is about, to count its line and column;
	// may be nil.
	Text func(path string) (text []byte, ok bool)
	// Shows gives, for the name of a saved file, the sum of its text as the site shows it; zero
	// where that is no text of the site. May be nil, which knows none.
	Shows func(name string) source.Digest
}

// shows is Shows, where there is one.
func (r *Result) shows(name string) source.Digest {
	if r.Shows == nil {
		return source.Digest{}
	}
	return r.Shows(name)
}

// A RefusedError tells of an address that the preview does not listen on. Its words
// are for the clerk.
type RefusedError struct{ Words diag.Words }

// Error gives the Chinese words.
func (e *RefusedError) Error() string { return e.Words.ZH }

// A state is what the server shows: made once, replaced as a whole.
type state struct {
	version string                       // differs between any two states, also of two runs of the program
	open    func(string) ([]byte, error) // the last good site; nil where there has been none
	result  Result                       // of the newest build
	err     error                        // of the newest build: a machine's fault or a template's
	next    chan struct{}                // closed when a newer state stands
}

// broken reports whether the newest build gave no site.
func (st *state) broken() bool {
	return st.err != nil || st.result.Open == nil || diag.Count(st.result.Findings)[diag.Error] > 0
}

// A server answers requests from its present state.
type server struct {
	opt   Options
	hosts map[string]bool // Host headers that are this server
	born  int64
	state atomic.Pointer[state]
	pages atomic.Int64 // that listen to events

	mu      sync.Mutex               // held while a new state is made
	count   int                      // of states
	revised map[string]bool          // files saved since the newest build began: whether pages show them
	built   Result                   // of the newest build
	told    map[string]source.Digest // of the texts that were shown at once since then
}

// Run serves until the context ends, and then gives nil. It gives a *RefusedError for
// an address that is not of this machine or is taken, and an error where listening
// fails. When it returns, nothing of it runs any more.
func Run(ctx context.Context, opt Options) error {
	if opt.Listen == "" {
		opt.Listen = DefaultListen
	}
	if opt.wait == (waits{}) {
		opt.wait = waits{quiet, patience, breath}
	}
	ln, err := listen(ctx, opt.Listen)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s := newServer(opt, ln.Addr().(*net.TCPAddr))
	w := newWatch(opt.Watch, opt.wait)
	defer w.close()
	s.build(ctx)

	srv := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	var group sync.WaitGroup
	group.Go(func() { w.run(ctx) })
	group.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case name := <-w.saved:
				s.revise(name)
			}
		}
	})
	group.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-w.changed:
				s.rest(ctx)
				s.build(ctx)
			}
		}
	})
	group.Go(func() {
		<-ctx.Done()
		late, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if srv.Shutdown(late) != nil {
			srv.Close()
		}
	})
	if opt.Ready != nil {
		opt.Ready("http://" + ln.Addr().String() + "/")
	}
	err = srv.Serve(ln)
	stop()
	group.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve %s: %w", opt.Listen, err)
}

// listen opens the address, or refuses it in words.
func listen(ctx context.Context, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if _, perr := strconv.ParseUint(port, 10, 16); err != nil || perr != nil {
		return nil, &RefusedError{diag.Say(
			"监听地址“%s”看不懂；请写成“127.0.0.1:端口”，例如 "+DefaultListen+"。",
			"cannot read the address %q; write it as 127.0.0.1:PORT, such as "+DefaultListen, address)}
	}
	if host == "localhost" {
		address = net.JoinHostPort("127.0.0.1", port)
	} else if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, &RefusedError{diag.Say(
			"预览只供本机使用，不能监听“%s”；请用 127.0.0.1:%s。",
			"the preview is for this machine alone and does not listen on %q; use 127.0.0.1:%s", address, port)}
	}
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, &RefusedError{diag.Say(
			"不能监听 %s（%v）；端口可能被别的程序占用，请换一个，例如 127.0.0.1:0。",
			"cannot listen on %s (%v); another program may use the port: choose another, such as 127.0.0.1:0", address, err)}
	}
	return ln, nil
}

func newServer(opt Options, at *net.TCPAddr) *server {
	s := &server{opt: opt, hosts: map[string]bool{}, born: time.Now().UnixNano(), revised: map[string]bool{}, told: map[string]source.Digest{}}
	port := at.Port
	own := at.IP.String() // of the machine's many loopback addresses the one that was asked for
	if at.IP.To4() == nil {
		own = "[" + own + "]"
	}
	for _, host := range []string{"localhost", "127.0.0.1", "[::1]", own} {
		s.hosts[host+":"+strconv.Itoa(port)] = true
		if port == 80 {
			s.hosts[host] = true
		}
	}
	s.state.Store(&state{next: make(chan struct{})})
	return s
}

// build makes the site anew and puts the outcome in place of the present state. A good site
// is only ever replaced by a good one.
func (s *server) build(ctx context.Context) {
	began := time.Now()
	s.mu.Lock()
	before := s.revised
	s.revised = map[string]bool{}
	s.mu.Unlock()
	result, err := s.opt.Rebuild(ctx)
	if ctx.Err() != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	told := s.told
	s.built, s.told = result, map[string]source.Digest{}
	if err == nil && result.Open != nil {
		for name := range s.revised { // saved while the build ran, which may not know it
			if r, ok := s.opt.Revise(name); ok {
				result = r
				s.told[name] = r.shows(name)
			}
		}
	}
	s.show(result, err, shown(before, s.revised) && s.stand(told))
	if s.opt.Built != nil {
		s.opt.Built(result, err, time.Since(began))
	}
}

// revise shows a saved file at once where that will do. One save rings more than once (a file is
// emptied, then written), and each ring may find the whole text: pages are told of it once.
func (s *server) revise(name string) {
	if s.opt.Revise == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var result Result
	var ok bool
	if st := s.state.Load(); st.open != nil && !st.broken() {
		result, ok = s.opt.Revise(name)
	}
	// A program that empties a file before it writes it is answered twice: the last counts.
	s.revised[name] = ok
	if !ok {
		return
	}
	was, now := s.text(name), result.shows(name)
	s.told[name] = now
	if now == (source.Digest{}) || now != was {
		s.show(result, nil, false)
	}
}

// text gives the sum of the file's text in the site as it is shown.
func (s *server) text(name string) source.Digest {
	if sum, ok := s.told[name]; ok {
		return sum
	}
	return s.built.shows(name)
}

// stand reports whether the site shows the texts that pages were told of. A build may have read a
// newer one, whose ring is still to come.
func (s *server) stand(told map[string]source.Digest) bool {
	for name, sum := range told {
		if sum != s.text(name) {
			return false
		}
	}
	return true
}

// shown reports whether pages show already all that was saved before a build, at once or, where a
// program first emptied a file, while the build ran.
func shown(before, meanwhile map[string]bool) bool {
	for name, ok := range before {
		if !ok && !meanwhile[name] {
			return false
		}
	}
	return len(before) > 0
}

// rest lets pages reload before a build takes the processors, where they show already what
// was saved.
func (s *server) rest(ctx context.Context) {
	s.mu.Lock()
	seen := shown(s.revised, nil)
	s.mu.Unlock()
	if !seen {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(s.opt.wait.breath):
	}
}

// breath is how long a build waits for pages that reload.
const breath = 500 * time.Millisecond

// show makes the newest state. Where pages have seen what is new they do not reload.
func (s *server) show(result Result, err error, seen bool) {
	old := s.state.Load()
	st := &state{version: old.version, open: old.open, result: result, err: err, next: make(chan struct{})}
	if !seen || st.broken() || old.broken() {
		s.count++
		st.version = fmt.Sprintf("%x-%d", s.born, s.count)
	}
	if !st.broken() {
		st.open = result.Open
	}
	s.state.Store(st)
	close(old.next)
}
