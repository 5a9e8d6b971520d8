# A user's password and the alerts' address set in the clear; the same encrypted, and readings in the clear.
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
# call MACHINE ADDRESS OPTION... -- COMMAND...: what ipmitool says of it.
call() {
  local name=$1 address=$2 options=()
  shift 2
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  shift
  on "$name" ipmitool -N 1 -R 1 "${options[@]}" -H "$address" -U admin -P "$password" "$@" >"$state/call" 2>&1 \
    || say "${options[*]}: $* : $(tail -1 "$state/call")"
}
say "10.74.0.77, IPMI 1.5 with MD5: a new user with a password"
call lap-01 10.74.0.21 -I lan -A MD5 -- user set name 4 svc-backup
call lap-01 10.74.0.21 -I lan -A MD5 -- raw 0x06 0x47 0x04 0x02 0x68 0x75 0x6e 0x74 0x65 0x72 0x32 0 0 0 0 0 0 0 0 0
call lap-01 10.74.0.21 -I lan -A MD5 -- raw 0x06 0x43 0x91 0x04 0x04 0x00
say "10.74.0.77, IPMI 2.0 with cipher suite 2, which does not encrypt: gateway and the address of alerts"
call lap-01 10.74.0.21 -I lanplus -C 2 -- raw 0x0c 0x01 0x01 0x0c 10 74 0 77
call lap-01 10.74.0.21 -I lanplus -C 2 -- raw 0x0c 0x01 0x01 0x13 0x01 0x00 0x00 10 74 0 77 0x52 0x54 0 0x74 0 0x77
say "10.74.0.77, IPMI 1.5 with the password itself: power"
call lap-01 10.74.0.21 -I lan -A PASSWORD -- raw 0x00 0x02 0x03
call lap-01 10.74.0.21 -I lan -A NONE -- raw 0x00 0x08 0x05 0x80 0x04 0 0 0
say "mgmt-01, IPMI 2.0 with cipher suite 3: the same at bmc-02"
call mgmt-01 10.74.0.22 -I lanplus -C 3 -- user set name 4 svc-backup
call mgmt-01 10.74.0.22 -I lanplus -C 3 -- raw 0x06 0x47 0x04 0x02 0x68 0x75 0x6e 0x74 0x65 0x72 0x32 0 0 0 0 0 0 0 0 0
call mgmt-01 10.74.0.22 -I lanplus -C 3 -- raw 0x0c 0x01 0x01 0x0c 10 74 0 1
call mgmt-01 10.74.0.22 -I lanplus -C 3 -- raw 0x00 0x02 0x03
say "mgmt-01, IPMI 1.5 with MD5: readings"
call mgmt-01 10.74.0.22 -I lan -A MD5 -- mc info
call mgmt-01 10.74.0.22 -I lan -A MD5 -- chassis power status
call mgmt-01 10.74.0.22 -I lan -A MD5 -- raw 0x0c 0x02 0x01 0x0c 0 0
