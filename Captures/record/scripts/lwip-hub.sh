# Linux and lwIP behind one hardware and IP address, on a bridge that forgets at once: a hub.
# programs: gcc busybox curl ping arping nc
. "$here/lwip.sh"

build_lwip
wire wire ageing_time 0
machine web-01 52:54:00:51:00:10 10.51.0.10/24
machine mon-01 52:54:00:51:00:11 10.51.0.11/24
serve_pages web-01 80

record
say "srv-01 comes up"
machine srv-01 3c:fd:fe:51:00:20 10.51.0.20/24
sleep 3
say "lwIP begins: 8 connections to 10.51.0.10, one each 8 s, more or less by a fifth"
lwip_on wire client 10.51.0.20 255.255.255.0 10.51.0.10 3c:fd:fe:51:00:20 10.51.0.10 80 8 0.2 8
lwip=$last
sleep 2
for round in 1 2 3; do
  say "round $round: mon-01 asks srv-01: three echo requests, two ARP requests, a datagram to the closed port 33434"
  on mon-01 ping -q -c 3 -i 0.7 10.51.0.20 >/dev/null || true
  on mon-01 arping -q -c 2 -I eth0 10.51.0.20 || true
  on mon-01 sh -c 'echo "is anybody there" | nc -u -w 1 10.51.0.20 33434' || true
  for fetch in 1 2; do
    pause 1 5
    on srv-01 curl -s -o /dev/null --max-time 4 http://10.51.0.10/ || say "srv-01: curl ends with $?"
  done
done
while kill -0 "$lwip" 2>/dev/null; do sleep 0.5; done
say "lwIP: $(grep -c open "$state/lwip.log") connections open, $(grep -c refused "$state/lwip.log") refused"
