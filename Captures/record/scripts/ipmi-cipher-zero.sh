# Cipher suite 0 used, and a controller that refuses it; beside that the ciphers that a monitoring uses.
# programs: ipmi_sim ipmitool
. "$here/ipmi.sh"

wire wire
machine mgmt-01 52:54:00:74:00:10 10.74.0.10/24
machine lap-01 52:54:00:74:00:77 10.74.0.77/24
record
machine bmc-01 d0:94:66:74:00:21 10.74.0.21/24
machine bmc-02 d0:94:66:74:00:22 10.74.0.22/24
ipmi_on bmc-01 10.74.0.21
ipmi_on bmc-02 10.74.0.22
try() { on "$1" ipmitool -I lanplus -N 1 -R 1 -C "$2" -H "$3" -U admin -P "$4" "${@:5}" >/dev/null 2>&1; }
for cipher in 3 17; do
  say "mgmt-01 asks both controllers with cipher suite $cipher"
  for address in 10.74.0.21 10.74.0.22; do
    try mgmt-01 "$cipher" "$address" "$password" mc info || say "cipher suite $cipher: refused by $address"
  done
  sleep 2
done
say "10.74.0.77 opens sessions of bmc-01 with cipher suite 0 and a wrong password"
try lap-01 0 10.74.0.21 guess mc info || say "no answer"
try lap-01 0 10.74.0.21 guess chassis power status || say "no answer"
