// What the same work costs in C, for comparison.
//
//   yardstick loop FILE    libpcap's pcap_loop with a callback that only counts: what any program that
//                          reads through it pays before its own work begins
//   yardstick table FILE   reads the capture in blocks of 1 MiB, parses Ethernet, VLAN tags, IPv4, IPv6,
//                          TCP and UDP with every bound checked, and keeps packets, bytes, times and TCP
//                          flags of both directions of every conversation; nothing else
//
// Prints `packets N flows N`. `table` is meant to be near the best that one thread can do: packets are
// looked up in batches, and the memory of the whole batch is asked for before any of it is used.
// It reads pcap with microseconds in this machine's byte order, as `generate` writes it.

#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define INLINE static inline __attribute__((always_inline))
#define RARELY(condition) __builtin_expect(!!(condition), 0)

static uint64_t packets, damaged;

static void fail(const char *text) {
  fprintf(stderr, "yardstick: %s\n", text);
  exit(1);
}

INLINE uint16_t read16(const uint8_t *at) {
  uint16_t value;
  memcpy(&value, at, 2);
  return __builtin_bswap16(value);
}

INLINE uint32_t read32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, 4);
  return __builtin_bswap32(value);
}

INLINE uint64_t read64(const uint8_t *at) {
  uint64_t value;
  memcpy(&value, at, 8);
  return value;
}

// --- The flow table: an index of hash tags by open addressing, records in order of arrival.

struct flow {  // one cache line
  uint64_t ends, rest;
  uint64_t first, last;
  uint64_t bytes[2];
  uint32_t packets[2];
  uint8_t flags[2];
};

struct sighting {  // a packet that waits for its flow
  uint64_t ends, rest, hash, time;
  uint8_t wide[32];  // both IPv6 addresses, the lower first
  uint32_t length;
  uint8_t side, flags;
  bool is_wide;
};

enum { BATCH = 32 };
static const uint64_t most_flows = 1 << 24;
static struct flow *flows;
static uint8_t (*wide_addresses)[32];
static uint64_t flow_count;
static uint64_t *slots;  // hash tag in the upper half, number of the flow from 1 in the lower
static uint64_t slot_mask = (1 << 16) - 1;
static struct sighting batch[BATCH];
static unsigned batch_count;

// Pages come when they are touched.
static void *reserve(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) fail("no memory");
  return memory;
}

static void double_slots(void) {
  uint64_t mask = slot_mask * 2 + 1;
  uint64_t *larger = reserve((mask + 1) * sizeof *larger);
  for (uint64_t old = 0; old <= slot_mask; old++) {
    if (!slots[old]) continue;
    uint64_t at = slots[old] >> 32 & mask;
    while (larger[at]) at = (at + 1) & mask;
    larger[at] = slots[old];
  }
  munmap(slots, (slot_mask + 1) * sizeof *slots);
  slots = larger;
  slot_mask = mask;
}

INLINE bool belongs(const struct flow *flow, const struct sighting *s) {
  return flow->ends == s->ends && flow->rest == s->rest &&
         (!s->is_wide || !memcmp(wide_addresses[flow - flows], s->wide, sizeof s->wide));
}

static struct flow *add_flow(const struct sighting *s, uint64_t at) {
  if (flow_count == most_flows) fail("more than 2^24 flows");
  struct flow *flow = flows + flow_count;
  flow->ends = s->ends;
  flow->rest = s->rest;
  flow->first = s->time;
  if (s->is_wide) memcpy(wide_addresses[flow_count], s->wide, sizeof s->wide);
  slots[at] = (s->hash & 0xffffffff00000000) | ++flow_count;
  return flow;
}

INLINE struct flow *find_flow(const struct sighting *s) {
  uint64_t tag = s->hash >> 32;
  if (RARELY(flow_count * 2 > slot_mask)) double_slots();
  uint64_t at = tag & slot_mask;
  while (slots[at]) {
    if (slots[at] >> 32 == tag) {
      struct flow *flow = flows + ((uint32_t)slots[at] - 1);
      if (belongs(flow, s)) return flow;
    }
    at = (at + 1) & slot_mask;
  }
  return add_flow(s, at);
}

