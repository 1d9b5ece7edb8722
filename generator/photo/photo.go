// Package photo stub
package photo

import "gongkai/generator/passage"

func Read(kind string, data []byte, sink passage.Sink) {}
func SVG(data []byte, sink passage.Sink)               {}
func Media(data []byte, sink passage.Sink)             {}
