# The management network; then a controller leaves it and appears in VLAN 30.
# programs: busybox curl dnsmasq udhcpc ipmi_sim ipmitool lldpd lldpcli chronyd rsyslogd logger openssl dropbear dropbearkey ssh snmpd snmpget getent python3
. "$here/management.sh"

# vlan_card MACHINE PORT MAC ADDRESS/LENGTH: a card eth0.30 whose frames carry the tag.
vlan_card() {
  "$here/retag" "in-$2" "out-$2" 30 &
  local try
  for try in $(seq 50); do
    ! ip link show "out-$2" >/dev/null 2>&1 || break
    sleep 0.1
  done
  ip link set "out-$2" master wire up
  ip link set "in-$2" netns "$1" name eth0.30
  ip -n "$1" link set eth0.30 address "$3"
  ip -n "$1" address add "$4" dev eth0.30
  ip -n "$1" link set eth0.30 up
}

management_network
say "quiet life"
sleep 60
say "in VLAN 30: prod-01, a web server of the production network"
machine prod-01 52:54:00:40:30:05
vlan_card prod-01 prod 52:54:00:40:30:05 10.30.0.5/24
serve_pages prod-01 80
sleep 5
say "bmc-02 gives up its address and appears in VLAN 30 as 10.30.0.22"
ip -n bmc-02 link set eth0 down
vlan_card bmc-02 bmc 0c:c4:7a:40:00:22 10.30.0.22/24
sleep 5
for use in 1 2 3; do
  say "bmc-02 fetches a page from 10.30.0.5"
  on bmc-02 curl -s --max-time 5 -o /dev/null http://10.30.0.5/ || fail "curl ends with $?"
  on bmc-02 logger -n 10.30.0.5 -P 514 -d --rfc3164 -t sel 'fan 3: 4200 rpm'
  pause 5 12
done
