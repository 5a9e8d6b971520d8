# The management network; then an outside address opens the web page and the SSH of a controller.
# programs: busybox curl dnsmasq udhcpc ipmi_sim ipmitool lldpd lldpcli chronyd rsyslogd logger openssl dropbear dropbearkey ssh snmpd snmpget getent
. "$here/management.sh"

management_network
far far-02 02:00:00:40:00:66 203.0.113.66
ip -n bmc-01 route replace default via 10.40.0.1
say "quiet life"
sleep 60
say "203.0.113.66 opens HTTPS of bmc-01, twice"
on far-02 curl -sk --max-time 5 -o /dev/null https://10.40.0.21/ || fail "curl ends with $?"
sleep 4
on far-02 curl -sk --max-time 5 -o /dev/null https://10.40.0.21/ || fail "curl ends with $?"
sleep 6
say "203.0.113.66 tries SSH of bmc-01, with no key that it knows"
on far-02 ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
  -o ConnectTimeout=5 root@10.40.0.21 true >>"$state/far-02.log" 2>&1 || true
sleep 15
