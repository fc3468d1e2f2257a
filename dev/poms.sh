# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts that deal with Zeppelin's poms share.

# The version of the project that a pom describes; not its parent's, nor that of a dependency.
pom_version() {
  sed -n '/<parent>/,/<\/parent>/d; s:^ *<version>\(.*\)</version> *$:\1:p' "$1" | head -n 1
}

# The id that git gives to the contents of a file as they are, inside a checkout or not.
object_id() {
  local size id
  size=$(wc -c <"$1")
  id=$({ printf 'blob %d\0' "$size" && cat -- "$1"; } | sha1sum)
  printf '%s' "${id%% *}"
}
