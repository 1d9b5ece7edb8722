// Package pdfread stub
package pdfread

import "gongkai/generator/passage"

type Reader struct{}

func New(scratch string) *Reader { return &Reader{} }
func (r *Reader) Close() error   { return nil }
func (r *Reader) Read(data []byte, sink passage.Sink, inner func(string, []byte)) {}
