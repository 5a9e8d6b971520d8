# A server whose network card speaks LLDP by its firmware, while lldpd speaks LLDP for the system.
# programs: busybox curl lldpd lldpcli /usr/bin/python3
. "$here/lldp.sh"

wire wire
machine web-01 52:54:00:62:00:10 10.62.0.10/24
serve_pages web-01 80

record
machine sw-01 00:1c:73:62:00:02
bridge_on sw-01 10.62.0.2/24
lldp_on sw-01 -S 'Arista Networks EOS version 4.28.3M'
on sw-01 lldpcli -u "$state/sw-01.lldp" configure system capabilities enabled bridge >/dev/null
machine srv-01 50:6b:4b:62:00:21 10.62.0.21/24
say "srv-01: the card speaks LLDP, each 12 s"
start srv-01 "$here/firmware-lldp" eth0 50:6b:4b:62:00:21 12 9
sleep 15
say "srv-01: lldpd begins, each 10 s"
lldp_on srv-01 -S 'Debian GNU/Linux 12'
on srv-01 lldpcli -u "$state/srv-01.lldp" configure system capabilities enabled station >/dev/null
for round in $(seq 14); do
  pause 3 9
  on srv-01 curl -s -o /dev/null --max-time 5 http://10.62.0.10/ || fail "curl ends with $?"
done
