package filing

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/xlsx"
)

// What a package may hold at the most: more is refused before any of it is unpacked.
const (
	mostEntries  = 200_000
	mostBytes    = 16 << 30 // unpacked, of all entries
	mostRatio    = 200      // unpacked to packed; texts shrink to a fifth
	mostManifest = 64 << 20
	mostList     = 256 << 20
)

// Verify judges a package: whether it is one, whole, and as this program wrote it, file by
// file. A package without a problem has the very bytes that were written. The manifest is
// what could be read of it, zero where nothing could.
func Verify(r io.ReaderAt, size int64) (Manifest, []Problem) {
	v := &verifier{r: r, size: size}
	v.run()
	return v.manifest, v.found
}

// A verifier is one package on its way through Verify.
type verifier struct {
	r        io.ReaderAt
	size     int64
	zip      *zip.Reader
	entries  map[string]*zip.File
	manifest Manifest
	text     []byte // of the manifest
	found    []Problem
}

func (v *verifier) say(k Kind, file string, text, fix diag.Words) {
	v.found = append(v.found, Problem{k, file, text, fix})
}

func (v *verifier) run() {
	if !v.open() || !v.small() {
		return
	}
	v.names()
	if !v.readManifest() {
		return
	}
	v.files()
	v.sums()
	v.lists()
	v.sealed()
}

// open opens the archive.
func (v *verifier) open() bool {
	z, err := zip.NewReader(v.r, v.size)
	if err == nil || errors.Is(err, zip.ErrInsecurePath) {
		v.zip = z
		return true
	}
	var start [4]byte
	n, _ := v.r.ReadAt(start[:], 0)
	switch {
	case v.size == 0:
		v.say(Cut, "", diag.Say("文件是空的", "the file is empty"), again)
	case string(start[:n]) == localMark:
		v.cut()
	default:
		v.say(NotZip, "", diag.Say("不是 ZIP 压缩包，也就不是备案包", "this is no ZIP archive, and so no package"), diag.Say("核对文件；备案包是 gongkai filing build 生成的 .zip", "look at the file: packages are .zip files that gongkai filing build writes"))
	}
	return false
}

// localMark begins an entry.
const localMark = "PK\x03\x04"

func (v *verifier) cut() {
	v.say(Cut, "", diag.Say("压缩包的目录读不出来：没有传完整，或者已经损坏", "the archive's directory cannot be read: it was cut short or is damaged"), again)
}

// beheaded reports whether the directory that was read is not that of the archive which
// begins here: one that was cut amid a workbook or another archive ends with that one's.
func (v *verifier) beheaded() bool {
	head := make([]byte, 30)
	if _, err := v.r.ReadAt(head, 0); err != nil || string(head[:4]) != localMark {
		return false
	}
	name := make([]byte, binary.LittleEndian.Uint16(head[26:]))
	if _, err := v.r.ReadAt(name, int64(len(head))); err != nil {
		return false
	}
	return v.entries[string(name)] == nil
}

// small refuses an archive that would fill a disk.
func (v *verifier) small() bool {
	tooMuch := func(text diag.Words) bool {
		v.say(TooMuch, "", text, diag.Say("不要解开它；请报送单位核对后重新生成", "do not unpack it; ask the department to build it again"))
		return false
	}
	if n := len(v.zip.File); n > mostEntries {
		return tooMuch(diag.Say("压缩包里有 %d 个文件，最多 %d 个", "the archive holds %d files, %d are the most", n, mostEntries))
	}
	total := uint64(0)
	for _, f := range v.zip.File {
		if f.UncompressedSize64 > mostBytes {
			return tooMuch(diag.Say("“%s”解开有 %d 字节，太大了", "%q unpacks to %d bytes, which is too much", f.Name, f.UncompressedSize64))
		}
		total += f.UncompressedSize64
	}
	if total > mostBytes || total > uint64(v.size)*mostRatio+mostManifest {
		return tooMuch(diag.Say("压缩包解开有 %d 字节，压缩前后相差太多", "the archive unpacks to %d bytes, far more than it has", total))
	}
	return true
}

// names judges the entries' names, and keeps the first entry of each.
func (v *verifier) names() {
	v.entries = map[string]*zip.File{}
	names := newNamer()
	for _, f := range v.zip.File {
		switch {
		case v.entries[f.Name] != nil:
			v.say(Twice, f.Name, diag.Say("压缩包里有两个“%s”", "the archive holds %q twice", f.Name), again)
			continue
		case unsafe(f.Name):
			v.say(Unsafe, f.Name, diag.Say("文件名“%s”不安全，或者不能在别的电脑上解开", "the name %q is not safe, or cannot be unpacked everywhere", f.Name), diag.Say("不要解开它；请报送单位重新生成", "do not unpack it; ask the department to build it again"))
		case strings.HasSuffix(f.Name, "/"):
		case !names.free(f.Name):
			v.say(Twice, f.Name, diag.Say("“%s”和另一个文件的名字只差大小写，解开时会互相覆盖", "%q differs from another name only in the case of letters: unpacked, one would hide the other", f.Name), again)
		default:
			names.take(f.Name)
		}
		v.entries[f.Name] = f
	}
}

