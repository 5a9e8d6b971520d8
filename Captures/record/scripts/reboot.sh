# A server is rebooted three times and boots over the network each time: Linux, iPXE, Linux, iPXE, ...
# programs: busybox curl dnsmasq dhclient qemu-system-x86_64
. "$here/dhcp.sh"
. "$here/boot.sh"

mac=3c:fd:fe:52:00:20
wire wire
machine web-01 52:54:00:52:00:10 10.52.0.10/24
machine boot-01 52:54:00:52:00:11 10.52.0.11/24
serve_pages web-01 80
serve_pages boot-01 80
cat >"$state/boot-01-pages/boot.ipxe" <<'END'
#!ipxe
imgfetch http://10.52.0.11/kernel
imgfetch http://10.52.0.11/initrd
imgfetch http://10.52.0.10/answers.txt
END
head -c 6000 /dev/zero >"$state/boot-01-pages/kernel"
head -c 3000 /dev/zero >"$state/boot-01-pages/initrd"
echo "language=en" >"$state/web-01-pages/answers.txt"
serve_dhcp boot-01 10.52.0.100 10.52.0.120 10.52.0.10 --port=0 --dhcp-host="$mac,10.52.0.20" \
  --dhcp-match=set:pxe,option:vendor-class,PXEClient --dhcp-vendorclass=set:pxe,PXEClient \
  --dhcp-boot=tag:pxe,http://10.52.0.11/boot.ipxe

linux_runs() {
  dhclient_once srv-01
  local fetch
  for fetch in $(seq "$1"); do
    pause 1 4
    on srv-01 curl -s -o /dev/null --max-time 5 "http://10.52.0.1$((RANDOM % 2))/" || fail "curl ends with $?"
  done
}

record
machine srv-01 "$mac"
say "srv-01 runs Linux"
linux_runs 5
for boot in 1 2 3; do
  say "boot $boot: Linux stops, the link goes down"
  ip -n srv-01 address flush dev eth0
  ip -n srv-01 link set eth0 down
  ip link set srv-01-eth0 down
  sleep 2
  say "boot $boot: iPXE"
  ipxe_on wire "$mac" web-01 answers.txt
  say "boot $boot: the link comes up, Linux asks for an address"
  ip link set srv-01-eth0 up
  ip -n srv-01 link set eth0 up
  linux_runs 5
done
