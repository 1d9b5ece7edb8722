package target

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"gongkai/generator/deploy"
)

// A bucket is a bucket of S3, or a folder in one.
type bucket struct {
	client *minio.Core
	name   string
	folder string // "" or ending in "/"
}

// openS3 opens a bucket of Amazon's S3, or of the server that endpoint names. A path after
// the bucket's name, or the parameter prefix, is a folder in it.
func openS3(u *url.URL) (Target, error) {
	if u.Host == "" && strings.Trim(u.Path, "/")+u.Opaque != "" {
		return nil, refuse("s3: 后面要写两条斜线，再写存储桶的名字，例如 s3://存储桶", "s3: takes two slashes and then the bucket's name, such as s3://bucket")
	}
	if u.Host == "" {
		return nil, refuse("s3:// 后面要写存储桶的名字，例如 s3://存储桶", "s3:// takes the bucket's name, such as s3://bucket")
	}
	if err := known(u, "endpoint", "region", "use_path_style", "prefix"); err != nil {
		return nil, err
	}
	q := u.Query()
	host, opt, err := serverOf(q)
	if err != nil {
		return nil, err
	}
	if opt.Creds, err = keys(); err != nil {
		return nil, err
	}
	if opt.Transport, err = transport(opt.Secure); err != nil {
		return nil, explain(err)
	}
	client, err := minio.NewCore(host, opt)
	if err != nil {
		return nil, badEndpoint()
	}
	folder := strings.Trim(u.Path, "/")
	if folder == "" {
		folder = strings.Trim(q.Get("prefix"), "/")
	}
	if folder != "" {
		folder += "/"
	}
	return &bucket{client, u.Host, folder}, nil
}

// amazon is where the bucket is looked for when the address names no server.
const amazon = "https://s3.amazonaws.com"

// serverOf reads from the address which server is meant and how it wants to be spoken to. A
// server of one's own mostly has no regions, but its requests are signed for one.
func serverOf(q url.Values) (host string, opt *minio.Options, err error) {
	endpoint, region := q.Get("endpoint"), q.Get("region")
	if region == "" {
		region = os.Getenv("AWS_REGION")
	}
	switch {
	case endpoint == "" && region == "":
		return "", nil, refuse("没有写是哪台服务器：请在地址里加 endpoint，例如 \"s3://存储桶?endpoint=https://oss-cn-beijing.aliyuncs.com\"；用亚马逊的写 region",
			"which server is not said: add endpoint to the address, such as \"s3://bucket?endpoint=https://oss-cn-beijing.aliyuncs.com\"; for Amazon's give region")
	case endpoint == "":
		endpoint = amazon
	case region == "":
		region = "us-east-1"
	}
	e, err := url.Parse(endpoint)
	if err == nil && e.User != nil {
		return "", nil, secretInside()
	}
	if err != nil || e.Host == "" || e.Scheme != "http" && e.Scheme != "https" || strings.Trim(e.Path, "/") != "" || e.RawQuery != "" {
		return "", nil, badEndpoint()
	}
	opt = &minio.Options{Secure: e.Scheme == "https", Region: region, MaxRetries: 1} // deploy tries again itself
	switch q.Get("use_path_style") {
	case "true":
		opt.BucketLookup = minio.BucketLookupPath
	case "false":
		opt.BucketLookup = minio.BucketLookupDNS
	case "":
		opt.BucketLookup = lookup(e.Hostname())
	default:
		return "", nil, refuse("use_path_style 只能是 true 或 false", "use_path_style is true or false")
	}
	return e.Host, opt, nil
}

func badEndpoint() error {
	return refuse("endpoint 要写成 https://主机 或 http://主机:端口，后面不写路径；存储桶写在 s3:// 后面", "endpoint is https://host or http://host:port with no path; the bucket stands after s3://")
}

// lookup says where the bucket's name stands where the address does not: before the server's
// name, which the big clouds demand, or in the path where the server has no name that
// something could be put before.
func lookup(host string) minio.BucketLookupType {
	if net.ParseIP(host) != nil || !strings.Contains(host, ".") {
		return minio.BucketLookupPath
	}
	return minio.BucketLookupDNS
}

