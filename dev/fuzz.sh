#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Hostile bytes for every port and every file, many more of them than the tests take.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/fuzz.sh [OPTION]...

Gives each of these a million inputs that a seed makes of sound ones: the service port (in clear, as a
member's connection would bring them, and as a stranger behind TLS), the Raft port (both ways), the
entries of the log, the files of the log, snapshots (with a wrong sum and with a right one), questions
and heartbeats, messages of browsers, REST calls. Ends with 0 if nothing crashed, hung, kept memory or
changed what the cluster holds. Takes about three quarters of an hour on two cores.

  --inputs N        how many for each (default: 1000000)
  --seed N          which (default: 1)
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

inputs=1000000
seed=1
while (($#)); do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --inputs | --seed)
      (($# > 1)) || fail "$1 needs a value"
      [[ $2 =~ ^[0-9]{1,9}$ ]] || fail "$1 takes a whole number, and not '$2'"
      if [[ $1 == --inputs ]]; then inputs=$2; else seed=$2; fi
      shift
      ;;
    *) fail "there is no option '$1'" ;;
  esac
  shift
done
command -v mvn >/dev/null || fail "mvn is not on the PATH: install Maven 3.6.3 or later"

log=$root/target/fuzz.log
reports=$root/zeppelin-cluster/target/surefire-reports
mkdir -p -- "${log%/*}"
rm -f -- "$reports"/*FuzzTest.txt
say "$inputs inputs for each, seed $seed; the end of what the servers under test say goes to $log"
(cd "$root" && mvn -B -ntp package '-Dtest=*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false \
  -Dfuzz.inputs="$inputs" -Dfuzz.seed="$seed" -Dtest.forks=2) 2>&1 |
  # gRPC says much about what it did not understand; the end is enough.
  tail -c 20000000 >"$log" || failed=yes
grep -h 'Tests run' "$reports"/*FuzzTest.txt || true
[[ -z ${failed:-} ]] || fail "something went wrong: see $log and $reports"
