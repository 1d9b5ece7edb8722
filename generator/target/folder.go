package target

import (
	"context"
	"crypto/md5"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"

	"gongkai/generator/deploy"
)

// staging is the folder in a target where files lie until they are whole. It is made by the
// first write and removed at the end, with what a killed deploy left in it.
const staging = ".gongkai-uploading"

// A folder is a target on this machine.
type folder struct {
	dir  string
	next atomic.Int64 // names in staging
}

// openFolder opens a folder. The last folder of the path may be missing; one above it only
// with create_dir, because a path that is missing altogether is mostly a disk that is not
// mounted, or a slip.
func openFolder(u *url.URL, own Own) (Target, error) {
	if u.Opaque != "" || u.Host != "" && u.Host != "localhost" {
		return nil, refuse("file:// 后面要写三条斜线，例如 file:///srv/www；%s 会被当成另一台电脑", "file:// takes three slashes, such as file:///srv/www; %s would be another machine", u.Host+u.Opaque)
	}
	if err := known(u, "create_dir"); err != nil {
		return nil, err
	}
	dir := folderOf(u.Path)
	if dir == "" {
		return nil, refuse("file:// 后面要写文件夹，例如 file:///srv/www", "file:// takes a folder, such as file:///srv/www")
	}
	if err := apart(dir, own.Site, "网站自己的文件夹", "the site's own folder"); err != nil {
		return nil, err
	}
	if err := apart(dir, own.Content, "放原稿的文件夹", "the folder of the content"); err != nil {
		return nil, err
	}
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) && u.Query().Get("create_dir") == "" {
		if _, err := os.Stat(filepath.Dir(dir)); errors.Is(err, fs.ErrNotExist) {
			return nil, refuse("找不到 %s；请先建好文件夹，或在地址后面加 ?create_dir=1", "cannot find %s; make the folder first, or add ?create_dir=1 to the address", filepath.Dir(dir))
		}
	}
	if err == nil && !info.IsDir() {
		return nil, refuse("%s 是文件，不是文件夹", "%s is a file, not a folder", dir)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, explain(err)
	}
	return &folder{dir: dir}, nil
}

// folderOf gives the folder that the path of a file:// address names; "" for none.
func folderOf(p string) string {
	if runtime.GOOS == "windows" {
		p = strings.TrimPrefix(p, "/") // of /D:/www
	}
	if p == "" || p == "/" {
		return ""
	}
	return filepath.Clean(filepath.FromSlash(p))
}

// apart refuses a target that lies in a folder of the site's making, or holds it: copies
// would be taken for its files, or a web server would show what is not public yet.
func apart(dir, own, zh, en string) error {
	a, err1 := real(dir)
	b, err2 := real(own)
	if err := errors.Join(err1, err2); err != nil {
		return explain(err)
	}
	if !in(a, b) && !in(b, a) {
		return nil
	}
	return refuse("--to 的文件夹 %s 和"+zh+" %s 不能相同，也不能一个在另一个里面；请换一个地方",
		"the folder %s of --to and "+en+" %s must not be the same, nor one inside the other; choose another place", dir, own)
}

// in reports whether a path is a folder or lies in it.
func in(p, dir string) bool {
	rel, err := filepath.Rel(dir, p)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// real gives the path with no symbolic link in it, as far as it exists.
func real(name string) (string, error) {
	p, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	if q, err := filepath.EvalSymlinks(p); err == nil {
		return q, nil
	}
	if dir := filepath.Dir(p); dir != p {
		above, err := real(dir)
		return filepath.Join(above, filepath.Base(p)), err
	}
	return p, nil
}

func (f *folder) file(p string) string { return filepath.Join(f.dir, filepath.FromSlash(p)) }

// absent reports whether there is no such file, a file in its folder's place included.
func absent(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) }

func (f *folder) Read(_ context.Context, p string) (io.ReadCloser, error) {
	file, err := os.Open(f.file(p))
	if absent(err) {
		return nil, deploy.ErrAbsent
	}
	if err != nil {
		return nil, explain(err)
	}
	return file, nil
}

// Write copies the file beside the others and renames it when it is whole.
func (f *folder) Write(ctx context.Context, p string, file deploy.File) error {
	stage := f.file(staging)
	if err := errors.Join(os.MkdirAll(stage, 0o777), os.MkdirAll(filepath.Dir(f.file(p)), 0o777)); err != nil {
		return explain(err)
	}
	temp := filepath.Join(stage, strconv.FormatInt(f.next.Add(1), 10))
	if err := fill(ctx, temp, file); err != nil {
		_ = os.Remove(temp)
		return explain(err)
	}
	if err := os.Rename(temp, f.file(p)); err != nil {
		_ = os.Remove(temp)
		if info, err := os.Stat(f.file(p)); err == nil && info.IsDir() {
			return refuse("目标里的 %s 是文件夹，网站里是同名的文件；请先把它挪开", "%s at the target is a folder, and a file of the site's name; move it away first", f.file(p))
		}
		return explain(err)
	}
	return nil
}

// fill makes a file that holds the bytes. Everybody may read it, as far as the machine's
// settings let them: a web server must.
func fill(ctx context.Context, name string, f deploy.File) error {
	to, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	sum := md5.New()
	_, err = io.Copy(io.MultiWriter(to, sum), whileWanted{ctx, f.Body})
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	if [md5.Size]byte(sum.Sum(nil)) != f.MD5 {
		return errors.New("the file changed while it was copied")
	}
	return nil
}

// A whileWanted reads until its context ends.
type whileWanted struct {
	ctx context.Context
	io.Reader
}

func (r whileWanted) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// Remove removes the file, and the folders above it as far as they are empty.
func (f *folder) Remove(_ context.Context, p string) error {
	if err := os.Remove(f.file(p)); absent(err) {
		return nil
	} else if err != nil {
		return explain(err)
	}
	for dir := path.Dir(p); dir != "." && os.Remove(f.file(dir)) == nil; dir = path.Dir(dir) {
	}
	return nil
}

func (f *folder) List(ctx context.Context, found func(deploy.Object)) error {
	err := filepath.WalkDir(f.dir, func(name string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case e.IsDir() && name == f.file(staging):
			return fs.SkipDir
		case e.IsDir():
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(f.dir, name)
		found(deploy.Object{Path: filepath.ToSlash(rel), Size: info.Size()})
		return err
	})
	return explain(err)
}

// Close clears staging, where anything was written: it may be another deploy's otherwise.
func (f *folder) Close() error {
	if f.next.Load() == 0 {
		return nil
	}
	return explain(os.RemoveAll(f.file(staging)))
}
