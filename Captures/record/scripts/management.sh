# Three quiet minutes of a complete management network.
# programs: busybox curl dnsmasq udhcpc ipmi_sim ipmitool lldpd lldpcli chronyd rsyslogd logger openssl dropbear dropbearkey ssh snmpd snmpget getent
. "$here/management.sh"

poll=25
management_network
say "quiet life"
sleep 150
