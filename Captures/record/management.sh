# A small management network: two controllers, a switch, a manager, a machine with the services, a router.
#
# 10.40.0.0/24; beyond the router is 203.0.113.0/24, a wire that is not recorded.
. "$here/dhcp.sh"
. "$here/lldp.sh"
. "$here/ipmi.sh"

# certificate NAME SUBJECT: a key and a certificate as the controllers make them for themselves.
certificate() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "$2" \
    -keyout "$state/$1.key" -out "$state/$1.crt" 2>/dev/null || fail "openssl makes no certificate"
}

# far NAME MAC ADDRESS: a machine beyond the router.
far() {
  ip netns add "$1"
  ip -n "$1" link set lo up
  attach "$1" eth0 outside "$2" "$3/24"
  ip -n "$1" route add default via 203.0.113.1
}

# keep_time MACHINE LINE...: chronyd with this configuration; it does not touch the clock.
keep_time() {
  local name=$1
  shift
  mkdir -p "$state/$name-chrony"
  chmod 750 "$state/$name-chrony"
  printf '%s\n' "$@" 'cmdport 0' "bindcmdaddress $state/$name-chrony/socket" \
    "pidfile $state/$name-chrony/pid" >"$state/$name.chrony.conf"
  start "$name" chronyd -x -d -u root -f "$state/$name.chrony.conf"
}

# controller NAME MAC ADDRESS SUBJECT [UDHCPC-OPTION...]: boots a management controller: a lease, IPMI, HTTPS, SSH,
# and the time of svc-01. DHCP gives it ADDRESS.
controller() {
  local name=$1 mac=$2 address=$3 subject=$4
  shift 4
  machine "$name" "$mac"
  echo 'nameserver 10.40.0.11' >"/etc/netns/$name/resolv.conf"
  udhcpc_once "$name" "$@"
  certificate "$name" "$subject"
  ipmi_on "$name" "$address"
  start "$name" openssl s_server -quiet -accept 443 -www -tls1_2 -key "$state/$name.key" -cert "$state/$name.crt"
  dropbearkey -t ed25519 -f "$state/$name.hostkey" >/dev/null 2>&1 || fail "dropbear makes no key"
  start "$name" dropbear -F -E -r "$state/$name.hostkey" -P "$state/$name.dropbear" -p 22
  listening "$name" tcp 443
  listening "$name" tcp 22
  on "$name" getent hosts log.mgmt.example >/dev/null || fail "$name cannot resolve a name"
  keep_time "$name" 'server 10.40.0.11 iburst minpoll 4 maxpoll 4'
}

# management_network: everything up, in the order in which a rack is switched on.
management_network() {
  wire wire
  wire outside
  record
  say "the router, the manager and the services come up"
  machine gw-01 00:1c:73:40:00:01 10.40.0.1/24
  attach gw-01 eth1 outside 02:00:00:40:00:fe 203.0.113.1/24
  ip netns exec gw-01 sysctl -qw net.ipv4.ip_forward=1
  machine mgmt-01 52:54:00:40:00:10 10.40.0.10/24 10.40.0.1
  machine svc-01 52:54:00:40:00:11 10.40.0.11/24 10.40.0.1
  serve_dhcp svc-01 10.40.0.100 10.40.0.120 10.40.0.1 --dhcp-host=d0:94:66:40:00:21,10.40.0.21 \
    --dhcp-host=0c:c4:7a:40:00:22,10.40.0.22 --dhcp-option=option:dns-server,10.40.0.11 \
    --address=/log.mgmt.example/10.40.0.11
  keep_time svc-01 'local stratum 8' 'allow 10.40.0.0/24'
  cat >"$state/rsyslog.conf" <<END
module(load="imudp")
input(type="imudp" port="514")
*.* $state/messages
END
  start svc-01 rsyslogd -n -i NONE -f "$state/rsyslog.conf"
  listening svc-01 udp 514

  say "sw-01: the switch, with STP, LLDP and SNMP"
  machine sw-01 00:1c:73:40:00:02
  bridge_on sw-01 10.40.0.2/24
  ip -n sw-01 route add default via 10.40.0.1
  lldp_on sw-01 -S 'Arista Networks EOS version 4.28.3M running on an Arista Networks DCS-7050TX-64'
  on sw-01 lldpcli -u "$state/sw-01.lldp" configure system capabilities enabled bridge,router >/dev/null
  cat >"$state/snmpd.conf" <<END
sysDescr Arista Networks EOS version 4.28.3M running on an Arista Networks DCS-7050TX-64
sysName sw-01
sysLocation rack a
sysContact operations
rocommunity public 10.40.0.0/24
agentaddress udp:10.40.0.2:161
END
  start sw-01 snmpd -f -Lo -C -c "$state/snmpd.conf" -p "$state/snmpd.pid"
  keep_time sw-01 'server 10.40.0.11 iburst minpoll 4 maxpoll 4'

  say "bmc-01: a controller that names itself iDRAC"
  controller bmc-01 d0:94:66:40:00:21 10.40.0.21 \
    '/C=US/ST=Texas/L=Round Rock/O=Dell Inc./OU=Remote Access Group/CN=idrac-7Q3F2X2' \
    -V iDRAC -x hostname:idrac-7Q3F2X2 -o -O subnet -O router -O dns -O hostname -O domain
  say "bmc-02: a second one, with the DHCP client of BusyBox"
  controller bmc-02 0c:c4:7a:40:00:22 10.40.0.22 \
    '/C=US/ST=California/L=San Jose/O=Super Micro Computer/OU=Software/CN=IPMI' -x hostname:bmc-02
  life &
}

# life: the manager asks, each 20 s or as $poll says, the devices log; until the scene ends.
life() {
  local round=0
  set +e
  while :; do
    on mgmt-01 ipmitool -I lanplus -C 3 -H 10.40.0.21 -U admin -P "$password" mc info
    on mgmt-01 ipmitool -I lanplus -C 3 -H 10.40.0.22 -U admin -P "$password" chassis status
    on mgmt-01 snmpget -v 2c -c public 10.40.0.2 sysUpTime.0
    [ $((round % 2)) = 1 ] || on mgmt-01 curl -sk --max-time 5 -o /dev/null https://10.40.0.21/
    [ $((round % 3)) = 1 ] || on mgmt-01 curl -sk --max-time 5 -o /dev/null https://10.40.0.22/
    [ $((round % 4)) != 2 ] || on mgmt-01 ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no \
      -o UserKnownHostsFile=/dev/null -o ConnectTimeout=5 admin@10.40.0.22 true
    round=$((round + 1))
    sleep "${poll-20}"
  done >>"$state/life.log" 2>&1 &
  while :; do
    pause 5 25
    on sw-01 logger -n 10.40.0.11 -P 514 -d --rfc3164 -t Ebra 'interface Ethernet7: link is up'
    on bmc-02 logger -n 10.40.0.11 -P 514 -d --rfc3164 -t sel 'fan 3: 4200 rpm'
    [ -e "$state/bmc-01-is-silent" ] || on bmc-01 logger -n 10.40.0.11 -P 514 -d --rfc3164 -t sel 'inlet: 23 degrees'
  done >>"$state/life.log" 2>&1 &
}
