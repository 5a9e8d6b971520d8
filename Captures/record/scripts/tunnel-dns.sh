# A tunnel through names: iodine carries echo requests and a web page, then idles.
# programs: busybox curl iodine iodined ping dig
. "$here/outside.sh"

outside_network srv-01 3c:fd:fe:71:00:21 71
record
say "srv-01 asks for names as people do"
start far-01 iodined -f -c -P staple -D 10.99.71.1/28 t.example
listening far-01 udp 53
for name in www.example mail.example ntp.example; do
  on srv-01 dig +tries=1 +time=1 @203.0.113.40 "$name" >/dev/null || true
done
say "iodine begins"
start srv-01 iodine -f -r -P staple -T NULL 203.0.113.40 t.example
for try in $(seq 300); do
  ! on srv-01 ping -q -c 1 -W 1 10.99.71.1 >/dev/null 2>&1 || break
  sleep 0.2
done
on srv-01 ping -q -c 3 10.99.71.1 >/dev/null || fail "the tunnel does not carry"
serve_pages far-01 80
say "a page through it"
on srv-01 curl -s -o /dev/null --max-time 20 http://10.99.71.1/ || fail "curl ends with $?"
say "idle"
sleep 50
