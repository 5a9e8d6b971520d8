# TLS as it should be: certificates of one's own inside, names and certificates of others outside.
# programs: openssl
. "$here/outside.sh"

outside_network bmc-01 d0:94:66:79:00:21 79
machine log-01 52:54:00:79:00:12 10.79.0.12/24
machine adm-01 52:54:00:79:00:10 10.79.0.10/24
cd "$state"
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/O=Example Trust/CN=Example Root' -keyout authority.key \
  -out authority.crt 2>/dev/null
# certificate FILE NAME DAYS [OPTION...]
certificate() {
  local file=$1 name=$2 days=$3
  shift 3
  openssl req -x509 -newkey rsa:2048 -nodes -subj "/CN=$name" -addext "subjectAltName=DNS:$name" -days "$days" \
    -keyout "$file.key" -out "$file.crt" "$@" 2>/dev/null || fail "no certificate $file"
}
certificate good callhome.vendor.example 365 -CA authority.crt -CAkey authority.key
certificate inside log-01 3650
certificate own bmc-01 1
# server MACHINE PORT OPTION...
server() {
  local name=$1 port=$2
  shift 2
  start "$name" openssl s_server -quiet -accept "$port" "$@"
  listening "$name" tcp "$port"
}
server far-01 443 -key good.key -cert good.crt
server log-01 6514 -key inside.key -cert inside.crt
server bmc-01 443 -key own.key -cert own.crt -tls1_2
# visit CLIENT PEER PORT OPTION...: a handshake and some octets.
visit() {
  local client=$1 peer=$2 port=$3
  shift 3
  on "$client" sh -c 'peer=$1; shift; (sleep 0.3; echo status 7; sleep 0.7) | openssl s_client -quiet -connect "$peer" "$@"' - \
    "$peer:$port" "$@" >/dev/null 2>&1 || true
  sleep 2
}

record
say "bmc-01 logs to log-01 over TLS, whose certificate vouches for itself"
visit bmc-01 10.79.0.12 6514 -noservername -tls1_2
say "bmc-01 calls the vendor by name, with TLS 1.2 and 1.3"
visit bmc-01 203.0.113.40 443 -servername callhome.vendor.example -tls1_2
visit bmc-01 203.0.113.40 443 -servername callhome.vendor.example
say "adm-01 looks at the page of bmc-01, whose certificate is its own and new"
visit adm-01 10.79.0.21 443 -noservername -tls1_2
