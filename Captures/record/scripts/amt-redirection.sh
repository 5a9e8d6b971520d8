# The console of a server by Intel AMT, opened by an administrator and by somebody else.
# programs: amtterm nc
wire wire
machine adm-01 52:54:00:75:00:10 10.75.0.10/24
machine lap-01 52:54:00:75:00:77 10.75.0.77/24
record
machine srv-01 3c:fd:fe:75:00:31 10.75.0.31/24
# engine: accepts one connection, and answers the start of a session with status 0, as the engine does.
engine() {
  start srv-01 sh -c "{ sleep 1; printf '\\021\\0\\0\\0\\001\\0\\001\\0\\0\\0\\0\\0\\0'; sleep 2; } | nc -l 16994"
  listening srv-01 tcp 16994
}
for name in adm-01 lap-01; do
  say "$name opens the serial console of srv-01"
  engine "$name"
  on "$name" timeout 4 amtterm -u admin -p secret 10.75.0.31 16994 </dev/null >"$state/amtterm" 2>&1 || true
  say "amtterm: $(head -c 200 "$state/amtterm" | tr '\n' ' ')"
  sleep 1
done
