#define _GNU_SOURCE
#include "include/process.h"

#include <stddef.h>
#include <sys/ioctl.h>
#include <termios.h>

#ifdef __APPLE__
#include <crt_externs.h>

int glyphlab_argument_count(void) { return *_NSGetArgc(); }

static char **arguments(void) { return *_NSGetArgv(); }

const char *glyphlab_program_name(void) { return NULL; }

int glyphlab_processor_count(void) { return 0; }
#else
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <sched.h>
#include <stdlib.h>
#include <sys/auxv.h>

static int count;
static char **vector;

// glibc hands the arguments of main to the functions of this section, before main is called.
static void keep(int argc, char **argv, char **environment) {
    (void)environment;
    count = argc;
    vector = argv;
}
__attribute__((section(".init_array"), used)) static void (*const keeper)(int, char **, char **) =
    keep;

int glyphlab_argument_count(void) { return count; }

static char **arguments(void) { return vector; }

const char *glyphlab_program_name(void) { return (const char *)getauxval(AT_EXECFN); }

int glyphlab_processor_count(void) {
    // The kernel refuses a set that is smaller than its own; none has more than 2^16 processors.
    for (int processors = 1024; processors <= 65536; processors *= 2) {
        cpu_set_t *set = CPU_ALLOC(processors);
        if (set == NULL) return 0;
        size_t bytes = CPU_ALLOC_SIZE(processors);
        int found = sched_getaffinity(0, bytes, set) == 0 ? CPU_COUNT_S(bytes, set) : 0;
        CPU_FREE(set);
        if (found > 0) return found;
    }
    return 0;
}
#endif

const char *glyphlab_argument(int index) {
    if (index < 0 || index >= glyphlab_argument_count()) return NULL;
    return arguments()[index];
}

int glyphlab_terminal_columns(int descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void glyphlab_release_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
