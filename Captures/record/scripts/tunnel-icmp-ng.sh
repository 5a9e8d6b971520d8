# A tunnel through echo requests: ptunnel-ng carries a web page from outside to a server.
# programs: busybox curl ptunnel-ng ping
. "$here/outside.sh"

outside_network srv-01 3c:fd:fe:70:00:21 70
serve_pages far-01 80
record
say "srv-01 pings outside as people do"
on srv-01 ping -q -c 4 -i 0.5 203.0.113.40 >/dev/null || fail "no echo"
say "far-01: the other end of the tunnel; srv-01: its near end"
ip netns exec far-01 sysctl -qw net.ipv4.icmp_echo_ignore_all=1
start far-01 ptunnel-ng -v1
sleep 1
start srv-01 ptunnel-ng -p203.0.113.40 -l8000 -r127.0.0.1 -R80 -v1
listening srv-01 tcp 8000
for fetch in 1 2 3; do
  say "srv-01 fetches a page through it"
  on srv-01 curl -s -o /dev/null --max-time 20 http://127.0.0.1:8000/ || fail "curl ends with $?"
  pause 2 5
done
sleep 3
