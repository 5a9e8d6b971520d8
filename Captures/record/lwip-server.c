// A second system beside a machine's own, on its hardware and IP address, that answers on one TCP port:
//
//   lwip-server ADDRESS NETMASK GATEWAY MAC PORT
//
// says the same short page to whoever connects. It runs until it is killed. PRECONFIGURED_TAPIF names the tap device.
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

int main(int count, char **words) {
  static const char page[] =
      "HTTP/1.1 200 OK\r\nServer: Intel(R) Active Management Technology 11.8.50\r\nContent-Length: 3\r\n"
      "Connection: close\r\n\r\nok\n";
  struct identity self;
  memset(&self, 0, sizeof self);
  if (count != 6 || !ip4addr_aton(words[1], &self.address) || !ip4addr_aton(words[2], &self.mask) ||
      !ip4addr_aton(words[3], &self.gateway) ||
      sscanf(words[4], "%x:%x:%x:%x:%x:%x", &self.mac[0], &self.mac[1], &self.mac[2], &self.mac[3],
             &self.mac[4], &self.mac[5]) != 6) {
    fprintf(stderr, "usage: lwip-server ADDRESS NETMASK GATEWAY MAC PORT\n");
    return 64;
  }
  tcpip_init(bring_up, &self);
  while (!self.ready) usleep(1000);
  int door = lwip_socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in here;
  memset(&here, 0, sizeof here);
  here.sin_family = AF_INET;
  here.sin_port = lwip_htons((unsigned short)atoi(words[5]));
  if (lwip_bind(door, (struct sockaddr *)&here, sizeof here) != 0 || lwip_listen(door, 4) != 0) {
    fprintf(stderr, "lwip-server: cannot listen on port %s\n", words[5]);
    return 71;
  }
  for (;;) {
    int visitor = lwip_accept(door, NULL, NULL);
    if (visitor < 0) continue;
    char text[1024];
    if (lwip_read(visitor, text, sizeof text) > 0) lwip_write(visitor, page, sizeof page - 1);
    lwip_close(visitor);
  }
}
