package filing

import "gongkai/generator/diag"

// A Problem is one thing that is wrong with a package.
type Problem struct {
	Kind Kind
	File string     // the entry of the archive, or the package itself; "" for the whole
	Text diag.Words // what is wrong
	Fix  diag.Words // what to do about it
}

// A Kind tells what is wrong.
type Kind string

// The kinds of problems.
const (
	NotZip     Kind = "not a zip"
	Cut        Kind = "cut"
	TooMuch    Kind = "too much"       // a bomb, or by far too large
	Unsafe     Kind = "unsafe name"    // one that leads elsewhere or cannot be written everywhere
	Twice      Kind = "name twice"     // also where only the case of letters differs
	NoManifest Kind = "no manifest"    // missing or unreadable
	OtherForm  Kind = "other form"     // of another version of this program
	Wrong      Kind = "wrong manifest" // it contradicts itself
	Absent     Kind = "missing"        // a file that the manifest lists
	Extra      Kind = "extra"          // a file that the manifest does not list
	Changed    Kind = "changed"        // a file with other bytes, or damaged
	Sized      Kind = "size"           // a file of another length
	Rows       Kind = "rows"           // a list with more or fewer rows than the manifest counts
	Sums       Kind = "sums"           // SHA256SUMS is not what the files say
	Repacked   Kind = "repacked"       // not the archive that this program wrote

	OtherQuarter Kind = "other quarter"
	OtherRegion  Kind = "other region"
	Unknown      Kind = "unknown department"
	Double       Kind = "double"        // two different packages of one department
	Replaced     Kind = "filed already" // and the package that was filed is another
)

// again tells a department to send its package again.
var again = diag.Words{
	ZH: "请报送单位用 gongkai filing build 重新生成，用能保持原样的方式（如U盘、压缩包附件）再报一次",
	EN: "ask the department to build it again with gongkai filing build and to send it in a way that keeps every byte",
}
