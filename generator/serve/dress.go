package serve

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
)

// policyTag finds the meta element that carries the page's Content-Security-Policy.
var policyTag = regexp.MustCompile(`(?i)<meta\b[^>]*\bhttp-equiv\s*=\s*["']?content-security-policy["']?[^>]*>`)

// policyText finds that element's content; a policy itself has single quotes.
var policyText = regexp.MustCompile(`(?i)\bcontent\s*=\s*("[^"]*")`)

// dress gives the page as the preview shows it: with the script that reloads it, with the
// findings where there are errors, and with a policy that lets both in. The body that is
// given is not changed.
func (s *server) dress(page []byte, st *state) []byte {
	extra := s.extra(st)
	out := make([]byte, 0, len(page)+len(extra)+128)
	if at := policyTag.FindIndex(page); at != nil {
		out = append(out, page[:at[0]]...)
		out = append(out, relaxTag(page[at[0]:at[1]])...)
		page = page[at[1]:]
	}
	end := bytes.LastIndex(bytes.ToLower(page), []byte("</body>"))
	if end < 0 {
		end = len(page)
	}
	out = append(out, page[:end]...)
	out = append(out, extra...)
	return append(out, page[end:]...)
}

// relaxTag gives the meta element with its policy relaxed.
func relaxTag(tag []byte) []byte {
	at := policyText.FindSubmatchIndex(tag)
	if at == nil {
		return tag
	}
	policy := html.UnescapeString(string(tag[at[2]+1 : at[3]-1]))
	quoted := `"` + strings.ReplaceAll(html.EscapeString(relax(policy)), "&#39;", "'") + `"`
	return slices.Concat(tag[:at[2]], []byte(quoted), tag[at[3]:])
}

// relax lets a policy load script, style and events from the server itself; what it says
// else stays.
func relax(policy string) string {
	var parts []string
	values := map[string]string{}
	for part := range strings.SplitSeq(policy, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), " ")
		if name = strings.ToLower(name); name == "" {
			continue
		}
		if _, twice := values[name]; !twice { // browsers keep the first
			parts = append(parts, name)
			values[name] = strings.TrimSpace(value)
		}
	}
	for _, name := range []string{"script-src", "style-src", "connect-src"} {
		value, given := values[name]
		if !given {
			if value, given = values["default-src"]; !given {
				continue // nothing is forbidden
			}
			parts = append(parts, name)
		}
		if value == "" || strings.EqualFold(value, "'none'") {
			value = "'self'"
		} else if !slices.Contains(strings.Fields(value), "'self'") {
			value += " 'self'"
		}
		values[name] = value
	}
	for i, name := range parts {
		parts[i] = strings.TrimSpace(name + " " + values[name])
	}
	return strings.Join(parts, "; ")
}
