# shellcheck shell=bash
# What the cases have in common: the project, its hosts, and what is looked at in them.

# Node as a library is Debian's, which tests/matrix/node-runtimes unpacks where another nodejs is installed.
libnode=$NODE_RUNTIMES/debian
if [[ ! -e $libnode || ! -e $NODE_RUNTIMES/static/node ]]; then
  echo "skipped: metacall: no libnode and no node, which tests/matrix/node-runtimes BUILD/node-runtimes brings"
  exit 0
fi
where_node_runs() { "$WEAKRT_SOURCE/tests/matrix/with-debian-node" "$libnode" "$@"; }
# Where a project finds it as if it were installed: CMake, then compilers and so Meson.
export CMAKE_PREFIX_PATH=$libnode/usr CPPFLAGS=-I$libnode/usr/include/node LDFLAGS=-L$libnode/usr/lib/x86_64-linux-gnu
# The node of the transcripts.
export PATH="$NODE_RUNTIMES/static:$PATH"

# CMake and Meson hand search paths over with -Wl,-rpath, which splits at commas, weakrt or not.
mkdir "../ein Ordner"
cp -r "$WEAKRT_SOURCE/examples/metacall/." session "../ein Ordner"
cd "../ein Ordner" || exit

# The commands of the documentation.
play_session() { where_node_runs python3 "$INTEGRATION/console.py" session; }

# in_host HOST FOLDER ARGUMENT…: the loaders lie in FOLDER; $preload is a library that is there before them. What it prints goes to out.log, what it says besides to
# err.log, the paths of all modules that it has ever had to modules.log; the result is its exit code.
in_host() {
  local command
  case $1 in
  program) command=("$2/host") && [[ -e $2/host ]] || command=("$2/../bin/host") ;;
  python3) command=(/usr/bin/python3.11 -I host.py "$2/libminicall.so") ;;
  node) command=("$NODE_RUNTIMES/static/node" host.js "$2/node_port.node") ;;
  nodejs) command=("$libnode/usr/bin/node" host.js "$2/node_port.node") ;;
  esac
  rm -f libs.*
  # The platform's loader tells of each module before that does anything, so also of what crashes then.
  local code=0
  where_node_runs timeout 60 env LD_DEBUG=libs LD_DEBUG_OUTPUT=libs LD_PRELOAD="${preload-}" "${command[@]}" "${@:3}" >out.log 2>err.log || code=$?
  readlink -f "${command[0]}" >modules.log
  sed -n 's/.*calling init: //p' libs.* >>modules.log
  return $code
}

# How many of the modules are this runtime? One is it that defines the symbol, whatever it is called. Says it in $copies.
declare -A defines # what is known of a module already
count_copies() { # py|node
  local module symbol=Py_IsInitialized
  [[ $1 == py ]] || symbol=napi_create_function
  copies=0
  while read -r module; do
    [[ ${defines["$symbol $module"]-} ]] ||
      defines["$symbol $module"]=$(nm -D --defined-only "$module" | grep -c " [TW] $symbol\$" || true)
    copies=$((copies + ${defines["$symbol $module"]}))
  done <modules.log
}

expression_of() { # py|node
  if [[ $1 == py ]]; then echo "'-'.join(str(x * x) for x in (1, 2, 3))"; else echo "[1, 2, 3].map(x => x * x).join('-')"; fi
}

# What becomes of one loader in this host? Says it in $result: "1 copy, worked".
try() { # HOST FOLDER py|node
  local code=0
  in_host "$1" "$2" "$3" "$(expression_of "$3")" || code=$?
  count_copies "$3"
  result="$copies $([[ $copies == 1 ]] && echo copy || echo copies)"
  if ((code > 128)); then
    result+=", crashed"
  elif [[ $code == 0 && $(head -1 out.log) == "$3: 1-4-9" ]]; then
    result+=", worked"
  else
    result+=", failed: $(head -1 out.log)"
  fi
}

