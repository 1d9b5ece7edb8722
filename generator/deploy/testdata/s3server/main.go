// Command s3server is rclone with nothing but "serve s3" over a local folder: the server that
// the tests of deploy talk to. It is a module of its own, so that none of it is the program's.
package main

import (
	_ "github.com/rclone/rclone/backend/local"
	"github.com/rclone/rclone/cmd"
	_ "github.com/rclone/rclone/cmd/serve"
	_ "github.com/rclone/rclone/cmd/serve/s3"
)

func main() { cmd.Main() }
