# Two hosts speak LLDP, and one of them claims the chassis of the switch.
# programs: busybox curl lldpd lldpcli
. "$here/lldp.sh"

wire wire
machine web-01 52:54:00:60:00:10 10.60.0.10/24
serve_pages web-01 80

record
say "sw-01, a switch; srv-01, a server; both speak LLDP"
machine sw-01 00:1c:73:60:00:02
bridge_on sw-01 10.60.0.2/24
lldp_on sw-01 -S 'Arista Networks EOS version 4.28.3M'
on sw-01 lldpcli -u "$state/sw-01.lldp" configure system capabilities enabled bridge >/dev/null
machine srv-01 3c:fd:fe:60:00:21 10.60.0.21/24
lldp_on srv-01 -S 'Debian GNU/Linux 12'
machine srv-02 3c:fd:fe:60:00:22 10.60.0.22/24

use() {
  local round
  for round in $(seq "$1"); do
    pause 3 9
    on "srv-0$((1 + round % 2))" curl -s -o /dev/null --max-time 5 http://10.60.0.10/ || fail "curl ends with $?"
  done
}

use 8
say "srv-02 begins to speak LLDP: its chassis is 00:1c:73:60:00:02, that of sw-01"
ip -n srv-02 link add chassis0 address 00:1c:73:60:00:02 type veth peer name chassis1
ip -n srv-02 link set chassis0 up
ip netns exec srv-02 sysctl -qw net.ipv6.conf.chassis0.disable_ipv6=1
cards=eth0,chassis0 lldp_on srv-02 -C chassis0 -S 'Arista Networks EOS version 4.28.3M'
on srv-02 lldpcli -u "$state/srv-02.lldp" configure system hostname sw-01 >/dev/null
on srv-02 lldpcli -u "$state/srv-02.lldp" configure system capabilities enabled bridge >/dev/null
use 8
