package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"gongkai/generator/attach"
	"gongkai/generator/diag"
	"gongkai/generator/plan"
	"gongkai/generator/write"
)

// A keptError is a machine's fault that left the site as it was.
type keptError struct{ err error }

func (e keptError) Error() string { return e.err.Error() }
func (e keptError) Unwrap() error { return e.err }

// fault puts a machine's fault into words that say what to do.
func (a *app) fault(err error) diag.Words {
	var stranger *write.StrangerError
	var collision *plan.CollisionError
	var place *write.PrivateError
	var half *write.HalfError
	var changed *attach.ChangedError
	var kept keptError
	switch {
	case errors.As(err, &half):
		return diag.Say("%s。\n网站换到一半，没能退回：有的网页已经是新的，有的还是旧的。解决以后再运行一次，就会自动补全", "%s.\nThe site was half changed and could not be put back: some pages are new, some old. Mend it and run this again, which makes the site whole",
			a.fault(half.Err))
	case errors.As(err, &stranger):
		return diag.Say("这些文件不是 gongkai 生成的，却占了网站要用的位置；请移走或改名后再生成，旧网站没有动：\n  %s",
			"these files were not written by gongkai and stand where the site needs to write; move them away and build again, the old site is untouched:\n  %s",
			strings.Join(stranger.Paths, "\n  "))
	case errors.As(err, &collision):
		return diag.Say("两样东西要写到同一个地址 %s（%s 和 %s）；什么也没有写", "two things want the address %s (%s and %s); nothing was written",
			collision.Path, collision.First, collision.Second)
	case errors.As(err, &kept):
		return diag.Say("%s。原来的网站没有变", "%s. The old site is as it was", a.fault(kept.err))
	case errors.As(err, &place):
		return diag.Say("%s 应当是文件夹，gongkai 的生成记录放在里面，现在却是文件或链接；请移走它再生成", "%s should be the folder of gongkai's own records and is a file or a link; move it away and build again", place.Path)
	case errors.As(err, &changed):
		return diag.Say("%s 在生成网站的时候被改动了；请再生成一次", "%s was changed while the site was being built; build again", changed.Path)
	}
	return machine(err)
}

// machine puts an error of the operating system into words.
func machine(err error) diag.Words {
	why := reason(err)
	var path *fs.PathError
	var link *os.LinkError
	var name, op string
	switch {
	case errors.As(err, &path):
		name, op = path.Path, path.Op
	case errors.As(err, &link):
		name, op = link.New, link.Op
	case why.IsZero():
		return diag.Say("%v", "%v", err)
	default:
		return why
	}
	verb := verbs(op)
	if why.IsZero() {
		var errno syscall.Errno
		if errors.As(err, &errno) {
			why = diag.Say("%v", "%v", errno)
		} else {
			why = diag.Say("%v", "%v", err)
		}
	}
	return diag.Say("%s %s：%s", "cannot %s %s: %s", verb, filepath.ToSlash(name), why)
}

// verbs says what an operation would have done.
func verbs(op string) diag.Words {
	switch op {
	case "open", "read", "readdir", "readdirent", "stat", "lstat", "fdopendir", "readlink":
		return diag.Words{ZH: "读不了", EN: "read"}
	case "create", "write", "sync", "close", "truncate", "chmod", "fsync":
		return diag.Words{ZH: "写不进", EN: "write"}
	case "mkdir":
		return diag.Words{ZH: "建不了文件夹", EN: "make the folder"}
	case "rename", "link":
		return diag.Words{ZH: "放不好", EN: "put in place"}
	case "remove", "unlinkat", "removeall":
		return diag.Words{ZH: "删不掉", EN: "remove"}
	}
	return diag.Words{ZH: "处理不了", EN: op}
}

