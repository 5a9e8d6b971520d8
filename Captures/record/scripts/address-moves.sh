# A service moves from one server to another: the address goes with it, and is announced by gratuitous ARP.
# programs: busybox curl arping
wire wire
machine cli-01 52:54:00:67:00:10 10.67.0.10/24
machine cli-02 52:54:00:67:00:11 10.67.0.11/24

record
say "srv-01 has 10.67.0.21 and the service address 10.67.0.50"
machine srv-01 3c:fd:fe:67:00:21 10.67.0.21/24
machine srv-02 3c:fd:fe:67:00:22 10.67.0.22/24
ip -n srv-01 address add 10.67.0.50/24 dev eth0
serve_pages srv-01 80
serve_pages srv-02 80
use() {
  local round
  for round in $(seq "$1"); do
    pause 2 5
    on "cli-0$((1 + round % 2))" curl -s -o /dev/null --max-time 5 http://10.67.0.50/ || fail "curl ends with $?"
  done
}
use 6
say "the service moves to srv-02"
ip -n srv-01 address del 10.67.0.50/24 dev eth0
ip -n srv-02 address add 10.67.0.50/24 dev eth0
on srv-02 arping -q -U -c 3 -I eth0 10.67.0.50 || true
use 6
