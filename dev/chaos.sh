#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Breaks servers, networks and disks of a cluster while clients work, and checks what they were told.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/chaos.sh [OPTION]...

Starts a cluster of real servers, each in a network namespace of its own, and makes faults by a
schedule that a seed determines: kill -9, SIGSTOP, servers and links cut off, packets lost or late,
full disks, damaged logs and snapshots, killed interpreter processes. Meanwhile clients change
metadata, edit and run notes, and change permissions. In the end it says which promises were broken,
if any. Ends with 0 if none was, with 1 if one was, and with 2 if that could not be found out.

Where there are no namespaces it says so, and the links between servers are proxies on loopback
addresses (127.77.*) instead.

  --seed N          which schedule (default: 1)
  --seeds N,N,...   several, one after the other, each with a new cluster
  --seconds N       how long faults are made, of each seed (default: 90); start, mending and checks
                    take two minutes more
  --minutes N       goes on, with the seeds after the last one, until so much time has passed
  --servers N       3, 5, 7 or 9 (default: 3)
  --kinds K,K,...   only faults of these kinds, as --plan names them
  --plan            prints the schedule and ends
  --proxies         as where namespaces are not permitted
  --recovery        a run that never ends is a fault, too
  --keep DIR        where logs and histories are kept; otherwise they are deleted if all went well
  --zeppelin DIR    an unpacked binary release (default: a 0.10.0 that is put together from the
                    Maven registry)

Needs a build (mvn -DskipTests package); for namespaces root, or user namespaces with /proc, and of
the packages of a Debian iproute2, util-linux and nftables (without it no packets are lost by chance).
Everything then runs in namespaces that end with it, so nothing is left behind. With proxies it ends
its servers itself, also when it is interrupted.
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

classes=$root/zeppelin-cluster/target/test-classes
main=org.apache.zeppelin.clustering.chaos.Main
java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
proxies=false
before=()

# Becomes the program.
exec_java() {
  # A copy, so that a build does not pull the classes from under the program.
  if [[ -n ${dir:-} ]]; then
    cp -rH -- "$classes" "$dir/classes"
    classes=$dir/classes
  fi
  # The home's libraries hold the JSON reader that the program needs; the module's classes are
  # named by the agent only, which does not run here.
  exec ${before[@]+"${before[@]}"} "$java" -Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
    "-Dcluster.script=$root/dev/cluster.sh" "-Dcluster.zeppelin=${zeppelin:-}" \
    "-Dchaos.dir=${dir:-}" "-Dchaos.proxies=$proxies" \
    -cp "$classes:$root/dev/home/target/zeppelin/lib/*" "$main" "$@"
}

# Inside the namespaces. This is process 1 there: it has to live, to collect those that lost their
# parent; and when it ends, the kernel ends all others.
if [[ ${1:-} == --inside ]]; then
  dir=$2 zeppelin=$3
  shift 3
  # Names of network namespaces go to a place that nobody else sees.
  mount -t tmpfs chaos /run
  exec_java "$@" &
  ended=0
  wait $! || ended=$?
  exit "$ended"
fi

zeppelin=''
keep=''
minutes=0
seeds=(1)
arguments=()
plan=false
while (($#)); do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --zeppelin | --keep | --minutes | --seed | --seeds)
      (($# > 1)) || fail "$1 needs a value"
      case $1 in
        --zeppelin) zeppelin=$2 ;;
        --keep) keep=$2 ;;
        --minutes) minutes=$2 ;;
        *) IFS=, read -r -a seeds <<<"$2" ;;
      esac
      shift
      ;;
    --proxies) proxies=true ;;
    --plan) plan=true && arguments+=("$1") ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
[[ $minutes =~ ^[0-9]{1,5}$ ]] || fail "--minutes takes a whole number, and not '$minutes'"
for seed in "${seeds[@]}"; do
  [[ $seed =~ ^[0-9]{1,9}$ ]] || fail "--seeds takes whole numbers, and not '$seed'"
