#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Adds the profile 'cluster' to the poms of a Zeppelin source, or takes it out again.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/apply-patch.sh [--reverse] ZEPPELIN_SOURCE

  ZEPPELIN_SOURCE  the top folder of a Zeppelin source, a git checkout or not
  --reverse        take the patch out again

All files of the patch are changed, or none.
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=dev/poms.sh
source "$root/dev/poms.sh"

source=''
reverse=false
work=''
replaced=()

# The files of the patch, and the object id that each has without and with it.
files=()
without=()
with=()

# Prints the name of the patch for the release that the source's root pom names.
find_patch() {
  [[ -f $source/pom.xml ]] ||
    fail "there is no pom.xml in $source: name the top folder of a Zeppelin source"
  local release patch known=()
  release=$(pom_version "$source/pom.xml")
  patch=$root/patches/zeppelin-$release.patch
  if [[ -z $release || $release == */* || ! -f $patch ]]; then
    for patch in "$root"/patches/zeppelin-*.patch; do
      patch=${patch##*/zeppelin-}
      known+=("${patch%.patch}")
    done
    fail "$source/pom.xml is of version '$release', for which there is no patch: take one of" \
      "${known[*]}, or see patches/README.md for how to make one"
  fi
  printf '%s' "$patch"
}

read_patch() {
  local line ids
  while IFS= read -r line; do
    case $line in
      'index '*)
        ids=${line#index }
        ids=${ids%% *}
        without+=("${ids%%..*}")
        with+=("${ids##*..}")
        ;;
      '+++ b/'*) files+=("${line#+++ b/}") ;;
    esac
  done <"$1"
}

# Refuses a source whose files are not all in the state that can be changed.
check_state() {
  local i file id wanted done=()
  for i in "${!files[@]}"; do
    file=$source/${files[i]}
    [[ -f $file && ! -L $file ]] ||
      fail "there is no file $file: name the top folder of a complete source of Zeppelin"
    id=$(object_id "$file")
    wanted=$(id_before "$i")
    if [[ $id == "$(id_after "$i")" ]]; then
      done+=("$file")
    elif [[ $id != "$wanted" ]]; then
      fail "$file has the object id $id and not $wanted, which $1 fits: bring it back to what the" \
        "release has$(! $reverse || printf ' with the patch') and try again"
    fi
  done
  ((${#done[@]})) || return 0
  ((${#done[@]} == ${#files[@]})) ||
    fail "${done[0]} $($reverse && printf 'is without' || printf has) the patch already and other" \
      "files of it are not: bring ${files[*]} back to what the release has and try again"
  ! $reverse || fail "$source is without the patch already: there is nothing to take out"
  fail "$source has the patch already: build it with -Pcluster, or take the patch out with --reverse"
}

# The object id of file number I before and after what is asked for.
id_before() {
  $reverse && printf '%s' "${with[$1]}" || printf '%s' "${without[$1]}"
}

id_after() {
  $reverse && printf '%s' "${without[$1]}" || printf '%s' "${with[$1]}"
}

# Changes copies of the files; only when all of them are as the patch says do they take the place of
# the originals.
change() {
  local patch=$1 i file direction=()
  ! $reverse || direction=(--reverse)
  work=$(mktemp -d "$source/.apply-patch.XXXXXX") ||
    fail "no folder can be made in $source: see to it that you may write there"
  for i in "${!files[@]}"; do
    file=${files[i]}
    mkdir -p -- "$(dirname -- "$work/new/$file")" "$(dirname -- "$work/old/$file")"
    cp -p -- "$source/$file" "$work/new/$file"
    cp -p -- "$source/$file" "$work/old/$file"
  done
  # A checkout around it would make git look for the files from its top.
  (cd "$work/new" && GIT_CEILING_DIRECTORIES=$work git apply --unidiff-zero --whitespace=nowarn \
    ${direction[@]+"${direction[@]}"} "$patch") || fail "git cannot apply $patch, as it says above"
  for i in "${!files[@]}"; do
    file=${files[i]}
    [[ $(object_id "$work/new/$file") == "$(id_after "$i")" ]] ||
      fail "$file would not become what $patch says: your git is set to change line ends or" \
        "white space"
    chmod --reference="$source/$file" "$work/new/$file"
  done
  for file in "${files[@]}"; do
    replaced+=("$file")
    mv -f -- "$work/new/$file" "$source/$file" ||
      fail "$source/$file cannot be replaced, so nothing is changed: see to it that you may write it"
  done
  replaced=()
}

# However it ends: unless all files were replaced, those that were go back.
clean_up() {
  [[ -n $work ]] || return 0
  local file
  for file in ${replaced[@]+"${replaced[@]}"}; do
    cmp -s "$work/old/$file" "$source/$file" || mv -f -- "$work/old/$file" "$source/$file"
  done
  rm -rf -- "$work"
}

main() {
  while (($#)); do
    case $1 in
      -h | --help)
        usage
        exit 0
        ;;
      --reverse) reverse=true ;;
      -*) fail "'$1' is unknown: see dev/apply-patch.sh --help" ;;
      *)
        [[ -z $source ]] || fail "there are two sources, $source and $1: name one"
        source=$1
        ;;
    esac
    shift
  done
  [[ -n $source ]] || { usage >&2 && exit 2; }
  command -v git >/dev/null || fail "git is not on the PATH: install it"
  local patch
  [[ -d $source ]] || fail "there is no folder $source: name the top folder of a Zeppelin source"
  source=$(cd -- "$source" && pwd -P)
  patch=$(find_patch)
  read_patch "$patch"
  check_state "${patch#"$root"/}"
  trap clean_up EXIT
  change "$patch"
  if $reverse; then
    say "${patch#"$root"/} is taken out of $source"
  else
    say "${patch#"$root"/} is in $source: build it with -Pcluster"
  fi
}

main "$@"
