#!/usr/bin/env bash
# Builds the program and the site, runs every check, starts the preview: see help() below.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$PWD

program=.bin/gongkai
tools=.tools

help() {
  cat <<'EOF'
./build.sh [选项]        生成程序，再由 content/ 生成网站到 public/；选项交给 gongkai build
./build.sh serve [选项]  启动本机预览，保存文件后页面自动刷新
./build.sh test          安装测试所需的工具，运行全部检查
./build.sh fuzz [时间] [名称]  逐个运行读文件的模糊测试，每个默认 10m；名称是包或目标的一部分
./build.sh release [文件夹]  生成四种系统的程序、软件物料清单和校验值，默认放到 .bin/release
./build.sh 命令 [选项]   运行程序的其他命令，如 check、new、fmt、explain
./build.sh help          显示本说明

./build.sh [options]        builds the program, and content/ into public/; options go to gongkai build
./build.sh serve [options]  starts the preview on this machine; pages reload on save
./build.sh test             installs what the checks need and runs them all
./build.sh fuzz [TIME] [NAME]  runs the fuzz targets one by one, 10m each unless told; NAME is part of a package's or a target's name
./build.sh release [DIR]    builds the program for four systems, with bills of materials and sums, into .bin/release
./build.sh COMMAND [...]    any other command of the program: check, new, fmt, explain ...
./build.sh help             this text

只需要 Go 和 git。 Go and git are all it needs.
EOF
}

# need_go stops where Go is missing or older than go.mod asks for. No toolchain is fetched
# behind anybody's back.
need_go() {
  export GOTOOLCHAIN=local
  local want have
  want=$(awk '$1 == "go" { print $2; exit }' go.mod)
  if ! command -v go >/dev/null 2>&1; then
    echo "没有找到 Go：请安装 Go $want 或更新的版本，再运行本脚本。 Go is missing: install Go $want or newer and run this again." >&2
    exit 2
  fi
  have=$(cd / && go version 2>/dev/null | sed -n 's/.*go\([0-9][0-9.]*\).*/\1/p' | head -n 1)
  if ! not_older "${have:-0}" "$want"; then
    echo "Go 太旧：这里是 ${have:-?}，需要 $want 或更新的版本，请升级后再运行。 Go is too old: this is ${have:-?}, needed is $want or newer." >&2
    exit 2
  fi
}

