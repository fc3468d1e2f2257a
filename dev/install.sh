#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Puts the module into a binary release of Zeppelin.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/install.sh [OPTION]... ZEPPELIN_HOME

Puts the module into the Zeppelin that was unpacked to ZEPPELIN_HOME, or replaces it there by
another version of it. No file of the release is changed; dev/uninstall.sh leaves the folder as it
was before.

  --jar FILE         the module (default: the one that 'mvn -DskipTests package' made)
  --set KEY=VALUE    a setting, as in zeppelin-site.xml; may be repeated. What an earlier run has
                     set and this one does not name stays
  --conf DIR         Zeppelin's conf folder (default: ZEPPELIN_HOME/conf)
  --no-verify        do not ask the module whether it fits this Zeppelin
USAGE
}

# shellcheck source=dev/installation.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/installation.sh"

jar=''
conf_option=''
verify=true
set_options=()

# ---- The module.

find_module() {
  local file found=()
  for file in "$root"/zeppelin-cluster/target/zeppelin-cluster-*.jar; do
    case $file in
      *-sources.jar | *-javadoc.jar | *-tests.jar) ;;
      *) [[ ! -f $file ]] || found+=("$file") ;;
    esac
  done
  ((${#found[@]} < 2)) || fail "there are several modules (${found[*]}): name one with --jar"
  ((${#found[@]})) ||
    fail "there is no module in zeppelin-cluster/target yet: run 'mvn -DskipTests package' first"
  jar=${found[0]}
}

check_module() {
  [[ -f $jar ]] ||
    fail "--jar $jar: there is no such file: run 'mvn -DskipTests package' to make the module"
  [[ -r $jar ]] || fail "--jar $jar cannot be read: run this as one who may"
  # The names of its entries are the one thing in a jar that can be read without a tool.
  LC_ALL=C grep -q 'org/apache/zeppelin/clustering/hooks/Agent\.class' "$jar" ||
    fail "--jar $jar is not the module: name the zeppelin-cluster-VERSION.jar that 'mvn" \
      "-DskipTests package' makes"
}

# Sets version: from the name of the file, or else from inside it.
find_version() {
  local name=${jar##*/}
  version=''
  if [[ $name =~ ^zeppelin-cluster-([0-9].*)\.jar$ ]]; then
    version=${BASH_REMATCH[1]}
  elif command -v unzip >/dev/null; then
    version=$(unzip -p "$jar" META-INF/MANIFEST.MF 2>/dev/null | tr -d '\r' |
      sed -n 's/^Implementation-Version: //p') || true
  fi
  [[ $version =~ ^[0-9][A-Za-z0-9._+-]*$ ]] ||
    fail "the version of $jar cannot be told: give it its name, zeppelin-cluster-VERSION.jar"
}

# Has the module look whether it fits, if there is a Java, and if this module can do that.
ask_module() {
  local java=java said
  [[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
  command -v "$java" >/dev/null || return 0
  # English, for the one message that is understood here.
  said=$("$java" -Duser.language=en -jar "$jar" verify "$home" 2>&1 </dev/null) && return 0
  [[ $said != *'no main manifest attribute'* ]] || return 0
  say "$said"
  fail "the module does not fit $home, for the reason above, and was not installed (--no-verify" \
    "installs it all the same)"
}

# ---- Settings. Each is a line that ends in its key, so that a later run can replace it.

quote() {
  printf "'%s'" "${1//\'/\'\\\'\'}"
}

# Prints the line of a setting.
setting() {
  local key=${1%%=*} value=${1#*=} name
  case $key in
    zeppelin.cluster.*)
      name=$(printf '%s' "$key" | LC_ALL=C tr 'a-z.' 'A-Z_')
      printf '  export %s=%s # %s' "$name" "$(quote "$value")" "$key"
      ;;
    # Zeppelin's own settings have names in the environment that do not follow from their keys.
    *) printf '  JAVA_OPTS+=%s # %s' "$(quote " -D$key=$value")" "$key" ;;
  esac
}

check_settings() {
  local option key value
  for option in ${set_options[@]+"${set_options[@]}"}; do
    key=${option%%=*} value=${option#*=}
    [[ $option == ?*=* ]] || fail "--set $option: it should be KEY=VALUE"
    [[ $key =~ ^zeppelin(\.[A-Za-z0-9_]+)+$ ]] ||
      fail "--set $option: '$key' is no setting of Zeppelin: those are zeppelin.SOMETHING"
    [[ $value != *[[:cntrl:]]* ]] || fail "--set $key: its value has to be one line of text"
    # Zeppelin's scripts split the options of its JVM at every space.
    [[ $key == zeppelin.cluster.* || $value =~ ^[A-Za-z0-9_./:,@%+=-]*$ ]] ||
      fail "--set $option: that value can be given only in $conf/zeppelin-site.xml: set it there"
  done
}

# Prints the lines of all settings: those of an earlier run first, in the order they came.
settings() {
  local text option inside=false lines=() key i
  if [[ -f $ours ]]; then
    while IFS= read -r text || [[ -n $text ]]; do
      case $text in
        '  # Settings'*) inside=true ;;
        fi) inside=false ;;
        *) ! $inside || lines+=("$text") ;;
      esac
    done <"$ours"
  fi
  for option in ${set_options[@]+"${set_options[@]}"}; do
    key=${option%%=*}
    for ((i = 0; i < ${#lines[@]}; i++)); do
      [[ ${lines[i]} != *"' # $key" ]] || break
    done
    lines[i]=$(setting "$option")
  done
  ((${#lines[@]} == 0)) || printf '%s\n' "${lines[@]}"
}

# ---- What is written.

# JAVA_OPTS and not ZEPPELIN_JAVA_OPTS, which a line of the user's may set anew after ours.
write_ours() {
  cat <<OURS
# Written by dev/install.sh of zeppelin-cluster; zeppelin-env.sh reads it. To change a setting, run
# that again with --set; what is written here otherwise is lost then.

# Only the server gets these. Its scripts read this through bin/common.sh, as interpreter.sh does;
# the shell of an interpreter process of another user does not. Up to Zeppelin 0.11, such a process
# would start the old cluster mode if it saw zeppelin.cluster.addr.
zeppelin_cluster_agent=" -javaagent:\${ZEPPELIN_HOME:-}/lib/zeppelin-cluster-$version.jar"
# An interpreter process has the environment of its server, and hands it on.
if [[ -n \${JAVA_OPTS:-} ]]; then
  JAVA_OPTS=\${JAVA_OPTS//"\$zeppelin_cluster_agent"/}
fi
zeppelin_cluster_script=\${BASH_SOURCE[\${#BASH_SOURCE[@]} - 1]##*/}
if [[ " \${BASH_SOURCE[*]##*/} " == *' common.sh '* ]] &&
  [[ \$zeppelin_cluster_script != *interpreter.sh && \$zeppelin_cluster_script != *-service.sh ]] &&
  [[ \$zeppelin_cluster_script != upgrade-note.sh ]]; then
  JAVA_OPTS=\${JAVA_OPTS:-}\$zeppelin_cluster_agent
  # Settings
OURS
  settings
  cat <<'OURS'
fi
unset zeppelin_cluster_agent zeppelin_cluster_script
OURS
}

# write_marker JAR...
write_marker() {
  printf 'jar=%s\n' "$@"
  case $conf in
    "$home"/*) printf 'conf=%s\n' "${conf#"$home"/}" ;;
    *) printf 'conf=%s\n' "$conf" ;;
  esac
}

# ---- Steps. All that a step changes is noted, and undone if a later one fails.

done=true
placed=()
kept_before=false

# A second name for a file, which keeps all that belongs to it; else a copy.
keep() {
  ln -f -- "$1" "$2" 2>/dev/null || cp -p -- "$1" "$2"
}

# The file that was prepared with the ending for new ones takes its place.
put() {
  [[ ! -e $1 ]] || keep "$1" "$1$old"
  placed+=("$1")
  mv -f -- "$1$new" "$1"
}

# A file goes.
drop() {
  keep "$1" "$1$old"
  placed+=("$1")
  rm -f -- "$1"
}

undo() {
  local i file
  # From here on nothing is to stop it half-way.
  trap '' INT TERM HUP
  set +e
  for ((i = ${#placed[@]} - 1; i >= 0; i--)); do
    file=${placed[i]}
    if [[ -e $file$old ]]; then
      mv -f -- "$file$old" "$file"
    else
      rm -f -- "$file"
    fi
  done
  ! $kept_before || rm -f -- "$before"
  sweep
  say "${0##*/}: that failed, and $home is as it was before: mend what is said above and try again"
}

finish() {
  local status=$?
  $done || undo
  exit "$status"
}

prepare_env() {
  if [[ ! -e $env ]]; then
    # Of an older file that was removed since.
    rm -f -- "$before"
    printf '%s\n' "$line" >"$env$new"
    chmod 644 "$env$new"
    return
  fi
  # The copy is for its mode and owner.
  cp -p -- "$env" "$env$new"
  if has_mark; then
    # Not as it was written: somebody has changed it.
    without_mark "$env" >"$env$old"
    with_line "$env$old" >"$env$new"
    rm -f -- "$env$old"
  else
    with_line "$env" >"$env$new"
    keep "$env" "$before"
    kept_before=true
  fi
  if bash -n "$env" 2>/dev/null && ! bash -n "$env$new" 2>/dev/null; then
    fail "the end of $env is in the middle of a command: end that, or the line for the module" \
      "would be a part of it"
  fi
}

install_module() {
  local name=zeppelin-cluster-$version.jar previous=''
  trap finish EXIT
  trap 'exit 130' INT TERM HUP
  sweep
  done=false

  # First of all, so that what is left of an installation that is killed can be found.
  write_marker "$name" ${jars[@]+"${jars[@]}"} >"$marker$new"
  chmod 644 "$marker$new"
  put "$marker"

  cp -- "$jar" "$lib/$name$new"
  chmod 644 "$lib/$name$new"
  # Who may read the user's settings may read ours.
  if [[ -e $env ]]; then
    cp -p -- "$env" "$ours$new"
  else
    : >"$ours$new"
    chmod 644 "$ours$new"
  fi
  write_ours >"$ours$new"

  put "$lib/$name"
  put "$ours"
  # From here on Zeppelin would use it.
  if ! { [[ -f $env ]] && grep -qxF -- "$line" "$env"; }; then
    prepare_env
    put "$env"
  fi
  for previous in ${jars[@]+"${jars[@]}"}; do
    [[ $previous == "$name" || ! -e $lib/$previous ]] || drop "$lib/$previous"
  done
  write_marker "$name" >"$marker$new"
  chmod 644 "$marker$new"
  mv -f -- "$marker$new" "$marker"
  done=true
  sweep
}

main() {
  local zeppelin='' named=false foreign file
  if (($# == 0)); then
    usage >&2
    exit 2
  fi
  while (($#)); do
    case $1 in
      --jar | --set | --conf) [[ -n ${2:-} ]] || fail "$1 needs a value" ;;
    esac
    case $1 in
      -h | --help)
        usage
        exit 0
        ;;
      --jar) jar=$2 && shift ;;
      --set) set_options+=("$2") && shift ;;
      --conf) conf_option=$2 && shift ;;
      --no-verify) verify=false ;;
      -*) fail "'$1' is unknown: see 'dev/install.sh --help'" ;;
      *)
        ! $named || fail "it takes one ZEPPELIN_HOME, not $zeppelin and $1"
        zeppelin=$1 named=true
        ;;
    esac
    shift
  done
  $named || fail "ZEPPELIN_HOME is missing: see 'dev/install.sh --help'"
  open_home "$zeppelin" "$conf_option"
  [[ -n $jar ]] || find_module
  check_module
  find_version
  check_settings
  foreign=$(foreign_jars)
  [[ -z $foreign ]] ||
    fail "${foreign//$'\n'/ } is there already, and not from this script: either this Zeppelin" \
      "was built with the module and needs nothing more, or take out what was added by hand" \
      "(nothing was changed)"
  for file in "$marker" "$ours" "$env" "$lib/zeppelin-cluster-$version.jar"; do
    [[ ! -d $file ]] || fail "$file is a folder, where a file belongs: remove it"
  done
  [[ ! -e $env || -r $env ]] || fail "$env cannot be read: run this as the owner of $home"
  require_writable
  ! $verify || ask_module
  install_module
  say "zeppelin-cluster $version is in $home: restart Zeppelin to use it"
  # Zeppelin's scripts do not quote the paths that they hand to Java.
  [[ $home != *[[:space:]]* ]] ||
    say "Zeppelin's own scripts do not start from a path with a space: start it through a link" \
      "without one, such as: ln -s $(quote "$home") /opt/zeppelin"
  grep -q "' # zeppelin\.cluster\.addr\$" "$ours" || ! settings_missing ||
    say "zeppelin.cluster.addr is not set yet, so Zeppelin runs as if the module were not there:" \
      "set it with --set or in zeppelin-site.xml"
}

# Does neither the user's file nor his environment name the servers?
settings_missing() {
  ! grep -qs 'zeppelin\.cluster\.addr' "$conf/zeppelin-site.xml" &&
    ! grep -qs 'ZEPPELIN_CLUSTER_ADDR' "$env"
}

main "$@"
