// Package bom owns what the program is made of: the modules that the Go tool noted in a binary,
// with their licences, as values and as a CycloneDX bill of materials.
//
// It knows no more than the binary says of itself and the table of licences below; so anybody who
// has the binary can make its bill, and it is the same on every machine and on every day.
package bom

import (
	"cmp"
	"runtime/debug"
	"slices"
	"strings"
)

// A Module is one part of the program.
type Module struct {
	Path    string `json:"path"`
	Version string `json:"version"`
	// Sum is the module's line in go.sum, "h1:…"; "" for the standard library.
	Sum string `json:"sum,omitempty"`
	// Licence is an SPDX expression; "" where the table does not name the module.
	Licence string `json:"licence,omitempty"`
}

// A Program is what a binary says of itself.
type Program struct {
	Commit string `json:"commit,omitempty"` // "" where it was built without git
	// Modified is whether the tree differed from the commit.
	Modified bool     `json:"modified"`
	Time     string   `json:"time,omitempty"` // of the commit, RFC 3339
	Go       string   `json:"go"`             // "go1.26.0"
	OS       string   `json:"os"`
	Arch     string   `json:"arch"`
	Trimpath bool     `json:"trimpath"`
	Cgo      bool     `json:"cgo"`
	Modules  []Module `json:"modules"` // sorted by path, the standard library among them as "std"
}

// Of reads what the Go tool noted in a binary.
func Of(info *debug.BuildInfo) Program {
	p := Program{Go: info.GoVersion}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			p.Commit = s.Value
		case "vcs.time":
			p.Time = s.Value
		case "vcs.modified":
			p.Modified = s.Value == "true"
		case "GOOS":
			p.OS = s.Value
		case "GOARCH":
			p.Arch = s.Value
		case "-trimpath":
			p.Trimpath = s.Value == "true"
		case "CGO_ENABLED":
			p.Cgo = s.Value == "1"
		}
	}
	p.Modules = append(p.Modules, Module{Path: "std", Version: strings.TrimPrefix(info.GoVersion, "go"), Licence: licences["std"]})
	for _, m := range info.Deps {
		licence := licences[m.Path]
		if m.Replace != nil {
			m, licence = m.Replace, "" // another's work
		}
		p.Modules = append(p.Modules, Module{m.Path, m.Version, m.Sum, licence})
	}
	slices.SortFunc(p.Modules, func(a, b Module) int { return cmp.Compare(a.Path, b.Path) })
	return p
}

// licences are the licences of the modules that any build links, read from their texts; a test
// holds the table to what is linked and to these texts.
var licences = map[string]string{
	"std":                                    "BSD-3-Clause",
	"github.com/BurntSushi/toml":             "MIT",
	"github.com/adrg/frontmatter":            "MIT",
	"github.com/agnivade/levenshtein":        "MIT",
	"github.com/arran4/golang-ical":          "Apache-2.0",
	"github.com/bep/imagemeta":               "MIT",
	"github.com/cespare/xxhash/v2":           "MIT",
	"github.com/dustin/go-humanize":          "MIT",
	"github.com/fsnotify/fsnotify":           "BSD-3-Clause",
	"github.com/gabriel-vasile/mimetype":     "MIT",
	"github.com/google/uuid":                 "BSD-3-Clause",
	"github.com/gorilla/feeds":               "BSD-3-Clause",
	"github.com/inconshreveable/mousetrap":   "Apache-2.0",
	"github.com/jolestar/go-commons-pool/v2": "Apache-2.0",
	"github.com/klauspost/compress":          "Apache-2.0 AND BSD-3-Clause AND MIT",
	"github.com/klauspost/cpuid/v2":          "MIT",
	"github.com/klauspost/crc32":             "BSD-3-Clause",
	"github.com/klippa-app/go-pdfium":        "MIT",
	"github.com/minio/crc64nvme":             "Apache-2.0",
	"github.com/minio/md5-simd":              "Apache-2.0 AND BSD-3-Clause",
	"github.com/minio/minio-go/v7":           "Apache-2.0",
	"github.com/mozillazg/go-pinyin":         "MIT",
	"github.com/philhofer/fwd":               "MIT",
	"github.com/richardlehane/mscfb":         "Apache-2.0",
	"github.com/richardlehane/msoleps":       "Apache-2.0",
	"github.com/rs/xid":                      "MIT",
	"github.com/spf13/cobra":                 "Apache-2.0",
	"github.com/spf13/pflag":                 "BSD-3-Clause",
	"github.com/tdewolff/minify/v2":          "MIT",
	"github.com/tdewolff/parse/v2":           "MIT",
	"github.com/tetratelabs/wazero":          "Apache-2.0",
	"github.com/tiendc/go-deepcopy":          "MIT",
	"github.com/tinylib/msgp":                "MIT",
	"github.com/xuri/efp":                    "BSD-3-Clause",
	"github.com/xuri/excelize/v2":            "BSD-3-Clause",
	"github.com/xuri/nfp":                    "BSD-3-Clause",
	"github.com/yuin/goldmark":               "MIT",
	"github.com/zeebo/xxh3":                  "BSD-2-Clause",
	"go.yaml.in/yaml/v3":                     "Apache-2.0 AND MIT",
	"go.yaml.in/yaml/v4":                     "Apache-2.0",
	"golang.org/x/crypto":                    "BSD-3-Clause",
	"golang.org/x/net":                       "BSD-3-Clause",
	"golang.org/x/sys":                       "BSD-3-Clause",
	"golang.org/x/term":                      "BSD-3-Clause",
	"golang.org/x/text":                      "BSD-3-Clause",
	"gopkg.in/ini.v1":                        "Apache-2.0",
	"gopkg.in/yaml.v2":                       "Apache-2.0 AND MIT",
	"rsc.io/qr":                              "BSD-3-Clause",
}
