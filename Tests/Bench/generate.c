// Makes load for the bench: captures (pcap, microseconds, Ethernet) whose packets are known in number
// and the same at every run. All lengths and checksums are right.
//
//   generate small PACKETS FLOWS SEED FILE   64 to 128 byte frames; each belongs to any of FLOWS
//                                            conversations (half TCP, half UDP); 100,000 packets/s
//   generate mix MEGABYTES SEED FILE         TLS, HTTP, DNS, NTP, ICMP echo, UDP streams and ARP in
//                                            6,000 sessions at a time; 15 % IPv6, 5 % VLAN; 100 Mb/s
//   generate stress FLOWS SEED FILE          FLOWS conversations of two packets, all open at the end
//
// Prints `packets N flows N`. Clients are 10.x.x.x with the hardware address 02:00 and the client's
// number in four bytes, so that an inventory can name some of them. Servers are behind one gateway.

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TCP = 6, UDP = 17, ICMP = 1, ICMPV6 = 58 };
enum { FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16 };
enum { CLIENT = 0, SERVER = 1 };

struct conversation {
  bool ipv6;
  uint16_t vlan;  // 0 for none
  uint8_t protocol;
  uint16_t port[2];
  uint8_t mac[2][6];
  uint8_t address[2][16];  // IPv4 in the first four bytes
  uint32_t sequence[2];
  uint16_t identification;
  int kind, stage, left;
};

// --- Random numbers: SplitMix64 (Steele, Lea, Flood 2014), so that a seed gives the same bytes everywhere.

static uint64_t state;

static uint64_t random64(void) {
  uint64_t value = state += 0x9e3779b97f4a7c15;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27) * 0x94d049bb133111eb;
  return value ^ value >> 31;
}

static uint32_t below(uint32_t limit) { return (uint32_t)((random64() >> 32) * limit >> 32); }

static uint8_t noise[1 << 16];

static const uint8_t *some_noise(size_t length) { return noise + below((uint32_t)(sizeof noise - length)); }

// --- The file.

static FILE *file;
static uint64_t packets, octets;
static uint64_t now = 1767571200000000000;  // 2026-01-05T00:00:00Z, in nanoseconds

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void write_bytes(const void *bytes, size_t length) {
  if (fwrite(bytes, 1, length, file) != length) fail("generate: cannot write");
}

static void write_frame(const uint8_t *frame, uint32_t length) {
  uint32_t record[4] = {(uint32_t)(now / 1000000000), (uint32_t)(now % 1000000000 / 1000), length, length};
  write_bytes(record, sizeof record);
  write_bytes(frame, length);
  packets += 1;
  octets += length;
}

// --- Frames.

static void put16(uint8_t *at, uint32_t value) {
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value) {
  put16(at, value >> 16);
  put16(at + 2, value);
}

// The internet checksum (RFC 1071) goes on over several pieces of even length.
static uint64_t sum(const uint8_t *bytes, size_t length, uint64_t total) {
  for (size_t at = 0; at + 1 < length; at += 2) total += (uint32_t)bytes[at] << 8 | bytes[at + 1];
  return length % 2 ? total + ((uint32_t)bytes[length - 1] << 8) : total;
}

static uint16_t fold(uint64_t total) {
  while (total >> 16) total = (total & 0xffff) + (total >> 16);
  return (uint16_t)~total;
}

