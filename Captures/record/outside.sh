# A device on the recorded wire, a router, and a machine beyond it.

# outside_network DEVICE MAC NUMBER: 10.NUMBER.0.21 behind gw-01 (10.NUMBER.0.1); far-01 is 203.0.113.40.
outside_network() {
  wire wire
  wire outside
  machine gw-01 "00:1c:73:$3:00:01" "10.$3.0.1/24"
  attach gw-01 eth1 outside "02:00:00:$3:00:fe" 203.0.113.1/24
  ip netns exec gw-01 sysctl -qw net.ipv4.ip_forward=1
  ip netns add far-01
  ip -n far-01 link set lo up
  attach far-01 eth0 outside "02:00:00:$3:00:40" 203.0.113.40/24
  ip -n far-01 route add default via 203.0.113.1
  machine "$1" "$2" "10.$3.0.21/24" "10.$3.0.1"
}
