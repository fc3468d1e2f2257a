#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Becomes an interpreter process. Zeppelin calls it with the options below, and takes the pid of
# this script for the pid of the process: hence the exec at the end.

set -euo pipefail

fail() {
  printf 'interpreter.sh: %s\n' "$*" >&2
  exit 1
}

usage='usage: interpreter.sh -d INTERPRETER_DIR -c EVENT_HOST -p EVENT_PORT -r PORT_RANGE
  -i GROUP_ID -l LOCAL_REPO -g SETTING_NAME [-u USER]'

interpreter_dir='' event_host='' event_port='' port_range=':' group_id='' local_repo='' setting=''
user=''
while getopts 'd:c:p:r:i:l:g:u:' option; do
  case $option in
    d) interpreter_dir=$OPTARG ;;
    c) event_host=$OPTARG ;;
    p) event_port=$OPTARG ;;
    r) port_range=$OPTARG ;;
    i) group_id=$OPTARG ;;
    l) local_repo=$OPTARG ;;
    g) setting=$OPTARG ;;
    u) user=$OPTARG ;;
    *) fail "$usage" ;;
  esac
done
[[ -n $interpreter_dir && -n $event_host && -n $event_port && -n $group_id ]] ||
  fail "-d, -c, -p and -i are needed. $usage"
[[ -d $interpreter_dir ]] ||
  fail "there is no interpreter folder $interpreter_dir: install the interpreter there"

home=${ZEPPELIN_HOME:-$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)}
conf_dir=${ZEPPELIN_CONF_DIR:-$home/conf}
log_dir=${ZEPPELIN_LOG_DIR:-$home/logs}
mkdir -p -- "$log_dir"

# The names of settings and groups can hold characters that a file name should not.
log_name=zeppelin-interpreter-${setting:-interpreter}-$group_id${user:+-$user}
log_file=$log_dir/${log_name//[^A-Za-z0-9._-]/_}.log

java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java

class_path="$interpreter_dir/*"
[[ -z $local_repo || ! -d $local_repo ]] || class_path+=":$local_repo/*"
class_path+=":$home/interpreter/*"
[[ -z ${ZEPPELIN_INTP_CLASSPATH_OVERRIDES:-} ]] ||
  class_path=$ZEPPELIN_INTP_CLASSPATH_OVERRIDES:$class_path

read -r -a java_options <<<"${ZEPPELIN_INTP_JAVA_OPTS:-} ${ZEPPELIN_INTP_MEM:--Xmx256m}"
command=(
  "$java" "${java_options[@]}"
  "-Dfile.encoding=${ZEPPELIN_ENCODING:-UTF-8}"
  "-Dlog4j.configuration=file:$conf_dir/log4j.properties"
  "-Dzeppelin.log.file=$log_file"
  -cp "$class_path"
  org.apache.zeppelin.interpreter.remote.RemoteInterpreterServer
  "$event_host" "$event_port" "$group_id" "$port_range"
)

if [[ -n $user && -n ${ZEPPELIN_IMPERSONATE_CMD:-} ]]; then
  # The command may name the user as ${ZEPPELIN_IMPERSONATE_USER}, as Zeppelin's manual has it.
  export ZEPPELIN_IMPERSONATE_USER=$user
  eval "become=($ZEPPELIN_IMPERSONATE_CMD)"
  # shellcheck disable=SC2154 # become is assigned by the eval
  if [[ ${become[-1]} == -c ]]; then
    # A shell that wants all of it as one word.
    command=("exec $(printf '%q ' "${command[@]}")")
  fi
  command=("${become[@]}" "${command[@]}")
fi

# Zeppelin writes lines that begin so into its log.
printf '[INFO] interpreter launch command: %s\n' "${command[*]}"
exec "${command[@]}"