// Sends one packet of a conversation; frames shorter than `shortest` are padded behind the IP packet.
static void send_packet(struct conversation *c, int from, uint8_t flags, const uint8_t *payload,
                        size_t length, size_t shortest) {
  static uint8_t frame[2048];
  int to = 1 - from;
  uint8_t *at = frame;
  memcpy(at, c->mac[to], 6);
  memcpy(at + 6, c->mac[from], 6);
  at += 12;
  if (c->vlan) {
    put16(at, 0x8100);
    put16(at + 2, c->vlan);
    at += 4;
  }
  put16(at, c->ipv6 ? 0x86dd : 0x0800);
  uint8_t *ip = at + 2;
  size_t options = c->protocol == TCP && (flags & SYN) ? 4 : 0;
  size_t header = c->protocol == TCP ? 20 + options : 8;
  size_t segment = header + length;
  uint64_t pseudo = c->protocol + segment;
  uint8_t *body;
  if (c->ipv6) {
    put32(ip, 0x60000000);
    put16(ip + 4, (uint32_t)segment);
    ip[6] = c->protocol;
    ip[7] = 64;
    memcpy(ip + 8, c->address[from], 16);
    memcpy(ip + 24, c->address[to], 16);
    pseudo = sum(ip + 8, 32, pseudo);
    body = ip + 40;
  } else {
    put16(ip, 0x4500);
    put16(ip + 2, (uint32_t)(20 + segment));
    put16(ip + 4, c->identification++);
    put16(ip + 6, 0x4000);
    ip[8] = 64;
    ip[9] = c->protocol;
    put16(ip + 10, 0);
    memcpy(ip + 12, c->address[from], 4);
    memcpy(ip + 16, c->address[to], 4);
    put16(ip + 10, fold(sum(ip, 20, 0)));
    pseudo = sum(ip + 12, 8, pseudo);
    body = ip + 20;
  }
  memset(body, 0, header);
  if (c->protocol == TCP || c->protocol == UDP) {
    put16(body, c->port[from]);
    put16(body + 2, c->port[to]);
  }
  size_t checksum_at;
  if (c->protocol == TCP) {
    put32(body + 4, c->sequence[from]);
    put32(body + 8, flags & ACK ? c->sequence[to] : 0);
    body[12] = (uint8_t)(header / 4 << 4);
    body[13] = flags;
    put16(body + 14, 64240);
    if (options) put32(body + 20, 0x020405b4);  // maximum segment size 1460
    checksum_at = 16;
    c->sequence[from] += (uint32_t)length + (flags & (SYN | FIN) ? 1 : 0);
  } else if (c->protocol == UDP) {
    put16(body + 4, (uint32_t)segment);
    checksum_at = 6;
  } else {
    body[0] = c->ipv6 ? (from == CLIENT ? 128 : 129) : (from == CLIENT ? 8 : 0);
    put16(body + 4, c->port[CLIENT]);
    put16(body + 6, (uint32_t)c->stage / 2);
    checksum_at = 2;
    if (!c->ipv6) pseudo = 0;
  }
  if (length) memcpy(body + header, payload, length);
  uint16_t checksum = fold(sum(body, segment, pseudo));
  put16(body + checksum_at, c->protocol == UDP && checksum == 0 ? 0xffff : checksum);
  size_t total = (size_t)(body - frame) + segment;
  if (total < shortest) {
    memset(frame + total, 0, shortest - total);
    total = shortest;
  }
  write_frame(frame, (uint32_t)total);
}

static void set_client(struct conversation *c, uint32_t number) {
  c->mac[CLIENT][0] = 2;
  put32(c->mac[CLIENT] + 2, number);
  put32(c->address[CLIENT], 0x0a000000 | (number & 0xffffff));
  static const uint8_t gateway[6] = {2, 0xfe, 0, 0, 0, 1};
  memcpy(c->mac[SERVER], gateway, 6);
  c->sequence[CLIENT] = (uint32_t)random64();
  c->sequence[SERVER] = (uint32_t)random64();
  c->identification = (uint16_t)random64();
}

// --- small

static void make_small(uint64_t count, uint32_t flows) {
  static const uint16_t services[8] = {22, 443, 514, 623, 5000, 8443, 9100, 27015};
  struct conversation *all = calloc(flows, sizeof *all);
  if (!all) fail("generate: no memory for the conversations");
  for (uint32_t number = 0; number < flows; number++) {
    struct conversation *c = all + number;
    set_client(c, below(1 << 16));
    // Both cycles together repeat after 245,760,000 conversations only.
    put32(c->address[SERVER], 0xc6120000 | (number & 0x1ffff));
    c->port[CLIENT] = (uint16_t)(1024 + number % 60000);
    c->port[SERVER] = services[below(8)];
    c->protocol = number % 2 ? UDP : TCP;
  }
  for (uint64_t done = 0; done < count; done++) {
    struct conversation *c = all + below(flows);
    now += 5000 + below(10000);
    uint32_t dice = below(100);
    uint32_t size = dice < 60 ? 64 : dice < 85 ? 64 + below(17) : 81 + below(48);
    uint32_t headers = c->protocol == TCP ? 54 : 42;
    uint32_t length = size - headers;
    if (c->protocol == UDP) {
      send_packet(c, c->stage++ & 1, 0, some_noise(length), length, 0);
    } else if (c->stage < 3) {
      static const uint8_t handshake[3] = {SYN, SYN | ACK, ACK};
      send_packet(c, c->stage & 1, handshake[c->stage], NULL, 0, 64);
      c->stage += 1;
    } else {
      bool is_bare = size == 64;
      send_packet(c, (int)below(2), is_bare ? ACK : ACK | PSH, some_noise(length), is_bare ? 0 : length, 64);
    }
  }
  free(all);
}

