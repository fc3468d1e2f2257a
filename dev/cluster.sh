#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A cluster of Zeppelin servers on this machine, to try and to test with.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/cluster.sh COMMAND [OPTION]...

  up            start the servers and wait until they answer
  down          end the servers and the interpreter processes that they started
  status        show the servers
  start N       start server N again after kill or stop
  stop N        end server N as a service would (SIGTERM) and wait until it has ended; its interpreter
                processes end with it unless it was drained
  drain N       have the other servers take over what server N has, and wait until it has nothing
                more: then it can be stopped and nobody notices
  undrain N     let server N take work again
  add           start one server more, and have it belong to the cluster
  remove N      have server N, drained or stopped, belong to the cluster no more
  lead N        have server N lead
  kill N        end server N at once (SIGKILL); its interpreter processes stay
  pause N       stop server N where it is (SIGSTOP)
  resume N      let it go on (SIGCONT)
  logs N        show the end of server N's log

for every command:
  --dir DIR        where all files of this cluster are (default: target/cluster)
for up:
  --servers N      how many (default: 3; with --plain 1)
  --port P         server n listens on http://localhost:(P+n-1) (default: 18080);
                   its Raft port is P+1000+n-1, its service port P+2000+n-1
  --zeppelin DIR   an unpacked binary release, which is left as it is (default: a 0.10.0 that is
                   put together from the Maven registry); one that was built with -Pcluster has the
                   module in it and is run without a -javaagent
  --shiro FILE     a shiro.ini, for servers that ask who one is
  --set KEY=VALUE  a setting for every server, as in zeppelin-site.xml; may be repeated;
                   N:KEY=VALUE is for server N alone
  --plain          without the cluster module and its settings
  --hosts A,B,...  server 1 listens on address A and tells others so, server 2 on B, and so on
                   (default: 127.0.0.1 for all)
  --names A,B      with --hosts: others call server n An, and its interpreter processes say that they
                   are on host Bn; where that is, the JVM of each has to know (default: the address)
  --netns NAME     server n runs in the network namespace NAMEn, which ip-netns(8) knows, and so do
                   the interpreter processes that it starts
  --fresh          first delete what an earlier cluster left in DIR
for status:
  --json           a list of {"n","url","pid","cluster","state"}
for drain:
  --restart-processes  end its interpreter processes when idle; else they stay, under other servers
  --wait SECONDS       how long to wait (default: 900; 0 not to wait)
for logs:
  --follow         and go on showing

ZEPPELIN_MEM (default -Xmx512m) and ZEPPELIN_JAVA_OPTS set the options of the servers' JVMs,
ZEPPELIN_INTP_MEM (default -Xmx256m) and ZEPPELIN_INTP_JAVA_OPTS those of the interpreters'; {n} in
the two _OPTS is the number of the server.
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

own_home=$root/dev/home/target/zeppelin

dir=$root/target/cluster
servers=''
port=18080
zeppelin=''
shiro=''
plain=false
hosts=''
names=''
netns=''
fresh=false
json=false
follow=false
processes=stay
wait_seconds=900
set_options=()
start_seconds=180

# ---- The files of a cluster: DIR/cluster (what was asked for), DIR/module, DIR/interpreter,
# DIR/notebook (which the servers share) and DIR/nN (all else of server N).

server_dir() {
  printf '%s/n%d' "$dir" "$1"
}

http_port() {
  printf '%d' $((port + $1 - 1))
}

raft_port() {
  printf '%d' $((port + 1000 + $1 - 1))
}

service_port() {
  printf '%d' $((port + 2000 + $1 - 1))
}

# The address that server N listens on.
address() {
  local all
  IFS=, read -r -a all <<<"$hosts"
  printf '%s' "${all[$1 - 1]:-127.0.0.1}"
}

# What others call server N.
host() {
  if [[ -n $names ]]; then
    printf '%s%d' "${names%,*}" "$1"
  elif [[ -n $hosts ]]; then
    address "$1"
  else
    printf localhost
  fi
}

