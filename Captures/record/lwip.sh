# A second system, lwIP, on the wire with the hardware and IP address of a machine that is there already.

# build_lwip: compiles the client and the server.
build_lwip() {
  local program
  for program in client server; do
    gcc -O2 -Wall -I/usr/include/lwip -o "$state/lwip-$program" "$here/lwip-$program.c" -llwip \
      || fail "lwip-$program.c does not compile"
  done
}

# lwip_on WIRE client|server ARGUMENT...: runs one on a tap device; its number is in $last.
lwip_on() {
  local bridge=$1 program=$2
  shift 2
  ip tuntap add tap0 mode tap
  ip link set tap0 master "$bridge" up
  PRECONFIGURED_TAPIF=tap0 "$state/lwip-$program" "$@" >>"$state/lwip.log" 2>&1 </dev/null &
  last=$!
}
