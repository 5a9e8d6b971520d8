# IP packets in echo messages: icmptx carries pages between a controller and a machine outside.
# programs: icmptx busybox curl ping
. "$here/outside.sh"

outside_network bmc-01 d0:94:66:78:00:21 78
mkdir -p /dev/net
[ -e /dev/net/tun ] || mknod /dev/net/tun c 10 200
serve_pages far-01 80
record
say "bmc-01 pings outside as people do"
on bmc-01 ping -q -c 4 -i 0.5 203.0.113.40 >/dev/null || fail "no echo"
say "far-01: the other end of the tunnel; bmc-01: its near end"
# The kernel of the far end must not answer in place of the tunnel.
ip netns exec far-01 sysctl -qw net.ipv4.icmp_echo_ignore_all=1
start far-01 icmptx -s 203.0.113.40
sleep 1
start bmc-01 icmptx -c 203.0.113.40
sleep 2
ip -n far-01 address add 192.168.99.1/24 dev tun0
ip -n far-01 link set tun0 mtu 1400 up
ip -n bmc-01 address add 192.168.99.2/24 dev tun0
ip -n bmc-01 link set tun0 mtu 1400 up
for page in 1 2; do
  say "bmc-01 fetches a page through it"
  on bmc-01 curl -s -o /dev/null --max-time 20 http://192.168.99.1/ || fail "curl ends with $?"
  sleep 2
done
