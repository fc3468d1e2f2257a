#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Does with Zeppelin 0.10.0 what a user of the patch does: patches its source, builds it with
# -Pcluster, and puts a Zeppelin together that needs no -javaagent. Of the source only the three
# modules are there that the hooks go into, because the registry has those and not the rest.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/build-zeppelin-0.10.0.sh

  Prints the folder of the Zeppelin that it has built, for 'dev/cluster.sh up --zeppelin'.
  Needs what 'mvn package' leaves in target folders. Installs nothing in the local repository.
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=dev/poms.sh
source "$root/dev/poms.sh"

target=$root/dev/built-in/target
release=0.10.0
modules=(zeppelin-interpreter zeppelin-zengine zeppelin-server)

# Puts one of our artifacts where 'mvn install' would: install ARTIFACT POM [JAR]
install_artifact() {
  local to=$target/repository/org/apache/zeppelin/clustering/$1/$version
  [[ -f $2 && -f ${3:-$2} ]] || fail "there is no $2 or ${3:-}: run 'mvn -DskipTests package' first"
  mkdir -p -- "$to"
  cp -- "$2" "$to/$1-$version.pom"
  [[ -z ${3:-} ]] || cp -- "$3" "$to/$1-$version.jar"
}

main() {
  case ${1:-} in
    '') ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) usage >&2 && exit 2 ;;
  esac
  local version home=$target/zeppelin module jar
  version=$(pom_version "$root/pom.xml")
  [[ -d $root/dev/home/target/zeppelin/lib ]] ||
    fail "there is no dev/home/target/zeppelin/lib: run 'mvn -DskipTests package' first"
  # Only downloads and our artifacts are kept from an earlier time.
  rm -rf -- "$target"/{source,dependency-maven-plugin-markers,zeppelin}

  say "fetching the source"
  mvn -q -B -f "$root/dev/built-in/pom.xml" generate-resources >&2
  "$root/dev/apply-patch.sh" "$target/source"

  say "building it with -Pcluster (the first time takes minutes, while Maven downloads)"
  install_artifact zeppelin-cluster-parent "$root/pom.xml"
  for module in zeppelin-cluster-hooks zeppelin-cluster; do
    jar=$root/$module/target
    install_artifact "$module" "$(find_pom "$module")" "$jar/$module-$version.jar"
  done
  # Up to the jars: later phases need test libraries, which are many, for tests that are not there.
  mvn -q -B -gs "$target/settings.xml" "-Dmaven.repo.local=$target/repository" \
    -f "$target/source/modules.xml" -Pcluster -DskipRat -Dcheckstyle.skip \
    process-classes org.apache.maven.plugins:maven-jar-plugin:jar >&2

  cp -a -- "$root/dev/home/target/zeppelin" "$home"
  for module in "${modules[@]}"; do
    jar=$module-$release.jar
    [[ -f $home/lib/$jar ]] || fail "there is no lib/$jar in dev/home/target/zeppelin to replace"
    cp -- "$target/source/$module/target/$jar" "$home/lib/$jar"
  done
  cp -- "$root/zeppelin-cluster/target/zeppelin-cluster-$version.jar" "$home/lib/"
  printf '%s\n' "$home"
}

# The pom that is installed with a module's jar: one without what is inside the jar, if there is one.
find_pom() {
  local reduced=$root/$1/target/reduced-pom.xml
  [[ -f $reduced ]] && printf '%s' "$reduced" || printf '%s' "$root/$1/pom.xml"
}

main "$@"
