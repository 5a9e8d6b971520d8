# A machine that boots over the network: iPXE in a virtual machine, on the wire with the machine's own address.

# ipxe_on WIRE MAC MACHINE PAGE: power on; iPXE does what the DHCP server says and the script that it names. Power
# off when it has fetched PAGE, the last one of the script, from MACHINE.
ipxe_on() {
  local bridge=$1 mac=$2 server=$3 page=$4 before try
  [ -r /boot/ipxe.lkrn ] || fail "there is no /boot/ipxe.lkrn; it is in the package ipxe"
  before=$(grep -c "url:/$page" "$state/$server.log" || true)
  ip tuntap add boot0 mode tap
  ip link set boot0 master "$bridge" up
  qemu-system-x86_64 -machine pc,accel=tcg -m 256 -nodefaults -display none -vga std \
    -uuid 4c4c4544-0052-4a10-8058-b9c04f4d3732 -kernel /boot/ipxe.lkrn \
    -device virtio-net-pci,netdev=card,mac="$mac",romfile= \
    -netdev tap,id=card,ifname=boot0,script=no,downscript=no >>"$state/ipxe.log" 2>&1 </dev/null &
  last=$!
  for try in $(seq 900); do
    [ "$(grep -c "url:/$page" "$state/$server.log")" = "$before" ] || break
    sleep 0.1
  done
  [ "$(grep -c "url:/$page" "$state/$server.log")" != "$before" ] || fail "iPXE did not fetch $page"
  sleep 1
  stop "$last"
  ip link del boot0
}
