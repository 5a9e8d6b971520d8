# A switch sends its configuration by TFTP: to the server it always uses, then to another machine.
# programs: tftp in.tftpd lldpd lldpcli
. "$here/lldp.sh"

wire wire
machine tftp-01 52:54:00:76:00:10 10.76.0.10/24
machine lap-01 52:54:00:76:00:77 10.76.0.77/24
for server in tftp-01 lap-01; do
  mkdir -p "$state/$server-files"
  chmod 777 "$state/$server-files"
  start "$server" in.tftpd --foreground --user root --secure --create --address 0.0.0.0:69 "$state/$server-files"
  listening "$server" udp 69
done
mkdir -p "$state/flash"
{
  echo 'hostname sw-01'
  echo 'snmp-server community public ro'
  for port in $(seq 24); do printf 'interface Ethernet%s\n   switchport access vlan %s\n!\n' "$port" $((port % 4 + 10)); done
} >"$state/flash/running-config"

record
machine sw-01 00:1c:73:76:00:02
bridge_on sw-01 10.76.0.2/24
lldp_on sw-01 -S 'Arista Networks EOS version 4.28.3M'
on sw-01 lldpcli -u "$state/sw-01.lldp" configure system capabilities enabled bridge >/dev/null
sleep 6
send() {
  on sw-01 sh -c "cd '$state/flash' && tftp -m octet $1 -c put running-config sw-01-confg" >>"$state/sw-01.log" 2>&1
  [ -s "$state/$2-files/sw-01-confg" ] || fail "the configuration does not arrive at $2"
}
say "sw-01 backs up its configuration to tftp-01"
send 10.76.0.10 tftp-01
sleep 15
say "sw-01 sends its configuration to 10.76.0.77"
send 10.76.0.77 lap-01
sleep 5