# not_older A B: whether version A is B or newer.
not_older() {
  local -a a b
  IFS=. read -r -a a <<<"$1"
  IFS=. read -r -a b <<<"$2"
  for i in 0 1 2; do
    if ((10#${a[i]:-0} != 10#${b[i]:-0})); then
      ((10#${a[i]:-0} > 10#${b[i]:-0}))
      return
    fi
  done
}

# stamp tells go build whether it can note the commit: not without git, nor in a checkout that git
# does not trust.
stamp() {
  if git status --porcelain >/dev/null 2>&1; then echo -buildvcs=auto; else echo -buildvcs=false; fi
}

program() {
  program=.bin/gongkai$(go env GOEXE)
  CGO_ENABLED=0 go build -trimpath "$(stamp)" -o "$program" ./generator
}

# release_files DIR: the program for each system, its bill of materials, and the sums of all. The same
# commit and the same Go give the same bytes.
release_files() {
  local dir=$1 target file sum="sha256sum"
  command -v sha256sum >/dev/null 2>&1 || sum="shasum -a 256"
  mkdir -p "$dir" || return
  rm -f "$dir"/gongkai-* "$dir/SHA256SUMS"
  for target in windows/amd64 linux/amd64 linux/arm64 linux/loong64; do
    file=gongkai-${target%/*}-${target#*/}
    [ "${target%/*}" != windows ] || file+=.exe
    echo "CGO_ENABLED=0 $target"
    CGO_ENABLED=0 GOOS=${target%/*} GOARCH=${target#*/} go build -trimpath "$(stamp)" -o "$dir/$file" ./generator || return
    "$program" version --sbom --of "$dir/$file" >"$dir/$file.cdx.json" || return
  done
  # shellcheck disable=SC2086 # a command and its flags
  (cd "$dir" && LC_ALL=C && $sum gongkai-* >SHA256SUMS && $sum -c SHA256SUMS >/dev/null && cat SHA256SUMS)
}

release() {
  release_files "$1" || return
  "$program" version --of "$1/gongkai-linux-amd64"
  if ! "$program" version --of "$1/gongkai-linux-amd64" --json | grep -q '"commit"'; then
    echo "*** 这里没有 git 的信息，程序说不出自己是哪一次提交的。 Without git the program cannot tell its commit." >&2
  elif ! "$program" version --of "$1/gongkai-linux-amd64" --json | grep -q '"modified": false'; then
    echo "*** 有未提交的改动，不要发布。 There are uncommitted changes: do not publish these." >&2
  fi
}

# ---------------------------------------------------------------------------------------
# test: every step runs, whatever the one before it gave; the end says how each went.

steps=() # "ok|FAIL|skipped  seconds  name"
bad=0

# step NAME COMMAND...: runs one step. Exit code 77 is a step that could not run here, which fails
# where CI is true; 78 one that may be left out there too, since no machine can be made to have what
# it needs; 79 one that has something to say and nothing to fail for. The end tells of each.
step() {
  local name=$1 began=$SECONDS code=0
  shift
  printf '\n=== %s\n' "$name"
  "$@" || code=$?
  case $code in
    0) note "ok" $((SECONDS - began)) "$name" ;;
    77)
      note "SKIPPED" $((SECONDS - began)) "$name"
      if [ "${CI:-}" = true ]; then bad=1; fi
      ;;
    78) note "SKIPPED" $((SECONDS - began)) "$name (allowed: see above)" ;;
    79) note "WARNED" $((SECONDS - began)) "$name (see above)" ;;
    *)
      note "FAIL" $((SECONDS - began)) "$name"
      bad=1
      ;;
  esac
}

note() { steps+=("$(printf '%-8s %4ss  %s' "$1" "$2" "$3")"); }

