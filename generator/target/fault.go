package target

import (
	"context"
	"crypto/tls"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"slices"
	"syscall"

	"github.com/minio/minio-go/v7"

	"gongkai/generator/deploy"
	"gongkai/generator/diag"
)

// answerOf gives what an S3 server answered with; a zero answer where none did.
func answerOf(err error) (a minio.ErrorResponse) {
	errors.As(err, &a)
	return a
}

// unreached reports whether no server answered.
func unreached(err error) bool {
	var n net.Error
	if errors.As(err, &n) {
		_, local := n.(syscall.Errno) // which has the methods too, also where a disk gives it
		return !local
	}
	return errors.Is(err, context.DeadlineExceeded)
}

// deniedCodes are the answers of S3 servers to keys that they do not take.
var deniedCodes = []string{"AccessDenied", "Forbidden", "AllAccessDisabled", "AccountProblem"}

// badKeyCodes are the answers to keys that are wrong or out of date.
var badKeyCodes = []string{"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired"}

// regionCodes are the answers where the region is wrong.
var regionCodes = []string{"PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "MovedPermanently", "InvalidRegion"}

// busyCodes are the answers of a server that has too much to do just now.
var busyCodes = []string{"SlowDown", "SlowDownRead", "SlowDownWrite", "InternalError", "ServiceUnavailable", "RequestTimeout", "Throttling", "ThrottlingException", "RequestLimitExceeded", "RequestThrottled"}

// explain puts a machine's fault into words. A fault in words and a cancelled context stay.
func explain(err error) error {
	var f *deploy.Fault
	if err == nil || errors.As(err, &f) || errors.Is(err, context.Canceled) {
		return err
	}
	if a := answerOf(err); a.Code != "" || a.StatusCode != 0 {
		again := a.StatusCode == 429 || a.StatusCode >= 500 || slices.Contains(busyCodes, a.Code)
		return &deploy.Fault{Words: answerWords(a), Err: err, Again: again}
	}
	words, again := machineWords(err)
	return &deploy.Fault{Words: words, Err: err, Again: again}
}

// answerWords says what a server's answer means.
func answerWords(a minio.ErrorResponse) diag.Words {
	switch c, s := a.Code, a.StatusCode; {
	case c == minio.NoSuchBucket:
		return diag.Say("没有这个存储桶；请核对 --to 里的名字和区域，或先建好", "there is no such bucket; check its name and region in --to, or make it first")
	case slices.Contains(badKeyCodes, c):
		return diag.Say("密钥不对或已经过期（%s）；请核对环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY", "the keys are wrong or out of date (%s); check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", c)
	case c == "RequestTimeTooSkewed":
		return diag.Say("本机的时钟不准，服务器不接受；请校准时间", "this machine's clock is wrong and the server refuses it; set the time")
	case slices.Contains(regionCodes, c) || s == 301:
		return diag.Say("存储桶不在这个区域；请改 --to 里的 region（%s）", "the bucket is not in this region; mend region in --to (%s)", c)
	case slices.Contains(deniedCodes, c) || s == 401 || s == 403:
		return diag.Say("没有权限；密钥要能列出、读、写、删除这个存储桶里的文件", "no permission; the keys must be allowed to list, read, write and delete in this bucket")
	case s == 429 || s >= 500 || slices.Contains(busyCodes, c):
		return diag.Say("服务器正忙（%s），试了几次都没有成；过一会儿再运行一次", "the server is busy (%s) and several tries failed; run it again in a while", c)
	default:
		return diag.Say("服务器不接受（%s %s）", "the server refused it (%s %s)", c, a.Message)
	}
}

// machineWords says what a fault of this machine or of the way to the server means, and
// whether it may pass.
func machineWords(err error) (words diag.Words, again bool) {
	var certificate *tls.CertificateVerificationError
	var name *net.DNSError
	var file *fs.PathError
	var link *os.LinkError
	if errors.As(err, &link) {
		file = &fs.PathError{Op: link.Op, Path: link.New, Err: link.Err}
	}
	switch {
	case errors.As(err, &certificate):
		return diag.Say("服务器的证书不可信（%v）", "the server's certificate is not trusted (%v)", certificate), false
	case errors.Is(err, http.ErrSchemeMismatch):
		return diag.Say("服务器不用 https；请把 endpoint 写成 http://…", "the server does not speak https; write endpoint as http://…"), false
	case errors.As(err, &name) && name.IsNotFound:
		return diag.Say("连不上服务器：找不到 %s；请核对 --to 里的 endpoint，自建的服务器再加 &use_path_style=true", "cannot reach the server: there is no %s; check endpoint in --to, and add &use_path_style=true for a server of your own", name.Name), false
	case unreached(err):
		return diag.Say("连不上服务器；请检查网络和 --to 里的 endpoint（%v）", "cannot reach the server; check the network and endpoint in --to (%v)", root(err)), true
	case errors.Is(err, syscall.ENOSPC):
		return diag.Say("目标磁盘满了；腾出空间再运行一次", "the target's disk is full; free some space and run it again"), false
	case errors.Is(err, fs.ErrPermission) && (file != nil || errors.As(err, &file)):
		return diag.Say("没有权限读写 %s；请检查文件夹的权限", "no permission for %s; check the folder's rights", file.Path), false
	}
	return diag.Say("没有传完：%v", "not deployed: %v", err), false
}

// root gives the innermost error, which says what went wrong in the fewest words.
func root(err error) error {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return err
}
