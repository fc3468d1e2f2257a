#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes the Java code of the wire contract again, after a change in a .thrift file.

set -euo pipefail

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

wanted=0.25.0
sources=$root/zeppelin-cluster-thrift/src/main/thrift
target=$root/zeppelin-cluster-thrift/src/main/java

command -v thrift >/dev/null ||
  fail "thrift is not on the PATH: install the Apache Thrift compiler $wanted, the release of libthrift in pom.xml"
version=$(thrift --version)
[[ $version == "Thrift version $wanted" ]] ||
  fail "$(command -v thrift) is '$version', and another release makes other code: install the" \
    "compiler $wanted, the release of libthrift in pom.xml"

fresh=$(mktemp -d)
trap 'rm -rf -- "$fresh"' EXIT
for source in "$sources"/*.thrift; do
  [[ -f $source ]] || fail "there is no .thrift file in $sources"
  thrift -r --gen java:private_members,generated_annotations=suppress -I "$sources" \
    -out "$fresh" "$source" || fail "thrift refuses $source, for the reason that it gives above"
done

# Only now that all of it was made. Every namespace of the contract ends in wire, so that what the
# contract no longer has can be told from code that was written.
mkdir -p -- "$target"
find "$target" -type d -name wire -prune -exec rm -rf -- {} +
cp -R -- "$fresh/." "$target/"
say "made $(find "$target" -name '*.java' | wc -l) classes in ${target#"$root/"}"
