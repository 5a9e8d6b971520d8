# A container (Linux) and a small guest (lwIP) behind a server that translates their addresses to its own.
# programs: gcc busybox curl nft
. "$here/lwip.sh"

build_lwip
wire wire
machine web-01 52:54:00:54:00:10 10.54.0.10/24
machine web-02 52:54:00:54:00:11 10.54.0.11/24
serve_pages web-01 80
serve_pages web-02 80

record
machine srv-01 3c:fd:fe:54:00:20 10.54.0.20/24
say "srv-01 forwards for 172.17.0.0/16 and translates to its own address"
wire inside
ip link add host-inside type veth peer name docker0 netns srv-01
quiet_card - host-inside
quiet_card srv-01 docker0
ip link set host-inside master inside up
ip -n srv-01 address add 172.17.0.1/16 dev docker0
ip -n srv-01 link set docker0 up
ip netns exec srv-01 sysctl -qw net.ipv4.ip_forward=1
on srv-01 nft -f - <<'END'
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat
    ip saddr 172.17.0.0/16 oifname "eth0" masquerade
  }
}
END
ip netns add app-01
ip -n app-01 link set lo up
attach app-01 eth0 inside 02:42:ac:11:00:02 172.17.0.2/16
ip -n app-01 route add default via 172.17.0.1
sleep 2
say "the guest begins: 10 connections to 10.54.0.10, one each 8 s, more or less by a fifth"
lwip_on inside client 172.17.0.3 255.255.0.0 172.17.0.1 02:42:ac:11:00:03 10.54.0.10 80 8 0.2 10
lwip=$last
while kill -0 "$lwip" 2>/dev/null; do
  pause 1 5
  from=srv-01
  [ $((RANDOM % 2)) = 0 ] || from=app-01
  on "$from" curl -s -o /dev/null --max-time 5 "http://10.54.0.1$((RANDOM % 2))/" || fail "curl on $from ends with $?"
done
say "the guest: $(grep -c open "$state/lwip.log") connections open, $(grep -c refused "$state/lwip.log") refused"
