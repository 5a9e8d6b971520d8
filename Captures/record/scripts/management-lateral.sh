# The management network; then one controller opens SSH and HTTPS of the other one.
# programs: busybox curl nc dnsmasq udhcpc ipmi_sim ipmitool lldpd lldpcli chronyd rsyslogd logger openssl dropbear dropbearkey ssh snmpd snmpget getent
. "$here/management.sh"

management_network
say "quiet life"
sleep 60
say "bmc-01 tries SSH of bmc-02"
on bmc-01 ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
  -o ConnectTimeout=5 root@10.40.0.22 true >>"$state/bmc-01.log" 2>&1 || true
sleep 8
say "bmc-01 opens HTTPS of bmc-02"
on bmc-01 curl -sk --max-time 5 -o /dev/null https://10.40.0.22/ || fail "curl ends with $?"
sleep 5
say "bmc-01 looks whether 10.40.0.22 listens on 5900: it does not"
on bmc-01 nc -z -w 2 10.40.0.22 5900 || true
sleep 15
