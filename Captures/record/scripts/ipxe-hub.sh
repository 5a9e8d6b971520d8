# Linux and iPXE behind one hardware and IP address, on a hub: two systems at once whose ARP replies differ.
# programs: busybox curl ping arping qemu-system-x86_64
[ -r /boot/ipxe.lkrn ] || fail "there is no /boot/ipxe.lkrn; it is in the package ipxe"
wire wire ageing_time 0
machine web-01 52:54:00:58:00:10 10.58.0.10/24
machine mon-01 52:54:00:58:00:11 10.58.0.11/24
serve_pages web-01 80
cat >"$state/second.ipxe" <<'END'
#!ipxe
set net0/ip 10.58.0.20
set net0/netmask 255.255.255.0
set net0/gateway 10.58.0.10
ifopen net0
:again
imgfetch http://10.58.0.10/ ||
imgfree
sleep 9
goto again
END

record
machine srv-01 3c:fd:fe:58:00:20 10.58.0.20/24
say "srv-01 runs Linux"
for fetch in 1 2 3; do
  pause 1 3
  on srv-01 curl -s -o /dev/null --max-time 5 http://10.58.0.10/ || fail "curl ends with $?"
done
say "iPXE starts with the same address, set by hand: no DHCP"
ip tuntap add boot0 mode tap
ip link set boot0 master wire up
qemu-system-x86_64 -machine pc,accel=tcg -m 256 -nodefaults -display none -vga std -kernel /boot/ipxe.lkrn \
  -initrd "$state/second.ipxe" -device virtio-net-pci,netdev=card,mac=3c:fd:fe:58:00:20,romfile= \
  -netdev tap,id=card,ifname=boot0,script=no,downscript=no >>"$state/ipxe.log" 2>&1 </dev/null &
second=$!
sleep 20
for round in 1 2 3; do
  say "round $round: mon-01 asks srv-01: three echo requests, two ARP requests"
  on mon-01 ping -q -c 3 -i 0.7 10.58.0.20 >/dev/null || true
  on mon-01 arping -q -c 2 -I eth0 10.58.0.20 || true
  pause 4 8
done
stop "$second"
ip link del boot0
