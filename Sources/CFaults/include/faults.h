#ifndef PAYOFF_FAULTS_H
#define PAYOFF_FAULTS_H

/// Whose code stopped the program.
typedef enum {
  /// It cannot be told, as where library and experiment are one file.
  PAYOFF_FAULT_UNKNOWN,
  /// The library's.
  PAYOFF_FAULT_LIBRARY,
  /// The program's that is linked to it: the experiment's.
  PAYOFF_FAULT_PROGRAM,
} payoff_fault;

/// Notes where library and program lie in memory, so that a signal handler need not ask the loader.
void payoff_faults_prepare(void);

/// In a signal handler, with what it was handed as its third argument: whose code the innermost frame is of, from where the
/// program was stopped, that is of library or program.
payoff_fault payoff_fault_origin(const void *_Nonnull context);

/// Gives the calling thread a stack of its own for handlers, once: a handler cannot run on a stack that is full.
void payoff_faults_prepare_thread(void);

/// In a signal handler, with what it was handed as its second and third argument: whether the program was stopped because its
/// stack is full, as by a function that calls itself without end.
int payoff_fault_is_of_stack(const void *_Nonnull info, const void *_Nonnull context);

#endif
