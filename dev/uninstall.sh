#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Takes the module out of a Zeppelin that install.sh has put it into.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/uninstall.sh [OPTION]... ZEPPELIN_HOME

Leaves the Zeppelin in ZEPPELIN_HOME as it was before dev/install.sh. What was changed in
zeppelin-env.sh since then stays, and so does the data of the cluster.

  --conf DIR         Zeppelin's conf folder (default: the one that dev/install.sh used)
USAGE
}

# shellcheck source=dev/installation.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/installation.sh"

conf_option=''

mode() {
  # shellcheck disable=SC2012 # the mode comes first, whatever the name is
  ls -ld -- "$1" | cut -c 1-10
}

# Is zeppelin-env.sh what install.sh made of it?
unchanged() {
  if [[ -f $before ]]; then
    [[ $(mode "$before") == "$(mode "$env")" ]] && with_line "$before" | cmp -s - "$env"
  else
    printf '%s\n' "$line" | cmp -s - "$env"
  fi
}

restore_env() {
  if has_mark; then
    if ! unchanged; then
      cp -p -- "$env" "$env$new"
      without_mark "$env" >"$env$new"
      touch -r "$env" "$env$new"
      mv -f -- "$env$new" "$env"
    elif [[ -f $before ]]; then
      # The file itself comes back, with its times and all else.
      mv -f -- "$before" "$env"
    else
      rm -f -- "$env"
    fi
  fi
  rm -f -- "$before"
}

# Says where the cluster's data is, if there is any.
say_data() {
  local data=cluster text
  text=$(grep -s "' # zeppelin\.cluster\.dir\$" "$ours") || true
  if [[ $text =~ =\'(.*)\'\ # ]]; then
    data=${BASH_REMATCH[1]//"'\\''"/"'"}
  elif grep -qs 'zeppelin\.cluster\.dir' "$conf/zeppelin-site.xml"; then
    say "the cluster's data is left in the folder that zeppelin.cluster.dir in" \
      "$conf/zeppelin-site.xml names: delete it if no cluster is to use it again"
    return
  fi
  [[ $data == /* ]] || data=$home/$data
  [[ ! -d $data ]] ||
    say "the cluster's data is left in $data: delete it if no cluster is to use it again"
}

main() {
  local zeppelin='' named=false foreign name data
  if (($# == 0)); then
    usage >&2
    exit 2
  fi
  while (($#)); do
    case $1 in
      -h | --help)
        usage
        exit 0
        ;;
      --conf)
        [[ -n ${2:-} ]] || fail "$1 needs a value"
        conf_option=$2 && shift
        ;;
      -*) fail "'$1' is unknown: see 'dev/uninstall.sh --help'" ;;
      *)
        ! $named || fail "it takes one ZEPPELIN_HOME, not $zeppelin and $1"
        zeppelin=$1 named=true
        ;;
    esac
    shift
  done
  $named || fail "ZEPPELIN_HOME is missing: see 'dev/uninstall.sh --help'"
  open_home "$zeppelin" "$conf_option"
  foreign=$(foreign_jars)
  # Without the marker too: conf may have been copied from another Zeppelin.
  if [[ ! -f $marker && ! -f $ours ]] && ! has_mark; then
    [[ -z $foreign ]] ||
      fail "${foreign//$'\n'/ } is not from dev/install.sh: take out by hand what was added by" \
        "hand (nothing was changed)"
    [[ ! -w $lib || ! -w $conf ]] || sweep
    say "there is nothing to take out of $home"
    return
  fi
  require_writable
  done=false
  trap '$done || say "${0##*/}: that was not all: mend what is said above and run it again"' EXIT
  data=$(say_data 2>&1)
  # Backwards: at no time does Zeppelin read what is gone. The marker goes last, for a second run.
  restore_env
  rm -f -- "$ours"
  for name in ${jars[@]+"${jars[@]}"}; do
    rm -f -- "$lib/$name"
  done
  sweep
  rm -f -- "$marker"
  done=true
  say "zeppelin-cluster is out of $home: restart Zeppelin if it runs"
  [[ -z $data ]] || say "$data"
  [[ -z $foreign ]] || say "${foreign//$'\n'/ } is not from dev/install.sh and was left"
}

main "$@"
