package deploy

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	gcaws "gocloud.dev/aws"
	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/blob/s3blob"

	"gongkai/generator/diag"
)

// open opens the place that the address names. It makes nothing in a dry run. The site's
// folder is told so that a site is not deployed into itself.
func open(ctx context.Context, address, site string, dry bool) (store, func() error, error) {
	u, err := url.Parse(address)
	if err != nil || !slices.Contains([]string{fileblob.Scheme, s3blob.Scheme}, u.Scheme) {
		return nil, nil, refuse("--to 只认 file:// 和 s3://，例如 file:///srv/www 或 s3://存储桶?region=cn-north-1",
			"--to takes file:// and s3:// only, such as file:///srv/www or s3://bucket?region=cn-north-1")
	}
	if u.User != nil {
		return nil, nil, secretInside()
	}
	if u.Scheme == fileblob.Scheme {
		return openFolder(ctx, u, site, dry)
	}
	return openS3(ctx, u)
}

func secretInside() error {
	return refuse("--to 里不要写用户名和密钥；密钥放在环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY 里",
		"write no user name or key into --to; keys belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
}

// known refuses query parameters that the scheme does not have. It names the parameter,
// never its value, which may be a key that somebody put there.
func known(u *url.URL, names string) error {
	for name := range u.Query() {
		if !slices.Contains(strings.Fields(names), name) {
			return refuse("--to 里没有 %s 这个参数；%s:// 可以用的是：%s", "--to has no parameter %s; %s:// takes: %s", name, u.Scheme, strings.Join(strings.Fields(names), "、"))
		}
	}
	return nil
}

// fileParams are the query parameters of file://.
const fileParams = "create_dir dir_file_mode no_tmp_dir"

// openFolder opens a folder of this machine as plain files, without the sidecars that
// fileblob would write. The last folder of the path is made where it is missing; one above
// it only with create_dir, because a path that is missing altogether is mostly a disk that
// is not mounted, or a slip.
func openFolder(ctx context.Context, u *url.URL, site string, dry bool) (store, func() error, error) {
	if u.Host != "" && u.Host != "." && u.Host != "localhost" {
		return nil, nil, refuse("file:// 后面要写三条斜线，例如 file:///srv/www；%s 会被当成另一台电脑", "file:// takes three slashes, such as file:///srv/www; %s would be another machine", u.Host)
	}
	if err := known(u, fileParams); err != nil {
		return nil, nil, err
	}
	dir := folderOf(u)
	if dir == "" {
		return nil, nil, refuse("file:// 后面要写文件夹，例如 file:///srv/www", "file:// takes a folder, such as file:///srv/www")
	}
	if err := apart(dir, site); err != nil {
		return nil, nil, err
	}
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return nil, nil, refuse("%s 是文件，不是文件夹", "%s is a file, not a folder", dir)
	case errors.Is(err, fs.ErrNotExist) && dry:
		return empty{}, func() error { return nil }, nil
	case errors.Is(err, fs.ErrNotExist) && u.Query().Get("create_dir") == "":
		if err := os.Mkdir(dir, 0o777); errors.Is(err, fs.ErrNotExist) {
			return nil, nil, refuse("找不到 %s；请先建好文件夹，或在地址后面加 ?create_dir=1", "cannot find %s; make the folder first, or add ?create_dir=1 to the address", filepath.Dir(dir))
		} else if err != nil {
			return nil, nil, explain(err)
		}
	}
	opener := &fileblob.URLOpener{Options: fileblob.Options{Metadata: fileblob.MetadataDontWrite, NoTempDir: true}}
	b, err := opener.OpenBucketURL(ctx, u)
	if err != nil {
		return nil, nil, explain(err)
	}
	return &bucket{b, dir}, b.Close, nil
}

// folderOf gives the folder that a file:// address names, as fileblob reads it.
func folderOf(u *url.URL) string {
	p := u.Path
	if u.Host == "." || runtime.GOOS == "windows" {
		p = strings.TrimPrefix(p, "/")
	}
	if p == "" {
		return ""
	}
	return filepath.Clean(filepath.FromSlash(p))
}