// readManifest reads 清单.json, and reports whether the rest can be judged by it.
func (v *verifier) readManifest() bool {
	f := v.entries[manifestName]
	switch {
	case f == nil && v.beheaded():
		v.cut()
		return false
	case f == nil:
		v.say(NoManifest, manifestName, diag.Say("没有%s，不是备案包", "there is no %s: this is no package", manifestName), again)
		return false
	}
	var err error
	if v.text, err = readEntry(f, mostManifest); err == nil {
		err = readJSON(v.text, &v.manifest)
	}
	if err != nil {
		v.say(NoManifest, manifestName, diag.Say("%s读不出来：%v", "%s cannot be read: %v", manifestName, err), again)
		return false
	}
	m := &v.manifest
	if m.Form != Form {
		v.say(OtherForm, manifestName, diag.Say("备案包的格式是“%s”，本程序读的是“%s”", "the package is of the form %q, and this program reads %q", m.Form, Form),
			diag.Say("双方换成同一版本的 gongkai", "use one version of gongkai on both sides"))
		return false
	}
	if m.Quarter().IsZero() || m.Department == "" || m.DepartmentName == "" {
		v.say(Wrong, manifestName, diag.Say("清单没有写明是哪个部门、哪个季度的（部门“%s”，季度“%s”）", "the manifest does not say whose and of which quarter it is (department %q, quarter %q)", m.Department, m.Period), again)
	}
	return true
}

// readJSON reads one JSON value and nothing behind it.
func readJSON(text []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is more behind the value")
	}
	return nil
}