# The same loaders, linked hard into the folder $1 and with weakrt into $2: what each comes to is in table.txt, which the
# documentation shows. WEAKRT_BLESS=1 writes what it is now.
compare() {
  table "$1" "$2" | tee table.txt
  [[ -z ${WEAKRT_BLESS-} ]] || cp table.txt "$INTEGRATION/metacall/table.txt"
  diff "$INTEGRATION/metacall/table.txt" table.txt || fail "that is another table"
}

table() {
  local host loader hard
  printf '| %-7s | %-11s | %-17s | %-14s |\n' host loader "linked hard" "with weakrt"
  for host in program python3 node nodejs; do
    for loader in py node; do
      try $host "$1" $loader
      hard=$result
      try $host "$2" $loader
      printf '| %-7s | %-11s | %-17s | %-14s |\n' $host ${loader}_loader "$hard" "$result"
      [[ $result == "1 copy, worked" ]] || fail "$host, $loader: $(cat err.log)"
    done
  done
}

# Both loaders of the folder $1 in one process, in every host.
work_together() {
  local host loader python node
  local -A pythons=([program]="owned, started by minicall: */libpython3.11.so.1.0" [python3]="hosted: the program")
  local -A nodes=([program]="owned, started by minicall: */libnode.so.108" [node]="hosted: the program"
    [nodejs]="hosted: */libnode.so.108")
  for host in program python3 node nodejs; do
    # Nobody asks the environment who the host is, as MetaCall does.
    METACALL_HOST=py in_host $host "$1" py "$(expression_of py)" node "$(expression_of node)" py "1 / 0" node "null.x" \
      py "__import__('_ctypes').__name__ + ' grüßt'" node "'grüßt'.toUpperCase()" ||
      fail "$host: exit code $?: $(cat out.log err.log)"
    mapfile -t said <out.log
    diff - <(head -6 out.log) <<'TEXT' || fail "$host said something else"
py: 1-4-9
node: 1-4-9
py: ZeroDivisionError: division by zero
node: TypeError: Cannot read properties of null (reading 'x')
py: _ctypes grüßt
node: GRÜSST
TEXT
    python=${pythons[$host]-${pythons[program]}}
    node=${nodes[$host]-${nodes[program]}}
    # shellcheck disable=SC2053 # patterns
    [[ ${said[6]} == "py_loader: python 3."*", "$python && ${said[7]} == "node_loader: node "*", "$node ]] ||
      fail "$host: ${said[6]}, ${said[7]}"
    for loader in py node; do
      count_copies $loader
      [[ $copies == 1 ]] || fail "$host: $copies copies of the runtime of ${loader}_loader: $(cat modules.log)"
    done
    [[ ! -s err.log ]] || fail "$host: $(cat err.log)"
  done
}

# A library of Python that is there, but that nobody has started. Whose it is does not tell whether it runs.
starts_what_does_not_run() {
  preload=libpython3.11.so.1.0 in_host program "$1" py "1 + 1" || fail "exit code $?: $(cat out.log err.log)"
  [[ $(cat out.log) == $'py: 2\n'"py_loader: python "*", hosted, started by minicall: "*"/libpython3.11.so.1.0" ]] ||
    fail "$(cat out.log)"
}

# A runtime that is not there: its loader says so, the other one works.
tells_what_is_missing() {
  local code=0
  WEAKRT_LOAD_NODE=/nowhere/libnode.so in_host program "$1" node "1 + 1" py "1 + 1" || code=$?
  [[ $code == 1 && $(cat out.log) == "node: "*"/nowhere/libnode.so"*"py: 2"* ]] || fail "exit code $code: $(cat out.log err.log)"
}

# What the build system has written beside the loaders in the folder $1.
has_metadata() {
  local loader
  for loader in py node; do
    says "$(cat "$1/${loader}_loader.json")" weakrt inspect --json "$1/lib${loader}_loader.so"
    holds_no_path "$1/${loader}_loader.json"
  done
}
