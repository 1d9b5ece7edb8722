//go:build unix

package write

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// hold takes the system's lock of an open file, alone or beside others. It does not wait.
// known is false where the file system has no such locks: then it holds nothing.
func hold(f *os.File, alone bool) (held, known bool) {
	how := unix.LOCK_SH
	if alone {
		how = unix.LOCK_EX
	}
	for {
		err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EWOULDBLOCK):
			return false, true
		default:
			return true, err == nil
		}
	}
}

// alive reports whether a process of this machine lives.
func alive(pid int) bool { return !errors.Is(unix.Kill(pid, 0), unix.ESRCH) }