# What its interpreter processes call the host that they are on.
process_host() {
  if [[ -n $names ]]; then
    printf '%s%d' "${names#*,}" "$1"
  else
    address "$1"
  fi
}

save_cluster() {
  printf '%s\n' "servers=$servers" "port=$port" "zeppelin=$zeppelin" "plain=$plain" \
    "hosts=$hosts" "names=$names" "netns=$netns" >"$dir/cluster"
}

load_cluster() {
  [[ -f $dir/cluster ]] ||
    fail "there is no cluster in $dir: start one with 'up', or name its folder with --dir"
  local key value
  while IFS='=' read -r key value; do
    case $key in
      servers) servers=$value ;;
      port) port=$value ;;
      zeppelin) zeppelin=$value ;;
      plain) plain=$value ;;
      hosts) hosts=$value ;;
      names) names=$value ;;
      netns) netns=$value ;;
      *) fail "$dir/cluster has a line for '$key', which is unknown: delete $dir" ;;
    esac
  done <"$dir/cluster"
}

# ---- Processes. A pid counts only together with the start time it was noted with.

# The time after boot at which the process started, and its state letter; fails if there is none.
process_field() {
  local stat='' fields
  # It may end between the two: then the file opens, and reading it fails.
  { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || [[ -n $stat ]] || return 1
  # The name of the program, in parentheses, may hold anything.
  read -r -a fields <<<"${stat##*) }"
  # A zombie has ended: it is only not yet collected.
  [[ ${fields[0]} != Z ]] || return 1
  case $2 in
    state) printf '%s' "${fields[0]}" ;;
    start) printf '%s' "${fields[19]}" ;;
  esac
}

# Prints the pid of server N; fails if it does not run.
server_pid() {
  local file pid start
  file=$(server_dir "$1")/pid
  [[ -f $file ]] || return 1
  read -r pid start <"$file"
  [[ $(process_field "$pid" start) == "$start" ]] || return 1
  printf '%d' "$pid"
}

# Prints the pids of the interpreter processes that servers of this cluster started.
interpreter_pids() {
  local file argument ours main
  for file in /proc/[0-9]*/cmdline; do
    ours=false main=false
    while IFS= read -r -d '' argument; do
      case $argument in
        "-Dzeppelin.cluster.dev=$dir") ours=true ;;
        org.apache.zeppelin.interpreter.remote.RemoteInterpreterServer) main=true ;;
      esac
    done 2>/dev/null <"$file" || true
    if $ours && $main; then
      file=${file#/proc/}
      printf '%d\n' "${file%/cmdline}"
    fi
  done
}

# Waits up to SECONDS until none of the PIDs runs; fails if one still does.
await_end() {
  local deadline=$((SECONDS + $1)) pid
  shift
  for pid in "$@"; do
    while process_field "$pid" state >/dev/null; do
      ((SECONDS < deadline)) || return 1
      sleep 0.1
    done
  done
}

