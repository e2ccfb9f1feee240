#ifdef __linux__
#define _GNU_SOURCE
#include "plan.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

enum { code_late = 124, code_stopped = 125 };

struct run {
    const struct plan *plan;
    struct identity identity;
    struct control_group group;
    struct tree tree;
    int launcher; // This program's file, for bubblewrap.
    int report[2]; // The pipe from the inner monitor.
    int signals;
    char outcome[1200]; // The line on the end, empty while there is none.
    int code;
};

// MARK: Saying

static void tell(const struct run *run, const char *line) {
    if (run->plan->control >= 0) send_line(run->plan->control, line);
}

static void tell_fact(const struct run *run, const char *name, const char *value) {
    char line[256];
    snprintf(line, sizeof line, "fact %s %s\n", name, value);
    tell(run, line);
}

static void tell_facts(const struct run *run) {
    const char *const groups[] = {"none", "none", "v1", "v2"};
    char version[32];
    snprintf(version, sizeof version, "%d", landlock_version());
    tell_fact(run, "landlock", version);
    tell_fact(run, "control-group", groups[run->group.kind]);
    tell_fact(run, "identity", run->identity.is_dropped ? "dropped" : "kept");
}

static void conclude(struct run *run, int code, const char *line) {
    if (run->outcome[0] != 0) return;
    snprintf(run->outcome, sizeof run->outcome, "%s", line);
    run->code = code;
}

// "exited CODE MILLISECONDS" or "signal NUMBER MILLISECONDS", with the CPU time.
static void describe_end(int status, const struct rusage *usage, char *line, size_t size) {
    long milliseconds = (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000 +
                        (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1000;
    if (WIFSIGNALED(status))
        snprintf(line, size, "signal %d %ld\n", WTERMSIG(status), milliseconds);
    else
        snprintf(line, size, "exited %d %ld\n", WEXITSTATUS(status), milliseconds);
}

static int code_of(const char *line) {
    int number = 0;
    if (sscanf(line, "exited %d", &number) == 1) return number;
    if (sscanf(line, "signal %d", &number) == 1) return 128 + number;
    if (sscanf(line, "refused %d", &number) == 1) return number;
    return stage_system;
}

// MARK: Starting

// Forks a process that becomes another program, and waits until it has. Where a step refuses, its
// line is in `refusal`, which is empty else.
static pid_t start(void (*become)(struct run *), struct run *run, char *refusal, size_t size) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) refuse(stage_system, "making a pipe", NULL);
    pid_t parent = getpid(), child = fork();
    if (child < 0) refuse(stage_system, "forking", NULL);
    if (child == 0) {
        report_to(ends[1]);
        close(ends[0]);
        if (!run->plan->is_inner) {
            enter_control_group(&run->group);
            take_identity(run->identity);
        }
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) refuse(stage_session, "binding", NULL);
        if (getppid() != parent) _exit(stage_system);
        become(run);
    }
    close(ends[1]);
    size_t count = 0;
    while (count < size - 1) {
        ssize_t got = read(ends[0], refusal + count, size - 1 - count);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        count += (size_t)got;
    }
    refusal[count] = 0;
    close(ends[0]);
    return child;
}

static void become_script_of(struct run *run) { become_script(run->plan); }