// apart refuses to deploy a site into its own folder, where the copies would be its files.
func apart(dir, site string) error {
	a, err1 := real(dir)
	b, err2 := real(site)
	if err := errors.Join(err1, err2); err != nil {
		return explain(err)
	}
	rel, err := filepath.Rel(b, a)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return nil
	}
	return refuse("--to 的文件夹 %s 在网站自己的文件夹 %s 里；请换一个地方", "the folder %s of --to lies in the site's own folder %s; choose another", dir, site)
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

// s3Params are the query parameters of s3://: gocloud's own, and prefix.
const s3Params = "region endpoint use_path_style s3ForcePathStyle hostname_immutable disable_https profile role anonymous prefix " +
	"dualstack fips accelerate ssetype kmskeyid rate_limiter_capacity request_checksum_calculation response_checksum_validation"

// openS3 opens a bucket of S3 or of a server that speaks its language. A path after the
// bucket's name, or the parameter prefix, is a folder in it.
func openS3(ctx context.Context, u *url.URL) (store, func() error, error) {
	if u.Host == "" {
		return nil, nil, refuse("s3:// 后面要写存储桶的名字，例如 s3://存储桶?region=cn-north-1", "s3:// takes the bucket's name, such as s3://bucket?region=cn-north-1")
	}
	if err := known(u, s3Params); err != nil {
		return nil, nil, err
	}
	q := u.Query()
	folder := strings.Trim(u.Path, "/")
	if folder == "" {
		folder = strings.Trim(q.Get("prefix"), "/")
	}
	q.Del("prefix")
	if endpoint := q.Get("endpoint"); endpoint != "" {
		if err := ownServer(q, endpoint); err != nil {
			return nil, nil, err
		}
	}
	if err := needRegion(ctx, q); err != nil {
		return nil, nil, err
	}
	b, err := new(s3blob.URLOpener).OpenBucketURL(ctx, &url.URL{Scheme: u.Scheme, Host: u.Host, RawQuery: q.Encode()})
	if err != nil {
		return nil, nil, misread(err)
	}
	if folder != "" {
		b = blob.PrefixedBucket(b, folder+"/")
	}
	return &bucket{Bucket: b}, b.Close, nil
}

// ownServer sets what servers other than Amazon's mostly want, where the address does not
// say otherwise: no checksums in trailers, which many of them cannot read, and the bucket in
// the path where the server has no name that a bucket's could be put before.
func ownServer(q url.Values, endpoint string) error {
	e, err := url.Parse(endpoint)
	if err != nil || e.Host == "" || e.Scheme != "http" && e.Scheme != "https" {
		return refuse("endpoint 要写成 https://主机 或 http://主机:端口", "endpoint is https://host or http://host:port")
	}
	if e.User != nil {
		return secretInside()
	}
	preset := func(name, value string) {
		if !q.Has(name) {
			q.Set(name, value)
		}
	}
	preset("request_checksum_calculation", "when_required")
	preset("response_checksum_validation", "when_required")
	if (net.ParseIP(e.Hostname()) != nil || e.Hostname() == "localhost") && !q.Has("s3ForcePathStyle") {
		preset("use_path_style", "true")
	}
	return nil
}

// needRegion sees to it that a region is known. A server of one's own mostly has none, but
// its requests are signed for one.
func needRegion(ctx context.Context, q url.Values) error {
	own := url.Values{}
	for name, v := range q {
		if !slices.Contains([]string{"use_path_style", "s3ForcePathStyle", "disable_https", "accelerate", "ssetype", "kmskeyid"}, name) {
			own[name] = v
		}
	}
	cfg, err := gcaws.V2ConfigFromURLParams(ctx, own)
	if err != nil {
		return misread(err)
	}
	switch {
	case cfg.Region != "":
	case q.Get("endpoint") != "":
		q.Set("region", "us-east-1")
	default:
		return refuse("不知道存储桶在哪个区域；请在地址里写 ?region=…，或设环境变量 AWS_REGION", "the bucket's region is not known; write ?region=… into the address, or set AWS_REGION")
	}
	return nil
}

// misread tells that the address, or the machine's settings for S3, cannot be read.
func misread(err error) error {
	return &Fault{diag.Say("看不懂 --to 或本机的 AWS 设置（%v）", "cannot read --to or this machine's AWS settings (%v)", err), err}
}
