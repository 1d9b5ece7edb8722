package cli

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
)

func (a *app) nextCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "next",
		Short: a.words("下一次该重新生成网站的时刻，供定时任务用", "the next moment at which a rebuild would change the site, for cron"),
		Long: a.words("内容不再改动的话，网站到什么时候才会因为时间而变化：到公开时间、征求意见和张贴期满、有效期满、任务逾期。首页、公开栏等页面上“截至某日”的日期不算。定时任务按这个时刻再运行 gongkai build 就够了。",
			"Says when the site would change by time alone: a held item, the end of comments, of posting, of validity, a deadline; the day that the home page and the boards bear is none. A scheduled gongkai build at that moment is enough."),
		Example: "  gongkai next\n  gongkai next --format json\n  at -f build.sh \"$(gongkai next --format at)\"",
		Args:    a.argCount(0, 0, "next 后面不写别的词", "next takes no words"),
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text", "json", "at", "cron":
				return a.next(format)
			}
			return usage("--format 只能是 text、json、at 或 cron，不是 %q", "--format is text, json, at or cron, not %q", format)
		},
	}
	c.Flags().StringVar(&format, "format", "text", a.words("格式：text、json、at、cron", "format: text, json, at, cron"))
	return c
}

// nextDays is how far ahead deadlines are looked for.
const nextDays = 400

// upcoming is what next --format json gives.
type upcoming struct {
	At      string   `json:"at"` // RFC 3339 in the site's zone; "" for never
	Reasons []string `json:"reasons"`
}

func (a *app) next(format string) error {
	site, err := a.survey(false)
	if err != nil {
		return err
	}
	events := clock.New(site, nextDays).Next(site.Now())
	at := time.Time{}
	if len(events) > 0 {
		at = instant(events[0].At, site.Config.Timezone)
	}
	switch format {
	case "json":
		doc := upcoming{Reasons: []string{}}
		if !at.IsZero() {
			doc.At = at.Format(time.RFC3339)
		}
		for _, e := range events {
			doc.Reasons = append(doc.Reasons, e.What.In(a.lang))
		}
		enc := json.NewEncoder(a.Out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(doc)
	case "at", "cron":
		if at.IsZero() {
			a.say(a.Err, "网站不会因为时间而变化。", "the site does not change by time.")
			return errFindings
		}
		layout := "15:04 2006-01-02"
		if format == "cron" {
			layout = "4 15 2 1 *"
		}
		_, err := fmt.Fprintln(a.Out, at.Format(layout))
		return err
	}
	if at.IsZero() {
		a.say(a.Out, "内容不改动的话，网站不会因为时间而变化。", "Unless the content changes the site stays as it is.")
		return nil
	}
	a.say(a.Out, "下一次：%s（%s）", "next: %s (%s)", at.Format("2006-01-02 15:04"), site.Config.Timezone)
	for _, e := range events {
		fmt.Fprintf(a.Out, "  %s\n", e.What.In(a.lang))
	}
	return nil
}

// instant gives a moment of the site as a time in its zone.
func instant(m calendar.Moment, zone string) time.Time {
	at, err := time.LoadLocation(zone)
	if err != nil {
		at = time.FixedZone("UTC+8", 8*60*60)
	}
	d := m.Date
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), int(m.Minute)/60, int(m.Minute)%60, 0, 0, at)
}
