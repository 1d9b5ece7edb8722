package office

import "gongkai/generator/passage"

func (r *reader) opendocument()             {}
func (r *reader) ofd()                      {}
func compound(s *Source, sink passage.Sink) {}
func loose(data []byte, f func(string))     {}
