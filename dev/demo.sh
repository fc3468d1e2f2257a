#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Shows what the module does: three servers, one note, one interpreter process.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/demo.sh [OPTION]...

Builds, starts three servers, makes a note on the first, runs it on all three, and shows which
server answered, where the process runs, and how busy the servers are. Stays until Ctrl-C.

  --check          end by itself, and fail if anything is not as it should be
  --zeppelin DIR   with an unpacked binary release
  --dir DIR        where its files are (default: target/demo); what is there is deleted
  --port P         the first server's port (default: 18080)
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

check=false
zeppelin=''
dir=$root/target/demo
port=18080
while (($#)); do
  case $1 in
    --zeppelin | --dir | --port) (($# > 1)) || fail "$1 needs a value" ;;
  esac
  case $1 in
    --check) check=true ;;
    --zeppelin) zeppelin=$2 && shift ;;
    --dir) dir=$2 && shift ;;
    --port) port=$2 && shift ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) fail "there is no option '$1': see 'dev/demo.sh --help'" ;;
  esac
  shift
done

java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java

maven 'building'

up=(up --fresh --servers 3 --dir "$dir" --port "$port")
[[ -z $zeppelin ]] || up+=(--zeppelin "$zeppelin")
"$root/dev/cluster.sh" "${up[@]}"
trap '"$root/dev/cluster.sh" down --dir "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The home's libraries hold the JSON reader that the program needs.
demo=("$java" -cp "$root/dev/home/target/zeppelin/lib/*" "$root/dev/Demo.java" "$port" 3)
if $check; then
  "${demo[@]}" || fail "the demonstration differed from what it should be, as said above;" \
    "the logs are in $dir/n1/logs, n2/logs and n3/logs"
  exit 0
fi
"${demo[@]}" || say 'Not all is as it should be, as said above.'
printf '\n%s\n' 'The servers stay up until Ctrl-C (or dev/cluster.sh down with the same --dir):'
for n in 1 2 3; do
  printf '  http://localhost:%d\n' $((port + n - 1))
done
# Until somebody has ended all of them.
while true; do
  states=$("$root/dev/cluster.sh" status --dir "$dir")
  [[ $states == *' running '* || $states == *' paused '* || $states == *' starting '* ]] || break
  sleep 3
done
