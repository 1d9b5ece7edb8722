package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
)

// An interrupted is why a context ended: somebody pressed Ctrl+C, or the system stops.
type interrupted struct{ signal os.Signal }

func (i interrupted) Error() string { return "interrupted: " + i.signal.String() }

// untilSignal gives the command's context, which ends with the first SIGINT or SIGTERM, so
// that the command can clean up. A second one ends the program at once.
func untilSignal(cmd *cobra.Command) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(cmd.Context())
	came := make(chan os.Signal, 1)
	signal.Notify(came, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-came:
			signal.Stop(came)
			cancel(interrupted{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(came)
		cancel(nil)
	}
}

// interruption gives the error that ends a command which a signal stopped, with the exit code
// that shells give; nil where none did.
func interruption(ctx context.Context, words diag.Words) error {
	var i interrupted
	if !errors.As(context.Cause(ctx), &i) {
		return nil
	}
	n := syscall.SIGINT
	if i.signal == syscall.SIGTERM {
		n = syscall.SIGTERM
	}
	return endError{exitSignal + int(n), words}
}
