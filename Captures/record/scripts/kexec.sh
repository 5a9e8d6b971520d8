# A server changes to another kernel without a boot of its firmware: another TCP from one moment on, never back.
# programs: busybox curl
wire wire
machine web-01 52:54:00:53:00:10 10.53.0.10/24
machine web-02 52:54:00:53:00:11 10.53.0.11/24
serve_pages web-01 80
serve_pages web-02 80

fetches() {
  local fetch
  for fetch in $(seq "$1"); do
    pause 1 5
    on srv-01 curl -s -o /dev/null --max-time 5 "http://10.53.0.1$((RANDOM % 2))/" || fail "curl ends with $?"
  done
}

record
machine srv-01 3c:fd:fe:53:00:20 10.53.0.20/24
say "the first kernel: no timestamps, no selective acknowledgment, no window scale"
ip netns exec srv-01 sysctl -qw net.ipv4.tcp_timestamps=0 net.ipv4.tcp_sack=0 net.ipv4.tcp_window_scaling=0
fetches 10
say "kexec: the link goes down for a second; the second kernel has all three"
ip -n srv-01 link set eth0 down
ip netns exec srv-01 sysctl -qw net.ipv4.tcp_timestamps=1 net.ipv4.tcp_sack=1 net.ipv4.tcp_window_scaling=1
sleep 1
ip -n srv-01 link set eth0 up
fetches 10
