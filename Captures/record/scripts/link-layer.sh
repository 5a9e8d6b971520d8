# What does not belong on a server's port: NC-SI from a card, and wake-on-LAN from one server to the controllers.
# programs: busybox curl nc etherwake /usr/bin/python3
wire wire
machine web-01 52:54:00:77:00:10 10.77.0.10/24
serve_pages web-01 80

record
machine srv-01 3c:fd:fe:77:00:21 10.77.0.21/24
machine bmc-01 d0:94:66:77:00:22 10.77.0.22/24
for fetch in 1 2 3; do
  on srv-01 curl -s -o /dev/null http://10.77.0.10/ || fail "curl ends with $?"
  pause 1 3
done
say "the card of srv-01 puts NC-SI on the wire"
on srv-01 "$here/ncsi-commands" eth0
sleep 2
for target in d0:94:66:77:00:22 3c:fd:fe:77:00:99; do
  say "srv-01 wakes $target: EtherType 0x0842, then UDP port 9"
  on srv-01 etherwake -b -i eth0 "$target"
  {
    printf 'ff%.0s' 1 2 3 4 5 6
    for repeat in $(seq 16); do printf '%s' "${target//:/}"; done
  } | busybox xxd -r -p | on srv-01 nc -u -q 0 -w 1 10.77.0.22 9 || true
  sleep 2
done
