// A second system for a machine that has one already: the lwIP stack on a tap device.
//
//   lwip-client ADDRESS NETMASK GATEWAY MAC PEER PORT SECONDS SPREAD COUNT
//
// opens COUNT connections to PEER:PORT, fetches a page over each, and waits SECONDS between two, more or
// less by up to the fraction SPREAD (0.2: a fifth). PRECONFIGURED_TAPIF names the tap device. With the
// COUNT 0 it opens none and only answers what lwIP answers by itself: ARP, echo requests, closed ports.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lwip/netif.h"
#include "lwip/opt.h"
#include "lwip/sockets.h"
#include "lwip/tcpip.h"
#include "netif/tapif.h"

struct identity {
  ip4_addr_t address, mask, gateway;
  unsigned int mac[6];
  volatile int ready;
};

static struct netif card;

static void bring_up(void *argument) {
  struct identity *self = argument;
  netif_add(&card, &self->address, &self->mask, &self->gateway, NULL, tapif_init, tcpip_input);
  for (int i = 0; i < 6; i++) card.hwaddr[i] = (unsigned char)self->mac[i];
  netif_set_default(&card);
  netif_set_up(&card);
  netif_set_link_up(&card);
  self->ready = 1;
}

static int fetch(const char *peer, int port) {
  int socket = lwip_socket(AF_INET, SOCK_STREAM, 0);
  if (socket < 0) return -1;
  struct sockaddr_in server;
  memset(&server, 0, sizeof server);
  server.sin_family = AF_INET;
  server.sin_port = lwip_htons((unsigned short)port);
  server.sin_addr.s_addr = ipaddr_addr(peer);
  int result = lwip_connect(socket, (struct sockaddr *)&server, sizeof server);
  if (result == 0) {
    char text[512];
    int length = snprintf(text, sizeof text, "GET / HTTP/1.0\r\nHost: %s\r\n\r\n", peer);
    lwip_write(socket, text, (size_t)length);
    while (lwip_read(socket, text, sizeof text) > 0) {
    }
  }
  lwip_close(socket);
  return result;
}

int main(int count, char **words) {
  struct identity self;
  memset(&self, 0, sizeof self);
  if (count != 10 || !ip4addr_aton(words[1], &self.address) || !ip4addr_aton(words[2], &self.mask) ||
      !ip4addr_aton(words[3], &self.gateway) ||
      sscanf(words[4], "%x:%x:%x:%x:%x:%x", &self.mac[0], &self.mac[1], &self.mac[2], &self.mac[3],
             &self.mac[4], &self.mac[5]) != 6) {
    fprintf(stderr, "usage: lwip-client ADDRESS NETMASK GATEWAY MAC PEER PORT SECONDS SPREAD COUNT\n");
    return 64;
  }
  double seconds = atof(words[7]), spread = atof(words[8]);
  int times = atoi(words[9]);
  srand48(getpid());
  tcpip_init(bring_up, &self);
  while (!self.ready) usleep(1000);
  usleep(200000);
  if (times == 0) pause();
  for (int i = 0; i < times; i++) {
    int result = fetch(words[5], atoi(words[6]));
    fprintf(stderr, "connection %d: %s\n", i + 1, result == 0 ? "open" : "refused");
    usleep((useconds_t)(seconds * 1e6 * (1 + spread * (2 * drand48() - 1))));
  }
  return 0;
}
