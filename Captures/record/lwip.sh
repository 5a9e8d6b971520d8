# A second system, lwIP, on the wire with the hardware and IP address of a machine that is there already.

# build_lwip: compiles the client.
build_lwip() {
  gcc -O2 -Wall -I/usr/include/lwip -o "$state/lwip-client" "$here/lwip-client.c" -llwip \
    || fail "lwip-client.c does not compile"
}

# lwip_on WIRE ADDRESS NETMASK GATEWAY MAC PEER PORT SECONDS SPREAD COUNT: its number is in $last.
lwip_on() {
  local bridge=$1
  shift
  ip tuntap add tap0 mode tap
  ip link set tap0 master "$bridge" up
  PRECONFIGURED_TAPIF=tap0 "$state/lwip-client" "$@" >>"$state/lwip.log" 2>&1 </dev/null &
  last=$!
}
