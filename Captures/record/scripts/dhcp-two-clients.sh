# Two DHCP clients behind one hardware address, in turn: dhclient asks for one set of options, udhcpc for another.
# programs: busybox curl dnsmasq udhcpc dhclient
. "$here/dhcp.sh"

wire wire
machine web-01 52:54:00:63:00:10 10.63.0.10/24
machine svc-01 52:54:00:63:00:11 10.63.0.11/24
serve_pages web-01 80

record
serve_dhcp svc-01 10.63.0.100 10.63.0.120 10.63.0.10 --port=0
machine srv-01 3c:fd:fe:63:00:21
for turn in 1 2 3 4; do
  say "turn $turn: dhclient, as srv-01"
  dhclient_once srv-01 'request subnet-mask, broadcast-address, time-offset, routers, domain-name,' \
    '  domain-name-servers, host-name, ntp-servers, interface-mtu;'
  on srv-01 curl -s -o /dev/null --max-time 5 http://10.63.0.10/ || fail "curl ends with $?"
  pause 8 16
  say "turn $turn: udhcpc, without a name"
  udhcpc_once srv-01 -V 'udhcp 1.22.1' -o -O subnet -O router -O dns
  pause 8 16
done
