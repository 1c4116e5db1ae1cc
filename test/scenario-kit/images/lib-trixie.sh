# shellcheck shell=sh
# Programs of Debian trixie without installing anything: an apt of its own (sources, lists, an empty list of installed packages)
# that shares this machine's way to the network, such as a proxy, and the keys that the archive's signature is checked with.
#
# Sourced by: build.sh

readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# The one that this machine's apt uses for Debian.
mirror() {
  known=$(apt-get --print-uris update | sed -n "s|^'\(.*/debian\)/dists/.*|\1|p" | sed 1q)
  echo "${known:-http://deb.debian.org/debian}"
}

# Leaves the files of the packages and of all that they depend on in $1/root.
# $1: folder to work in; further: packages
unpack_trixie() {
  folder=$1
  shift
  configure_apt "$folder"
  fetch "$folder" "$@" || {
    echo "test:failover: could not fetch Debian trixie's packages from $(mirror), see above. Is the network there, and" \
      "the package debian-archive-keyring new enough for trixie?" >&2
    return 2
  }
  # Debian's packages take these links for granted.
  mkdir -p "$folder/root/usr"
  for linked in bin sbin lib lib64; do ln -s "usr/$linked" "$folder/root/$linked"; done
  for package in "$folder"/cache/archives/*.deb; do dpkg-deb -x "$package" "$folder/root"; done
}

fetch() {
  where=$1
  shift
  own_apt "$where" update --error-on=any && own_apt "$where" install --download-only --yes --no-install-recommends "$@"
}

configure_apt() {
  mkdir -p "$1/lists/partial" "$1/cache/archives/partial"
  : >"$1/status"
  echo "deb [signed-by=$KEYRING target=Packages] $(mirror) trixie main" >"$1/sources.list"
  # The machine's hooks are cleared: they clean up and inform others after a change of its own packages.
  cat >"$1/apt.conf" <<CONF
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::Etc::SourceList "$1/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State::Lists "$1/lists";
Dir::State::Status "$1/status";
Dir::State::Extended_States "$1/extended_states";
Dir::Cache "$1/cache";
Dir::Log "$1/log";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::http::Timeout "20";
Acquire::https::Timeout "20";
CONF
}

# What it says is of interest only when it fails.
own_apt() {
  conf="$1/apt.conf"
  said="$1/said"
  shift
  apt-get -c "$conf" -qq "$@" >"$said" 2>&1 || {
    cat "$said" >&2
    return 1
  }
}