// --- stress

// Answers come late and in disorder: each belongs to any of the conversations that still wait.
static void send_answer(struct conversation *pending, uint32_t *waiting) {
  uint32_t place = below(*waiting);
  now += 5000 + below(10000);
  send_packet(&pending[place], SERVER, SYN | ACK, noise, pending[place].protocol == UDP ? 18 : 0, 60);
  pending[place] = pending[--*waiting];
}

static void make_stress(uint32_t flows) {
  enum { PENDING = 4096 };
  static struct conversation pending[PENDING];
  uint32_t waiting = 0;
  for (uint32_t number = 0; number < flows; number++) {
    if (waiting == PENDING) send_answer(pending, &waiting);
    struct conversation *c = &pending[waiting++];
    memset(c, 0, sizeof *c);
    // Odd, so that the lower 24 bits take every value once: no conversation comes twice.
    set_client(c, (number * 0x9e3779b1) & 0xffffff);
    put32(c->address[SERVER], 0xc6120000 | below(1 << 17));
    c->port[CLIENT] = (uint16_t)(1024 + below(60000));
    c->port[SERVER] = below(2) ? 443 : 8443;
    c->protocol = below(2) ? UDP : TCP;
    now += 5000 + below(10000);
    send_packet(c, CLIENT, SYN, noise, c->protocol == UDP ? 18 : 0, 60);
  }
  while (waiting > 0) send_answer(pending, &waiting);
}

// --- mix

enum kind { TLS, HTTP, DNS, NTP, ECHO, STREAM };

static uint64_t sessions;

static void begin_session(struct conversation *c) {
  memset(c, 0, sizeof *c);
  sessions += 1;
  uint32_t dice = below(100);
  c->kind = dice < 34 ? TLS : dice < 42 ? HTTP : dice < 84 ? DNS : dice < 90 ? NTP : dice < 94 ? ECHO : STREAM;
  uint32_t client = 1 + below(4000);
  uint32_t server = below(1 << 17);
  set_client(c, client);
  put32(c->address[SERVER], c->kind == DNS || c->kind == NTP ? 0x0a640035 : 0xc6120000 | server);
  c->vlan = below(20) ? 0 : (uint16_t)(100 + below(4));
  c->ipv6 = below(100) < 15;
  if (c->ipv6) {
    static const uint8_t documentation[8] = {0x20, 0x01, 0x0d, 0xb8};
    for (int side = 0; side < 2; side++) {
      memset(c->address[side], 0, 16);
      memcpy(c->address[side], documentation, 8);
      put32(c->address[side] + 12, side == CLIENT ? client : 0x10000 + server);
    }
  }
  c->port[CLIENT] = (uint16_t)(32768 + below(28000));
  static const uint16_t services[] = {[TLS] = 443, [HTTP] = 80, [DNS] = 53, [NTP] = 123, [STREAM] = 443};
  switch (c->kind) {
    case ECHO:
      c->protocol = c->ipv6 ? ICMPV6 : ICMP;
      c->left = 8;
      break;
    case TLS: case HTTP:
      c->protocol = TCP;
      c->left = (int)(below(10) ? 4 + below(60) : 100 + below(900));
      c->port[SERVER] = services[c->kind];
      break;
    default:
      c->protocol = UDP;
      c->left = c->kind == STREAM ? (int)(10 + below(200)) : 2;
      c->port[SERVER] = services[c->kind];
  }
}

