# What a scene is made of: a bridge that is recorded, machines on it, programs on the machines.
# Read by `run`; $out is the capture to write.

state=/run/scene
here=$folder
started=0
wires=()

# say TEXT...: what happens, with the second of the recording.
say() {
  local now
  now=$(date +%s%N)
  if [ "$started" = 0 ]; then
    echo "  $*" >&2
  else
    printf '%7.1f s  %s\n' "$(((now - started) / 100000000))e-1" "$*" >&2
  fi
}

# fail TEXT...: the scene did not play as written, so there is no capture.
fail() {
  echo "run: $scene: $*" >&2
  tail -n 5 "$state"/*.log >&2 2>/dev/null || true
  rm -f "$out"
  exit 70
}

# wire NAME [OPTION...]: a bridge, with `ip link` options of the bridge type. It passes LLDP and STP on, as a
# mirror port would show them, and says nothing itself.
wire() {
  local name=$1
  shift
  sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  ip link add "$name" type bridge stp_state 0 mcast_snooping 0 group_fwd_mask 0x4008 "$@"
  sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0 \
    net.bridge.bridge-nf-call-arptables=0 2>/dev/null || true
  ip link set "$name" up
}

# quiet_card MACHINE|- INTERFACE: checksums and segments as they go over a cable.
quiet_card() {
  local prefix=()
  [ "$1" = - ] || prefix=(ip netns exec "$1")
  "${prefix[@]}" ethtool -K "$2" rx off tx off tso off gso off gro off >/dev/null 2>&1 || true
}

# attach MACHINE INTERFACE WIRE MAC [ADDRESS/LENGTH...]: a network card of a machine.
attach() {
  local name=$1 card=$2 bridge=$3 mac=$4 port
  shift 4
  port=$(printf '%s' "$name-$card" | cut -c 1-15)
  ip link add "$port" type veth peer name "$card" netns "$name"
  ip -n "$name" link set "$card" address "$mac"
  quiet_card - "$port"
  quiet_card "$name" "$card"
  ip link set "$port" master "$bridge" up
  local address
  for address in "$@"; do ip -n "$name" address add "$address" dev "$card"; done
  ip -n "$name" link set "$card" up
}

# machine NAME MAC [ADDRESS/LENGTH [GATEWAY]]: a machine with a card on the recorded wire.
machine() {
  local name=$1 mac=$2 address=${3-} gateway=${4-}
  ip netns add "$name"
  mkdir -p "/etc/netns/$name"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >"/etc/netns/$name/hosts"
  : >"/etc/netns/$name/resolv.conf"
  ip -n "$name" link set lo up
  attach "$name" eth0 wire "$mac" ${address:+"$address"}
  [ -z "$gateway" ] || ip -n "$name" route add default via "$gateway"
}

# on MACHINE COMMAND...: runs a program there, under the machine's own host name.
on() {
  local name=$1
  shift
  ip netns exec "$name" unshare --uts sh -c 'hostname "$0"; exec "$@"' "$name" "$@"
}

# start MACHINE COMMAND...: the same in the background; its number is in $last.
start() {
  local name=$1
  shift
  ip netns exec "$name" unshare --uts sh -c 'hostname "$0"; exec "$@"' "$name" "$@" \
    >>"$state/$name.log" 2>&1 </dev/null &
  last=$!
}

# stop NUMBER: ends what `start` began.
stop() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# listening MACHINE tcp|udp PORT: waits until a program there listens.
listening() {
  local try
  for try in $(seq 100); do
    if ip netns exec "$1" ss -Hln --"$2" "sport = :$3" | grep -q .; then return; fi
    sleep 0.1
  done
  fail "nothing listens on $2 port $3 of $1"
}

# pause LOW HIGH: sleeps for a random time between the two, in seconds.
pause() {
  sleep "$(awk -v low="$1" -v high="$2" -v seed="$RANDOM$RANDOM" \
    'BEGIN { srand(seed); printf "%.3f", low + rand() * (high - low) }')"
}

# record: from here on, every frame on the wire is kept.
record() {
  tcpdump -i wire -s 0 -U -Z root --time-stamp-precision=nano -w "$out" 2>"$state/tcpdump.log" &
  recorder=$!
  local try
  for try in $(seq 100); do
    grep -qs 'listening on' "$state/tcpdump.log" && break
    sleep 0.1
  done
  grep -q 'listening on' "$state/tcpdump.log" || fail "tcpdump does not start"
  started=$(date +%s%N)
}

# finish: the end of the recording.
finish() {
  sleep 1
  say "end"
  kill -INT "$recorder"
  wait "$recorder" || true
  grep -q '^0 packets dropped by kernel' "$state/tcpdump.log" || fail "the recorder lost packets"
  say "$(tcpdump -r "$out" 2>/dev/null | wc -l) packets, $(stat -c %s "$out") bytes"
}

# serve_pages MACHINE PORT: a web server with a small page at /.
serve_pages() {
  mkdir -p "$state/$1-pages"
  printf '<html><title>%s</title><p>ok</html>\n' "$1" >"$state/$1-pages/index.html"
  start "$1" busybox httpd -f -vv -p "$2" -h "$state/$1-pages"
  listening "$1" tcp "$2"
}
