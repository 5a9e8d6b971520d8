# TLS with other ends than a controller should have: certificates of a day, of an address, none at all; then a good one.
# programs: openssl
. "$here/outside.sh"

outside_network bmc-01 d0:94:66:77:00:21 77
machine log-01 52:54:00:77:00:12 10.77.0.12/24
cd "$state"
authority=(-CA authority.crt -CAkey authority.key)
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/O=Example Trust/CN=Example Root' -keyout authority.key \
  -out authority.crt 2>/dev/null
# certificate FILE SUBJECT NAMES DAYS [OPTION...]
certificate() {
  local file=$1 subject=$2 names=$3 days=$4
  shift 4
  openssl req -x509 -newkey rsa:2048 -nodes -subj "$subject" -addext "subjectAltName=$names" -days "$days" \
    -keyout "$file.key" -out "$file.crt" "$@" 2>/dev/null || fail "no certificate $file"
}
certificate day /CN=localhost DNS:localhost 1
certificate address /CN=203.0.113.40 IP:203.0.113.40 365 "${authority[@]}"
certificate good /CN=callhome.vendor.example DNS:callhome.vendor.example 365 "${authority[@]}"
certificate inside /CN=log-01 DNS:log-01 3650
# server MACHINE PORT OPTION...
server() {
  local name=$1 port=$2
  shift 2
  start "$name" openssl s_server -quiet -accept "$port" "$@"
  listening "$name" tcp "$port"
}
server far-01 443 -key day.key -cert day.crt -tls1_2
server far-01 8443 -key address.key -cert address.crt -tls1_2
server far-01 9443 -nocert -cipher ADH-AES128-SHA256:@SECLEVEL=0 -tls1_2
server far-01 10443 -key good.key -cert good.crt
server log-01 6514 -key inside.key -cert inside.crt
# visit PEER PORT OPTION...: a handshake and some octets.
visit() {
  local peer=$1 port=$2
  shift 2
  on bmc-01 sh -c 'peer=$1; shift; (sleep 0.3; echo status 7; sleep 0.7) | openssl s_client -quiet -connect "$peer" "$@"' - \
    "$peer:$port" "$@" >/dev/null 2>&1 || true
  sleep 2
}

record
say "bmc-01 logs to log-01 over TLS; its certificate is its own, as inside everywhere"
visit 10.77.0.12 6514 -servername log-01
say "bmc-01 calls the vendor: named, certified, TLS 1.3"
visit 203.0.113.40 10443 -servername callhome.vendor.example
say "the same with TLS 1.2, where the certificate can be read"
visit 203.0.113.40 10443 -servername callhome.vendor.example -tls1_2
say "bmc-01 calls port 443: no name, a certificate of its own for one day"
visit 203.0.113.40 443 -noservername -tls1_2
say "bmc-01 calls port 8443: no name, a certificate for an address"
visit 203.0.113.40 8443 -noservername -tls1_2
say "bmc-01 calls port 9443: no certificate at all"
visit 203.0.113.40 9443 -servername far-01 -tls1_2 -cipher ADH-AES128-SHA256:@SECLEVEL=0
