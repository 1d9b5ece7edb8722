package scaffold

import (
	"embed"
	"io/fs"
)

// starter is a small site about a place that does not exist: two departments, three items,
// boards, duties of all 11 groups, holidays. `all:` keeps .gitignore and _index.md.
//
//go:embed all:init
var starter embed.FS

// Site gives every file of a new site, with slash paths below the folder to fill. It
// builds as it is, without an error or a warning, on any later day.
func Site() ([]File, error) {
	var files []File
	err := fs.WalkDir(starter, "init", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := starter.ReadFile(path)
		if err != nil {
			return err
		}
		files = append(files, File{Path: path[len("init/"):], Text: string(text)})
		return nil
	})
	return files, err
}
