#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Finds out whether users can tell a cluster from one Zeppelin.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/transcript.sh [OPTION]...

Plays the same script of user actions on one plain Zeppelin and on a cluster of three, where every
request goes to the next server and each of three browsers is connected to another one. Compares all
that the servers answered and sent, and prints what differs, step by step. Ends with 0 if nothing
does, with 1 if something does, and with 2 if that could not be found out.

  --only NAME      only this group of steps, or this step as GROUP/STEP; may be repeated
  --list           names all steps and ends
  --keep DIR       writes both transcripts to DIR/plain.txt and DIR/cluster.txt
  --zeppelin DIR   with an unpacked binary release (default: a 0.10.0 that is put together from the
                   Maven registry)
  --self           compares the plain Zeppelin with itself: what differs then is chance, and the
                   comparison should be taught to overlook it
  --set KEY=VALUE  a setting for the servers of the second run; may be repeated
  --patience S     how many seconds to wait for what should come (default: 10)

Needs a build: mvn -DskipTests package. What makes it overlook a difference, and why, is in
zeppelin-cluster/src/test/java/org/apache/zeppelin/clustering/transcript/Rules.java and
Placeholders.java.
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

zeppelin=''
arguments=()
while (($#)); do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --zeppelin)
      (($# > 1)) || fail "$1 needs a value"
      zeppelin=$2
      shift
      ;;
    --keep)
      (($# > 1)) || fail "$1 needs a value"
      [[ $2 == /* ]] || set -- "$1" "$PWD/$2" "${@:3}"
      arguments+=("$1" "$2")
      shift
      ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
if [[ -n $zeppelin ]]; then
  [[ -d $zeppelin/lib ]] || fail "--zeppelin $zeppelin: there is no lib in it, so it is no Zeppelin"
  zeppelin=$(cd -- "$zeppelin" && pwd)
fi

java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java

classes=$root/zeppelin-cluster/target/test-classes
main=org.apache.zeppelin.clustering.transcript.Main
[[ -f $classes/${main//.//}.class ]] || maven 'building'

# The home's libraries hold the JSON reader that the program needs.
exec "$java" "-Dcluster.script=$root/dev/cluster.sh" "-Dcluster.zeppelin=$zeppelin" \
  -cp "$classes:$root/dev/home/target/zeppelin/lib/*" "$main" ${arguments[@]+"${arguments[@]}"}
