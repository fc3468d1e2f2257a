#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Measures. The only place where speed is looked at: no test asserts a time.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/bench.sh failover [OPTION]...

  failover       how long users of three servers wait when one of them is lost, beside what the same
                 takes when none is

  --trials N     how often (default: 10)
  --json         all single figures, in microseconds, instead of medians in milliseconds
  --dir DIR      where the servers put their files; emptied first (default: target/bench)

Needs a build: mvn -DskipTests package. Takes about a minute and a half a trial.
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

trials=10
form=text
dir=$root/target/bench
(($#)) || {
  usage
  exit 2
}
case $1 in
  -h | --help)
    usage
    exit 0
    ;;
  failover) shift ;;
  *) fail "$1 is nothing to measure; see --help" ;;
esac
while (($#)); do
  case $1 in
    --trials | --dir)
      (($# > 1)) || fail "$1 needs a value"
      if [[ $1 == --dir ]]; then
        dir=$2
      else
        [[ $2 =~ ^[1-9][0-9]{0,3}$ ]] || fail "--trials $2: a number from 1 to 9999 is needed"
        trials=$2
      fi
      shift
      ;;
    --json) form=json ;;
    *) fail "unknown option $1; see --help" ;;
  esac
  shift
done
[[ $dir == /* ]] || dir=$PWD/$dir

java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
classes=$root/zeppelin-cluster/target/test-classes
main=org.apache.zeppelin.clustering.real.FailoverBench
[[ -f $classes/${main//.//}.class ]] || maven 'building'
exec "$java" "-Dcluster.script=$root/dev/cluster.sh" \
  -cp "$classes:$root/dev/home/target/zeppelin/lib/*" "$main" "$dir" "$trials" "$form"
