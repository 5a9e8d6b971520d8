# DHCP: dnsmasq as the server, udhcpc and dhclient as clients.

# serve_dhcp MACHINE FIRST LAST ROUTER [OPTION...]: dnsmasq with further options of its own.
serve_dhcp() {
  local name=$1 first=$2 last_address=$3 router=$4
  shift 4
  start "$name" dnsmasq --keep-in-foreground --log-facility=- --no-resolv --no-hosts --user=root --group= \
    --pid-file= --interface=eth0 --bind-interfaces --dhcp-authoritative --no-ping \
    --dhcp-leasefile="$state/$name.leases" --dhcp-range="$first,$last_address,255.255.255.0,2m" \
    --dhcp-option=option:router,"$router" "$@"
  listening "$name" udp 67
}

# dhclient_once MACHINE [LINE...]: one lease by dhclient, configured by the lines.
dhclient_once() {
  local name=$1
  shift
  printf '%s\n' 'option rfc3442-classless-static-routes code 121 = array of unsigned integer 8;' \
    'send host-name = gethostname();' "$@" >"$state/$name.dhclient.conf"
  : >"$state/$name.dhclient.leases"
  on "$name" timeout 20 dhclient -1 -d -q -sf "$here/lease" -cf "$state/$name.dhclient.conf" \
    -lf "$state/$name.dhclient.leases" -pf "$state/$name.dhclient.pid" eth0 \
    >>"$state/$name.log" 2>&1 &
  local try
  for try in $(seq 150); do
    grep -q '^lease' "$state/$name.dhclient.leases" && break
    sleep 0.1
  done
  grep -q '^lease' "$state/$name.dhclient.leases" || fail "dhclient on $name gets no lease"
  sleep 0.3
  kill "$(cat "$state/$name.dhclient.pid")" 2>/dev/null || true
}

# udhcpc_once MACHINE [OPTION...]: one lease by udhcpc.
udhcpc_once() {
  local name=$1
  shift
  on "$name" udhcpc -f -q -n -i eth0 -s "$here/lease" "$@" >>"$state/$name.log" 2>&1 \
    || fail "udhcpc on $name gets no lease"
}
