# A management engine beside the operating system, on its hardware and IP address: as Intel AMT does by design.
# programs: gcc busybox curl nft ping
. "$here/lwip.sh"

build_lwip
wire wire ageing_time 0
machine web-01 52:54:00:56:00:10 10.56.0.10/24
machine mon-01 52:54:00:56:00:11 10.56.0.11/24
serve_pages web-01 80

record
machine srv-01 3c:fd:fe:56:00:20 10.56.0.20/24
serve_pages srv-01 80
# The card gives each frame to one of the two: what is for TCP port 16992 and from there to the engine, all else
# to the operating system.
on srv-01 nft -f - <<'END'
table netdev card {
  chain inward { type filter hook ingress device "eth0" priority 0; tcp dport 16992 drop; }
}
END
nft -f - <<'END'
table bridge card {
  chain onward {
    type filter hook forward priority 0
    oifname "tap0" ether type arp accept
    oifname "tap0" tcp dport != 16992 drop
    oifname "tap0" ether type != ip drop
    oifname "tap0" ip protocol != tcp drop
    iifname "tap0" ether type arp arp operation reply drop
  }
}
END
say "the engine begins to listen on TCP port 16992"
lwip_on wire server 10.56.0.20 255.255.255.0 10.56.0.10 3c:fd:fe:56:00:20 16992
engine=$last
sleep 2
for round in 1 2 3 4 5 6; do
  say "round $round: mon-01 asks the engine, then the system; srv-01 fetches a page"
  on mon-01 curl -s -o /dev/null --max-time 5 http://10.56.0.20:16992/ || fail "the engine does not answer: $?"
  pause 1 3
  on mon-01 curl -s -o /dev/null --max-time 5 http://10.56.0.20/ || fail "the system does not answer: $?"
  on mon-01 ping -q -c 1 10.56.0.20 >/dev/null || fail "no echo"
  pause 1 3
  on srv-01 curl -s -o /dev/null --max-time 5 http://10.56.0.10/ || fail "curl ends with $?"
  pause 1 4
done
stop "$engine"
