# Two machines with one IP address: both answer, and who asked talks now to the one, now to the other.
# programs: busybox curl arping ping
wire wire
machine cli-01 52:54:00:65:00:10 10.65.0.10/24
machine cli-02 52:54:00:65:00:11 10.65.0.11/24

record
say "bmc-01 has 10.65.0.21"
machine bmc-01 d0:94:66:65:00:21 10.65.0.21/24
serve_pages bmc-01 80
for fetch in 1 2 3; do
  on cli-01 curl -s -o /dev/null --max-time 5 http://10.65.0.21/ || fail "curl ends with $?"
  pause 2 5
done
say "odd-01 takes 10.65.0.21, too"
machine odd-01 02:00:00:65:00:99 10.65.0.21/24
serve_pages odd-01 80
for turn in 1 2 3 4 5; do
  say "turn $turn: both answer"
  ip -n cli-01 neighbor flush all
  ip -n cli-02 neighbor flush all
  on cli-01 arping -q -c 2 -I eth0 10.65.0.21 || true
  on cli-01 curl -s -o /dev/null --max-time 5 http://10.65.0.21/ || say "curl ends with $?"
  pause 2 5
  on cli-02 ping -q -c 2 -W 1 10.65.0.21 >/dev/null || true
  pause 2 5
done
