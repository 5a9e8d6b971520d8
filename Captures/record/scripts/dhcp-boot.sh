# A server boots over the network once: iPXE asks for an address, then Linux does, with other options.
# programs: busybox curl dnsmasq dhclient qemu-system-x86_64
. "$here/dhcp.sh"
. "$here/boot.sh"

mac=3c:fd:fe:64:00:21
wire wire
machine web-01 52:54:00:64:00:10 10.64.0.10/24
machine boot-01 52:54:00:64:00:11 10.64.0.11/24
serve_pages web-01 80
serve_pages boot-01 80
cat >"$state/boot-01-pages/boot.ipxe" <<'END'
#!ipxe
imgfetch http://10.64.0.11/kernel
imgfetch http://10.64.0.11/initrd
END
head -c 9000 /dev/zero >"$state/boot-01-pages/kernel"
head -c 6000 /dev/zero >"$state/boot-01-pages/initrd"

record
serve_dhcp boot-01 10.64.0.100 10.64.0.120 10.64.0.10 --port=0 --dhcp-vendorclass=set:pxe,PXEClient \
  --dhcp-boot=tag:pxe,http://10.64.0.11/boot.ipxe
say "power on: iPXE"
ipxe_on wire "$mac" boot-01 initrd
say "Linux"
machine srv-01 "$mac"
dhclient_once srv-01
for fetch in 1 2 3; do
  pause 2 6
  on srv-01 curl -s -o /dev/null --max-time 5 http://10.64.0.10/ || fail "curl ends with $?"
done
say "Linux renews its lease"
dhclient_once srv-01
sleep 3
