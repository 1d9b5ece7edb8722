package target

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"

	"gongkai/generator/deploy"
)

const (
	keyID  = "gongkaitest"
	secret = "HUSH-this-is-the-secret"
)

// A memory is the server's store. As at S3, an empty delimiter is none.
type memory struct{ *s3mem.Backend }

func (m memory) ListBucket(ctx context.Context, name string, prefix *gofakes3.Prefix, page gofakes3.ListBucketPage) (*gofakes3.ObjectList, error) {
	if prefix != nil && prefix.Delimiter == "" {
		prefix.HasDelimiter = false
	}
	return m.Backend.ListBucket(ctx, name, prefix, page)
}

// s3Server starts what rclone serves S3 with, on this machine and until the test ends, with
// the bucket "site". It checks signatures. The environment's keys are set.
func s3Server(t *testing.T) (address string) {
	t.Helper()
	store := memory{s3mem.New()}
	if err := store.CreateBucket(t.Context(), "site"); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(gofakes3.New(store, gofakes3.WithV4Auth(map[string]string{keyID: secret}), gofakes3.WithIntegrityCheck(true)).Server())
	t.Cleanup(s.Close)
	keysOf(t, keyID, secret)
	return s.URL
}

// keysOf sets the environment as a web host does, and keeps the machine's own settings out.
func keysOf(t *testing.T, id, key string) {
	t.Helper()
	for name, v := range map[string]string{
		"AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": key, "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "", "AWS_REGION": "",
		"AWS_SHARED_CREDENTIALS_FILE": filepath.Join(t.TempDir(), "none"),
	} {
		t.Setenv(name, v)
	}
}