# Asks the PIDs to end, and makes those end that have not after SECONDS.
end_processes() {
  local seconds=$1 pid
  shift
  (($#)) || return 0
  kill -TERM "$@" 2>/dev/null || true
  # One that is paused would not hear it.
  kill -CONT "$@" 2>/dev/null || true
  if ! await_end "$seconds" "$@"; then
    for pid in "$@"; do
      process_field "$pid" state >/dev/null || continue
      say "process $pid has not ended within $seconds s: killing it"
      kill -KILL "$pid" 2>/dev/null || true
    done
    await_end 10 "$@" || fail "some of the processes $* do not end: see 'ps' for their state"
  fi
}

# ---- Ports.

# port_taken ADDRESS PORT
port_taken() {
  (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null
}

# Does server N answer requests? Any answer that its own code gives is one.
answers() {
  (
    exec 3<>"/dev/tcp/$(address "$1")/$(http_port "$1")" || exit 1
    printf 'GET /api/version HTTP/1.0\r\nHost: %s:%d\r\n\r\n' "$(host "$1")" \
      "$(http_port "$1")" >&3
    IFS= read -r -t 2 line <&3 || exit 1
    [[ $line =~ ^HTTP/1\.[01]\ (2|30|401|403) ]]
  ) 2>/dev/null
}

server_state() {
  local pid
  if ! pid=$(server_pid "$1"); then
    printf stopped
  elif [[ $(process_field "$pid" state) == [Tt] ]]; then
    printf paused
  elif answers "$1"; then
    printf running
  else
    printf starting
  fi
}

# ---- Settings.

declare -A settings=()

escape_xml() {
  local text=$1
  text=${text//&/\&amp;}
  text=${text//</\&lt;}
  text=${text//>/\&gt;}
  printf '%s' "$text"
}

# Writes the settings of server N.
write_site() {
  local n=$1 here option key addresses='' i
  here=$(server_dir "$n")
  settings=(
    [zeppelin.server.addr]=$(address "$n")
    [zeppelin.server.port]=$(http_port "$n")
    [zeppelin.war.tempdir]=$here/webapps
    [zeppelin.notebook.dir]=$dir/notebook
    [zeppelin.search.index.path]=$here/search
    [zeppelin.interpreter.dir]=$dir/interpreter
    [zeppelin.interpreter.localRepo]=$here/local-repo
    [zeppelin.dep.localrepo]=$here/dep-repo
    [zeppelin.recovery.dir]=$here/recovery
    [zeppelin.config.fs.dir]=$here/conf
  )
  settings[zeppelin.war]=$(find_war 'zeppelin-web-[0-9]*.war')
  settings[zeppelin.angular.war]=$(find_war 'zeppelin-web-angular*.war')
  if ! $plain; then
    for ((i = 1; i <= servers; i++)); do
      addresses+=${addresses:+,}$(host "$i"):$(raft_port "$i")
    done
    settings[zeppelin.cluster.addr]=$addresses
    settings[zeppelin.cluster.server]=$(host "$n"):$(raft_port "$n")
    settings[zeppelin.cluster.service.port]=$(service_port "$n")
    settings[zeppelin.cluster.dir]=$here/raft
    settings[zeppelin.cluster.bind]=$(address "$n")
    # All of them share this machine: waiting for a less busy one would be waiting for nothing.
    settings[zeppelin.cluster.placement.threshold.cpu]=1
    settings[zeppelin.cluster.placement.threshold.memory]=1
  fi
  for option in ${set_options[@]+"${set_options[@]}"}; do
    key=${option%%=*}
    case $key in
      "$n":*) key=${key#*:} ;;
      *:*) continue ;;
    esac
    settings[$key]=${option#*=}
  done
  {
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<configuration>\n'
    while IFS= read -r key; do
      printf '  <property>\n    <name>%s</name>\n    <value>%s</value>\n  </property>\n' \
        "$(escape_xml "$key")" "$(escape_xml "${settings[$key]}")"
    done < <(printf '%s\n' "${!settings[@]}" | LC_ALL=C sort)
    printf '</configuration>\n'
  } >"$here/conf/zeppelin-site.xml"
}

# The web interface of a release, or else a page that says that there is none.
find_war() {
  local found=''
  found=$(find -L "$zeppelin" -maxdepth 1 -name "$1" | LC_ALL=C sort | head -n 1)
  printf '%s' "${found:-$root/dev/home/src/main/zeppelin/war}"
}

prepare_server() {
  local n=$1 here file
  here=$(server_dir "$n")
  mkdir -p -- "$here"/{conf,logs,run,tmp,webapps,local-repo,recovery}
  for file in "$zeppelin"/conf/{log4j.properties,log4j2.properties,interpreter-list}; do
    [[ ! -f $file ]] || cp -- "$file" "$here/conf/"
  done
  [[ -f $here/conf/log4j.properties ]] ||
    cp -- "$root/dev/home/src/main/zeppelin/conf/log4j.properties" "$here/conf/"
  rm -f -- "$here/conf/shiro.ini"
  [[ -z $shiro ]] || cp -- "$shiro" "$here/conf/shiro.ini"
  write_site "$n"
}

# ---- What is run.

find_module() {
  local jar found=()
  for jar in "$root"/zeppelin-cluster/target/zeppelin-cluster-*.jar; do
    case $jar in
      *-sources.jar | *-javadoc.jar | *-tests.jar) ;;
      *) [[ ! -f $jar ]] || found+=("$jar") ;;
    esac
  done
  ((${#found[@]} < 2)) || fail "there are several modules (${found[*]}): run 'mvn clean'"
  ((${#found[@]})) && printf '%s' "${found[0]}"
}

# Was the Zeppelin built with -Pcluster? Its hooks go with the module in its lib. Where that was
# put there afterwards, by dev/install.sh or by hand, nothing is woven.
is_built_in() {
  [[ ! -e $zeppelin/lib/zeppelin-cluster.installed ]] &&
    ! grep -qs 'javaagent.*zeppelin-cluster' "$zeppelin/conf/zeppelin-env.sh" &&
    compgen -G "$zeppelin/lib/zeppelin-cluster-[0-9]*.jar" >/dev/null
}

start_server() {
  local n=$1 here java=java class_path log options=() variable pid within=()
  here=$(server_dir "$n")
  [[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
  command -v "$java" >/dev/null || fail "there is no $java: install a JDK 17, or set JAVA_HOME to one"
  log=$here/logs/zeppelin.log
  class_path="$here/conf:$zeppelin/lib/*"
  [[ ! -d $zeppelin/lib/interpreter ]] || class_path+=":$zeppelin/lib/interpreter/*"
  class_path+=":$zeppelin/*"
  read -r -a options <<<"${ZEPPELIN_MEM:--Xmx512m} ${ZEPPELIN_JAVA_OPTS:-}"
  options=("${options[@]//'{n}'/$n}")
  $plain || is_built_in || options+=("-javaagent:$dir/module/zeppelin-cluster.jar")
  options+=(
    -Dfile.encoding=UTF-8
    "-Djava.io.tmpdir=$here/tmp"
    "-Dlog4j.configuration=file:$here/conf/log4j.properties"
    "-Dzeppelin.log.file=$log"
  )
  [[ -z $netns ]] || within=(nsenter "--net=/run/netns/$netns$n")
  (
    cd "$here"
    local intp_mem=${ZEPPELIN_INTP_MEM:--Xmx256m} intp_options=${ZEPPELIN_INTP_JAVA_OPTS:-}
    intp_options=${intp_options//'{n}'/$n}
    # What the caller's environment says about another Zeppelin would win over zeppelin-site.xml.
    for variable in $(compgen -e ZEPPELIN_ || true); do
      unset "$variable"
    done
    unset CI CLASSPATH
    export ZEPPELIN_HOME=$zeppelin ZEPPELIN_CONF_DIR=$here/conf ZEPPELIN_LOG_DIR=$here/logs
    export ZEPPELIN_PID_DIR=$here/run ZEPPELIN_IDENT_STRING=n$n
    ZEPPELIN_LOCAL_IP=$(process_host "$n")
    export ZEPPELIN_LOCAL_IP
    export ZEPPELIN_WAR_TEMPDIR=$here/webapps
    export ZEPPELIN_INTP_JAVA_OPTS="-Dzeppelin.cluster.dev=$dir $intp_options"
    export ZEPPELIN_INTP_MEM=$intp_mem
    exec ${within[@]+"${within[@]}"} setsid "$java" "${options[@]}" -cp "$class_path" \
      org.apache.zeppelin.server.ZeppelinServer </dev/null >>"$here/logs/console.log" 2>&1
  ) &
  pid=$!
  printf '%d %s\n' "$pid" "$(process_field "$pid" start || printf 0)" >"$here/pid"
}

# Waits until all the servers named answer.
await_servers() {
  local began=$SECONDS n waiting
  while true; do
    waiting=()
    for n in "$@"; do
      case $(server_state "$n") in
        stopped)
          explain "$n"
          say "server $n ended while it started: its log is above"
          return 1
          ;;
        running) ;;
        *) waiting+=("$n") ;;
      esac
    done
    ((${#waiting[@]})) || break
    if ((SECONDS - began >= start_seconds)); then
      explain "${waiting[0]}"
      say "server ${waiting[*]} did not answer within $start_seconds s: its log is above"
      return 1
    fi
    (((SECONDS - began) % 5)) || say "  $((SECONDS - began)) s: waiting for server ${waiting[*]}"
    sleep 1
  done
  say "up after $((SECONDS - began)) s"
}

# Shows what server N said last.
explain() {
  local here file
  here=$(server_dir "$1")
  for file in "$here/logs/zeppelin.log" "$here/logs/console.log"; do
    [[ -s $file ]] || continue
    say "---- the end of $file"
    tail -n 40 -- "$file" >&2
  done
}

# ---- Commands.

up() {
  local n key
  [[ $dir != *[[:space:]]* ]] ||
    fail "DIR is '$dir': interpreter processes cannot be started below a folder with a space in its" \
      "name, so name another with --dir"
  [[ -z $shiro || -f $shiro ]] || fail "--shiro $shiro: there is no such file"
  if [[ -n $zeppelin ]]; then
    [[ -d $zeppelin/lib && -f $zeppelin/bin/interpreter.sh ]] ||
      fail "--zeppelin $zeppelin: there is no lib and bin/interpreter.sh in it, so it is no Zeppelin"
    zeppelin=$(cd -- "$zeppelin" && pwd)
  fi
  if [[ -z $servers ]]; then
    servers=3
    ! $plain || servers=1
  fi
  is_number servers "$servers" 1 99
  is_number port "$port" 1024 63000
  local named=()
  [[ -z $hosts ]] || IFS=, read -r -a named <<<"$hosts"
  [[ -z $hosts ]] || ((${#named[@]} == servers)) ||
    fail "--hosts $hosts: name one address for each of the $servers servers"
  [[ -z $names || ( -n $hosts && $names == ?*,?* ) ]] ||
    fail "--names $names: it should be two words with a comma between them, and goes with --hosts"
  for key in ${set_options[@]+"${set_options[@]}"}; do
    [[ $key == ?*=* ]] || fail "--set $key: it should be KEY=VALUE"
  done
  mkdir -p -- "$dir"
  dir=$(cd -- "$dir" && pwd)
  prepare_dir
  require_free_ports
  # Even a release runs our sample interpreter, so both need this.
  [[ -x $own_home/bin/interpreter.sh && -d $own_home/interpreter/sample ]] ||
    maven 'putting a Zeppelin together' -pl dev/sample-interpreter,dev/home
  zeppelin=${zeppelin:-$own_home}
  mkdir -p -- "$dir/notebook" "$dir/module"
  # Zeppelin keeps notes under git, and servers that make the repository at once trip one another.
  if [[ ! -e $dir/notebook/.git ]] && command -v git >/dev/null; then
    git init -q -b master "$dir/notebook"
  fi
  link_interpreters
  if ! $plain && ! is_built_in; then
    local jar
    jar=$(find_module) || { maven 'building the module' && jar=$(find_module); } ||
      fail "the build left no zeppelin-cluster/target/zeppelin-cluster-VERSION.jar"
    # A copy, so that a build does not pull the jar from under the running servers.
    cp -- "$jar" "$dir/module/zeppelin-cluster.jar"
  fi
  save_cluster
  printf '%s\n' ${set_options[@]+"${set_options[@]}"} >"$dir/options"
  say "starting $servers servers in $dir"
  # Here bash would take the end of a process that is waited for as a failure of its own.
  trap 'set +e; down; exit 130' INT TERM
  local all=()
  for ((n = 1; n <= servers; n++)); do
    prepare_server "$n"
    start_server "$n"
    all+=("$n")
  done
  if ! await_servers "${all[@]}"; then
    down
    exit 1
  fi
  trap - INT TERM
  status
}

# Makes a folder of all interpreters: those of the Zeppelin, and our sample.
link_interpreters() {
  rm -rf -- "$dir/interpreter"
  mkdir -- "$dir/interpreter"
  local folder
  for folder in "$zeppelin"/interpreter/*/ "$own_home/interpreter/sample/"; do
    [[ ! -d $folder ]] || ln -sfn -- "${folder%/}" "$dir/interpreter/"
  done
}

# Sees to it that DIR holds no cluster that runs, nor one that ours would not fit into.
prepare_dir() {
  [[ -f $dir/cluster ]] || return 0
  local wanted=$servers:$port:$plain key value n had=''
  while IFS='=' read -r key value; do
    case $key in
      servers) had=$value ;;
      port | plain) had+=:$value ;;
    esac
  done <"$dir/cluster"
  for ((n = 1; n <= ${had%%:*}; n++)); do
    ! server_pid "$n" >/dev/null ||
      fail "server $n of the cluster in $dir runs: end it with 'down', or name another --dir"
  done
  if $fresh; then
    rm -rf -- "$dir"/n[0-9]* "$dir"/{notebook,interpreter,module,cluster,options}
  else
    [[ $had == "$wanted" ]] ||
      fail "$dir was made for servers:port:plain $had and not $wanted: delete what is there with" \
        "--fresh, or name another --dir"
  fi
}

require_free_ports() {
  local n p taken=()
  for ((n = 1; n <= servers; n++)); do
    local ports=("$(http_port "$n")")
    $plain || ports+=("$(raft_port "$n")" "$(service_port "$n")")
    for p in "${ports[@]}"; do
      ! port_taken "$(address "$n")" "$p" || taken+=("$p")
    done
  done
  ((${#taken[@]} == 0)) ||
    fail "another program listens on port ${taken[*]}: end it, or choose other ports with --port"
}

down() {
  local n pid pids=() interpreters=()
  for ((n = 1; n <= servers; n++)); do
    ! pid=$(server_pid "$n") || pids+=("$pid")
  done
  ((${#pids[@]} == 0)) || say "ending ${#pids[@]} servers"
  end_processes 20 ${pids[@]+"${pids[@]}"}
  mapfile -t interpreters < <(interpreter_pids)
  ((${#interpreters[@]} == 0)) || say "ending ${#interpreters[@]} interpreter processes"
  end_processes 5 ${interpreters[@]+"${interpreters[@]}"}
  for ((n = 1; n <= servers; n++)); do
    rm -f -- "$(server_dir "$n")/pid"
  done
}

status() {
  local n url pid cluster state separator=''
  ! $json || printf '['
  for ((n = 1; n <= servers; n++)); do
    url=$(host "$n")
    [[ -z $names ]] || url=$(address "$n")
    url=http://$url:$(http_port "$n")
    pid=$(server_pid "$n") || pid=''
    cluster=''
    $plain || cluster=$(host "$n"):$(raft_port "$n")
    state=$(server_state "$n")
    if $json; then
      # Nothing in here needs escaping: numbers, addresses, and words of ours.
      printf '%s{"n":%d,"url":"%s","pid":%s,"cluster":%s,"state":"%s"}' "$separator" "$n" "$url" \
        "${pid:-null}" "$([[ -z $cluster ]] && printf null || printf '"%s"' "$cluster")" "$state"
      separator=','
    else
      printf 'server %d  %s  %-8s  pid %-8s %s\n' "$n" "$url" "$state" "${pid:--}" \
        "${cluster:+cluster $cluster}"
    fi
  done
  ! $json || printf ']\n'
}

# Signals server N.
signal() {
  local pid
  pid=$(server_pid "$2") || fail "server $2 does not run: see 'status'"
  kill "-$1" "$pid"
  if [[ $1 == KILL ]]; then
    await_end 10 "$pid" || fail "process $pid of server $2 does not end: see 'ps' for its state"
  fi
}

# The first server that answers, other than N.
another() {
  local n
  for ((n = 1; n <= servers; n++)); do
    if ((n != $1)) && answers "$n"; then
      printf '%d' "$n"
      return
    fi
  done
  fail "no server but $1 answers: see 'status'"
}

add() {
  local asked n file option
  [[ -z $hosts ]] || fail "a cluster on --hosts cannot grow: give all their addresses to 'up'"
  asked=$(another 0)
  n=$((servers + 1))
  local p taken=()
  for p in "$(http_port "$n")" "$(raft_port "$n")" "$(service_port "$n")"; do
    ! port_taken "$(address "$n")" "$p" || taken+=("$p")
  done
  ((${#taken[@]} == 0)) || fail "another program listens on port ${taken[*]}: end it"
  servers=$n
  while IFS= read -r option; do
    [[ -z $option ]] || set_options+=("$option")
  done <"$dir/options"
  file=$dir/n1/conf/shiro.ini
  [[ ! -f $file ]] || shiro=$file
  prepare_server "$n"
  save_cluster
  start_server "$n"
  say "adding server $n, $(host "$n"):$(raft_port "$n")"
  local deadline=$((SECONDS + start_seconds))
  until port_taken "$(address "$n")" "$(raft_port "$n")"; do
    if ((SECONDS >= deadline)) || ! server_pid "$n" >/dev/null; then
      explain "$n"
      fail "server $n does not come up: its log is above"
    fi
    sleep 0.2
  done
  order "$asked" POST /api/cluster/servers "{\"address\":\"$(host "$n"):$(raft_port "$n")\"}" >/dev/null
  await_servers "$n"
}

# Asks server N by HTTP and prints what it answers, after a line with the status.
ask() {
  local n=$1 method=$2 path=$3 body=${4:-}
  (
    exec 3<>"/dev/tcp/$(address "$n")/$(http_port "$n")" || exit 1
    printf '%s %s HTTP/1.0\r\nHost: localhost:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
      "$method" "$path" "$(http_port "$n")" "${#body}" "$body" >&3
    local line status=''
    IFS= read -r -t 30 line <&3 || exit 1
    status=${line#* }
    printf '%s\n' "${status%% *}"
    while IFS= read -r line <&3 && [[ $line != $'\r' ]]; do :; done
    cat <&3
  ) 2>/dev/null
}

# The same, and fails unless it was done.
order() {
  local answer
  answer=$(ask "$@") || fail "server $1 does not answer: see 'status'"
  case ${answer%%$'\n'*} in
    200) printf '%s' "${answer#*$'\n'}" ;;
    302 | 401 | 403)
      fail "server $1 wants to know who asks: log in to it and $2 $3 there yourself"
      ;;
    *) fail "server $1 refuses: ${answer#*$'\n'}" ;;
  esac
}

drain() {
  local n=$1 id deadline=$((SECONDS + wait_seconds)) all left
  id=$(host "$n"):$(raft_port "$n")
  order "$n" POST "/api/cluster/servers/$id/drain" "{\"processes\":\"$processes\"}" >/dev/null
  left="\"id\":\"$id\"[^}]*\"left\":\{\"notes\":([0-9]+),\"processes\":([0-9]+),\"runs\":([0-9]+)"
  while ((wait_seconds > 0)); do
    all=$(order "$n" GET /api/cluster/servers)
    [[ $all =~ $left ]] || fail "server $n is drained no more: somebody else wants it to take work"
    if [[ ${BASH_REMATCH[*]:1} == '0 0 0' ]]; then
      say "server $n has nothing more: it can be stopped"
      return
    fi
    ((SECONDS < deadline)) ||
      fail "after $wait_seconds s server $n still has ${BASH_REMATCH[1]} notes," \
        "${BASH_REMATCH[2]} processes and ${BASH_REMATCH[3]} runs; it goes on giving them away"
    sleep 0.5
  done
}

stop_server() {
  local pid
  pid=$(server_pid "$1") || fail "server $1 does not run: see 'status'"
  kill -TERM "$pid"
  await_end 60 "$pid" || fail "process $pid of server $1 has not ended within 60 s: see 'logs'"
}

start_again() {
  ! server_pid "$1" >/dev/null || fail "server $1 runs already: see 'status'"
  # A process that was killed counts as ended when its first thread has; the last holds its ports.
  local deadline=$((SECONDS + 5))
  while port_taken "$(address "$1")" "$(http_port "$1")"; do
    ((SECONDS < deadline)) ||
      fail "another program listens on port $(http_port "$1"), which is server $1's: end it"
    sleep 0.1
  done
  start_server "$1"
  await_servers "$1"
}

logs() {
  local file
  file=$(server_dir "$1")/logs/zeppelin.log
  [[ -f $file ]] || fail "server $1 has written no $file yet: see 'status'"
  say "---- $file"
  if $follow; then
    exec tail -n 100 -F -- "$file"
  fi
  tail -n 100 -- "$file"
}

is_number() {
  [[ $2 =~ ^[1-9][0-9]{0,4}$ ]] || fail "$1 is '$2', which should be a whole number"
  (($2 >= $3 && $2 <= $4)) ||
    fail "$1 is '$2', which should be a whole number from $3 to $4"
}

main() {
  local command=${1:-} n=''
  case $command in
    up | down | status | start | stop | drain | undrain | add | remove | lead | kill | pause | resume | logs) shift ;;
    -h | --help | help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  [[ -r /proc/self/stat ]] || fail "/proc cannot be read: this script runs on Linux only"
  while (($#)); do
    case $command:$1 in
      drain:--wait | *:--dir | up:--servers | up:--port | up:--zeppelin | up:--shiro | up:--set | \
        up:--hosts | up:--names | up:--netns)
        (($# > 1)) || fail "$1 needs a value"
        ;;
    esac
    case $command:$1 in
      *:--dir) dir=$2 && shift ;;
      up:--servers) servers=$2 && shift ;;
      up:--port) port=$2 && shift ;;
      up:--zeppelin) zeppelin=$2 && shift ;;
      up:--shiro) shiro=$2 && shift ;;
      up:--set) set_options+=("$2") && shift ;;
      up:--plain) plain=true ;;
      up:--hosts) hosts=$2 && shift ;;
      up:--names) names=$2 && shift ;;
      up:--netns) netns=$2 && shift ;;
      up:--fresh) fresh=true ;;
      status:--json) json=true ;;
      logs:--follow) follow=true ;;
      drain:--restart-processes) processes=restart ;;
      drain:--wait)
        [[ $2 =~ ^[0-9]{1,6}$ ]] || fail "--wait is '$2', which should be a number of seconds"
        wait_seconds=$2 && shift
        ;;
      stop:[0-9]* | remove:[0-9]* | lead:[0-9]* | drain:[0-9]* | undrain:[0-9]* | start:[0-9]* | kill:[0-9]* | pause:[0-9]* | resume:[0-9]* | logs:[0-9]*)
        [[ -z $n ]] || fail "$command takes one server, not $n and $1"
        n=$1
        ;;
      *) fail "$command does not know '$1': see 'dev/cluster.sh help'" ;;
    esac
    shift
  done
  # The processes are found by it, so it must be the same name each time.
  [[ $dir == /* ]] || dir=$PWD/$dir
  [[ ! -d $dir ]] || dir=$(cd -- "$dir" && pwd)
  if [[ $command == up ]]; then
    up
    return
  fi
  load_cluster
  case $command in
    start | stop | drain | undrain | remove | lead | kill | pause | resume | logs)
      [[ -n $n ]] || fail "$command needs the number of a server"
      is_number "the server" "$n" 1 "$servers"
      ;;
  esac
  case $command in
    down) down ;;
    status) status ;;
    start) start_again "$n" ;;
    stop) stop_server "$n" ;;
    drain) drain "$n" ;;
    add) add ;;
    remove)
      order "$(another "$n")" DELETE "/api/cluster/servers/$(host "$n"):$(raft_port "$n")" >/dev/null
      ;;
    lead)
      order "$(another 0)" POST /api/cluster/leader \
        "{\"server\":\"$(host "$n"):$(raft_port "$n")\"}" >/dev/null
      ;;
    undrain)
      order "$n" DELETE "/api/cluster/servers/$(host "$n"):$(raft_port "$n")/drain" >/dev/null
      ;;
    kill) signal KILL "$n" ;;
    pause) signal STOP "$n" ;;
    resume) signal CONT "$n" ;;
    logs) logs "$n" ;;
  esac
}

main "$@"