// Two labels and a top-level domain, in DNS form. Returns the length.
static size_t put_name(uint8_t *at, uint32_t number) {
  size_t length = (size_t)sprintf((char *)at, "%chost%04u%cexample%ccom", 8, number % 10000, 7, 3);
  return length + 1;
}

static size_t put_query(uint8_t *at, const struct conversation *c, bool is_answer) {
  memset(at, 0, 12);
  put16(at, c->port[CLIENT]);
  put16(at + 2, is_answer ? 0x8180 : 0x0100);
  put16(at + 4, 1);
  put16(at + 6, is_answer);
  size_t length = 12 + put_name(at + 12, c->port[CLIENT]);
  put32(at + length, 0x00010001);
  length += 4;
  if (!is_answer) return length;
  put32(at + length, 0xc00c0001);
  put32(at + length + 4, 0x00010000);
  put32(at + length + 8, 0x012c0004);
  memcpy(at + length + 12, c->address[SERVER], 4);
  return length + 16;
}

// A client hello with a server name (RFC 8446 section 4.1.2, RFC 6066 section 3).
static size_t put_hello(uint8_t *at, const struct conversation *c) {
  char name[32];
  size_t name_length = (size_t)sprintf(name, "www%u.example.com", c->port[CLIENT] % 4000);
  size_t extensions = 9 + name_length;
  size_t body = 2 + 32 + 1 + 32 + 2 + 6 + 2 + 2 + extensions;
  uint8_t *next = at;
  *next++ = 22;
  put16(next, 0x0301);
  put16(next + 2, (uint32_t)(body + 4));
  put32(next + 4, 1u << 24 | (uint32_t)body);
  put16(next + 8, 0x0303);
  memcpy(next + 10, some_noise(32), 32);
  next[42] = 32;
  memcpy(next + 43, some_noise(32), 32);
  next += 75;
  put16(next, 6);
  put32(next + 2, 0x13011302);
  put16(next + 6, 0x1303);
  put16(next + 8, 0x0100);
  put16(next + 10, (uint32_t)extensions);
  put16(next + 12, 0);
  put16(next + 14, (uint32_t)(5 + name_length));
  put16(next + 16, (uint32_t)(3 + name_length));
  next[18] = 0;
  put16(next + 19, (uint32_t)name_length);
  memcpy(next + 21, name, name_length);
  return (size_t)(next + 21 + name_length - at);
}

static size_t put_request(uint8_t *at, const struct conversation *c) {
  if (c->kind == TLS) return put_hello(at, c);
  return (size_t)sprintf((char *)at,
                         "GET /item/%u HTTP/1.1\r\nHost: www%u.example.com\r\nAccept: */*\r\n\r\n",
                         below(100000), c->port[CLIENT] % 4000);
}

static void send_some_data(struct conversation *c) {
  static uint8_t data[1460];
  for (uint32_t burst = 1 + below(8); burst > 0 && c->left > 0; burst--, c->left--) {
    uint32_t length = below(10) < 8 ? 1440 : 100 + below(1300);
    memcpy(data, some_noise(length), length);
    if (c->kind == TLS) {
      data[0] = 23;
      put16(data + 1, 0x0303);
      put16(data + 3, length - 5);
    }
    send_packet(c, SERVER, ACK, data, length, 0);
    if (c->left % 2) send_packet(c, CLIENT, ACK, NULL, 0, 60);
  }
}

