# shellcheck shell=bash
# What the tests of tests/integration have in common. bash reads it before each of them (BASH_ENV).
unset BASH_ENV

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# A title for what follows, for the log.
part() { echo "== $* ($SECONDS s)"; }

# says TEXT COMMAND…: that is what it prints, and it succeeds
says() {
  local said
  said=$("${@:2}") || fail "exit code $?: ${*:2}"
  [[ $said == "$1" ]] || fail "${*:2} said: $said, and not: $1"
}

# fails_with TEXT COMMAND…: it fails, and says that among other things, wherever its lines end
fails_with() {
  local said
  said=$("${@:2}" 2>&1) && fail "should not succeed: ${*:2}"
  [[ $(tr -s ' \n' ' ' <<<"$said") == *"$1"* ]] || fail "${*:2} said: $said, and not: $1"
}

# relinks "FILES" COMMAND…: the command makes these files anew and no other of the files in $outputs
relinks() {
  local file marker
  marker=$(mktemp)
  # File systems count time in steps.
  sleep 0.02
  "${@:2}"
  for file in $outputs; do
    [[ -e $file ]] || fail "${*:2}: there is no $file"
    if [[ " $1 " == *" $file "* ]]; then
      [[ $file -nt $marker ]] || fail "${*:2} did not make $file anew"
    else
      [[ ! $file -nt $marker ]] || fail "${*:2} made $file anew"
    fi
  done
  rm "$marker"
}

# works_in_python_and_in HOST PLUGIN: in a Python that has the runtime inside the plugin brings no second one, and the
# host, a program without it, gets the library
works_in_python_and_in() {
  says "hello from Python, libpython is mapped: False" /usr/bin/python3.11 -I -c \
    'import ctypes, sys; ctypes.PyDLL(sys.argv[1]).py_loader_hello()' "$(realpath "$2")"
  says "hello from Python, libpython is mapped: True" "$1" "$(realpath "$2")"
}

# each_meson COMMAND…: with the `meson` of PATH, then with the newer one that newer-tools has unpacked
each_meson() {
  local newer="$BUILD/newer-tools/meson"
  part "Meson $(meson --version)"
  "$@"
  if [[ -x $newer/meson ]]; then
    part "Meson $("$newer/meson" --version)"
    PATH="$newer:$PATH" "$@"
  else
    echo "skipped: a newer Meson; \`tests/integration/newer-tools BUILD/newer-tools\` unpacks it"
  fi
}

# The runtimes that a plugin borrows, as one line.
borrows() { weakrt inspect "$1" | grep -v '^ ' | paste -sd' '; }

# No text of a JSON file is a path, nor has one in it.
holds_no_path() {
  local paths
  paths=$(jq -r '.. | strings, (objects | keys[]) | select(contains("/"))' "$1") || fail "$1 is no JSON"
  [[ -z $paths ]] || fail "$1 holds a path: $paths"
}

# weakrt's sources as a release would have them, of this working tree, into the folder $1.
copy_weakrt() {
  mkdir -p "$1"
  (cd "$WEAKRT_SOURCE" && git ls-files -coz --exclude-standard | xargs -0 tar c) | tar x -C "$1"
}

# The same as a repository.
make_weakrt_repository() {
  copy_weakrt "$1"
  git -C "$1" init --quiet --initial-branch=main
  git -C "$1" add --all
  git -C "$1" -c user.name=tests -c user.email=tests commit --quiet --message="weakrt"
}

# Nothing is installed; what builds weakrt compiles each source once for all tests.
without_an_installed_weakrt() {
  unset PKG_CONFIG_PATH
  export PATH=/usr/bin:/bin CCACHE_DIR="$BUILD/ccache" CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
}

# in_wine PROGRAM ARGUMENT…: runs a program for Windows, of this folder
in_wine() {
  "$WEAKRT_SOURCE/tests/windows/with-wine" "${WEAKRT_WINE_PREFIX-$BUILD/tests/windows/prefix}" . "$@"
}
