//go:build !unix

package write

import (
	"io/fs"
	"os"
)

// sizeIn gives the size of an entry of an open folder.
func sizeIn(_ *os.File, e fs.DirEntry) (int64, error) {
	info, err := e.Info()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
