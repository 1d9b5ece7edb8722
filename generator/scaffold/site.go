package scaffold

import (
	"embed"
	"io/fs"
	"strings"

	"gongkai/generator/calendar"
)

// starter is a small site about a place that does not exist: two departments, three items,
// boards, duties of all 11 groups, holidays. `all:` keeps .gitignore and _index.md.
//
//go:embed all:init
var starter embed.FS

// from is the day in the starter's site.yaml from which its duties hold.
const from = "duties_from: 2025-01-01"

// Site gives every file of a new site, with slash paths below the folder to fill. It
// builds as it is, without an error or a warning, on any later day. Its duties hold from the
// month in which it begins: nobody owes what was before.
func Site(begins calendar.Date) ([]File, error) {
	begins.Day = 1
	var files []File
	err := fs.WalkDir(starter, "init", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := starter.ReadFile(path)
		if err != nil {
			return err
		}
		files = append(files, File{Path: path[len("init/"):], Text: strings.Replace(string(text), from, "duties_from: "+begins.String(), 1)})
		return nil
	})
	return files, err
}
