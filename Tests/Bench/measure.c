// Runs a command and writes what it cost to a file: `user system wall kibibytes`, seconds and the peak of
// its resident memory.
//
//   measure RESULT COMMAND [ARGUMENT...]
//
// A program of its own because Linux counts the memory of whoever called exec into the peak of what was
// started: from a script it would be the interpreter's.

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; }

static double clock_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **words) {
  if (count < 3) {
    fputs("usage: measure RESULT COMMAND [ARGUMENT...]\n", stderr);
    return 64;
  }
  double start = clock_now();
  pid_t child = fork();
  if (child == 0) {
    execv(words[2], words + 2);
    perror(words[2]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) != child) {
    perror("measure");
    return 1;
  }
  double wall = clock_now() - start;
  FILE *result = fopen(words[1], "w");
  if (!result) {
    perror(words[1]);
    return 1;
  }
  fprintf(result, "%.6f %.6f %.6f %ld\n", seconds(usage.ru_utime), seconds(usage.ru_stime), wall, usage.ru_maxrss);
  if (fclose(result) != 0) {
    perror(words[1]);
    return 1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
