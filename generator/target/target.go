// Package target opens the places that a site is deployed to: a folder of this machine
// (file://), or a bucket of S3 or of a server that speaks its language (s3://). It says in
// plain words what is wrong with an address, and what a disk or a server answers.
package target

import (
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/generator/deploy"
	"gongkai/generator/diag"
)

// A Target is an open place, until it is closed.
type Target interface {
	deploy.Store
	Close() error
}

// Own are the folders that a site is made of and stands in. None of them, and nothing in or
// above them, may be a target.
type Own struct{ Site, Content string }

// Open opens the place that the address names. It changes nothing there, and asks no server.
// What is wrong with the address is a *deploy.Fault. No fault tells a value of the address
// that may be a key.
func Open(address string, own Own) (Target, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "file" && u.Scheme != "s3" {
		return nil, noAddress(address)
	}
	if u.User != nil {
		return nil, secretInside()
	}
	if u.Scheme == "file" {
		return openFolder(u, own)
	}
	return openS3(u)
}

func refuse(zh, en string, args ...any) error {
	return &deploy.Fault{Words: diag.Say(zh, en, args...)}
}

// noAddress says how what was written instead of an address is to be written.
func noAddress(address string) error {
	scheme, _, found := strings.Cut(address, "://")
	switch {
	case strings.Contains(address, "@"): // may be a password
	case strings.Contains(address, "：") || strings.Contains(address, "／"):
		return refuse("--to 里的冒号和斜线要用英文的，例如 file:///srv/www 或 s3://存储桶", "--to takes plain colons and slashes, such as file:///srv/www or s3://bucket")
	case strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"):
		return refuse("--to 要写存储桶，不是网址；对象存储写成 s3://存储桶?endpoint=https://主机", "--to is no web address; an object store is s3://bucket?endpoint=https://host")
	case strings.EqualFold(scheme, "file"):
		return refuse("file:// 后面要写三条斜线，例如 file:///srv/www 或 file:///D:/www", "file:// takes three slashes, such as file:///srv/www or file:///D:/www")
	case address != "" && !found && !strings.HasPrefix(address, "s3:"):
		if p, err := filepath.Abs(address); err == nil {
			p = "/" + strings.TrimPrefix(filepath.ToSlash(strings.ReplaceAll(p, `\`, "/")), "/")
			if drive := filepath.ToSlash(strings.ReplaceAll(address, `\`, "/")); len(drive) > 2 && drive[1] == ':' {
				p = "/" + drive
			}
			return refuse("--to 只认 file:// 和 s3://；文件夹 %s 写成 file://%s", "--to takes file:// and s3:// only; the folder %s is file://%s", address, p)
		}
	}
	return refuse("--to 只认 file:// 和 s3://，例如 file:///srv/www 或 \"s3://存储桶?endpoint=https://主机\"",
		"--to takes file:// and s3:// only, such as file:///srv/www or \"s3://bucket?endpoint=https://host\"")
}

func secretInside() error {
	return refuse("--to 里不要写用户名和密钥；密钥放在环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY 里",
		"write no user name or key into --to; keys belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
}

// known refuses query parameters that the scheme does not have. It names the parameter,
// never its value, which may be a key that somebody put there.
func known(u *url.URL, names ...string) error {
	for _, name := range slices.Sorted(maps.Keys(u.Query())) {
		if !slices.Contains(names, name) {
			return refuse("--to 里没有 %s 这个参数；%s:// 可以用的是：%s", "--to has no parameter %s; %s:// takes: %s", name, u.Scheme, strings.Join(names, "、"))
		}
	}
	return nil
}
