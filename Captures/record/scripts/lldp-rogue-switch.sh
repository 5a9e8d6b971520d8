# A server that has spoken LLDP as a station begins to speak LLDP as a bridge, and spanning tree.
# programs: busybox curl lldpd lldpcli
. "$here/lldp.sh"

wire wire
machine web-01 52:54:00:61:00:10 10.61.0.10/24
serve_pages web-01 80

record
machine sw-01 00:1c:73:61:00:02
bridge_on sw-01 10.61.0.2/24
lldp_on sw-01 -S 'Arista Networks EOS version 4.28.3M'
on sw-01 lldpcli -u "$state/sw-01.lldp" configure system capabilities enabled bridge >/dev/null
machine srv-01 3c:fd:fe:61:00:21 10.61.0.21/24
say "srv-01 speaks LLDP as a station"
lldp_on srv-01 -S 'Debian GNU/Linux 12'
on srv-01 lldpcli -u "$state/srv-01.lldp" configure system capabilities enabled station >/dev/null
station=$last

use() {
  local round
  for round in $(seq "$1"); do
    pause 3 9
    on srv-01 curl -s -o /dev/null --max-time 5 http://10.61.0.10/ || fail "curl ends with $?"
  done
}

use 7
say "srv-01 becomes a bridge: STP each 2 s, priority 4096, so that it is the root; LLDP says bridge"
ip -n srv-01 address flush dev eth0
bridge_on srv-01 10.61.0.21/24
ip -n srv-01 link set br0 type bridge priority 4096
on srv-01 lldpcli -u "$state/srv-01.lldp" configure system capabilities enabled bridge >/dev/null
sleep 6
use 7
