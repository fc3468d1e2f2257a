#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Writes patches/zeppelin-RELEASE.patch, for the poms of a Zeppelin source that nobody has changed.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/make-patch.sh ZEPPELIN_SOURCE [POM]

  ZEPPELIN_SOURCE  a source of Zeppelin as it was released
  POM              the pom that brings the module into the distribution's lib (default:
                   zeppelin-server/pom.xml); see patches/README.md about the choice
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=dev/poms.sh
source "$root/dev/poms.sh"

# Byte Buddy's plugin is not published with every Byte Buddy: this is the nearest to ours, and works
# with ours, which the patch gives to it.
plugin_version=1.18.10-jdk5

module_profile() {
  cat <<XML
    <profile>
      <id>cluster</id>
      <dependencies>
        <dependency>
          <groupId>org.apache.zeppelin.clustering</groupId>
          <artifactId>zeppelin-cluster</artifactId>
          <version>$version</version>
          <scope>runtime</scope>
          <exclusions>
            <exclusion>
              <groupId>*</groupId>
              <artifactId>*</artifactId>
            </exclusion>
          </exclusions>
        </dependency>
      </dependencies>
    </profile>
XML
}

root_profile() {
  cat <<XML
    <profile>
      <id>cluster</id>
      <dependencies>
        <dependency>
          <groupId>org.apache.zeppelin.clustering</groupId>
          <artifactId>zeppelin-cluster-hooks</artifactId>
          <version>$version</version>
          <scope>test</scope>
          <exclusions>
            <exclusion>
              <groupId>*</groupId>
              <artifactId>*</artifactId>
            </exclusion>
          </exclusions>
        </dependency>
      </dependencies>
      <build>
        <plugins>
          <plugin>
            <groupId>net.bytebuddy</groupId>
            <artifactId>byte-buddy-maven-plugin</artifactId>
            <version>$plugin_version</version>
            <dependencies>
              <dependency>
                <groupId>net.bytebuddy</groupId>
                <artifactId>byte-buddy</artifactId>
                <version>$bytebuddy</version>
              </dependency>
            </dependencies>
            <executions>
              <execution>
                <id>cluster-hooks</id>
                <phase>process-classes</phase>
                <goals>
                  <goal>transform</goal>
                </goals>
                <configuration>
                  <initialization>
                    <entryPoint>DECORATE</entryPoint>
                  </initialization>
                  <transformations>
                    <transformation>
                      <groupId>org.apache.zeppelin.clustering</groupId>
                      <artifactId>zeppelin-cluster-hooks</artifactId>
                      <version>$version</version>
                      <plugin>org.apache.zeppelin.clustering.hooks.WeavePlugin</plugin>
                    </transformation>
                  </transformations>
                  <warnOnEmptyTypeSet>false</warnOnEmptyTypeSet>
                  <warnOnMissingOutputDirectory>false</warnOnMissingOutputDirectory>
                </configuration>
              </execution>
            </executions>
          </plugin>
        </plugins>
      </build>
    </profile>
XML
}

# Prints the hunk that puts what PROFILE prints first among the profiles of FILE. Not by diff, which
# would cut it at lines that are alike.
insert() {
  local file=$1 profile=$2 at
  [[ -f $source/$file ]] || fail "there is no $file in $source"
  at=$(grep -n -m 1 '^ *<profiles>$' "$source/$file" | cut -d : -f 1) ||
    fail "$source/$file has no line <profiles> to put a profile after"
  "$profile" >"$work/profile"
  {
    head -n "$at" "$source/$file"
    cat "$work/profile"
    tail -n "+$((at + 1))" "$source/$file"
  } >"$work/pom.xml"
  printf 'diff --git a/%s b/%s\n' "$file" "$file"
  printf 'index %s..%s 100644\n' "$(object_id "$source/$file")" "$(object_id "$work/pom.xml")"
  printf -- '--- a/%s\n+++ b/%s\n' "$file" "$file"
  printf '@@ -%d,0 +%d,%d @@\n' "$at" $((at + 1)) "$(wc -l <"$work/profile")"
  sed 's/^/+/' "$work/profile"
}

main() {
  [[ ${1:-} != -h && ${1:-} != --help ]] || { usage && exit 0; }
  (($# == 1 || $# == 2)) || { usage >&2 && exit 2; }
  command -v git >/dev/null || fail "git is not on the PATH: install it"
  local source=$1 module=${2:-zeppelin-server/pom.xml} version bytebuddy release patch
  [[ -f $source/pom.xml ]] || fail "there is no pom.xml in $source: name the top of Zeppelin's source"
  version=$(pom_version "$root/pom.xml")
  bytebuddy=$(sed -n 's:.*<bytebuddy.version>\(.*\)</bytebuddy.version>.*:\1:p' "$root/pom.xml")
  release=$(pom_version "$source/pom.xml")
  work=$(mktemp -d)
  trap 'rm -rf -- "$work"' EXIT
  patch=$root/patches/zeppelin-$release.patch
  {
    insert pom.xml root_profile
    insert "$module" module_profile
  } >"$work/patch"
  cat "$work/patch" >"$patch"
  say "wrote ${patch#"$root"/}"
}

main "$@"
