package write

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// hold takes the system's lock of an open file, alone or beside others. It does not wait.
// known is false where the file system has no such locks: then it holds nothing. The lock is
// on a byte behind the text, because Windows lets nobody read what is locked.
func hold(f *os.File, alone bool) (held, known bool) {
	how := uint32(windows.LOCKFILE_FAIL_IMMEDIATELY)
	if alone {
		how |= windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	err := windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &windows.Overlapped{Offset: 1 << 30})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return false, true
	}
	return true, err == nil
}

// alive reports whether a process of this machine lives.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	p.Release()
	return true
}
