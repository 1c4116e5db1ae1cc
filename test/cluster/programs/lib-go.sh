# shellcheck shell=sh
# A Go that can build this module: the machine's, or one from the Go module proxy.
#
# Sourced by: build.sh, after lib-cache.sh; its progress and fail are used
# Reads:      GOPROXY  optional, honoured when it is a single URL; the proxies of the environment and of apt

readonly GO_VERSION=1.24.13

# sha256 of the proxy's zip file for an architecture. That of amd64 has been compared with Go's checksum database:
# h1:5sgfUhn9QCgVl4UYj32GrIYFHI3bi2UX55tNfupXwxc=
go_sha256() {
  case $1 in
    amd64) echo d2b048367a3d1a748b87f756fa06df12ce3b419e1d5f2a3612acb8950d615f9f ;;
    *) return 1 ;;
  esac
}

# Leaves it first in PATH.
# $1: folder of the module
use_go() {
  ! go_can_build "$1" || return 0
  toolchain=$(cached toolchains "go$GO_VERSION" fetch_go)
  PATH="$toolchain/$(go_module)/bin:$PATH"
  unset GOROOT
  go_can_build "$1" || fail "the Go in $toolchain does not work: $(go -C "$1" list -m 2>&1)"
}

# A Go that is too old refuses the module, or fetches a newer one by itself, as its GOTOOLCHAIN says.
go_can_build() {
  (cd "$1" && go list -m) >/dev/null 2>&1
}

go_module() {
  echo "golang.org/toolchain@v0.0.1-go$GO_VERSION.linux-$(dpkg --print-architecture)"
}

go_proxy() {
  case ${GOPROXY:-} in
    *[,\|]*) echo https://proxy.golang.org ;;
    http://* | https://*) echo "${GOPROXY%/}" ;;
    *) echo https://proxy.golang.org ;;
  esac
}

# apt is on every Debian, knows the way to the network, and checks the sum.
# $1: folder that gets it
fetch_go() {
  module=$(go_module)
  sha256=$(go_sha256 "${module##*-}") ||
    fail "no Go here that can build them, and none is known for ${module##*-}: install Go 1.24 or newer, or set CLUSTER_PROGRAMS"
  progress "no Go here that can build them: fetching go$GO_VERSION from $(go_proxy)"
  /usr/lib/apt/apt-helper -qq -o APT::Sandbox::User=root -o Acquire::Retries=3 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 \
    download-file "$(go_proxy)/${module%@*}/@v/${module#*@}.zip" "$1/go.zip" "SHA256:$sha256" ||
    fail "could not fetch Go, see above. Is the network there, and Debian's package ca-certificates? Or install Go 1.24 or newer"
  busybox unzip -q "$1/go.zip" -d "$1"
  rm "$1/go.zip"
  chmod +x "$1/$module"/bin/* "$1/$module"/pkg/tool/*/*
}
