// Facts about this process that the system tells C and not Swift, none of them through /proc.
#ifndef GLYPHLAB_PROCESS_H
#define GLYPHLAB_PROCESS_H

// How many arguments the process was started with; 0 where they are not known.
int glyphlab_argument_count(void);

// The bytes of one of them; NULL where there is none.
const char *glyphlab_argument(int index);

// The name by which the program was started, as the kernel had it; NULL where it is not known.
const char *glyphlab_program_name(void);

// How many processors this process may run on; 0 where the system does not say.
int glyphlab_processor_count(void);

// How many columns the terminal has that the descriptor leads to; 0 where it is none.
int glyphlab_terminal_columns(int descriptor);

// Tells the processor that a loop waits for another thread.
static inline void glyphlab_spin_hint(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

// Gives memory that was freed back to the system; does nothing where the system takes it anyhow.
void glyphlab_release_memory(void);

#endif
