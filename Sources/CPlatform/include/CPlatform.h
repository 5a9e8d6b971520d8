#pragma once
// What Swift has no spelling for. Everything is inline: no call is left in the caller.

/// Asks for the cache line that will be read soon.
static inline __attribute__((always_inline)) void prefetch_read(const void *_Nonnull address) {
  __builtin_prefetch(address, 0, 3);
}

/// Asks for the cache line that will be written soon.
static inline __attribute__((always_inline)) void prefetch_write(const void *_Nonnull address) {
  __builtin_prefetch(address, 1, 3);
}
