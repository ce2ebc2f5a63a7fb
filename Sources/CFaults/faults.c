#define _GNU_SOURCE
#include "faults.h"

#include <execinfo.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <ucontext.h>

enum { MOST_FRAMES = 128, STACK_BYTES = 256 * 1024, STACK_REACH = 1024 * 1024 };

typedef struct {
  uintptr_t begin, end;
} range;

static range library, program;

static int holds(range range, uintptr_t address) { return range.begin <= address && address < range.end; }

/// Notes an object's range where it holds this code, or where it is the first: the program.
static int note(struct dl_phdr_info *object, size_t size, void *count) {
  (void)size;
  range found = {UINTPTR_MAX, 0};
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    if (segment->p_type != PT_LOAD) continue;
    uintptr_t begin = object->dlpi_addr + segment->p_vaddr;
    if (begin < found.begin) found.begin = begin;
    if (begin + segment->p_memsz > found.end) found.end = begin + segment->p_memsz;
  }
  if (*(int *)count == 0) program = found;
  if (holds(found, (uintptr_t)&note)) library = found;
  ++*(int *)count;
  return 0;
}

void payoff_faults_prepare(void) {
  int count = 0;
  dl_iterate_phdr(note, &count);
  // The first call loads what the later ones, in a handler, must not.
  void *frame;
  backtrace(&frame, 1);
}

static uintptr_t stopped_at(const void *context) {
#if defined(__x86_64__)
  return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.pc;
#else
  return 0;
#endif
}

payoff_fault payoff_fault_origin(const void *context) {
  if (library.begin == program.begin) return PAYOFF_FAULT_UNKNOWN;
  uintptr_t stopped = stopped_at(context);
  void *frames[MOST_FRAMES];
  int count = backtrace(frames, MOST_FRAMES);
  int first = 0;
  // The handler's own frames come before.
  while (first < count && (uintptr_t)frames[first] != stopped) first++;
  for (int i = first; i < count; i++) {
    uintptr_t address = (uintptr_t)frames[i];
    if (holds(program, address)) return PAYOFF_FAULT_PROGRAM;
    if (holds(library, address)) return PAYOFF_FAULT_LIBRARY;
  }
  return PAYOFF_FAULT_UNKNOWN;
}

static pthread_key_t stack_key;
static pthread_once_t stack_once = PTHREAD_ONCE_INIT;

static void release_stack(void *stack) {
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  free(stack);
}

static void make_stack_key(void) { pthread_key_create(&stack_key, release_stack); }

void payoff_faults_prepare_thread(void) {
  static _Thread_local int is_ready;
  if (is_ready) return;
  is_ready = 1;
  pthread_once(&stack_once, make_stack_key);
  void *memory = malloc(STACK_BYTES);
  if (memory == NULL) return;
  stack_t stack = {.ss_sp = memory, .ss_size = STACK_BYTES};
  if (sigaltstack(&stack, NULL) == 0) {
    pthread_setspecific(stack_key, memory);
  } else {
    free(memory);
  }
}

static uintptr_t stack_pointer(const void *context) {
#if defined(__x86_64__)
  return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
  return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.sp;
#else
  return 0;
#endif
}

int payoff_fault_is_of_stack(const void *info, const void *context) {
  const siginfo_t *signal = info;
  if (signal->si_signo != SIGSEGV && signal->si_signo != SIGBUS) return 0;
  uintptr_t address = (uintptr_t)signal->si_addr, pointer = stack_pointer(context);
  return pointer != 0 && (address > pointer ? address - pointer : pointer - address) < STACK_REACH;
}
