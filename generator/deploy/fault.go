package deploy

import (
	"context"
	"errors"

	"gongkai/generator/diag"
)

// A Fault is why a site was not deployed, in words that say what to do. No word of it is a
// key or a password.
type Fault struct {
	Words diag.Words
	Err   error // the machine's own words; nil where there are none
	Again bool  // it may go well when tried again: no server answered, or one that is busy did
}

// Error gives the Chinese words.
func (f *Fault) Error() string { return f.Words.ZH }

// Unwrap gives the machine's fault.
func (f *Fault) Unwrap() error { return f.Err }

// explain puts a machine's fault into words. A Fault and a cancelled context stay.
func explain(err error) error {
	var f *Fault
	if err == nil || errors.As(err, &f) || errors.Is(err, context.Canceled) {
		return err
	}
	return &Fault{Words: diag.Say("没有传完：%v", "not deployed: %v", err), Err: err}
}

// passing reports whether the same may go well when it is tried again.
func passing(err error) bool {
	var f *Fault
	return errors.As(err, &f) && f.Again
}