// inFront starts a server that hands requests on to the other as they are, their host
// included, which is part of what is signed, unless the function answers them itself.
func inFront(t *testing.T, server string, answered func(http.ResponseWriter, *http.Request) bool) string {
	t.Helper()
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	pass := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = to.Scheme, to.Host, r.In.Host
	}}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !answered(w, r) {
			pass.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func addressOf(bucket, server string) string {
	return "s3://" + bucket + "?endpoint=" + url.QueryEscape(server)
}

// bucketOf gives what the address holds.
func bucketOf(t *testing.T, address string) tree {
	t.Helper()
	place, err := Open(address, Own{})
	if err != nil {
		t.Fatal(err)
	}
	out := tree{}
	if err := place.List(t.Context(), func(o deploy.Object) { out[o.Path] = "" }); err != nil {
		t.Fatal(err)
	}
	for p := range out {
		r, err := place.Read(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		out[p] = string(data)
		if err = errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func wantBucket(t *testing.T, address string, files tree) {
	t.Helper()
	got := bucketOf(t, address)
	if _, there := got[deploy.RecordName]; !there {
		t.Error("no record")
	}
	delete(got, deploy.RecordName)
	if !maps.Equal(got, files) {
		t.Errorf("the bucket holds %q, want %q", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(files)))
	}
}

// TestS3 deploys to a real server, as a web host does from the first day on.
func TestS3(t *testing.T) {
	address, root := addressOf("site", s3Server(t)), t.TempDir()
	files := small.with(tree{"items/CZ-2026/CZ-2026-00001/film.mp4": strings.Repeat("0123456789abcdef", 1<<16)})
	run := func(up, kept, removed int) deploy.Result {
		t.Helper()
		r, err := to(t, soon(t), address, deploy.Options{Site: root})
		if err != nil {
			t.Fatal(err)
		}
		if r.Uploaded != up || r.Kept != kept || r.Removed != removed {
			t.Errorf("%d up, %d kept, %d removed; want %d, %d, %d", r.Uploaded, r.Kept, r.Removed, up, kept, removed)
		}
		return r
	}
	place, err := Open(address, Own{})
	if err != nil {
		t.Fatal(err)
	}
	if err := place.Write(t.Context(), "stranger.txt", textFile("mine")); err != nil {
		t.Fatal(err)
	}
	with := func(files tree) tree { return files.with(tree{"stranger.txt": "mine"}) }

	built(t, root, files)
	if r := run(len(files), 0, 0); !slices.Equal(r.Foreign, []string{"stranger.txt"}) {
		t.Errorf("strangers: %v", r.Foreign)
	}
	wantBucket(t, address, with(files))
	run(0, len(files), 0)

	next := files.with(tree{"index.html": "home 2", "404.html": "", "about.html": "new"})
	built(t, root, next)
	run(2, len(files)-2, 1)
	wantBucket(t, address, with(next))

	// Without the record the server's own sums tell.
	if err := place.Remove(t.Context(), deploy.RecordName); err != nil {
		t.Fatal(err)
	}
	if r := run(0, len(next), 0); !r.Lost {
		t.Error("the record is not missed")
	}
	wantBucket(t, address, with(next))
}

func TestS3StoppedAndRunAgain(t *testing.T) {
	address, root := addressOf("site", s3Server(t)), built(t, t.TempDir(), small)
	ctx, cancel := context.WithCancel(soon(t))
	o := deploy.Options{Site: root, Jobs: 2, Progress: func(done, _ int, _ int64) {
		if done == 5 {
			cancel()
		}
	}}
	first, err := to(t, ctx, address, o)
	if !errors.Is(err, context.Canceled) || first.Uploaded < 5 || first.Uploaded == len(small) {
		t.Fatalf("%d up, %v", first.Uploaded, err)
	}
	if _, there := bucketOf(t, address)["index.html"]; there {
		t.Error("the home page went up before what it leads to")
	}
	o.Progress = nil
	second, err := to(t, soon(t), address, o)
	if err != nil || second.Uploaded > len(small)-first.Uploaded || second.Kept < first.Uploaded {
		t.Errorf("first %d, then %d of %d (%d kept), %v", first.Uploaded, second.Uploaded, len(small), second.Kept, err)
	}
	wantBucket(t, address, small)
}

func TestS3FolderInTheBucket(t *testing.T) {
	server, root := s3Server(t), built(t, t.TempDir(), small)
	end := "?endpoint=" + url.QueryEscape(server)
	for _, address := range []string{"s3://site/www/a" + end, "s3://site" + end + "&prefix=other/"} {
		if _, err := to(t, soon(t), address, deploy.Options{Site: root}); err != nil {
			t.Fatal(err)
		}
	}
	wantBucket(t, "s3://site/www/a"+end, small)
	wantBucket(t, "s3://site/other"+end, small)
	if all := bucketOf(t, "s3://site"+end); len(all) != 2*(len(small)+1) {
		t.Errorf("the bucket holds %d files", len(all))
	}
}

// TestS3Headers reads what goes over the wire: servers keep headers each in their way.
func TestS3Headers(t *testing.T) {
	server := s3Server(t)
	var mu sync.Mutex
	sent := map[string]http.Header{}
	proxy := inFront(t, server, func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			mu.Lock()
			sent[strings.TrimPrefix(r.URL.Path, "/site/")] = r.Header.Clone()
			mu.Unlock()
		}
		return false
	})
	if _, err := to(t, soon(t), addressOf("site", proxy), deploy.Options{Site: built(t, t.TempDir(), small)}); err != nil {
		t.Fatal(err)
	}
	const item = "items/CZ-2026/CZ-2026-00001"
	for p, want := range map[string]deploy.Headers{
		"index.html":        {ContentType: "text/html; charset=utf-8", CacheControl: "max-age=60"},
		"feeds/all.json":    {ContentType: "application/feed+json", CacheControl: "max-age=60"},
		item + ".txt":       {ContentType: "text/plain; charset=utf-8", CacheControl: "max-age=60"},
		item + "/a+b&c.PNG": {ContentType: "image/png", CacheControl: "max-age=3600"},
		item + "/old.csv":   {ContentType: "text/csv", CacheControl: "max-age=3600"},
		deploy.RecordName:   {ContentType: "text/plain; charset=utf-8", CacheControl: "no-store"},
	} {
		h := sent[p]
		if got := (deploy.Headers{ContentType: h.Get("Content-Type"), CacheControl: h.Get("Cache-Control")}); got != want {
			t.Errorf("%s was sent with %+v, want %+v", p, got, want)
		}
	}
	for p, text := range small {
		sum := sha256.Sum256([]byte(text))
		if got := sent[p].Get("X-Amz-Content-Sha256"); got != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: its bytes are not part of what is signed (%s)", p, got)
		}
	}
}

func TestS3Faults(t *testing.T) {
	server := s3Server(t)
	root := built(t, t.TempDir(), small)
	plain := strings.TrimPrefix(server, "http://")
	for _, c := range []struct{ name, to, id, key, zh, en string }{
		{"no such bucket", addressOf("nowhere", server), keyID, secret, "没有这个存储桶", "no such bucket"},
		{"wrong secret", addressOf("site", server), keyID, "HUSH-wrong", "密钥不对", "keys are wrong"},
		{"unknown key", addressOf("site", server), "nobody", "HUSH-wrong", "密钥", "keys"},
		{"no keys", addressOf("site", server), "", "", "没有密钥", "no keys"},
		{"no secret", addressOf("site", server), keyID, "", "再设环境变量 AWS_SECRET_ACCESS_KEY", "set AWS_SECRET_ACCESS_KEY"},
		{"no key id", addressOf("site", server), "", secret, "再设环境变量 AWS_ACCESS_KEY_ID", "set AWS_ACCESS_KEY_ID"},
		{"nobody there", addressOf("site", "http://127.0.0.1:1"), keyID, secret, "连不上服务器", "cannot reach"},
		{"no such host", addressOf("site", "http://no-such-host.invalid"), keyID, secret, "连不上服务器", "cannot reach"},
		{"not https", addressOf("site", "https://"+plain), keyID, secret, "不用 https", "not speak https"},
	} {
		t.Run(c.name, func(t *testing.T) {
			keysOf(t, c.id, c.key)
			_, err := to(t, soon(t), c.to, deploy.Options{Site: root})
			got := words(t, err)
			if !strings.Contains(got, c.zh) || !strings.Contains(got, c.en) {
				t.Errorf("%s\n%v", got, errors.Unwrap(err))
			}
			if strings.Contains(got, "HUSH") {
				t.Errorf("a secret is told: %s", got)
			}
		})
	}
}

