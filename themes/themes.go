// Package themes embeds the default theme: its templates and its assets. It only embeds;
// generator/theme lays an own theme over it.
package themes

import "embed"

// Default is the default theme below the folder "default". The prefix all: keeps files
// whose names begin with "_" or ".".
//
//go:embed all:default
var Default embed.FS
