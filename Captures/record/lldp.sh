# LLDP by lldpd, bridges with spanning tree by the kernel.

# lldp_on MACHINE OPTION...: lldpd on its eth0, or on $cards; each 10 s, to be short. Its number is in $last.
lldp_on() {
  local name=$1 number try
  shift
  start "$name" lldpd -d -I "${cards-eth0}" -u "$state/$name.lldp" -k "$@"
  number=$last
  for try in $(seq 100); do
    [ ! -S "$state/$name.lldp" ] || break
    sleep 0.1
  done
  [ -S "$state/$name.lldp" ] || fail "lldpd on $name does not start"
  on "$name" lldpcli -u "$state/$name.lldp" configure lldp tx-interval 10 >/dev/null
  last=$number
}

# bridge_on MACHINE [ADDRESS/LENGTH]: makes its eth0 the port of a bridge with STP, hello each 2 s.
bridge_on() {
  local mac
  mac=$(ip netns exec "$1" cat /sys/class/net/eth0/address)
  ip -n "$1" link add br0 address "$mac" type bridge stp_state 1 forward_delay 200
  ip -n "$1" link set eth0 master br0
  ip -n "$1" link set br0 up
  [ -z "${2-}" ] || ip -n "$1" address add "$2" dev br0
}