// TestKeysFile: where the environment has no keys, the file of Amazon's own tools is read.
func TestKeysFile(t *testing.T) {
	address := addressOf("site", s3Server(t))
	keysOf(t, "", "")
	name := os.Getenv("AWS_SHARED_CREDENTIALS_FILE")
	text := "[default]\naws_access_key_id = nobody\naws_secret_access_key = x\n[web]\naws_access_key_id = " + keyID + "\naws_secret_access_key = " + secret + "\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_PROFILE", "web")
	if _, err := to(t, soon(t), address, deploy.Options{Site: built(t, t.TempDir(), small)}); err != nil {
		t.Error(err)
	}
}

// TestS3Answers puts the answers of servers that this one does not give into words.
func TestS3Answers(t *testing.T) {
	root := built(t, t.TempDir(), small)
	for _, c := range []struct {
		status int
		code   string
		zh     string
		tries  int // requests for the first file
	}{
		{403, "AccessDenied", "没有权限", 1},
		{403, "ExpiredToken", "过期", 1},
		{403, "RequestTimeTooSkewed", "时钟", 1},
		{301, "PermanentRedirect", "区域", 1},
		{400, "AuthorizationHeaderMalformed", "区域", 1},
		{404, "NoSuchBucket", "没有这个存储桶", 1},
		{400, "TeapotTrouble", "TeapotTrouble", 1},
		{503, "SlowDown", "正忙", 4},
	} {
		t.Run(c.code, func(t *testing.T) {
			asked := 0
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked++
				w.WriteHeader(c.status)
				io.WriteString(w, "<Error><Code>"+c.code+"</Code><Message>says the server</Message></Error>")
			}))
			defer s.Close()
			keysOf(t, keyID, secret)
			_, err := to(t, soon(t), addressOf("site", s.URL), deploy.Options{Site: root})
			if got := words(t, err); !strings.Contains(got, c.zh) || strings.Contains(got, "HUSH") {
				t.Errorf("%s", got)
			}
			if asked != c.tries {
				t.Errorf("asked %d times, want %d", asked, c.tries)
			}
		})
	}
}

// TestS3BusyServer: a server that answers 503 now and then is asked again, and nothing is
// lost.
func TestS3BusyServer(t *testing.T) {
	server := s3Server(t)
	var mu sync.Mutex
	n, refused := 0, 0
	proxy := inFront(t, server, func(w http.ResponseWriter, _ *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		n++
		if n%4 != 0 {
			return false
		}
		refused++
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, "<Error><Code>SlowDown</Code></Error>")
		return true
	})
	r, err := to(t, soon(t), addressOf("site", proxy), deploy.Options{Site: built(t, t.TempDir(), small), Jobs: 1})
	if err != nil || r.Uploaded != len(small) || refused == 0 {
		t.Errorf("%d of %d up, %d refused, %v", r.Uploaded, len(small), refused, err)
	}
	wantBucket(t, addressOf("site", server), small)
}

// TestWhereTheBucketStands: the big clouds want it before their name, a bare server in the
// path; the address can say otherwise.
func TestWhereTheBucketStands(t *testing.T) {
	for query, want := range map[string]minio.BucketLookupType{
		"endpoint=https://oss-cn-beijing.aliyuncs.com":                     minio.BucketLookupDNS,
		"endpoint=https://oss-cn-beijing.aliyuncs.com&use_path_style=true": minio.BucketLookupPath,
		"endpoint=http://127.0.0.1:9000":                                   minio.BucketLookupPath,
		"endpoint=http://[::1]:9000":                                       minio.BucketLookupPath,
		"endpoint=http://nas:9000":                                         minio.BucketLookupPath,
		"endpoint=http://nas:9000&use_path_style=false":                    minio.BucketLookupDNS,
		"region=cn-north-1":                                                minio.BucketLookupDNS,
	} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if _, opt, err := serverOf(q); err != nil || opt.BucketLookup != want {
			t.Errorf("%s: %v %v, want %v", query, opt, err, want)
		}
	}
}

// TestS3ListsMoreThanOnePage: a server tells at most 1,000 files at a time.
func TestS3ListsMoreThanOnePage(t *testing.T) {
	address := addressOf("site", s3Server(t))
	place, err := Open(address, Own{})
	if err != nil {
		t.Fatal(err)
	}
	const n = 1001
	for i := range n {
		if err := place.Write(soon(t), strconv.Itoa(i)+".html", textFile("x")); err != nil {
			t.Fatal(err)
		}
	}
	found := map[string]bool{}
	if err := place.List(soon(t), func(o deploy.Object) { found[o.Path] = true }); err != nil || len(found) != n {
		t.Errorf("%d of %d found, %v", len(found), n, err)
	}
}
