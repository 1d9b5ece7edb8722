package agenda

import (
	"encoding/hex"
	"io"
	"net/url"
	"strings"

	ics "github.com/arran4/golang-ical"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// A Feed says which calendar is written.
type Feed struct {
	Name string // of the calendar
	URL  string // where it can be read again; "" for nowhere
	// Public leaves out what is none of the public's: who has to do what, and how.
	Public bool
	Lang   diag.Lang
	// Stamp gives an event's time stamp: a day since which it has been said; nil for the site's
	// day. With it a feed of which nothing changes stays the same file from day to day.
	Stamp func(*clock.Obligation) calendar.Date
}

// ICS writes obligations as a calendar: an event that lasts the day of the deadline for each.
// Its identity is that of the obligation, so that a calendar that is read again moves its
// events instead of doubling them; no time stamp is of the clock, so that the same content
// gives the same bytes.
func ICS(w io.Writer, c *clock.Clock, list []*clock.Obligation, f Feed) error {
	s := c.Site
	cal := ics.NewCalendarFor("gongkai")
	cal.SetMethod(ics.MethodPublish)
	cal.SetCalscale("GREGORIAN")
	cal.SetXWRCalName(f.Name)
	cal.SetName(f.Name)
	cal.SetXWRTimezone(s.Config.Timezone)
	cal.SetXPublishedTTL("P1D")
	cal.SetRefreshInterval("P1D")
	if f.URL != "" {
		cal.SetUrl(f.URL)
	}
	host := "gongkai.invalid"
	if u, err := url.Parse(s.Config.BaseURL); err == nil && u.Host != "" {
		host = u.Host
	}
	// The library holds a calendar whole, ten kilobytes an event; so events go out one by one,
	// between the two ends of a calendar that has none.
	before, end, _ := strings.Cut(cal.Serialize(ics.WithNewLineWindows), "END:VCALENDAR")
	out := &sticky{w: w}
	out.text(before)
	form := &ics.SerializationConfiguration{MaxLength: lineLength, PropertyMaxLength: lineLength, NewLine: string(ics.WithNewLineWindows)}
	for _, o := range list {
		e := event(c, o, f, host)
		if out.err == nil {
			out.err = e.SerializeTo(w, form)
		}
	}
	out.text("END:VCALENDAR" + end)
	return out.err
}

// lineLength is how many bytes a line has at most (RFC 5545, 3.1).
const lineLength = 75

// event gives the event of one obligation.
func event(c *clock.Clock, o *clock.Obligation, f Feed, host string) *ics.VEvent {
	e := ics.NewEvent(identity(o) + "@" + host)
	stamp := c.Site.Today
	if f.Stamp != nil {
		stamp = f.Stamp(o)
	}
	e.SetDtStampTime(stamp.Time())
	e.SetAllDayStartAt(o.Deadline.Day.Time())
	e.SetAllDayEndAt(o.Deadline.Day.AddDays(1).Time())
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetSummary(summary(c, o, f.Lang))
	e.SetDescription(description(c, o, f))
	e.AddCategory(o.Kind.Words().In(f.Lang))
	if !f.Public {
		a := e.AddAlarm()
		a.SetAction(ics.ActionDisplay)
		a.SetTrigger("-P3D")
		a.SetProperty(ics.ComponentPropertyDescription, o.Title().In(f.Lang))
	}
	return e
}

// identity names an obligation, whatever the day. What meets a period of a duty, and where
// that is being written, is no part of it.
func identity(o *clock.Obligation) string {
	parts := []string{string(o.Kind), o.Period.String(), o.Path, o.Open.String()}
	if o.Kind == clock.Periodic || o.Kind == clock.Progress {
		parts[2] = ""
	}
	if o.Department != nil {
		parts = append(parts, o.Department.ID)
	}
	if o.Duty != nil {
		parts = append(parts, o.Duty.ID)
	}
	if o.Item != nil && o.Kind != clock.Periodic {
		parts = append(parts, string(o.Item.Index))
	}
	if o.Department == nil {
		parts = append(parts, o.Title().ZH) // a focus column
	}
	sum := source.Sum([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:12])
}

func summary(c *clock.Clock, o *clock.Obligation, lang diag.Lang) string {
	text := o.Title().In(lang)
	if o.Department != nil {
		text = o.Department.Name + " " + text
	}
	if o.On(c.Site.Today) == clock.Late {
		return "〔" + clock.Late.Words().In(lang) + "〕" + text
	}
	return text
}

func description(c *clock.Clock, o *clock.Obligation, f Feed) string {
	lines := []string{diag.Say("截止 %s", "due %s", o.Deadline.Words()).In(f.Lang)}
	for _, s := range o.Sources {
		lines = append(lines, diag.Say("%s：%s，%s", "%s: %s, %s", s.Clause, s.How, s.Deadline.Words()).In(f.Lang))
	}
	if !f.Public {
		lines = append(lines, c.Responsible(o).In(f.Lang))
		if cmd := o.Command(); cmd != "" {
			lines = append(lines, cmd)
		} else if advice := o.Advice(); !advice.IsZero() {
			lines = append(lines, advice.In(f.Lang))
		}
	}
	return strings.Join(lines, "\n")
}
