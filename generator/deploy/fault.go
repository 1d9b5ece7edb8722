package deploy

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"net"
	"slices"
	"strings"
	"syscall"

	"gocloud.dev/gcerrors"

	"gongkai/generator/diag"
)

// A Fault is why a site was not deployed, in words that say what to do. No word of it is a
// key or a password.
type Fault struct {
	Words diag.Words
	Err   error // the machine's own words; nil where there are none
}

// Error gives the Chinese words.
func (f *Fault) Error() string { return f.Words.ZH }

// Unwrap gives the machine's fault.
func (f *Fault) Unwrap() error { return f.Err }

// refuse makes a Fault of a wrong call.
func refuse(zh, en string, args ...any) error { return &Fault{diag.Say(zh, en, args...), nil} }

// code gives the code that an S3 server answered with; "" where none did.
func code(err error) string {
	var e interface{ ErrorCode() string } // smithy.APIError
	if errors.As(err, &e) {
		return e.ErrorCode()
	}
	return ""
}

// status gives the HTTP status that a server answered with; 0 where none did.
func status(err error) int {
	var e interface{ HTTPStatusCode() int } // smithy's ResponseError
	if errors.As(err, &e) {
		return e.HTTPStatusCode()
	}
	return 0
}

func noBucket(err error) bool { return code(err) == "NoSuchBucket" }

// offline reports whether no server answered.
func offline(err error) bool {
	var n net.Error
	if errors.As(err, &n) {
		_, local := n.(syscall.Errno) // which has the methods too, also where a disk gives it
		return !local
	}
	return errors.Is(err, context.DeadlineExceeded)
}

// keyless reports whether the machine has no keys for S3. The SDK gives no type for it.
func keyless(err error) bool {
	s := err.Error()
	return strings.Contains(s, "get identity: get credentials") || strings.Contains(s, "failed to refresh cached credentials")
}

// deniedCodes are the answers of S3 servers to keys that they do not take.
var deniedCodes = []string{"AccessDenied", "Forbidden", "AllAccessDisabled", "AccountProblem"}

// badKeyCodes are the answers to keys that are wrong or out of date.
var badKeyCodes = []string{"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired"}

// regionCodes are the answers where the region is wrong.
var regionCodes = []string{"PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "MovedPermanently"}

// explain puts a machine's fault into words. A Fault and a cancelled context stay.
func explain(err error) error {
	var f *Fault
	if err == nil || errors.As(err, &f) || errors.Is(err, context.Canceled) {
		return err
	}
	return &Fault{faultWords(err), err}
}

func faultWords(err error) diag.Words {
	c, s := code(err), status(err)
	var certificate *tls.CertificateVerificationError
	var file *fs.PathError
	switch {
	case noBucket(err):
		return diag.Say("没有这个存储桶；请核对 --to 里的名字和区域，或先建好", "there is no such bucket; check its name and region in --to, or make it first")
	case slices.Contains(badKeyCodes, c):
		return diag.Say("密钥不对或已经过期（%s）；请核对环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY", "the keys are wrong or out of date (%s); check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", c)
	case c == "RequestTimeTooSkewed":
		return diag.Say("本机的时钟不准，服务器不接受；请校准时间", "this machine's clock is wrong and the server refuses it; set the time")
	case slices.Contains(regionCodes, c) || s == 301:
		return diag.Say("存储桶不在这个区域；请改 --to 里的 region（%s）", "the bucket is not in this region; mend region in --to (%s)", c)
	case slices.Contains(deniedCodes, c) || s == 401 || s == 403 || gcerrors.Code(err) == gcerrors.PermissionDenied:
		return diag.Say("没有权限；密钥要能列出、读、写、删除这个存储桶里的文件", "no permission; the keys must be allowed to list, read, write and delete in this bucket")
	case keyless(err):
		return diag.Say("没有密钥；请设环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY", "there are no keys; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
	case errors.As(err, &certificate):
		return diag.Say("服务器的证书不可信（%v）", "the server's certificate is not trusted (%v)", certificate)
	case offline(err):
		return diag.Say("连不上服务器；请检查网络和 --to 里的 endpoint（%v）", "cannot reach the server; check the network and endpoint in --to (%v)", root(err))
	case errors.Is(err, syscall.ENOSPC):
		return diag.Say("目标磁盘满了；腾出空间再运行一次", "the target's disk is full; free some space and run it again")
	case errors.As(err, &file) && errors.Is(err, fs.ErrPermission):
		return diag.Say("没有权限读写 %s；请检查文件夹的权限", "no permission for %s; check the folder's rights", file.Path)
	}
	return diag.Say("没有传完：%v", "not deployed: %v", err)
}

// root gives the innermost error, which says what went wrong in the fewest words.
func root(err error) error {
	for {
		var next error
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			next = e.Unwrap()
		case interface{ Unwrap() []error }: // gocloud's: the cause, then its own code
			if all := e.Unwrap(); len(all) > 0 {
				next = all[0]
			}
		}
		if next == nil {
			return err
		}
		err = next
	}
}

// transient reports whether it may go well when tried again: no server answered, or one
// that is busy did.
func transient(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	s := status(err)
	return s == 429 || s >= 500 || s == 0 && offline(err) && !keyless(err)
}