static void finish_batch(void) {
  for (unsigned number = 0; number < batch_count; number++) {
    uint64_t tag = batch[number].hash >> 32;
    uint64_t slot = slots[tag & slot_mask];
    if (slot >> 32 == tag) __builtin_prefetch(flows + ((uint32_t)slot - 1), 1);
  }
  for (unsigned number = 0; number < batch_count; number++) {
    const struct sighting *s = batch + number;
    struct flow *flow = find_flow(s);
    flow->last = s->time;
    flow->packets[s->side] += 1;
    flow->bytes[s->side] += s->length;
    flow->flags[s->side] |= s->flags;
  }
  batch_count = 0;
}

// --- The parser.

INLINE uint64_t mix(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)(a ^ 0x9e3779b97f4a7c15) * (b ^ 0xd6e8feb86659fd93);
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// Bytes of the transport header that are there: ports into `ports` (source, destination).
INLINE uint8_t parse_transport(uint8_t protocol, const uint8_t *at, const uint8_t *end, uint32_t ports[2]) {
  long there = end - at;
  if (protocol == 6 ? there < 20 : protocol != 17 || there < 8) {
    if (protocol == 6 || protocol == 17) damaged += 1;
    return 0;
  }
  ports[0] = read16(at);
  ports[1] = read16(at + 2);
  return protocol == 6 ? at[13] : 0;
}

INLINE bool parse_ipv4(const uint8_t *ip, const uint8_t *end, uint32_t vlan, struct sighting *s) {
  if (RARELY(end - ip < 20)) return false;
  long header = (ip[0] & 15) * 4;
  if (RARELY(ip[0] >> 4 != 4 || header < 20 || end - ip < header)) return false;
  long total = read16(ip + 2);
  if (RARELY(total < header)) return false;
  if (end - ip > total) end = ip + total;
  uint32_t ports[2] = {0, 0};
  s->flags = 0;
  if (!(read16(ip + 6) & 0x1fff)) s->flags = parse_transport(ip[9], ip + header, end, ports);
  uint64_t source = (uint64_t)read32(ip + 12) << 16 | ports[0];
  uint64_t destination = (uint64_t)read32(ip + 16) << 16 | ports[1];
  s->side = source > destination;
  uint64_t lower = s->side ? destination : source;
  uint64_t upper = s->side ? source : destination;
  s->ends = lower >> 16 << 32 | upper >> 16;
  s->rest = lower << 48 | (upper & 0xffff) << 32 | vlan << 16 | (uint32_t)ip[9] << 8 | 4;
  s->hash = mix(s->ends, s->rest);
  s->is_wide = false;
  return true;
}

static bool parse_ipv6(const uint8_t *ip, const uint8_t *end, uint32_t vlan, struct sighting *s) {
  if (end - ip < 40 || ip[0] >> 4 != 6) return false;
  long length = read16(ip + 4);
  const uint8_t *at = ip + 40;
  if (length && end - at > length) end = at + length;
  uint8_t protocol = ip[6];
  bool is_later_fragment = false;
  // Extension headers, RFC 8200 section 4; not more than eight.
  for (int depth = 0; depth < 8 && !is_later_fragment; depth++) {
    if (protocol != 0 && protocol != 43 && protocol != 44 && protocol != 60 && protocol != 51) break;
    if (end - at < 8) return false;
    long size = protocol == 44 ? 8 : protocol == 51 ? (at[1] + 2) * 4 : (at[1] + 1) * 8;
    if (end - at < size) return false;
    is_later_fragment = protocol == 44 && (read16(at + 2) & 0xfff8);
    protocol = at[0];
    at += size;
  }
  uint32_t ports[2] = {0, 0};
  s->flags = is_later_fragment ? 0 : parse_transport(protocol, at, end, ports);
  int order = memcmp(ip + 8, ip + 24, 16);
  s->side = order ? order > 0 : ports[0] > ports[1];
  memcpy(s->wide, ip + (s->side ? 24 : 8), 16);
  memcpy(s->wide + 16, ip + (s->side ? 8 : 24), 16);
  s->ends = mix(read64(s->wide), read64(s->wide + 8)) + 3 * mix(read64(s->wide + 16), read64(s->wide + 24));
  s->rest = (uint64_t)ports[s->side] << 48 | (uint64_t)ports[1 - s->side] << 32 | vlan << 16 |
            (uint32_t)protocol << 8 | 6;
  s->hash = mix(s->ends, s->rest);
  s->is_wide = true;
  return true;
}

