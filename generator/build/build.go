// Package build runs the stages in their order: load → check → plan → render → write. It
// holds the one list of products. It uses no operating system: folders come as fs.FS, the
// site goes to a sink, and the clock is a function that only timings read.
package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"gongkai/generator/attach"
	"gongkai/generator/calendar"
	"gongkai/generator/catalog"
	"gongkai/generator/check"
	"gongkai/generator/diag"
	"gongkai/generator/feed"
	"gongkai/generator/headers"
	"gongkai/generator/load"
	"gongkai/generator/model"
	"gongkai/generator/page"
	"gongkai/generator/plan"
	"gongkai/generator/render"
	"gongkai/generator/search"
	"gongkai/generator/sheet"
	"gongkai/generator/source"
	"gongkai/generator/style"
	"gongkai/generator/theme"
	"gongkai/generator/write"
)

// Options say what to build. The zero value of each optional field works.
type Options struct {
	Content fs.FS         // the content tree
	Theme   fs.FS         // laid over the default theme, file by file; nil for none
	Date    calendar.Date // the build day; zero: the day of Now in the site's time zone
	Now     time.Time     // when the command began
	// Font reads a font that lies outside the theme, by its path as print.yaml has it; nil
	// where there is none to be had.
	Font    func(path string) ([]byte, error)
	Preview bool // drafts and held items too
	// NoSheets leaves the printed files out, and every link to them.
	NoSheets bool
	Workers  int        // 0: one for each processor
	Cache    load.Cache // keeps what was read for the next run; nil for none
	Program  string     // what tells this program's version from any other
	Commit   string     // the content's commit, if it is told

	Clock    func() time.Time                    // for Timings; nil for none
	Progress func(stage string, done, total int) // may be called from any goroutine; nil for none
}

// A Sink takes the site. write.Dir and write.Draft are the two.
type Sink interface {
	render.Sink
	Commit() (write.Result, error)
	Abort() error
}

// A Timing is how long a stage took and what went through it.
type Timing struct {
	Stage string
	Time  time.Duration
	Items int   // files, findings or outputs, as the stage counts
	Bytes int64 // 0 where the stage has none
}

// A Result is what came of a build or a check.
type Result struct {
	Site     *model.Site
	Press    *sheet.Press      // makes the site's sheets
	Findings []diag.Diagnostic // sorted
	Outputs  int               // that this build makes: all that are planned, or a shard's
	Planned  int               // of the whole site
	Write    write.Result
	Timings  []Timing
	Unkept   error // why what was read could not be kept for the next run; nil where it was

	loaded load.Result
	pages  *page.Product // nil where nothing was planned
}

// ErrFindings tells that findings of severity error stand, so that nothing was written.
var ErrFindings = errors.New("findings of severity error")

// PrintFile is how findings name print.yaml of the folder that Options.Theme is.
const PrintFile = "print.yaml"

// Check loads and judges. An error is a machine's fault, or a theme's; what clerks can mend
// is in Findings.
func Check(o Options) (Result, error) {
	th, err := theme.Open(o.Theme)
	if err != nil {
		return Result{}, err
	}
	return inspect(context.Background(), o, th)
}

// inspect is Check with a theme, until the context ends.
func inspect(ctx context.Context, o Options, th *theme.Theme) (Result, error) {
	var r Result
	t := timer{clock: o.Clock, r: &r}
	t.start()
	loaded, err := load.Tree(o.Content, load.Options{
		Workers: o.Workers, Cache: o.Cache, Program: o.Program, Now: o.Now, Stopped: ctx.Err,
		Progress: func(done, total int) { o.progress("load", done, total) },
	})
	if err != nil {
		return r, err
	}
	r.Unkept, r.loaded = loaded.Unkept, loaded
	t.lap("load", loaded.Files, loaded.Bytes)
	parts := loaded.Parts
	parts.Preview, parts.Unprinted = o.Preview, o.NoSheets
	parts.Today, parts.Now = o.today(parts.Config.Timezone)
	r.Site = model.New(parts)
	t.lap("model", len(r.Site.All), 0)
	look, found := style.Read(layers(th))
	r.Press = sheet.New(r.Site, look, sheet.Options{Content: o.Content, Font: o.font(th), Seed: o.printSeed(th, r.Site, &look)})
	found = append(append(append(loaded.Findings, found...), r.Press.Check()...), themed(th)...)
	r.Findings = check.Site(r.Site, found)
	t.lap("check", len(r.Findings), 0)
	return r, nil
}

// Survey reads the content for clocks and judges nothing: in brief, items have what
// model.Item.PackBrief codes and no more.
func Survey(o Options, brief bool) (*model.Site, error) {
	loaded, err := load.Tree(o.Content, load.Options{
		Workers: o.Workers, Cache: o.Cache, Program: o.Program, Now: o.Now, Brief: brief,
		Progress: func(done, total int) { o.progress("load", done, total) },
	})
	if err != nil {
		return nil, err
	}
	parts := loaded.Parts
	parts.Today, parts.Now = o.today(parts.Config.Timezone)
	return model.New(parts), nil
}

// themed gives what in a theme of one's own the pages' policy forbids. Findings name the files as
// the theme has them.
func themed(th *theme.Theme) (found []diag.Diagnostic) {
	for _, dir := range []string{theme.Templates, theme.Assets} {
		for _, p := range th.Files(dir) {
			if _, over := th.Layers(p); over != nil {
				found = append(found, headers.Theme(p, over)...)
			}
		}
	}
	return found
}

