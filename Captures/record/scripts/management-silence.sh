# The management network; a controller logs each two seconds, then no longer, while it keeps asking for the time.
# programs: busybox curl dnsmasq udhcpc ipmi_sim ipmitool lldpd lldpcli chronyd rsyslogd logger openssl dropbear dropbearkey ssh snmpd snmpget getent
. "$here/management.sh"

poll=60
touch "$state/bmc-01-is-silent"
management_network
say "bmc-01 logs each two seconds"
for line in $(seq 60); do
  on bmc-01 logger -n 10.40.0.11 -P 514 -d --rfc3164 -t sel "inlet: 2$((line % 3)) degrees"
  sleep 1.97
done
say "bmc-01 logs no longer; it asks for the time as before"
sleep 130
