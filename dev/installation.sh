# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What install.sh and uninstall.sh agree on: which files of a Zeppelin are ours.
#
#   lib/zeppelin-cluster-VERSION.jar           the module
#   lib/zeppelin-cluster.installed             which jars are ours, and which conf folder
#   conf/zeppelin-cluster-env.sh               -javaagent and settings
#   conf/zeppelin-env.sh                       the user's, with one line of ours
#   conf/zeppelin-env.sh.before-zeppelin-cluster   the user's as it was, if there was one

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

# Else cd might print where it went.
unset CDPATH

# Every line of zeppelin-env.sh that ends so is ours.
mark='# zeppelin-cluster: dev/install.sh wrote this line, dev/uninstall.sh takes it out'
# It finds our file beside the user's, so that conf can be moved, copied or linked to.
# shellcheck disable=SC2016,SC2034 # to be expanded when Zeppelin reads it; the scripts use it
line='. "$(dirname -- "${BASH_SOURCE[0]}")/zeppelin-cluster-env.sh" '$mark

# Endings of files that are there only while a script works. No jar ends so: lib/* is a class path.
new=.zeppelin-cluster-new
old=.zeppelin-cluster-old

# Finds out what HOME is and what of ours is in it: open_home HOME [CONF].
open_home() {
  [[ -d $1 ]] || fail "$1: there is no such folder: name the one that a Zeppelin was unpacked to"
  home=$(cd -- "$1" && pwd -P) || fail "$1 cannot be entered: run this as its owner"
  [[ -d $home/lib && -f $home/bin/common.sh && -f $home/bin/interpreter.sh ]] ||
    fail "$1 is no binary release of Zeppelin (it has no lib, bin/common.sh and" \
      "bin/interpreter.sh): name the folder that one was unpacked to"
  lib=$home/lib
  marker=$lib/zeppelin-cluster.installed
  jars=() recorded_conf=''
  [[ ! -f $marker ]] || read_marker
  if [[ -n ${2:-} ]]; then
    [[ -d $2 ]] || fail "--conf $2: there is no such folder: make it, or name Zeppelin's"
    conf=$(cd -- "$2" && pwd -P) || fail "--conf $2 cannot be entered: run this as its owner"
  else
    conf=${recorded_conf:-$home/conf}
    [[ -d $conf ]] || fail "there is no folder $conf: name Zeppelin's with --conf"
    conf=$(cd -- "$conf" && pwd -P) || fail "$conf cannot be entered: run this as its owner"
  fi
  if [[ -n $recorded_conf && $recorded_conf != "$conf" ]] &&
    [[ -f $recorded_conf/zeppelin-cluster-env.sh ]]; then
    fail "the module is in $home with --conf $recorded_conf: name that, or uninstall it first"
  fi
  ours=$conf/zeppelin-cluster-env.sh
  # A file that is linked to is changed where it is: the link stays one.
  env=$(follow "$conf/zeppelin-env.sh")
  # shellcheck disable=SC2034 # the scripts use it
  before=$env.before-zeppelin-cluster
}

read_marker() {
  local key value
  while IFS='=' read -r key value; do
    case $key:$value in
      jar:*/*) fail "$marker names a jar '$value' outside of lib: remove that line" ;;
      jar:zeppelin-cluster-*.jar) jars+=("$value") ;;
      # Relative to the home, which may have been moved since.
      conf:/*) recorded_conf=$value ;;
      conf:?*) recorded_conf=$home/$value ;;
      *) fail "$marker has a line '$key=$value', which is unknown: use the release that wrote it" ;;
    esac
  done <"$marker"
}

# Where a chain of links ends, whether there is a file or not.
follow() {
  local file=$1 target steps=0
  while [[ -L $file ]]; do
    ((++steps < 40)) || fail "$1 is a link that leads in circles: mend it"
    target=$(readlink -- "$file")
    [[ $target == /* ]] || target=${file%/*}/$target
    file=$target
  done
  printf '%s' "$file"
}

# Jars of the module that install.sh did not put there.
foreign_jars() {
  local jar known
  for jar in "$lib"/zeppelin-cluster*.jar; do
    [[ -e $jar || -L $jar ]] || continue
    for known in ${jars[@]+"${jars[@]}"}; do
      [[ ${jar##*/} != "$known" ]] || continue 2
    done
    printf '%s\n' "$jar"
  done
}

has_mark() {
  [[ -f $env ]] && grep -qF -- "$mark" "$env"
}

# Prints a file without our lines and otherwise as it is, be its last line ended or not.
without_mark() {
  local text
  while IFS= read -r text; do
    [[ $text == *"$mark"* ]] || printf '%s\n' "$text"
  done <"$1"
  [[ $text == *"$mark"* ]] || printf '%s' "$text"
}

# Prints a file with our line at its end.
with_line() {
  local text
  text=$(tail -c 2 -- "$1" && printf x)
  cat -- "$1"
  case $text in
    x | *[!\\]$'\n'x | $'\n'x) ;;
    # A line that goes on in the next would swallow ours.
    *\\$'\n'x) printf '\n' ;;
    *\\x) printf '\n\n' ;;
    *) printf '\n' ;;
  esac
  printf '%s\n' "$line"
}

require_writable() {
  local folder
  for folder in "$lib" "$conf" "${env%/*}"; do
    [[ -w $folder ]] || fail "$folder cannot be written to: run this as the owner of $home"
  done
}

# What a script that was killed may have left.
sweep() {
  rm -f -- "$lib"/zeppelin-cluster*"$new" "$lib"/zeppelin-cluster*"$old" \
    "$ours$new" "$ours$old" "$env$new" "$env$old"
}
