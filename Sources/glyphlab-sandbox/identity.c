#ifdef __linux__
#define _GNU_SOURCE
#include "plan.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// The folder of a process below /proc; 0 where the entry is none.
static pid_t process_number(const struct dirent *entry) {
    char *end = NULL;
    long number = strtol(entry->d_name, &end, 10);
    return *end == 0 && number > 0 ? (pid_t)number : 0;
}

// The tasks of a user, which is what the kernel counts against its limit; 0 without /proc.
long count_tasks(uid_t user) {
    DIR *processes = opendir("/proc");
    if (processes == NULL) return 0;
    long count = 0;
    struct dirent *entry;
    while ((entry = readdir(processes)) != NULL) {
        if (process_number(entry) == 0) continue;
        char path[64];
        struct stat facts;
        snprintf(path, sizeof path, "/proc/%.20s/task", entry->d_name);
        // A folder of n tasks has n + 2 names.
        if (stat(path, &facts) == 0 && facts.st_uid == user) count += (long)facts.st_nlink - 2;
    }
    closedir(processes);
    return count;
}

// Whether the file of users or groups names the number in its third field.
static bool is_listed(const char *path, unsigned id) {
    FILE *file = fopen(path, "re");
    if (file == NULL) return false;
    char line[1024], wanted[32];
    snprintf(wanted, sizeof wanted, "%u", id);
    bool found = false;
    while (!found && fgets(line, sizeof line, file) != NULL) {
        char *field = strchr(line, ':');
        field = field == NULL ? NULL : strchr(field + 1, ':');
        if (field == NULL) continue;
        field[1 + strcspn(field + 1, ":\n")] = 0;
        found = strcmp(field + 1, wanted) == 0;
    }
    fclose(file);
    return found;
}

// Whether this user namespace knows the number as user and group: the calls that set the ids for
// files take no other, and answer with the id before.
static bool is_known(unsigned id) {
    setfsuid(id);
    setfsgid(id);
    bool known = (unsigned)setfsuid((uid_t)-1) == id && (unsigned)setfsgid((gid_t)-1) == id;
    setfsuid(geteuid());
    setfsgid(getegid());
    return known;
}

static bool is_unused(unsigned id) {
    return is_known(id) && !is_listed("/etc/passwd", id) && !is_listed("/etc/group", id) &&
           count_tasks(id) == 0;
}

// Whether root here is root of the machine: in a user namespace that somebody made, it is another.
static bool is_machine_root(void) {
    FILE *map = fopen("/proc/self/uid_map", "re");
    if (map == NULL) return true;
    unsigned inside = 0, outside = 0;
    bool is_other = fscanf(map, "%u %u", &inside, &outside) == 2 && inside == 0 && outside != 0;
    fclose(map);
    return !is_other;
}

// A number that no user, group or process has: of a range that no system hands out, and this
// process's own number in it, so that two launchers never meet. A container may know only the
// numbers below 65,536. Where a user namespace knows none but one user's, he is root there and
// has no rights but his own outside: he is kept, as he is where he starts this himself.
struct identity choose_identity(void) {
    if (geteuid() != 0) return (struct identity){false, getuid(), getgid()};
    unsigned own = (unsigned)getpid();
    unsigned id = 1900000000u + own % 100000000u;
    bool knows_others = false;
    for (unsigned step = 0; step < 64; step++) {
        knows_others = knows_others || is_known(id);
        if (is_unused(id)) return (struct identity){true, id, id};
        id = 40000u + (own + step) % 20000u;
    }
    if (!knows_others && !is_machine_root()) return (struct identity){false, 0, 0};
    errno = 0;
    refuse(stage_identity, "expected an unused id of a user, found none", NULL);
}

// Gives up the identity of root for good.
void take_identity(struct identity identity) {
    if (!identity.is_dropped) return;
    if (setgroups(0, NULL) != 0) refuse(stage_identity, "giving up the groups", NULL);
    if (setresgid(identity.group, identity.group, identity.group) != 0)
        refuse(stage_identity, "taking the group", NULL);
    if (setresuid(identity.user, identity.user, identity.user) != 0)
        refuse(stage_identity, "taking the user", NULL);
    uid_t users[3];
    gid_t own[3];
    bool is_taken = getresuid(&users[0], &users[1], &users[2]) == 0 &&
                    getresgid(&own[0], &own[1], &own[2]) == 0;
    for (int index = 0; index < 3; index++)
        is_taken = is_taken && users[index] == identity.user && own[index] == identity.group;
    if (!is_taken || setuid(0) == 0) {
        errno = 0;
        refuse(stage_identity, "the identity of root came back", NULL);
    }
}

// Ends every process of the identity, at once: one of its own may signal all the others.
void end_all_of(struct identity identity) {
    if (!identity.is_dropped) return;
    pid_t child = fork();
    if (child == 0) {
        if (setresuid(identity.user, identity.user, identity.user) == 0) kill(-1, SIGKILL);
        _exit(0);
    }
    if (child > 0) waitpid(child, NULL, 0);
}
#endif