# cannot WHY: says loudly that a step cannot run here.
cannot() {
  echo "*** SKIPPED: $*" >&2
  return 77
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_fresh=
# system PACKAGE...: installs packages of the system where that is possible.
system() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || return 1
  if [ -z "$apt_fresh" ]; then
    as_root apt-get update -qq || return 1
    apt_fresh=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

browser() {
  local name
  for name in "${CHROME_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
      command -v "$name"
      return
    fi
  done
  return 1
}

has_han_font() { command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh-cn family | grep -q .; }

# has_office: LibreOffice with what opens workbooks and what opens documents.
has_office() {
  local dir
  command -v soffice >/dev/null 2>&1 || return 1
  dir=$(dirname "$(readlink -f "$(command -v soffice)")")
  [ -e "$dir/libsclo.so" ] && [ -e "$dir/libswlo.so" ]
}

# install_printers: what judges printed files and workbooks. Each missing thing is told; the tests
# themselves say what they left out.
install_printers() {
  local missing=0
  command -v qpdf >/dev/null 2>&1 || system qpdf || true
  command -v pdftotext >/dev/null 2>&1 || system poppler-utils || true
  has_office || system libreoffice-calc libreoffice-writer || true
  /usr/bin/python3 -c "import icalendar" 2>/dev/null || system python3-icalendar || true
  command -v java >/dev/null 2>&1 || system default-jre-headless || true
  [ -e /usr/share/java/preflight.jar ] && [ -e /usr/share/java/jaxb-api.jar ] || system libpdfbox2-java libactivation-java libjaxb-api-java || true
  command -v qpdf >/dev/null 2>&1 || { echo "*** no qpdf: the files of sheets are not checked" >&2; missing=77; }
  command -v pdftotext >/dev/null 2>&1 || { echo "*** no pdftotext: install poppler-utils" >&2; missing=77; }
  has_office || { echo "*** no LibreOffice (libreoffice-calc, libreoffice-writer): it does not open workbooks and documents" >&2; missing=77; }
  /usr/bin/python3 -c "import icalendar" 2>/dev/null || { echo "*** no python3-icalendar: calendars are not read by another program" >&2; missing=77; }
  [ -e /usr/share/java/preflight.jar ] || { echo "*** no Preflight (libpdfbox2-java): PDF/A is not judged" >&2; missing=77; }
  return $missing
}

has_nginx() { [ -x /usr/sbin/nginx ] || command -v nginx >/dev/null 2>&1; }

# server_package PACKAGE SERVICE: installs a web server, and does not let it serve this machine.
server_package() {
  system "$1" || return
  as_root systemctl disable --now "$2" >/dev/null 2>&1 || true
}

# install_tools: what the browser tests need. Each missing thing is told; the tests
# themselves say what they left out.
install_tools() {
  local missing=0
  browser >/dev/null || system chromium || true
  has_han_font || system fontconfig fonts-noto-cjk || true
  command -v java >/dev/null 2>&1 || system default-jre-headless || true
  command -v npm >/dev/null 2>&1 || system nodejs npm || true
  command -v cc >/dev/null 2>&1 || system gcc libc6-dev || true
  has_nginx || server_package nginx-light nginx || true
  command -v caddy >/dev/null 2>&1 || server_package caddy caddy || true
  has_nginx || { echo "*** no nginx: install nginx-light; the headers of the site are not tried with it" >&2; missing=77; }
  command -v caddy >/dev/null 2>&1 || { echo "*** no Caddy: the headers of the site are not tried with it" >&2; missing=77; }
  browser >/dev/null || { echo "*** no Chromium: install the package chromium, or set CHROME_PATH" >&2; missing=77; }
  has_han_font || { echo "*** no font with Chinese characters: install fonts-noto-cjk" >&2; missing=77; }
  command -v java >/dev/null 2>&1 || { echo "*** no Java: the HTML checker needs it" >&2; missing=77; }
  install_npm || missing=77
  return $missing
}

install_npm() {
  if ! command -v npm >/dev/null 2>&1; then
    echo "*** no npm: axe-core, vnu and Lighthouse come with it" >&2
    return 1
  fi
  mkdir -p "$tools"
  if [ -d "$tools/node_modules" ] && cmp -s generator/browser/package-lock.json "$tools/installed.json"; then
    return 0
  fi
  rm -f "$tools/installed.json"
  cp generator/browser/package.json generator/browser/package-lock.json "$tools/"
  # vnu's jar is in its package; its install script would look for a Java of its own.
  (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || {
    echo "*** npm could not install axe-core, vnu and Lighthouse" >&2
    return 1
  }
  cp generator/browser/package-lock.json "$tools/installed.json"
}

check_format() {
  local files
  files=$(gofmt -l generator themes)
  [ -z "$files" ] || { printf 'gofmt would change:\n%s\n' "$files"; return 1; }
}

check_modules() {
  local diff
  if ! diff=$(go mod tidy -diff 2>"$work/tidy"); then
    if [ -n "$diff" ]; then
      printf 'go mod tidy would change:\n%s\n' "$diff"
      return 1
    fi
    cannot "go mod tidy: $(tail -n 1 "$work/tidy")" || return
  fi
  go mod verify
}

# pure_packages: all packages but the ones with steps of their own.
pure_packages() { go list ./... | grep -v -e '/generator/e2e$' -e '/generator/browser$' -e '/generator$'; }

# shellcheck disable=SC2046 # package paths have no spaces
unit_tests() { go test $(pure_packages); }

e2e_tests() { go test ./generator/e2e; }

race_tests() {
  command -v cc >/dev/null 2>&1 || cannot "the race detector needs a C compiler" || return
  CGO_ENABLED=1 go test -race -short ./generator/load ./generator/render ./generator/write ./generator/build ./generator/deploy ./generator/probe ./generator/serve
}

cross_builds() { release_files "$work/release"; }

# same_program builds the program from a copy of the tree at another place and wants the same bytes.
# Where CI is true the copy is compiled from nothing, the library of Go too; elsewhere what the Go
# tool has compiled before is taken, which shows that the place is no part of it, and takes seconds.
same_program() {
  local there="$work/another/place" cache
  cache=$(go env GOCACHE)
  [ "${CI:-}" != true ] || cache="$work/gocache"
  mkdir -p "$there" && cp -R go.mod go.sum generator themes "$there" || return
  go build -buildvcs=false -o "$work/here" ./generator || return
  (cd "$there" && GOCACHE="$cache" go build -buildvcs=false -o "$work/there" ./generator) || return
  cmp "$work/here" "$work/there" || return
  rm -rf "$work/gocache" "$there"
  echo "$(wc -c <"$work/here") bytes, the same from two places (compiled anew: $([ "${CI:-}" = true ] && echo yes || echo no))"
}

# known_vulnerabilities asks govulncheck whether the program reaches code with a known hole. The
# database is had as a Go module, from wherever modules are had; or else from vuln.go.dev. A hole in
# a module that we require fails; one in this machine's Go is told, since only another Go mends it.
known_vulnerabilities() {
  local dir db code=0
  mkdir -p "$work/vulndb" || return
  dir=$(cd "$work/vulndb" && GOFLAGS=-mod=mod go mod download -json golang.org/x/vulndb@latest 2>/dev/null | sed -n 's/^[[:space:]]*"Dir": "\(.*\)",\{0,1\}$/\1/p') || true
  if [ -n "$dir" ] && [ -d "$dir/data/osv" ]; then
    db="file://$dir/data/osv"
    echo "database: golang.org/x/vulndb@${dir##*@}, $(find "$dir/data/osv" -name 'GO-*.json' | wc -l) entries"
  else
    db="https://vuln.go.dev"
  fi
  go tool govulncheck -db "$db" ./generator >"$work/holes" 2>"$work/holes.err" || code=$?
  case $code in
    0) tail -n 3 "$work/holes" ;;
    3)
      grep -E '^Vulnerability|^  (Module|Standard)|in: ' "$work/holes"
      tail -n 5 "$work/holes"
      grep -qE '^Your code is affected by [0-9]+ vulnerabilit(y|ies) from the Go standard library\.$' "$work/holes" || return 1
      echo "*** $(go env GOVERSION) itself has known vulnerabilities that the program reaches: build releases with the Go that mends them" >&2
      return 79
      ;;
    *)
      cat "$work/holes.err" >&2
      echo "*** SKIPPED: govulncheck finds no database of vulnerabilities: neither the module golang.org/x/vulndb nor vuln.go.dev can be had" >&2
      return 78
      ;;
  esac
}

