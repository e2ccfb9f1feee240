#ifdef __linux__
#define _GNU_SOURCE
#include "plan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool is_kept(int descriptor, const int *kept, int count) {
    for (int index = 0; index < count; index++)
        if (kept[index] == descriptor) return true;
    return false;
}

// Closes all descriptors from 3 on but those that are kept.
void close_all_but(const int *kept, int count) {
    int last = 2;
    for (;;) {
        // The next one that is kept.
        int next = -1;
        for (int index = 0; index < count; index++)
            if (kept[index] > last && (next < 0 || kept[index] < next)) next = kept[index];
        unsigned to = next < 0 ? ~0u : (unsigned)next - 1;
        if ((unsigned)last + 1 <= to && syscall(436, (unsigned)last + 1, to, 0) != 0) break;
        if (next < 0) return;
        last = next;
    }
    // Kernels before 5.9 have no close_range.
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) refuse(stage_descriptors, "counting", NULL);
    int end = limit.rlim_max > 1 << 20 ? 1 << 20 : (int)limit.rlim_max;
    for (int descriptor = 3; descriptor < end; descriptor++)
        if (!is_kept(descriptor, kept, count)) close(descriptor);
}

// Sets the three standard descriptors' neighbours to close at the start of the program.
static void close_later(void) {
    // close_range with the flag that marks; the report of a failure needs its pipe until then.
    if (syscall(436, 3u, ~0u, 4u) == 0) return;
    for (int descriptor = 3; descriptor < 1024; descriptor++)
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

static void limit(int which, const char *name, long soft, long hard) {
    struct rlimit old;
    if (getrlimit(which, &old) != 0) refuse(stage_limits, "reading the limit of", name);
    // A caller's own limit that is lower stays.
    struct rlimit new = {(rlim_t)soft, (rlim_t)hard};
    if (new.rlim_max > old.rlim_max) new.rlim_max = old.rlim_max;
    if (new.rlim_cur > new.rlim_max) new.rlim_cur = new.rlim_max;
    if (setrlimit(which, &new) != 0) refuse(stage_limits, "setting the limit of", name);
}

static void set_limits(const struct plan *plan) {
    // The signal of the soft limit comes only where the hard one lies above it.
    limit(RLIMIT_CPU, "CPU time", plan->cpu_seconds, plan->cpu_seconds + 1);
    limit(RLIMIT_AS, "address space", plan->address_space_bytes, plan->address_space_bytes);
    limit(RLIMIT_FSIZE, "file sizes", plan->file_bytes, plan->file_bytes);
    limit(RLIMIT_NOFILE, "descriptors", plan->descriptor_count, plan->descriptor_count);
    limit(RLIMIT_CORE, "core files", 0, 0);
    limit(RLIMIT_MEMLOCK, "locked memory", 0, 0);
    limit(RLIMIT_MSGQUEUE, "message queues", 0, 0);
    long processes = plan->process_baseline + plan->process_count;
    limit(RLIMIT_NPROC, "processes", processes, processes);
}

// Gives up every capability that a caller other than root may have, and the way to new ones.
static void give_up_privileges(void) {
    struct {
        unsigned version;
        int process;
    } header = {0x20080522, 0};
    struct {
        unsigned effective, permitted, inheritable;
    } none[2] = {{0, 0, 0}, {0, 0, 0}};
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (syscall(SYS_capset, &header, none) != 0)
        refuse(stage_privileges, "giving up capabilities", NULL);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        refuse(stage_privileges, "barring new privileges", NULL);
}

static void reset_signals(void) {
    sigset_t none;
    sigemptyset(&none);
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// Restricts this process step by step and becomes the script. The parent has forked it for this.
void become_script(const struct plan *plan) {
    close_later();
    reset_signals();
    umask(077);
    if (setsid() < 0) refuse(stage_session, "beginning a session", NULL);
    if (chdir(plan->start_folder) != 0) refuse(stage_folder, "entering", plan->start_folder);
    set_limits(plan);
    give_up_privileges();
    if (plan->level >= level_landlock) {
        restrict_files(plan);
        restrict_calls();
    }
    execve(plan->program[0], plan->program, plan->variables);
    refuse(stage_program, "starting", plan->program[0]);
}
#endif
