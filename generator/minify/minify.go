// Package minify makes a theme's style and scripts smaller for readers; whoever writes a theme
// comments as much as it takes.
package minify

import (
	"bytes"
	"path"

	lib "github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
)

// Asset gives the file as readers get it: smaller where it is a style or a script, else as it is. What
// cannot be read, a slip in a theme, stays as it is too: the browser will say what is wrong with it.
func Asset(name string, text []byte) []byte {
	m, out := lib.New(), new(bytes.Buffer)
	var err error
	switch path.Ext(name) {
	case ".css":
		err = css.Minify(m, out, bytes.NewReader(text), nil)
	case ".js":
		err = js.Minify(m, out, bytes.NewReader(text), nil)
	default:
		return text
	}
	if err != nil {
		return text
	}
	return out.Bytes()
}