// The next few packets of a session. Returns whether that was all of it.
static bool go_on(struct conversation *c) {
  static uint8_t data[2048];
  int from = c->stage & 1;
  switch (c->kind) {
    case DNS: {
      size_t length = put_query(data, c, from == SERVER);
      send_packet(c, from, 0, data, length, 0);
      return ++c->stage == c->left;
    }
    case NTP:
      memcpy(data, some_noise(48), 48);
      data[0] = from == CLIENT ? 0x23 : 0x24;
      send_packet(c, from, 0, data, 48, 0);
      return ++c->stage == c->left;
    case ECHO:
      send_packet(c, from, 0, noise, 56, 0);
      return ++c->stage == c->left;
    case STREAM: {
      uint32_t length = below(3) ? 1250 : 60 + below(1100);
      send_packet(c, below(8) ? SERVER : CLIENT, 0, some_noise(length), length, 0);
      return ++c->stage == c->left;
    }
  }
  switch (c->stage) {
    case 0: case 1:
      send_packet(c, c->stage, c->stage ? SYN | ACK : SYN, NULL, 0, 60);
      c->stage += 1;
      return false;
    case 2: {
      send_packet(c, CLIENT, ACK, NULL, 0, 60);
      size_t length = put_request(data, c);
      send_packet(c, CLIENT, ACK | PSH, data, length, 0);
      c->stage = 3;
      return false;
    }
    default:
      if (c->left > 0) {
        send_some_data(c);
        return false;
      }
      send_packet(c, SERVER, FIN | ACK, NULL, 0, 60);
      send_packet(c, CLIENT, FIN | ACK, NULL, 0, 60);
      send_packet(c, SERVER, ACK, NULL, 0, 60);
      return true;
  }
}

static void send_address_request(void) {
  uint8_t frame[60] = {0};
  uint32_t client = 1 + below(4000);
  memset(frame, 0xff, 6);
  frame[6] = 2;
  put32(frame + 8, client);
  put16(frame + 12, 0x0806);
  put32(frame + 14, 0x00010800);
  put32(frame + 18, 0x06040001);
  memcpy(frame + 22, frame + 6, 6);
  put32(frame + 28, 0x0a000000 | client);
  put32(frame + 38, 0x0a000000 | (1 + below(4000)));
  write_frame(frame, sizeof frame);
}

static void make_mix(uint64_t megabytes) {
  enum { AT_ONCE = 6000 };
  static struct conversation active[AT_ONCE];
  for (int place = 0; place < AT_ONCE; place++) begin_session(&active[place]);
  uint64_t turns = 0;
  while (octets + 16 * packets < megabytes * 1000000) {
    struct conversation *c = &active[below(AT_ONCE)];
    uint64_t before = octets;
    if (go_on(c)) begin_session(c);
    if (++turns % 1000 == 0) send_address_request();
    now += 80 * (octets - before);
  }
}

// --- The command.

static uint64_t number(const char *text, uint64_t highest) {
  char *end;
  unsigned long long value = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end || value < 1 || value > highest) {
    fprintf(stderr, "generate: %s is no number from 1 to %llu\n", text, (unsigned long long)highest);
    exit(64);
  }
  return value;
}

int main(int count, char **words) {
  const char *corpus = count > 1 ? words[1] : "";
  bool is_small = !strcmp(corpus, "small") && count == 6;
  bool is_mix = !strcmp(corpus, "mix") && count == 5;
  bool is_stress = !strcmp(corpus, "stress") && count == 5;
  if (!is_small && !is_mix && !is_stress) {
    fputs("usage: generate small PACKETS FLOWS SEED FILE | mix MEGABYTES SEED FILE | stress FLOWS SEED FILE\n", stderr);
    return 64;
  }
  state = number(words[count - 2], UINT32_MAX);
  for (size_t at = 0; at < sizeof noise; at += 8) {
    uint64_t value = random64();
    memcpy(noise + at, &value, 8);
  }
  file = fopen(words[count - 1], "wb");
  if (!file) fail(words[count - 1]);
  setvbuf(file, NULL, _IOFBF, 1 << 20);
  struct {
    uint32_t magic;
    uint16_t major, minor;
    uint32_t zone, accuracy, snapshot, link;
  } header = {0xa1b2c3d4, 2, 4, 0, 0, 262144, 1};
  write_bytes(&header, sizeof header);
  uint64_t flows;
  if (is_small) {
    flows = number(words[3], 1 << 24);
    make_small(number(words[2], UINT32_MAX), (uint32_t)flows);
  } else if (is_stress) {
    flows = number(words[2], 1 << 24);
    make_stress((uint32_t)flows);
  } else {
    make_mix(number(words[2], 1000000));
    flows = sessions;
  }
  if (fclose(file) != 0) fail("generate: cannot write");
  printf("packets %llu flows %llu\n", (unsigned long long)packets, (unsigned long long)flows);
  return 0;
}
