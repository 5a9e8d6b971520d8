# SSH as it should be: administrators log in to a controller, and it copies to a server that the policy names.
# programs: ssh dropbear dropbearkey nc socat
. "$here/outside.sh"

outside_network bmc-01 d0:94:66:80:00:21 80
machine adm-01 52:54:00:80:00:10 10.80.0.10/24
machine copy-01 52:54:00:80:00:12 10.80.0.12/24
dropbearkey -t ed25519 -f "$state/hostkey" >/dev/null 2>&1
for name in bmc-01 copy-01; do
  start "$name" dropbear -F -E -r "$state/hostkey" -P "$state/dropbear-$name" -p 22
  listening "$name" tcp 22
done
start copy-01 socat TCP-LISTEN:4334,fork,reuseaddr 'SYSTEM:cat >/dev/null'
listening copy-01 tcp 4334
login=(ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null)

record
say "adm-01 logs in to bmc-01, twice"
for turn in 1 2; do
  on adm-01 "${login[@]}" admin@10.80.0.21 true >/dev/null 2>&1 || true
  sleep 2
done
say "adm-01 looks for a web server on the SSH port of bmc-01"
on adm-01 sh -c "printf 'GET / HTTP/1.0\r\n\r\n' | nc -q 1 -w 3 10.80.0.21 22" >/dev/null 2>&1 || true
sleep 2
say "bmc-01 copies to copy-01 over SSH, as the policy says"
on bmc-01 "${login[@]}" backup@10.80.0.12 true >/dev/null 2>&1 || true
sleep 2
