# The management network; then a controller fetches three times from an outside address.
# programs: busybox curl dnsmasq udhcpc ipmi_sim ipmitool lldpd lldpcli chronyd rsyslogd logger openssl dropbear dropbearkey ssh snmpd snmpget getent
. "$here/management.sh"

management_network
far far-01 02:00:00:40:00:40 203.0.113.40
certificate far-01 /CN=updates.example
start far-01 openssl s_server -quiet -accept 443 -www -key "$state/far-01.key" -cert "$state/far-01.crt"
listening far-01 tcp 443
say "quiet life"
sleep 60
for fetch in 1 2 3; do
  say "bmc-01 fetches from 203.0.113.40 over HTTPS"
  on bmc-01 curl -sk --max-time 5 -o /dev/null https://203.0.113.40/ || fail "curl ends with $?"
  pause 7 19
done
