# SSH the other way round: a controller opens a connection to outside, and is the server in it.
# programs: socat ssh dropbear dropbearkey
. "$here/outside.sh"

outside_network bmc-01 d0:94:66:76:00:21 76
machine adm-01 52:54:00:76:00:10 10.76.0.10/24
dropbearkey -t ed25519 -f "$state/hostkey" >/dev/null 2>&1
start bmc-01 dropbear -F -E -r "$state/hostkey" -P "$state/dropbear" -p 22
listening bmc-01 tcp 22
login=(ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null)

record
say "adm-01 logs in to bmc-01, as administrators do"
on adm-01 "${login[@]}" admin@10.76.0.21 true >/dev/null 2>&1 || true
sleep 3
say "far-01 waits on TCP port 443 and hands who calls to its SSH client on port 2222"
start far-01 socat TCP-LISTEN:443,reuseaddr TCP-LISTEN:2222,bind=127.0.0.1,reuseaddr
listening far-01 tcp 443
say "bmc-01 calls it and hands the connection to its own SSH server"
start bmc-01 socat TCP:203.0.113.40:443 TCP:127.0.0.1:22
listening far-01 tcp 2222
say "far-01 logs in to bmc-01 through the connection that bmc-01 opened"
on far-01 "${login[@]}" -p 2222 admin@127.0.0.1 true >/dev/null 2>&1 || true
sleep 3
say "bmc-01 is an SSH client on port 8022 of far-01"
start far-01 dropbear -F -E -r "$state/hostkey" -P "$state/dropbear-far" -p 8022
listening far-01 tcp 8022
on bmc-01 "${login[@]}" -p 8022 admin@203.0.113.40 true >/dev/null 2>&1 || true
sleep 2