// Headers gives what decides how web servers guard the site; of the content it needs the site's
// address alone.
func Headers(o Options) (headers.Site, error) {
	th, err := theme.Open(o.Theme)
	if err != nil {
		return headers.Site{}, err
	}
	s, err := Survey(o, true)
	if err != nil {
		return headers.Site{}, err
	}
	return headers.Of(s.Config.BaseURL, th.Files(theme.Assets)), nil
}

// layers gives print.yaml of the default theme and of the one laid over it.
func layers(th *theme.Theme) (base, over []byte, path string) {
	base, over = th.Layers(theme.Print)
	return base, over, PrintFile
}

// font gives the bytes of a font, of the theme or of the machine.
func (o Options) font(th *theme.Theme) func(style.FontFile) ([]byte, error) {
	return func(f style.FontFile) ([]byte, error) {
		switch {
		case f.InTheme():
			return th.Font(f.Path)
		case o.Font == nil:
			return nil, fs.ErrNotExist
		}
		return o.Font(f.Path)
	}
}

// seed is what every output depends on.
func (o Options) seed(th *theme.Theme, site *model.Site) *plan.Keyer {
	return plan.Key(source.Digest{}).Str(o.Program, fmt.Sprint(o.Preview, o.NoSheets)).Sum(th.Digest, site.Config.Digest)
}

// printSeed is what every printed output depends on: also on the fonts of the machine.
func (o Options) printSeed(th *theme.Theme, site *model.Site, look *style.Print) source.Digest {
	k := o.seed(th, site)
	for _, f := range look.Fonts.All() {
		if !f.InTheme() {
			data, _ := o.font(th)(f) // that it cannot be read is a finding of sheet's
			k.Str(f.Path).Sum(source.Sum(data))
		}
	}
	return k.Digest()
}

// today gives the build day and the moment that decides what is published.
func (o Options) today(zone string) (calendar.Date, calendar.Moment) {
	if !o.Date.IsZero() {
		return o.Date, o.Date.End()
	}
	at, err := time.LoadLocation(zone)
	if err != nil {
		at = time.FixedZone("UTC+8", 8*60*60) // check has said so
	}
	now := o.Now.In(at)
	return calendar.Of(now), calendar.Moment{Date: calendar.Of(now), Minute: int16(now.Hour()*60 + now.Minute()), Timed: true}
}

func (o Options) progress(stage string, done, total int) {
	if o.Progress != nil {
		o.Progress(stage, done, total)
	}
}

// Site builds: with any finding of severity error nothing reaches the sink's site, and the
// error is ErrFindings. Any other error is a machine's fault, or a theme's.
func Site(ctx context.Context, o Options, sink Sink) (Result, error) {
	return run(ctx, o, sink, func(_ *theme.Theme, _ *model.Site, outs []plan.Output) []plan.Output { return outs })
}

// run is Site with a choice of the outputs that are made.
func run(ctx context.Context, o Options, sink Sink, choose func(*theme.Theme, *model.Site, []plan.Output) []plan.Output) (r Result, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, sink.Abort())
		}
	}()
	th, err := theme.Open(o.Theme)
	if err != nil {
		return r, err
	}
	if r, err = inspect(ctx, o, th); err != nil {
		return r, err
	}
	if err := ctx.Err(); err != nil {
		return r, err
	}
	if diag.Count(r.Findings)[diag.Error] > 0 {
		return r, ErrFindings
	}
	t := timer{clock: o.Clock, r: &r}
	t.start()
	products, err := Products(o, th, r.Site, r.Press)
	if err != nil {
		return r, err
	}
	r.pages = products[0].(*page.Product)
	outs, err := plan.Outputs(r.Site, products)
	if err != nil {
		return r, err
	}
	r.Planned = len(outs)
	t.lap("plan", len(outs), 0)
	outs = choose(th, r.Site, outs)
	r.Outputs = len(outs)
	if _, err := render.Run(ctx, outs, sink, o.Workers, func(done int) { o.progress("render", done, len(outs)) }); err != nil {
		return r, err
	}
	t.lap("render", len(outs), 0)
	if r.Write, err = sink.Commit(); err != nil {
		return r, err
	}
	t.lap("write", r.Write.Written, r.Write.Bytes)
	return r, nil
}

// Products is the one list of products. Deleting one is deleting its folder and its line.
func Products(o Options, th *theme.Theme, site *model.Site, press *sheet.Press) ([]plan.Product, error) {
	seed := o.seed(th, site).Digest()
	look := page.Options{Seed: seed, Preview: o.Preview, Commit: o.Commit, Program: o.Program, Walls: press}
	if o.NoSheets {
		look.Walls = nil
	}
	pages, err := page.New(th, look)
	if err != nil {
		return nil, err
	}
	return []plan.Product{
		pages,
		catalog.New(seed),
		feed.New(seed),
		attach.New(o.Content, seed),
		press,
		search.New(site, seed, pages.Reading),
	}, nil
}

// A timer notes laps; without a clock it notes none.
type timer struct {
	clock func() time.Time
	last  time.Time
	r     *Result
}

func (t *timer) start() {
	if t.clock != nil {
		t.last = t.clock()
	}
}

func (t *timer) lap(stage string, items int, bytes int64) {
	if t.clock == nil {
		return
	}
	now := t.clock()
	t.r.Timings = append(t.r.Timings, Timing{stage, now.Sub(t.last), items, bytes})
	t.last = now
}