// keys finds the keys: in the environment, or in the file that Amazon's own tools read.
func keys() (*credentials.Credentials, error) {
	id, secret := os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
	switch {
	case id != "" && secret != "":
		return credentials.NewStaticV4(id, secret, os.Getenv("AWS_SESSION_TOKEN")), nil
	case id != "":
		return nil, refuse("有 AWS_ACCESS_KEY_ID，没有密钥；请再设环境变量 AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID is set and its secret is not; set AWS_SECRET_ACCESS_KEY too")
	case secret != "":
		return nil, refuse("有 AWS_SECRET_ACCESS_KEY，没有密钥的编号；请再设环境变量 AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY is set and its id is not; set AWS_ACCESS_KEY_ID too")
	}
	file := credentials.NewFileAWSCredentials("", "")
	if v, err := file.GetWithContext(nil); err == nil && v.AccessKeyID != "" && v.SecretAccessKey != "" {
		return file, nil
	}
	return nil, refuse("没有密钥；请设环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY", "there are no keys; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
}

// transport keeps as many connections open as files may go up at a time.
func transport(secure bool) (http.RoundTripper, error) {
	t, err := minio.DefaultTransport(secure)
	if err == nil {
		t.MaxIdleConnsPerHost = t.MaxIdleConns
	}
	return t, err
}

func (b *bucket) Read(ctx context.Context, p string) (io.ReadCloser, error) {
	body, _, _, err := b.client.GetObject(ctx, b.name, b.folder+p, minio.GetObjectOptions{})
	if answerOf(err).Code == minio.NoSuchKey {
		return nil, deploy.ErrAbsent
	}
	if err != nil {
		return nil, explain(err)
	}
	return answer{body}, nil
}

// An answer is the body of a server's answer. The way to the server may fail while it comes.
type answer struct{ io.ReadCloser }

func (a answer) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	if err != io.EOF {
		err = explain(err)
	}
	return n, err
}

// Write puts the file with one request that carries both sums, which every server
// understands: in parts, or with sums in trailers, not all do.
func (b *bucket) Write(ctx context.Context, p string, f deploy.File) error {
	if f.Size > largest {
		return refuse("%s 超过 5 GiB，对象存储一次收不下", "%s is larger than 5 GiB, which an object store does not take at once", p)
	}
	body := struct{ io.ReadSeeker }{f.Body} // without its Close, which the client would call
	_, err := b.client.PutObject(ctx, b.name, b.folder+p, body, f.Size, base64.StdEncoding.EncodeToString(f.MD5[:]), hex.EncodeToString(f.SHA256[:]),
		minio.PutObjectOptions{ContentType: f.ContentType, CacheControl: f.CacheControl, DisableContentSha256: true})
	return explain(err)
}

// largest is how many bytes S3 takes in one request.
const largest = 5 << 30

func (b *bucket) Remove(ctx context.Context, p string) error {
	err := b.client.RemoveObject(ctx, b.name, b.folder+p, minio.RemoveObjectOptions{})
	if answerOf(err).Code == minio.NoSuchKey {
		return nil
	}
	return explain(err)
}

func (b *bucket) List(ctx context.Context, found func(deploy.Object)) error {
	for o := range b.client.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: b.folder, Recursive: true}) {
		if o.Err != nil {
			return explain(o.Err)
		}
		if p := strings.TrimPrefix(o.Key, b.folder); p != "" && !strings.HasSuffix(p, "/") {
			found(deploy.Object{Path: p, Size: o.Size, MD5: md5Of(o.ETag)})
		}
	}
	return explain(ctx.Err())
}

// md5Of reads an ETag, which is the MD5 sum of what went up with one request and is not
// encrypted with a key of the server's; nil where it has another form.
func md5Of(etag string) []byte {
	sum, err := hex.DecodeString(strings.Trim(etag, `"`))
	if err != nil || len(sum) != 16 {
		return nil
	}
	return sum
}

func (b *bucket) Close() error { return nil }