# twice builds content/ two times: by one worker and by many, from two places, in two time
# zones, with other times of change and another language; the sites must be the same bytes.
twice() {
  cp -R content "$work/copy" || return
  "$program" build --content content --out "$work/one" --date "$day" || return
  (cd "$work" && GOMAXPROCS=1 TZ=America/New_York LANG=en_US.UTF-8 \
    "$root/$program" build --content copy --out two --date "$day" --no-cache) || return
  diff -r "$work/one" "$work/two" || return
  echo "$(find "$work/one" -type f | wc -l) files, the same bytes"
}

# browser_tests prints what each test says, but not each of its hundreds of passing parts.
browser_tests() {
  go test -timeout 30m -v ./generator/browser | grep -vE '^=== (RUN|PAUSE|CONT|NAME)|^ +--- PASS'
}

# fuzz TIME NAME: every fuzz target whose package/Name holds NAME, one after the other, and a line for
# each. What a target finds stays in its testdata/fuzz as a seed. Inputs are made smaller for a
# second at most: while the Go tool does that it tries nothing new.
fuzz() {
  local time=$1 name=$2 file pkg target said broken=0 tried=0
  while IFS=: read -r file target; do
    pkg=$(dirname "$file")
    [[ "${pkg#generator/}/$target" == *"$name"* ]] || continue
    tried=1
    if said=$(go test "./$pkg" -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 1s -parallel "${FUZZ_WORKERS:-$(nproc)}" 2>&1); then
      printf 'ok    %s/%s  %s\n' "${pkg#generator/}" "$target" "$(grep -o 'execs: [0-9]*' <<<"$said" | tail -n 1)"
    else
      broken=1
      printf 'FAIL  %s/%s\n%s\n' "${pkg#generator/}" "$target" "$said"
    fi
  done < <(grep -rhoHE '^func Fuzz[A-Za-z0-9_]+' generator --include='*_test.go' | sed 's/func //' | sort)
  if [ $tried = 0 ]; then
    echo "没有名称含有“$name”的目标。 No target's name holds \"$name\"." >&2
    return 2
  fi
  return $broken
}

