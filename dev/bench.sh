#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Measures. The only place where speed is looked at: no test asserts a time.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/bench.sh WHAT [OPTION]...

  metadata       the replicated map on three servers without Zeppelin, beside the machine's disk and
                 loopback network
  start          how long a user waits for the first result of a paragraph, and for later ones, when
                 the process is on another server; beside one plain Zeppelin
  notes          what it costs that a user is on another server than the owner of the note: runs,
                 edits of others, 200 browsers a server; beside one plain Zeppelin
  scale          a cluster of 53 servers with 10,000 processes and 20,000 notes, simulated without
                 Zeppelin: the leader's load, placement, events, snapshots, restart
  server         what the module adds to a Zeppelin server that nobody uses: time to start, memory,
                 threads; with its setting and without; beside one plain Zeppelin
  failover       how long users of three servers wait when one of them is lost, beside what the same
                 takes when none is

  --rounds N     how often (default: 5; failover: 10)
  --tls          metadata: a cluster with TLS beside one without
  --json         all single figures instead of medians
  --dir DIR      where the servers put their files; emptied first (default: target/bench)

Each figure stands beside something measured in the same minute, and is the median of the rounds, with
the smallest and the largest. Needs a build: mvn -DskipTests package. All but failover
take some ten minutes, failover a minute and a half a round. Nothing else should run on the machine meanwhile.
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

rounds=''
form=text
tls=false
dir=$root/target/bench
(($#)) || {
  usage
  exit 2
}
what=$1
case $what in
  -h | --help)
    usage
    exit 0
    ;;
  metadata | start | notes | scale | server) rounds=5 ;;
  failover) rounds=10 ;;
  *) fail "$what is nothing to measure; see --help" ;;
esac
shift
while (($#)); do
  case $1 in
    --rounds | --dir)
      (($# > 1)) || fail "$1 needs a value"
      if [[ $1 == --dir ]]; then
        dir=$2
      else
        [[ $2 =~ ^[1-9][0-9]{0,3}$ ]] || fail "--rounds $2: a number from 1 to 9999 is needed"
        rounds=$2
      fi
      shift
      ;;
    --tls) tls=true ;;
    --json) form=json ;;
    *) fail "unknown option $1; see --help" ;;
  esac
  shift
done
$tls && [[ $what != metadata ]] && fail "--tls goes with metadata only"
[[ $dir == /* ]] || dir=$PWD/$dir

java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
classes=$root/zeppelin-cluster/target/test-classes
main=org.apache.zeppelin.clustering.bench.Main
jar=$(compgen -G "$root/zeppelin-cluster/target/zeppelin-cluster-*.jar") || jar=''
[[ -f $classes/${main//.//}.class && -n $jar ]] || maven 'building'
jar=$(compgen -G "$root/zeppelin-cluster/target/zeppelin-cluster-*.jar")
rm -rf -- "${dir:?}/plain" "${dir:?}/tls" "${dir:?}/cluster" "${dir:?}/floor" "${dir:?}/few" "${dir:?}/many"
mkdir -p -- "$dir"
certificates=()
if $tls; then
  "$root/dev/make-certs.sh" "$dir/certificates" localhost >&2
  certificates=("$dir/certificates")
fi
exec "$java" "-Dcluster.script=$root/dev/cluster.sh" "-Dcluster.jar=$jar" \
  -cp "$classes:$jar:$root/dev/home/target/zeppelin/lib/*" \
  "$main" "$what" "$dir" "$rounds" "$form" ${certificates[@]+"${certificates[@]}"}
