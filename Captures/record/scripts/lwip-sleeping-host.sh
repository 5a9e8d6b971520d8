# Linux and lwIP behind one address; then the server is switched off, and lwIP goes on alone.
# programs: gcc busybox curl
. "$here/lwip.sh"

build_lwip
wire wire
wire outside
machine gw-01 00:1c:73:57:00:01 10.57.0.1/24
attach gw-01 eth1 outside 02:00:00:57:00:fe 203.0.113.1/24
ip netns exec gw-01 sysctl -qw net.ipv4.ip_forward=1
machine web-01 52:54:00:57:00:10 10.57.0.10/24 10.57.0.1
ip netns add far-01
ip -n far-01 link set lo up
attach far-01 eth0 outside 02:00:00:57:00:40 203.0.113.40/24
ip -n far-01 route add default via 203.0.113.1
serve_pages web-01 80
serve_pages far-01 80

record
say "srv-01 comes up and works"
machine srv-01 3c:fd:fe:57:00:20 10.57.0.20/24 10.57.0.1
sleep 1
lwip_on wire client 10.57.0.20 255.255.255.0 10.57.0.1 3c:fd:fe:57:00:20 203.0.113.40 80 45 0.1 26
lwip=$last
for fetch in $(seq 30); do
  on srv-01 curl -s -o /dev/null --max-time 5 http://10.57.0.10/ || say "curl: $?"
  pause 8 12
done
say "srv-01 is switched off"
ip -n srv-01 link set eth0 down
ip link set srv-01-eth0 down
while kill -0 "$lwip" 2>/dev/null; do sleep 1; done
say "lwIP has ended: $(grep -c open "$state/lwip.log") connections open"
