package cli

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"gongkai/generator/diag"
	"gongkai/generator/plan"
	"gongkai/generator/write"
)

// fault puts a machine's fault into words that say what to do.
func (a *app) fault(err error) diag.Words {
	var stranger *write.StrangerError
	var collision *plan.CollisionError
	var path *fs.PathError
	switch {
	case errors.As(err, &stranger):
		return diag.Say("这些文件不是 gongkai 生成的，却占了网站要用的位置；请移走或改名后再生成，旧网站没有动：\n  %s",
			"these files were not written by gongkai and stand where the site needs to write; move them away and build again, the old site is untouched:\n  %s",
			strings.Join(stranger.Paths, "\n  "))
	case errors.As(err, &collision):
		return diag.Say("两样东西要写到同一个地址 %s（%s 和 %s）；什么也没有写", "two things want the address %s (%s and %s); nothing was written",
			collision.Path, collision.First, collision.Second)
	case errors.Is(err, syscall.ENOSPC):
		return diag.Say("磁盘满了；旧网站没有动，腾出空间后再生成（%v）", "the disk is full; the old site is untouched, free some space and build again (%v)", err)
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission):
		return diag.Say("没有权限读写 %s；请检查文件夹的权限", "no permission for %s; check the folder's rights", path.Path)
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return diag.Say("找不到 %s", "cannot find %s", path.Path)
	}
	return diag.Say("%v", "%v", err)
}
