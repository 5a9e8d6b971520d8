# Password hashes collected from one controller; a wrong password and many right ones at another.
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
try() { on "$1" ipmitool -I lanplus -N 1 -R 1 -C 3 -H "$2" -U "$3" -P "$4" mc info >/dev/null 2>&1; }
say "10.74.0.77 asks bmc-01 for the hashes of seven users"
for user in root ADMIN Administrator USERID operator monitor admin; do
  try lap-01 10.74.0.21 "$user" guess || true
done
say "mgmt-01 reads bmc-02 ten times, twice with a wrong password"
for round in 1 2 3 4 5; do
  try mgmt-01 10.74.0.22 admin "$password" || fail "ipmitool: $?"
done
for round in 1 2; do try mgmt-01 10.74.0.22 admin wrong || true; done
for round in 1 2 3; do
  try mgmt-01 10.74.0.22 admin "$password" || fail "ipmitool: $?"
done
