#ifdef __linux__
#define _GNU_SOURCE
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

long milliseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Whether the first process has ended, and how. It is not reaped, so that its number, and its
// group's, stay its own; adopted ones that ended are.
bool tree_first_has_ended(const struct tree *tree, int *status, struct rusage *usage) {
    siginfo_t found;
    for (;;) {
        memset(&found, 0, sizeof found);
        // The C library's function leaves out the use of the processor.
        if (syscall(SYS_waitid, P_ALL, 0, &found, WEXITED | WNOHANG | WNOWAIT, usage) != 0 ||
            found.si_pid == 0)
            return false;
        if (found.si_pid == tree->first) break;
        waitpid(found.si_pid, NULL, WNOHANG);
    }
    *status = found.si_code == CLD_EXITED ? (found.si_status & 0xFF) << 8 : found.si_status & 0x7F;
    return true;
}

// The parent of a process, by the fourth field of its line; the second may hold anything.
static pid_t parent_of(const char *process) {
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%.20s/stat", process);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return 0;
    text[count] = 0;
    const char *end = strrchr(text, ')');
    int parent = 0;
    return end != NULL && sscanf(end + 1, " %*c %d", &parent) == 1 ? parent : 0;
}

static void end_children(void) {
    DIR *processes = opendir("/proc");
    if (processes == NULL) return;
    struct dirent *entry;
    while ((entry = readdir(processes)) != NULL) {
        long process = strtol(entry->d_name, NULL, 10);
        if (process > 1 && parent_of(entry->d_name) == getpid()) kill((pid_t)process, SIGKILL);
    }
    closedir(processes);
}

// Ends the first process and all that came of it. In a pid namespace the kernel does it once its
// first process ends; elsewhere the group, the identity, the control group, and then one generation
// of adopted children after the other.
//
// True where none is left; false after five seconds, which only a process within the kernel lasts.
bool end_tree(
    const struct tree *tree, struct identity identity, const struct control_group *group) {
    long end = milliseconds_now() + 5000;
    // The first process is not reaped yet, so that these numbers are nobody else's.
    if (tree->owns_session) kill(-tree->first, SIGKILL);
    kill(tree->first, SIGKILL);
    for (int round = 0;; round++) {
        end_control_group(group);
        if (tree->owns_session) end_all_of(identity);
        if (round > 0) end_children();
        for (int attempt = 0; attempt < 20; attempt++) {
            pid_t reaped;
            do {
                reaped = waitpid(-1, NULL, WNOHANG);
            } while (reaped > 0 && reaped != tree->first);
            if (reaped < 0 && errno == ECHILD) return true;
            if (reaped == 0) nanosleep(&(struct timespec){0, 200000}, NULL);
        }
        if (milliseconds_now() > end) return false;
    }
}
#endif
