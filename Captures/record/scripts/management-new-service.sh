# The management network; then a controller listens on a port that it never listened on, and somebody uses it.
# programs: busybox curl nc socat dnsmasq udhcpc ipmi_sim ipmitool lldpd lldpcli chronyd rsyslogd logger openssl dropbear dropbearkey ssh snmpd snmpget getent
. "$here/management.sh"

management_network
machine lap-01 52:54:00:40:00:77 10.40.0.77/24 10.40.0.1
say "quiet life"
sleep 60
say "bmc-01 begins to listen on TCP port 31234"
start bmc-01 socat TCP-LISTEN:31234,fork,reuseaddr 'SYSTEM:read line; echo done'
listening bmc-01 tcp 31234
sleep 4
for use in 1 2 3; do
  say "10.40.0.77 uses it"
  on lap-01 sh -c 'echo "status 7" | nc -q 1 -w 3 10.40.0.21 31234' >/dev/null || fail "nc ends with $?"
  pause 4 11
done
