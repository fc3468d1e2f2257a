#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A certificate authority to test with, and certificates of it for servers.

set -euo pipefail

usage() {
  cat <<'USAGE'
usage: dev/make-certs.sh DIR HOST...

Makes an authority in DIR, if there is none, and for each HOST (a name or an address, as in
zeppelin.cluster.addr) a key and a certificate of that authority, good for a year:

  DIR/authority.pem       zeppelin.cluster.tls.authority, on every server
  DIR/authority-key.pem   what certifies: keep it from every server
  DIR/HOST.pem            zeppelin.cluster.tls.certificate, on that server
  DIR/HOST-key.pem        zeppelin.cluster.tls.key, on that server

  --days N                how long certificates are good, from now on (default: 365; 0: they are
                          not any more)
  --stores PASSWORD-FILE  also DIR/HOST.p12 and DIR/authority.p12, Java key stores with the password
                          in that file

For tests. A company has an authority of its own that certifies servers.
USAGE
}

# shellcheck source=dev/common.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

days=365
stores=''
rest=()
while (($#)); do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --days | --stores)
      (($# > 1)) || fail "$1 needs a value"
      if [[ $1 == --days ]]; then
        days=$2
      else
        stores=$2
      fi
      shift
      ;;
    -*) fail "there is no option '$1'" ;;
    *) rest+=("$1") ;;
  esac
  shift
done
((${#rest[@]} > 1)) || {
  usage >&2
  exit 2
}
[[ $days =~ ^[0-9]{1,4}$ ]] || fail "--days takes a whole number, and not '$days'"
[[ -z $stores || -r $stores ]] || fail "--stores $stores: there is no such file"
command -v openssl >/dev/null || fail "there is no openssl: install it"

dir=${rest[0]}
hosts=("${rest[@]:1}")
umask 077
mkdir -p -- "$dir"

# A key on the curve that every TLS knows.
key() {
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
}

if [[ ! -f $dir/authority.pem ]]; then
  key "$dir/authority-key.pem"
  openssl req -x509 -new -key "$dir/authority-key.pem" -subj '/CN=zeppelin-cluster test authority' \
    -days 3650 -addext 'basicConstraints=critical,CA:TRUE' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' -out "$dir/authority.pem"
fi

for host in "${hosts[@]}"; do
  kind=DNS
  if [[ $host =~ ^[0-9.]+$ || $host == *:* ]]; then
    kind=IP
  fi
  key "$dir/$host-key.pem"
  openssl req -new -key "$dir/$host-key.pem" -subj "/CN=$host" -out "$dir/request.pem"
  cat >"$dir/extensions" <<EXTENSIONS
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=$kind:$host
EXTENSIONS
  openssl x509 -req -in "$dir/request.pem" -CA "$dir/authority.pem" \
    -CAkey "$dir/authority-key.pem" -days "$days" -extfile "$dir/extensions" \
    -out "$dir/$host.pem" 2>/dev/null
  rm -f -- "$dir/request.pem" "$dir/extensions"
  if [[ -n $stores ]]; then
    openssl pkcs12 -export -in "$dir/$host.pem" -inkey "$dir/$host-key.pem" -name "$host" \
      -passout "file:$stores" -out "$dir/$host.p12"
  fi
done
if [[ -n $stores ]]; then
  rm -f -- "$dir/authority.p12"
  keytool -importcert -noprompt -alias authority -file "$dir/authority.pem" -storetype PKCS12 \
    -storepass:file "$stores" -keystore "$dir/authority.p12" 2>/dev/null
fi
say "in $dir: the authority and certificates for ${hosts[*]}"
