//go:build !unix

package disk

import "os"

// createFile writes a new file in one go.
func createFile(name string, data []byte) error { return os.WriteFile(name, data, 0o666) }