memory= # the folder in memory where temporary files lie; empty where they lie on a disk
# in_memory has them lie in memory where a machine has plenty and may run programs there: the tests
# write thousands of small sites, and each waits until a disk has it.
in_memory() {
  local dir need=$((6 << 20)) # KiB
  [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] || return 0
  [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -ge $need ] || return 0
  [ "$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)" -ge $need ] || return 0
  dir=$(mktemp -d /dev/shm/gongkai-test.XXXXXX) || return 0
  if printf '#!/bin/sh\n' >"$dir/try" && chmod +x "$dir/try" && "$dir/try" 2>/dev/null; then
    memory=$dir
    export TMPDIR=$dir
  else
    rm -rf "$dir"
  fi
}

test_all() {
  in_memory
  work=$(mktemp -d)
  trap 'rm -rf "$work" ${memory:+"$memory"}' EXIT
  day=2026-11-22 # the build day of the checks: content/ ends about then
  export CGO_ENABLED=0
  export GOFLAGS="${GOFLAGS:-} -trimpath" # as the program is built, so that nothing is compiled twice
  step "build the program" program
  step "gofmt" check_format
  step "go vet" go vet ./...
  step "staticcheck" go tool staticcheck ./...
  step "import table and laws of the code" go test ./generator
  step "modules tidy and verified" check_modules
  step "no known vulnerability" known_vulnerabilities
  step "tools that judge printed files" install_printers
  step "unit tests" unit_tests
  step "end-to-end tests" e2e_tests
  step "two builds give the same bytes" twice
  step "builds for other machines, with bills of materials" cross_builds
  step "two places give the same program" same_program
  step "race detector" race_tests
  step "tools for the browser tests" install_tools
  step "browser tests" browser_tests
  printf '\n'
  printf '%s\n' "${steps[@]}"
  if [ $bad != 0 ]; then
    printf '\n检查没有通过。 The checks failed (%ss).\n' "$SECONDS"
    exit 1
  fi
  printf '\n检查全部通过。 All checks passed (%ss).\n' "$SECONDS"
}

case ${1:-} in
  help | -h | --help) help ;;
  test)
    need_go
    test_all
    ;;
  fuzz)
    need_go
    fuzz "${2:-10m}" "${3:-}"
    ;;
  release)
    need_go
    program
    release "${2:-.bin/release}"
    ;;
  "" | -*)
    need_go
    program
    exec "$program" build "$@"
    ;;
  *)
    need_go
    program
    exec "$program" "$@"
    ;;
esac
