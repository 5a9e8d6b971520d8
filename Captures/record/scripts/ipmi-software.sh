# A program on a server that plays a controller, beside a controller.
# programs: ipmi_sim ipmitool rmcp-ping
. "$here/ipmi.sh"

wire wire
machine mgmt-01 52:54:00:74:00:10 10.74.0.10/24
record
machine srv-01 3c:fd:fe:74:00:31 10.74.0.31/24
machine bmc-01 d0:94:66:74:00:21 10.74.0.21/24
ipmi_on srv-01 10.74.0.31
ipmi_on bmc-01 10.74.0.21
for address in 10.74.0.21 10.74.0.31; do
  say "mgmt-01 asks $address for its presence and opens a session"
  on mgmt-01 rmcp-ping -c 2 "$address" >/dev/null 2>&1 || say "rmcp-ping: $?"
  on mgmt-01 ipmitool -I lanplus -C 3 -H "$address" -U admin -P "$password" mc info >/dev/null || fail "ipmitool: $?"
  sleep 1
done
