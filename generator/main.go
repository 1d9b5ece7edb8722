// Command gongkai judges a district's disclosure items and builds their website,
// catalogue and findings. README.md tells its users how; the packages below this folder
// are described in generator/README.md.
package main

import (
	"os"

	"gongkai/generator/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