// readEntry reads an entry of at most so many bytes.
func readEntry(f *zip.File, most int64) ([]byte, error) {
	if f.UncompressedSize64 > uint64(most) {
		return nil, fmt.Errorf("%d bytes, and %d are the most", f.UncompressedSize64, most)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// own are the files that every package has, in no particular order.
var own = []string{letterPDF, letterText, itemList, changeList, approvalList}

// files compares each file with what the manifest says of it.
func (v *verifier) files() {
	listed := map[string]bool{manifestName: true, sumsName: true}
	for _, want := range v.manifest.Files {
		if listed[want.Name] {
			v.say(Wrong, manifestName, diag.Say("清单里“%s”列了两次", "the manifest lists %q twice", want.Name), again)
			continue
		}
		listed[want.Name] = true
		v.file(want)
	}
	for _, name := range own {
		if !listed[name] {
			v.say(Wrong, manifestName, diag.Say("清单里没有“%s”", "the manifest does not list %q", name), again)
		}
	}
	for _, f := range v.zip.File {
		if !listed[f.Name] && v.entries[f.Name] == f {
			v.say(Extra, f.Name, diag.Say("“%s”不在清单里，是后来放进去的", "%q is not in the manifest: somebody put it there", f.Name), again)
		}
	}
}

// file compares one file.
func (v *verifier) file(want File) {
	f := v.entries[want.Name]
	if f == nil {
		v.say(Absent, want.Name, diag.Say("缺少“%s”", "%q is missing", want.Name), again)
		return
	}
	sum, n, err := v.sum(f, want.Size)
	switch {
	case err != nil:
		v.say(Changed, want.Name, diag.Say("“%s”已经损坏：%s", "%q is damaged: %s", want.Name, broken(err)), again)
	case n != want.Size:
		v.say(Sized, want.Name, diag.Say("“%s”的大小和清单不同：清单上是 %d 字节", "%q has another size than the %d bytes of the manifest", want.Name, want.Size), again)
	case sum != want.SHA256:
		v.say(Changed, want.Name, diag.Say("“%s”被改动过，和清单上的校验值不同", "%q was changed: its SHA-256 is not the manifest's", want.Name), again)
	}
}

// sum gives an entry's SHA-256 and how many bytes it has; it reads one more than it should.
func (v *verifier) sum(f *zip.File, size int64) (sum string, n int64, err error) {
	r, err := f.Open()
	if err != nil {
		return "", 0, err
	}
	defer r.Close()
	h := sha256.New()
	n, err = io.Copy(h, io.LimitReader(r, max(size, 0)+1))
	return hex.EncodeToString(h.Sum(nil)), n, err
}

// sums compares SHA256SUMS with the manifest, and the manifest with its own line there.
func (v *verifier) sums() {
	f := v.entries[sumsName]
	if f == nil {
		v.say(Absent, sumsName, diag.Say("缺少“%s”", "%q is missing", sumsName), again)
		return
	}
	text, err := readEntry(f, mostManifest)
	if err != nil {
		v.say(Changed, sumsName, diag.Say("“%s”已经损坏：%s", "%q is damaged: %s", sumsName, broken(err)), again)
		return
	}
	sum := sha256.Sum256(v.text)
	line := hex.EncodeToString(sum[:]) + "  " + manifestName + "\n"
	if !bytes.Contains(text, []byte(line)) {
		v.say(Changed, manifestName, diag.Say("“%s”被改动过，和“%s”里的校验值不同", "%q was changed: its SHA-256 is not that of %s", manifestName, sumsName), again)
		return
	}
	var all []*entry
	for _, x := range v.manifest.Files {
		all = append(all, &entry{File: x})
	}
	all = append(all, &entry{File: File{Name: manifestName, SHA256: hex.EncodeToString(sum[:])}})
	if !bytes.Equal(text, sumsText(all)) {
		v.say(Sums, sumsName, diag.Say("“%s”和清单不一致", "%s does not agree with the manifest", sumsName), again)
	}
}

// lists compares the rows of the three lists with what the manifest counts. A list that is
// not as it was has been named.
func (v *verifier) lists() {
	bad := map[string]bool{}
	for _, p := range v.found {
		bad[p.File] = true
	}
	c := &v.manifest.Counts
	if n := c.Added + c.Changed + c.Corrected + c.Withdrawn + c.Restored; n != c.Changes {
		v.say(Wrong, manifestName, diag.Say("清单上变动共 %d 条，各类相加却是 %d 条", "the manifest counts %d changes, and %d of all kinds", c.Changes, n), again)
	}
	for _, x := range []struct {
		name string
		want int
	}{{itemList, c.Items}, {changeList, c.Changes}, {approvalList, c.Sources}} {
		f := v.entries[x.name]
		if f == nil || bad[x.name] {
			continue
		}
		data, err := readEntry(f, mostList)
		n := 0
		if err == nil {
			n, err = xlsx.Rows(bytes.NewReader(data), int64(len(data)))
		}
		switch {
		case err != nil:
			v.say(Rows, x.name, diag.Say("“%s”打不开：%v", "%q cannot be opened: %v", x.name, err), again)
		case n != x.want:
			v.say(Rows, x.name, diag.Say("“%s”有 %d 行，清单上是 %d 件", "%q has %d rows, and the manifest counts %d", x.name, n, x.want), again)
		}
	}
}

// sealed compares the seal. Where a file has been named as changed, that is the reason.
func (v *verifier) sealed() {
	if len(v.found) > 0 {
		return
	}
	body := v.size - int64(sealSize)
	had := make([]byte, sealSize)
	if _, err := v.r.ReadAt(had, body); body < 0 || err != nil && err != io.EOF || string(had) != v.zip.Comment || !strings.HasPrefix(v.zip.Comment, sealPrefix) {
		v.say(Repacked, "", diag.Say("这个压缩包被重新打包过：文件都和清单相符，但不是报送单位生成的原件", "the archive was packed anew: its files agree with the manifest, but it is not the one that the department built"), again)
		return
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(v.r, 0, body)); err != nil || seal(sum) != string(had) {
		v.say(Repacked, "", diag.Say("压缩包本身被改动过：文件都和清单相符，但压缩包的封记对不上", "the archive itself was changed: its files agree with the manifest, but its seal does not hold"), again)
	}
}

// About tells of whom and of which quarter a package claims to be, without judging it; false
// where it is none.
func About(r io.ReaderAt, size int64) (department string, quarter calendar.Period, ok bool) {
	v := &verifier{r: r, size: size}
	if !v.open() || !v.small() {
		return "", calendar.Period{}, false
	}
	v.names()
	if !v.readManifest() {
		return "", calendar.Period{}, false
	}
	q := v.manifest.Quarter()
	return v.manifest.Department, q, v.manifest.Department != "" && !q.IsZero()
}

// broken says what is wrong with a file that cannot be taken out of its archive.
func broken(err error) diag.Words {
	switch {
	case errors.Is(err, zip.ErrChecksum):
		return diag.Words{ZH: "内容和压缩包里记的校验和不符", EN: "it is not what the archive's checksum says"}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return diag.Words{ZH: "后面缺了一截", EN: "its end is missing"}
	}
	return diag.Words{ZH: "解不开", EN: "it cannot be unpacked"}
}