static void become_bubblewrap_of(struct run *run) {
    int report = fcntl(run->report[1], F_DUPFD, 3);
    int launcher = fcntl(run->launcher, F_DUPFD, 3);
    if (report < 0 || launcher < 0) refuse(stage_descriptors, "copying", NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    become_bubblewrap(run->plan, launcher, report);
}

// Inside bubblewrap: starts the script, waits for its end and tells both. The script shares this
// process's user; Landlock's scopes or the filter keep its signals away, and being undumpable its
// eyes.
int monitor(const struct plan *plan) {
    struct run run = {.plan = plan};
    char line[1200];
    report_to(plan->report);
    prctl(PR_SET_DUMPABLE, 0);
    close_all_but(&plan->report, 1);
    fcntl(plan->report, F_SETFD, FD_CLOEXEC);
    pid_t script = start(become_script_of, &run, line, sizeof line);
    send_line(plan->report, line[0] == 0 ? "started\n" : line);
    int status = 0;
    struct rusage usage = {0};
    while (wait4(script, &status, 0, &usage) < 0 && errno == EINTR) {}
    if (line[0] != 0) return stage_namespaces;
    describe_end(status, &usage, line, sizeof line);
    send_line(plan->report, line);
    return 0;
}

// MARK: Waiting

// Takes the lines of the inner monitor that are there.
static void take_report(struct run *run) {
    char text[2048];
    ssize_t count = read(run->report[0], text, sizeof text - 1);
    if (count <= 0) return;
    text[count] = 0;
    char *rest = NULL;
    char *word = strtok_r(text, "\n", &rest);
    for (; word != NULL; word = strtok_r(NULL, "\n", &rest)) {
        char line[1200];
        snprintf(line, sizeof line, "%s\n", word);
        if (strcmp(word, "started") == 0)
            tell(run, line);
        else
            conclude(run, code_of(line), line);
    }
}

// Looks after children that ended. The first one's end is the script's; or, of bubblewrap, a
// refusal where the inner monitor has said nothing.
static void take_ends(struct run *run) {
    struct signalfd_siginfo information;
    while (read(run->signals, &information, sizeof information) > 0) {}
    int status = 0;
    struct rusage usage = {0};
    if (!tree_first_has_ended(&run->tree, &status, &usage)) return;
    char line[1200];
    if (run->plan->level == level_namespaces) {
        take_report(run);
        if (WIFSIGNALED(status) || WEXITSTATUS(status) > 128)
            describe_end(WIFSIGNALED(status) ? status : WEXITSTATUS(status) - 128, &usage, line,
                         sizeof line);
        else
            snprintf(line, sizeof line,
                     "refused %d bubblewrap ended with code %d before the program began\n",
                     (int)stage_namespaces, WEXITSTATUS(status));
    } else {
        describe_end(status, &usage, line, sizeof line);
    }
    conclude(run, code_of(line), line);
}

static void wait_for_end(struct run *run) {
    bool has_report = run->plan->level == level_namespaces;
    struct pollfd requests[3] = {
        {run->plan->control, POLLIN, 0},
        {run->signals, POLLIN, 0},
        {has_report ? run->report[0] : -1, POLLIN, 0},
    };
    long end = milliseconds_now() + run->plan->wall_seconds * 1000;
    while (run->outcome[0] == 0) {
        long left = end - milliseconds_now();
        if (left <= 0) {
            conclude(run, code_late, "late\n");
            return;
        }
        if (poll(requests, 3, left > 1000000 ? 1000000 : (int)left) < 0 && errno != EINTR)
            refuse(stage_system, "waiting", NULL);
        if (requests[2].revents & POLLIN) take_report(run);
        else if (requests[2].revents != 0) requests[2].fd = -1;
        if (requests[1].revents != 0) take_ends(run);
        // Any word of the caller's, and its going away, means the end.
        if (requests[0].revents != 0) conclude(run, code_stopped, "stopped\n");
    }
}

// MARK: The whole

static void prepare(struct run *run) {
    const struct plan *plan = run->plan;
    close_all_but(&plan->control, plan->control < 0 ? 0 : 1);
    if (plan->control >= 0 && fcntl(plan->control, F_SETFD, FD_CLOEXEC) != 0)
        refuse(stage_descriptors, "finding the control socket", NULL);
    // A terminal's signals are the caller's affair: it says when this is to end.
    setsid();
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    signal(SIGPIPE, SIG_IGN);
    sigset_t awaited;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    run->signals = signalfd(-1, &awaited, SFD_CLOEXEC | SFD_NONBLOCK);
    if (run->signals < 0) refuse(stage_system, "awaiting signals", NULL);
    // Processes whose parents have ended become this one's children and are found.
    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
        refuse(stage_system, "adopting processes", NULL);
    run->launcher = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (plan->level == level_namespaces && run->launcher < 0)
        refuse(stage_namespaces, "opening", "/proc/self/exe");
    if (pipe2(run->report, O_CLOEXEC) != 0) refuse(stage_system, "making a pipe", NULL);
}

// The tasks that the kernel counts for the script's user and that are not its own. Since Linux
// 5.14 a user namespace counts for itself: bubblewrap's first process and the monitor.
static long baseline(const struct run *run) {
    long others = run->identity.is_dropped ? 0 : count_tasks(run->identity.user);
    if (run->plan->level != level_namespaces) return others;
    struct utsname system;
    int major = 0, minor = 0;
    if (uname(&system) == 0) sscanf(system.release, "%d.%d", &major, &minor);
    bool counts_apart = major > 5 || (major == 5 && minor >= 14);
    return counts_apart ? 2 : others + 3;
}

// Ends all, says how it ended, and what could not be ended.
static int finish(struct run *run) {
    bool all_gone = end_tree(&run->tree, run->identity, &run->group);
    char line[64];
    snprintf(line, sizeof line, "memory-kills %ld\n", memory_kills(&run->group));
    remove_control_group(&run->group);
    tell(run, line);
    tell(run, run->outcome);
    tell(run, all_gone ? "gone\n" : "left\n");
    if (run->code >= stage_arguments && run->code <= stage_system &&
        strncmp(run->outcome, "refused", 7) == 0) {
        send_line(2, "glyphlab-sandbox: ");
        send_line(2, run->outcome);
    }
    return run->code;
}

int supervise(const struct plan *given) {
    struct plan plan = *given;
    struct run run = {.plan = &plan};
    if (plan.control >= 0) report_to(plan.control);
    prepare(&run);
    run.identity = choose_identity();
    plan.process_baseline = baseline(&run);
    make_control_group(&plan, &run.group);
    tell_facts(&run);
    char refusal[1200];
    bool has_namespaces = plan.level == level_namespaces;
    run.tree.first = start(
        has_namespaces ? become_bubblewrap_of : become_script_of, &run, refusal, sizeof refusal);
    run.tree.owns_session = !has_namespaces;
    close(run.report[1]);
    if (refusal[0] != 0)
        conclude(&run, code_of(refusal), refusal);
    else if (!has_namespaces)
        tell(&run, "started\n");
    wait_for_end(&run);
    return finish(&run);
}
#endif
