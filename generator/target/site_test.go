package target

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/generator/deploy"
	"gongkai/generator/plan"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

// A tree is files by path.
type tree map[string]string

// small is a site with a file of each kind.
var small = tree{
	"index.html":                            "home",
	"404.html":                              "none",
	"feeds/all.json":                        "{}",
	"assets/style.css":                      "p{}",
	"catalog/catalog.csv":                   "索引号,标题",
	"items/CZ-2026/CZ-2026-00001.html":      "item",
	"items/CZ-2026/CZ-2026-00001.txt":       "预算",
	"items/CZ-2026/CZ-2026-00001/预算 表.docx": "PK",
	"items/CZ-2026/CZ-2026-00001/a+b&c.PNG": "\x89PNG",
	"items/CZ-2026/CZ-2026-00001/old.csv":   "\xcb\xf7\xd2\xfd\xba\xc5", // 索引号 in GB18030
	"sheets/CZ-2026-00001.pdf":              "%PDF",
	"boards/hall/empty-file.json":           "",
}

// with gives a changed copy; a file of no text is taken away.
func (a tree) with(changes tree) tree {
	out := maps.Clone(a)
	for p, text := range changes {
		out[p] = text
		if text == "" {
			delete(out, p)
		}
	}
	return out
}

// built builds the files into the folder as gongkai build does.
func built(t *testing.T, root string, files tree) string {
	t.Helper()
	w, err := write.Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	var outs []plan.Output
	for _, p := range slices.Sorted(maps.Keys(files)) {
		outs = append(outs, plan.Output{Path: p, Key: source.Sum([]byte(files[p])), Render: func(w io.Writer) error {
			_, err := io.WriteString(w, files[p])
			return err
		}})
	}
	if err := w.Begin(outs); err != nil {
		t.Fatal(err)
	}
	for i := range outs {
		if err := w.Put(i); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	return root
}

// soon gives a context that ends before the test's time does, so that a server that does
// not answer fails the test and is stopped with it.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// to deploys the site to the address, as the command does.
func to(t *testing.T, ctx context.Context, address string, o deploy.Options) (deploy.Result, error) {
	t.Helper()
	place, err := Open(address, Own{Site: o.Site, Content: t.TempDir()})
	if err != nil {
		return deploy.Result{}, err
	}
	o.Pause = func(context.Context, time.Duration) {}
	r, err := deploy.Run(ctx, place, o)
	return r, errors.Join(err, place.Close())
}

// words gives the Chinese and English words of a fault.
func words(t *testing.T, err error) string {
	t.Helper()
	var f *deploy.Fault
	if !errors.As(err, &f) || f.Words.ZH == "" || f.Words.EN == "" {
		t.Fatalf("%v is not put into words", err)
	}
	return f.Words.ZH + "\n" + f.Words.EN
}

// onDisk reads a folder: files with their text, folders with "/".
func onDisk(t *testing.T, dir string) tree {
	t.Helper()
	out := tree{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			out[rel+"/"] = "folder"
			return nil
		}
		data, err := os.ReadFile(name)
		out[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAddressesThatAreRefused(t *testing.T) {
	site, content := built(t, t.TempDir(), small), t.TempDir()
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	keysOf(t, keyID, secret)
	file := func(dir string) string { return "file://" + filepath.ToSlash(dir) }
	for address, says := range map[string]string{
		"":                                    "file:// 和 s3://",
		"/srv/www":                            "file:///srv/www",
		`D:\www`:                              "file:///D:/www",
		`file://D:\www`:                       "三条斜线",
		"file：///srv/www":                     "英文",
		"ftp://host/www":                      "file:// 和 s3://",
		"http://user:HUSH@host":               "file:// 和 s3://",
		"http://oss.example.com/bucket":       "s3://存储桶?endpoint=",
		"https://bucket.oss.example.com":      "s3://存储桶?endpoint=",
		"gs://bucket":                         "file:// 和 s3://",
		"s3:/bucket?region=x":                 "两条斜线",
		"s3:bucket":                           "两条斜线",
		"s3://KEY:HUSH@bucket":                "AWS_SECRET_ACCESS_KEY",
		"s3://bucket?secret_access_key=HUSH":  "secret_access_key",
		"s3://bucket?region=x&endpoint=h:90":  "endpoint",
		"s3://bucket?endpoint=host.com":       "https://主机",
		"s3://bucket?endpoint=http://h/b":     "不写路径",
		"s3://b?endpoint=http://me:HUSH@host": "AWS_SECRET_ACCESS_KEY",
		"s3://b?region=x&use_path_style=HUSH": "true 或 false",
		"s3://":                               "存储桶的名字",
		"s3://bucket":                         "endpoint",
		"file://srv/www":                      "三条斜线",
		"file:www":                            "三条斜线",
		"file://":                             "文件夹",
		"file:///":                            "文件夹",
		"file:///no/such/place/at/all":        "create_dir",
		"file:///tmp/x?metadata=HUSH":         "metadata",
		file(plain):                           "不是文件夹",
		file(site):                            "网站自己的文件夹",
		file(site) + "/w":                     "网站自己的文件夹",
		file(filepath.Dir(site)):              "网站自己的文件夹",
		file(content):                         "放原稿的文件夹",
		file(content) + "/www":                "放原稿的文件夹",
	} {
		_, err := Open(address, Own{Site: site, Content: content})
		if got := words(t, err); !strings.Contains(got, says) {
			t.Errorf("%q: %s\nwant a word of %s", address, got, says)
		} else if strings.Contains(got, "HUSH") {
			t.Errorf("%q: a secret is told: %s", address, got)
		}
	}
}

// textFile gives a file of this text.
func textFile(text string) deploy.File {
	data := []byte(text)
	return deploy.File{Body: bytes.NewReader(data), Size: int64(len(data)), MD5: md5.Sum(data), SHA256: sha256.Sum256(data)}
}