done
if [[ -n $zeppelin ]]; then
  [[ -d $zeppelin/lib ]] || fail "--zeppelin $zeppelin: there is no lib in it, so it is no Zeppelin"
  zeppelin=$(cd -- "$zeppelin" && pwd)
fi
[[ -f $classes/${main//.//}.class ]] || maven 'building'

if $plan; then
  for seed in "${seeds[@]}"; do
    (exec_java --seed "$seed" "${arguments[@]}")
  done
  exit
fi

enter=(unshare --net --mount --pid --fork --kill-child --mount-proc)
((EUID == 0)) || enter+=(--map-root-user)
if ! $proxies; then
  without=''
  for program in unshare nsenter ip tc mount; do
    command -v "$program" >/dev/null || without="there is no $program (iproute2, util-linux)"
  done
  if [[ -z $without ]] && ! "${enter[@]}" ip link set lo up 2>/dev/null; then
    without='this machine does not permit namespaces (root may have them)'
  fi
  if [[ -n $without ]]; then
    say "${0##*/}: $without: the links between servers are proxies on loopback addresses instead"
    proxies=true
  fi
fi

# Ends what a run has started. With namespaces the kernel ends all that is in them, with the one
# that made them; it listens to no other signal. With proxies the program and the scripts that it
# runs are a process group, and dev/cluster.sh knows the servers.
running=''
end_run() {
  [[ -n $running ]] || return 0
  local group=$running
  running=''
  if ! $proxies; then
    kill -KILL "$group" 2>/dev/null || true
    return 0
  fi
  while kill -TERM -- "-$group" 2>/dev/null; do
    sleep 0.5
  done
  [[ ! -f $dir/cluster ]] || "$root/dev/cluster.sh" down --dir "$dir" || true
}

if $proxies; then
  before=(setsid)
  # Folders that are locked have to be so for the servers of root, too.
  if ((EUID == 0)) && setpriv --bounding-set=-dac_override true 2>/dev/null; then
    before+=(setpriv --bounding-set=-dac_override)
  fi
fi
trap 'end_run; exit 130' INT TERM HUP

run_with_proxies() {
  local ended=0
  exec_java "$@" &
  running=$!
  wait "$running" || ended=$?
  end_run
  return "$ended"
}

run_in_namespaces() {
  local ended=0
  "${enter[@]}" "$BASH" "${BASH_SOURCE[0]}" --inside "$dir" "$zeppelin" "$@" &
  running=$!
  wait "$running" || ended=$?
  running=''
  return "$ended"
}

if [[ -n $keep ]]; then
  mkdir -p -- "$keep"
  keep=$(cd -- "$keep" && pwd)
fi

worst=0
lines=()
began=$SECONDS
i=0
while true; do
  if ((i < ${#seeds[@]})); then
    seed=${seeds[i]}
  elif ((SECONDS - began < minutes * 60)); then
    seed=$((seed + 1))
  else
    break
  fi
  ((i += 1))
  dir=$(mktemp -d "${keep:-${TMPDIR:-/tmp}}/chaos-$seed-XXXXXX")
  one=$SECONDS ended=0
  if $proxies; then
    run_with_proxies --seed "$seed" ${arguments[@]+"${arguments[@]}"} || ended=$?
  else
    run_in_namespaces --seed "$seed" ${arguments[@]+"${arguments[@]}"} || ended=$?
  fi
  ((ended <= 2)) || ended=2
  # Violations count more than what was not found out.
  if ((ended == 1 || worst == 0)); then
    worst=$ended
  fi
  line="seed $seed: $((SECONDS - one)) s, "
  case $ended in
    0) line+='nothing is wrong' ;;
    1) line+="VIOLATIONS: see $dir" ;;
    *) line+="not found out: see $dir" ;;
  esac
  lines+=("$line")
  [[ $ended != 0 || -n $keep ]] || rm -rf -- "$dir"
done
printf '%s\n' "${lines[@]}"
exit "$worst"
