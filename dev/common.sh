# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts beside this one share.

# The top of the repository.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  say "${0##*/}: $*"
  exit 1
}

# Runs Maven to make packages, with a sign of life: maven WHAT_FOR [ARGUMENT]...
maven() {
  command -v mvn >/dev/null || fail "mvn is not on the PATH: install Maven 3.6.3 or later"
  say "$1 (the first time takes minutes, while Maven downloads)"
  shift
  local began=$SECONDS pid
  (cd "$root" && exec mvn -q -B -DskipTests "$@" package) >&2 &
  pid=$!
  # A background process does not hear Ctrl-C by itself.
  trap 'kill "$pid" 2>/dev/null || true; exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    (((SECONDS - began) % 10)) || say "  $((SECONDS - began)) s: Maven is at work"
  done
  trap - INT TERM
  wait "$pid" || fail "Maven failed, for the reason that it gives above"
}
