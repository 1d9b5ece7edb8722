package model

import "gongkai/generator/source"

// Cadence 公开频次 is how often a matter is disclosed.
type Cadence string

// The cadences of clause 七.
const (
	Annual  Cadence = "annual"
	Routine Cadence = "routine"
	AdHoc   Cadence = "adhoc"
)

// Stage 公开阶段 of a matter.
type Stage string

// The stages.
const (
	StageDraft   Stage = "draft"
	StageProcess Stage = "process"
	StageResult  Stage = "result"
)

// Method 公开方式.
type Method string

// The methods.
const (
	Active    Method = "active"
	OnRequest Method = "request"
)

// Procedure 程序环节 of groups 08 and 09.
type Procedure string

// The procedure steps, in order.
const (
	ProcCatalogue Procedure = "catalogue"
	ProcNotice    Procedure = "notice"
	ProcResult    Procedure = "result"
)

// Status 有效性.
type Status string

// The statuses.
const (
	Valid    Status = "valid"
	Amended  Status = "amended"
	Repealed Status = "repealed"
)

// ChangeKind tells a correction 更正 from another change 变更.
type ChangeKind string

// The kinds of change.
const (
	Changed    ChangeKind = "change"
	Correction ChangeKind = "correction"
)

// Channel 渠道 tells how an opinion came in: letter, phone, visit, web, meeting, box, other.
type Channel string

// Adopted 采纳情况 tells what an answer made of an opinion.
type Adopted string

// What was made of an opinion; "" where the answer does not say.
const (
	AdoptedWhole  Adopted = "adopted"
	AdoptedPartly Adopted = "partly"
	AdoptedNot    Adopted = "not"
	AdoptedNone   Adopted = "none" // there was nothing to adopt
)

// Kind of a department (clause 三).
type Kind string

// The five kinds.
const (
	Agency      Kind = "agency"
	Institution Kind = "institution"
	Authorized  Kind = "authorized"
	Entrusted   Kind = "entrusted"
	Utility     Kind = "utility"
)

// Paper of a board or sheet.
type Paper string

// The papers.
const (
	A4 Paper = "A4"
	A3 Paper = "A3"
)

// SheetStyle is one of the two looks of a printed sheet.
type SheetStyle string

// The styles: large type, to be read at a distance, and GB/T 9704's grid.
const (
	BoardStyle    SheetStyle = "board"
	DocumentStyle SheetStyle = "document"
)

// Places tells where the values of a record's keys stand, in the order in which they
// were written. It is small, because there is one for each of a million items.
type Places []place

type place struct {
	key        string // one of the schema's own strings, shared
	start, end int32
}

// With gives the places and one more. Only the reader calls it.
func (p Places) With(key string, at source.Span) Places {
	return append(p, place{key, int32(at.Start), int32(at.End)})
}

// Of gives the place of a key's value, and the zero Span where it was not given. A key
// of a nested value is written with a dot: "hearing.date"; one of a list's entry with
// its number: "changes.0.date".
func (p Places) Of(key string) source.Span {
	for _, x := range p {
		if x.key == key {
			return source.Span{Start: int(x.start), End: int(x.end)}
		}
	}
	return source.Span{}
}

// Keys gives the keys in the order in which they were written.
func (p Places) Keys() []string {
	keys := make([]string, len(p))
	for i, x := range p {
		keys[i] = x.key
	}
	return keys
}