INLINE void see(const uint8_t *frame, uint32_t captured, uint32_t length, uint64_t time) {
  const uint8_t *end = frame + captured;
  if (RARELY(captured < 14)) {
    damaged += 1;
    return;
  }
  const uint8_t *at = frame + 14;
  uint32_t type = read16(frame + 12);
  uint32_t vlan = 0;
  for (int depth = 0; RARELY(type == 0x8100 || type == 0x88a8) && depth < 2 && end - at >= 4; depth++) {
    vlan = read16(at) & 0xfff;
    type = read16(at + 2);
    at += 4;
  }
  struct sighting *s = batch + batch_count;
  bool is_ip = type == 0x0800 || type == 0x86dd;
  if (RARELY(!is_ip)) return;
  if (RARELY(!(type == 0x0800 ? parse_ipv4(at, end, vlan, s) : parse_ipv6(at, end, vlan, s)))) {
    damaged += 1;
    return;
  }
  s->time = time;
  s->length = length;
  __builtin_prefetch(slots + (s->hash >> 32 & slot_mask));
  if (++batch_count == BATCH) finish_batch();
}

// --- The two modes.

// Sees all whole records. Returns where the first that is not whole begins.
static const uint8_t *see_records(const uint8_t *at, const uint8_t *end) {
  while (end - at >= 16) {
    uint32_t record[4];
    memcpy(record, at, sizeof record);
    if (RARELY(record[2] > 262144)) fail("a record is longer than 262144 bytes");
    if (end - at - 16 < (long)record[2]) break;
    see(at + 16, record[2], record[3], (uint64_t)record[0] * 1000000 + record[1]);
    packets += 1;
    at += 16 + record[2];
  }
  return at;
}

static void run_table(const char *name) {
  enum { BLOCK = 1 << 20, LONGEST_RECORD = 262144 + 16 };
  slots = reserve((slot_mask + 1) * sizeof *slots);
  flows = reserve(most_flows * sizeof *flows);
  wide_addresses = reserve(most_flows * sizeof *wide_addresses);
  int file = open(name, O_RDONLY);
  uint8_t *buffer = malloc(BLOCK + LONGEST_RECORD);
  uint32_t header[6];
  if (file < 0 || !buffer || read(file, header, sizeof header) != sizeof header) fail("cannot read the capture");
  if (header[0] != 0xa1b2c3d4 || header[5] != 1) fail("not a pcap of Ethernet with microseconds");
  size_t kept = 0;
  ssize_t count;
  while ((count = read(file, buffer + kept, BLOCK)) > 0) {
    const uint8_t *end = buffer + kept + count;
    const uint8_t *rest = see_records(buffer, end);
    kept = (size_t)(end - rest);
    memmove(buffer, rest, kept);
  }
  if (count < 0 || kept > 0) fail("the capture cannot be read to its end");
  finish_batch();
}

static void count_packet(u_char *user, const struct pcap_pkthdr *header, const u_char *bytes) {
  (void)user, (void)header, (void)bytes;
  packets += 1;
}

static void run_loop(const char *name) {
  char error[PCAP_ERRBUF_SIZE];
  pcap_t *capture = pcap_open_offline(name, error);
  if (!capture) fail(error);
  if (pcap_loop(capture, -1, count_packet, NULL) < 0) fail(pcap_geterr(capture));
  pcap_close(capture);
}

int main(int count, char **words) {
  if (count == 3 && !strcmp(words[1], "loop")) {
    run_loop(words[2]);
  } else if (count == 3 && !strcmp(words[1], "table")) {
    run_table(words[2]);
  } else {
    fputs("usage: yardstick loop FILE | table FILE\n", stderr);
    return 64;
  }
  uint64_t counted = 0;
  for (uint64_t number = 0; number < flow_count; number++)
    counted += (uint64_t)flows[number].packets[0] + flows[number].packets[1];
  printf("packets %llu flows %llu in_flows %llu damaged %llu\n", (unsigned long long)packets,
         (unsigned long long)flow_count, (unsigned long long)counted, (unsigned long long)damaged);
  return 0;
}