// reason says why the system refused, and what to do; none where it is not known.
func reason(err error) diag.Words {
	is := func(unix syscall.Errno, windows ...syscall.Errno) bool {
		if runtime.GOOS != "windows" {
			return errors.Is(err, unix)
		}
		for _, w := range windows {
			if errors.Is(err, w) {
				return true
			}
		}
		return errors.Is(err, unix)
	}
	switch {
	case is(syscall.ENOSPC, 112, 39), is(syscall.EDQUOT, 1295):
		return diag.Words{ZH: "磁盘满了，请腾出空间", EN: "the disk is full, free some space"}
	case is(syscall.EFBIG, 223):
		return diag.Words{ZH: "文件超过了系统允许的大小", EN: "the file is larger than the system allows"}
	case is(syscall.EROFS, 19):
		return diag.Words{ZH: "这个磁盘只能读，不能写", EN: "the disk is read-only"}
	case is(syscall.EBUSY, 32, 33):
		return diag.Words{ZH: "别的程序正在用它，请先关掉那个程序", EN: "another program uses it, close that first"}
	case errors.Is(err, fs.ErrPermission):
		return diag.Words{ZH: "没有权限，请检查文件夹的权限", EN: "no permission, check the folder's rights"}
	case errors.Is(err, fs.ErrNotExist):
		return diag.Words{ZH: "找不到", EN: "it is not there"}
	case is(syscall.EIO, 1117, 23):
		return diag.Words{ZH: "磁盘读写出错，请检查磁盘", EN: "the disk fails, have it checked"}
	case is(syscall.ENOTDIR, 267):
		return diag.Words{ZH: "路径里有一段是文件，不是文件夹", EN: "a part of the path is a file and no folder"}
	case is(syscall.EISDIR):
		return diag.Words{ZH: "那里是文件夹，不是文件", EN: "there is a folder and no file"}
	case is(syscall.EMFILE, 4), is(syscall.ENFILE):
		return diag.Words{ZH: "打开的文件太多，请关掉一些程序", EN: "too many files are open, close some programs"}
	case is(syscall.ENAMETOOLONG, 206):
		return diag.Words{ZH: "名字太长", EN: "the name is too long"}
	case is(syscall.EXDEV, 17):
		return diag.Words{ZH: "两处不在同一个磁盘上", EN: "the two places are on different disks"}
	}
	return diag.Words{}
}

// brokenPipe reports whether what the program writes to has been closed, as head does when it
// has enough.
func brokenPipe(err error) bool {
	if runtime.GOOS == "windows" {
		return errors.Is(err, syscall.Errno(109)) || errors.Is(err, syscall.Errno(232))
	}
	return errors.Is(err, syscall.EPIPE)
}

// An endError ends the program with an exit code of its own.
type endError struct {
	code  int
	words diag.Words
}

func (e endError) Error() string { return fmt.Sprintf("exit code %d: %s", e.code, e.words.EN) }

// locked puts into words who holds the site's folder; nil where the error is another.
func (a *app) locked(err error) error {
	var busy *write.LockedError
	if !errors.As(err, &busy) {
		return nil
	}
	h := busy.Holder
	name := filepath.ToSlash(busy.Path)
	folder := filepath.ToSlash(filepath.Dir(filepath.Dir(busy.Path)))
	since := h.Since.Local().Format("2006-01-02 15:04:05")
	switch {
	case !busy.Sure:
		return endError{exitBusy, diag.Say("%[1]s 的锁是另一台机器 %[2]s 上的进程 %[3]d 从 %[4]s 起拿着的，这里看不出它还在不在。\n如果那边还在生成，等它结束；如果确实已经停了，删除 %[5]s 再运行。原来的网站没有变",
			"%[1]s is locked by process %[3]d on another machine, %[2]s, since %[4]s; whether it lives cannot be told from here.\nIf it does, wait for its end; if it certainly does not, delete %[5]s and run this again. The old site is as it was",
			folder, h.Host, h.PID, since, name)}
	case h.PID == 0:
		return endError{exitBusy, diag.Say("另一个 gongkai 正在写 %s；等它结束后再运行。原来的网站没有变", "another gongkai writes %s; run this again when it has ended. The old site is as it was", folder)}
	}
	return endError{exitBusy, diag.Say("另一个 gongkai 正在写 %[1]s：机器 %[2]s 上的进程 %[3]d，%[4]s 开始；等它结束后再运行。原来的网站没有变",
		"another gongkai writes %[1]s: process %[3]d on %[2]s, since %[4]s; run this again when it has ended. The old site is as it was",
		folder, h.Host, h.PID, since)}
}

// unbuilt gives the error of a build or merge that left the site as it was, unless the error
// says otherwise itself.
func (a *app) unbuilt(ctx context.Context, err error) error {
	if err := a.locked(err); err != nil {
		return err
	}
	var half *write.HalfError
	var u usageError
	switch {
	case errors.As(err, &u), errors.As(err, &half):
		return err
	}
	if err := interruption(ctx, diag.Words{ZH: "已中断，原来的网站没有变", EN: "interrupted; the old site is as it was"}); err != nil {
		return err
	}
	return keptError{err}
}
