package privacy

// Tells reports whether a label, such as a table's heading or the cell to the left, says that
// numbers of a kind, or addresses, stand beside it. Where the label over a column tells, what
// stands to the left of a cell says nothing more.
func Tells(label string) bool { return telling(label) }

// Names reports whether a label says that people's names stand beside it.
func Names(label string) bool { return holds([]byte(label), nameHeads) }

// IsName reports whether a text is most likely a person's name in Han.
func IsName(text string) bool { return isName(text) }
