# A tunnel through TXT records: dns2tcp carries a web page.
# programs: busybox curl dns2tcpc dns2tcpd
. "$here/outside.sh"

outside_network bmc-01 d0:94:66:72:00:21 72
cat >"$state/dns2tcpd.conf" <<END
listen = 203.0.113.40
port = 53
user = root
chroot = /
domain = t.example
resources = web:127.0.0.1:80
key = staple
END
record
serve_pages far-01 80
start far-01 dns2tcpd -F -d 1 -f "$state/dns2tcpd.conf" -p "$state/dns2tcpd.pid"
listening far-01 udp 53
say "dns2tcp begins"
start bmc-01 dns2tcpc -z t.example -r web -k staple -t 10 -l 8000 203.0.113.40
listening bmc-01 tcp 8000
for fetch in 1 2; do
  say "a page through it"
  on bmc-01 curl -s -o /dev/null --max-time 30 http://127.0.0.1:8000/ || fail "curl ends with $?"
  pause 3 6
done
