# Linux and lwIP behind one hardware and IP address, on a bridge that learns.
# programs: gcc busybox curl
. "$here/lwip.sh"

count=${count-12}
seconds=${seconds-20}

build_lwip
wire wire
wire outside
machine gw-01 00:1c:73:50:00:01 10.50.0.1/24
attach gw-01 eth1 outside 02:00:00:50:00:fe 203.0.113.1/24
ip netns exec gw-01 sysctl -qw net.ipv4.ip_forward=1
machine web-01 52:54:00:50:00:10 10.50.0.10/24 10.50.0.1
machine web-02 52:54:00:50:00:11 10.50.0.11/24 10.50.0.1
ip netns add far-01
ip -n far-01 link set lo up
attach far-01 eth0 outside 02:00:00:50:00:40 203.0.113.40/24
ip -n far-01 route add default via 203.0.113.1
serve_pages web-01 80
serve_pages web-02 80
serve_pages far-01 80

record
say "srv-01 comes up"
machine srv-01 3c:fd:fe:50:00:20 10.50.0.20/24 10.50.0.1
sleep 2
say "lwIP begins: $count connections to 203.0.113.40, one each $seconds s, more or less by a fifth"
lwip_on wire client 10.50.0.20 255.255.255.0 10.50.0.1 3c:fd:fe:50:00:20 203.0.113.40 80 "$seconds" 0.2 "$count"
lwip=$last
while kill -0 "$lwip" 2>/dev/null; do
  pause 3 15
  on srv-01 curl -s -o /dev/null --max-time 5 "http://10.50.0.1$((RANDOM % 2))/" || say "curl: $?"
done
say "lwIP has ended: $(grep -c open "$state/lwip.log") connections open, $(grep -c refused "$state/lwip.log") refused"
