// Counts heap allocations of a program: LD_PRELOAD=mallocs.so MALLOCS_RESULT=FILE program ...
//
// At the end of the program FILE holds the number of calls of malloc, calloc, realloc, aligned_alloc,
// memalign and posix_memalign. The names with __libc_ in front are the GNU C library's own.

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_ullong calls;

static void count(void) { atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed); }

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  count();
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  void *block = memalign(alignment, size);
  if (!block) return ENOMEM;
  *memory = block;
  return 0;
}

__attribute__((destructor)) static void tell(void) {
  unsigned long long total = atomic_load(&calls);
  const char *name = getenv("MALLOCS_RESULT");
  FILE *result = name ? fopen(name, "w") : NULL;
  if (!result) return;
  fprintf(result, "%llu\n", total);
  fclose(result);
}
