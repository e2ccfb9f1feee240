#ifdef __linux__
#define _GNU_SOURCE
#include "plan.h"

#include "calls.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
enum { this_processor = AUDIT_ARCH_X86_64 };
#elif defined(__aarch64__)
enum { this_processor = AUDIT_ARCH_AARCH64 };
#else
enum { this_processor = 0 };
#endif

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000U
#endif

enum { step_count_max = 1024 };

struct program {
    struct sock_filter steps[step_count_max];
    unsigned short count;
};

static void add(struct program *program, uint16_t code, uint32_t value, uint8_t yes, uint8_t no) {
    if (program->count == step_count_max) {
        errno = 0;
        refuse(stage_filter, "the filter is too long", NULL);
    }
    program->steps[program->count++] = (struct sock_filter){code, yes, no, value};
}

static void answer(struct program *program, uint32_t value) {
    add(program, BPF_RET | BPF_K, value, 0, 0);
}

static void load(struct program *program, size_t offset) {
    add(program, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

// The lower half of an argument, which is all that the kernel reads of those that are asked for.
static void load_argument(struct program *program, int index) {
    load(program, offsetof(struct seccomp_data, args) + (size_t)index * 8);
}

// One answer for each call of a list.
static void answer_all(struct program *program, const int *calls, size_t count, uint32_t value) {
    for (size_t index = 0; index < count; index++) {
        add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)calls[index], 0, 1);
        answer(program, value);
    }
}

// A call that is allowed where an argument is one of the values, and else fails with the error.
static void allow_values(
    struct program *program, int call, int argument, const uint32_t *values, size_t count,
    uint32_t error) {
    add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, (uint8_t)(2 + 2 * count));
    load_argument(program, argument);
    for (size_t index = 0; index < count; index++) {
        add(program, BPF_JMP | BPF_JEQ | BPF_K, values[index], 0, 1);
        answer(program, SECCOMP_RET_ALLOW);
    }
    answer(program, SECCOMP_RET_ERRNO | error);
}

// New processes and threads, in the namespaces and below the parent that their maker has.
static void allow_clone(struct program *program) {
    const uint32_t barred = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                            CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP | CLONE_PARENT |
                            CLONE_PTRACE;
    add(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)SYS_clone, 0, 4);
    load_argument(program, 0);
    add(program, BPF_JMP | BPF_JSET | BPF_K, barred, 0, 1);
    answer(program, SECCOMP_RET_ERRNO | EPERM);
    answer(program, SECCOMP_RET_ALLOW);
}

// Signals to others: where Landlock does not keep them within the script's tree, a process may
// signal only itself and its group, as its first process is.
static void allow_signals(struct program *program) {
    if (landlock_version() >= 6) {
        const int all[] = {SYS_kill, SYS_tgkill, SYS_tkill};
        answer_all(program, all, 3, SECCOMP_RET_ALLOW);
        return;
    }
    const uint32_t own[] = {(uint32_t)getpid(), 0};
    allow_values(program, SYS_kill, 0, own, 2, EPERM);
    allow_values(program, SYS_tgkill, 0, own, 1, EPERM);
}

static void allow_by_argument(struct program *program) {
    // Asking about a terminal that is none, and marks on descriptors; no TIOCSTI, no devices.
    const uint32_t devices[] = {0x5401 /* TCGETS */, 0x5413 /* TIOCGWINSZ */,
                                0x541B /* FIONREAD */, 0x5421 /* FIONBIO */,
                                0x5450 /* FIONCLEX */, 0x5451 /* FIOCLEX */};
    allow_values(program, SYS_ioctl, 1, devices, 6, ENOTTY);
    // Marks and copies of descriptors; no locks, no signals about them, no larger pipes.
    const uint32_t marks[] = {0 /* F_DUPFD */, 1 /* F_GETFD */, 2 /* F_SETFD */, 3 /* F_GETFL */,
                              4 /* F_SETFL */, 1030 /* F_DUPFD_CLOEXEC */};
    allow_values(program, SYS_fcntl, 1, marks, 6, EPERM);
    const uint32_t names[] = {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE,
                              PR_GET_NO_NEW_PRIVS, 0x53564d41 /* PR_SET_VMA */};
    allow_values(program, SYS_prctl, 0, names, 5, EPERM);
    const uint32_t own[] = {0, (uint32_t)getpid()};
    allow_values(program, SYS_prlimit64, 0, own, 2, EPERM);
    allow_clone(program);
    allow_signals(program);
}

// Restricts this process, and all that it starts, to the calls of a list. Calls of another
// processor's kind end the process; a call that is in no list is one that this kernel has not got.
void restrict_calls(void) {
    errno = 0;
    if (this_processor == 0) refuse(stage_filter, "no filter for this kind of processor", NULL);
    static struct program program;
    load(&program, offsetof(struct seccomp_data, arch));
    add(&program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)this_processor, 1, 0);
    answer(&program, SECCOMP_RET_KILL_PROCESS);
    load(&program, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
    // The numbers of x32, which the check of the processor lets pass.
    add(&program, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    answer(&program, SECCOMP_RET_KILL_PROCESS);
#endif
    answer_all(
        &program, allowed_calls, sizeof allowed_calls / sizeof *allowed_calls, SECCOMP_RET_ALLOW);
    allow_by_argument(&program);
    answer_all(
        &program, barred_calls, sizeof barred_calls / sizeof *barred_calls,
        SECCOMP_RET_ERRNO | EPERM);
    answer(&program, SECCOMP_RET_ERRNO | ENOSYS);
    struct sock_fprog filter = {program.count, program.steps};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        refuse(stage_filter, "setting the filter", NULL);
}
#endif
