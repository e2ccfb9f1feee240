#ifdef __linux__
#define _GNU_SOURCE
#include "plan.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// The processes of bubblewrap and the inner monitor, which count in the group's limit.
enum { own_process_count = 3 };

static bool write_text(const char *folder, const char *name, const char *text) {
    char path[640];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return false;
    bool is_written = write(file, text, strlen(text)) == (ssize_t)strlen(text);
    close(file);
    return is_written;
}

static bool write_number(const char *folder, const char *name, long value) {
    char text[32];
    snprintf(text, sizeof text, "%ld", value);
    return write_text(folder, name, text);
}

static bool read_text(const char *folder, const char *name, char *text, size_t size) {
    char path[640];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    ssize_t count = read(file, text, size - 1);
    close(file);
    text[count < 0 ? 0 : count] = 0;
    return count >= 0;
}

static bool has_word(const char *text, const char *word, const char *separators) {
    size_t length = strlen(word);
    for (const char *found = strstr(text, word); found != NULL; found = strstr(found + 1, word)) {
        bool begins = found == text || strchr(separators, found[-1]) != NULL;
        if (begins && (found[length] == 0 || strchr(separators, found[length]) != NULL))
            return true;
    }
    return false;
}

// Where a hierarchy is mounted; `controller` is NULL for version 2.
static bool find_mount(const char *controller, char *path, size_t size) {
    FILE *mounts = fopen("/proc/self/mounts", "re");
    if (mounts == NULL) return false;
    char line[2048], place[512], kind[32], options[512];
    bool found = false;
    while (!found && fgets(line, sizeof line, mounts) != NULL) {
        if (sscanf(line, "%*s %511s %31s %511s", place, kind, options) != 3) continue;
        found = controller == NULL
                    ? strcmp(kind, "cgroup2") == 0
                    : strcmp(kind, "cgroup") == 0 && has_word(options, controller, ",");
    }
    fclose(mounts);
    if (found) snprintf(path, size, "%s", place);
    return found;
}

// This process's own group in a hierarchy, from / on.
static bool find_own_group(const char *controller, char *path, size_t size) {
    FILE *groups = fopen("/proc/self/cgroup", "re");
    if (groups == NULL) return false;
    char line[1024];
    bool found = false;
    while (!found && fgets(line, sizeof line, groups) != NULL) {
        char *controllers = strchr(line, ':');
        char *place = controllers == NULL ? NULL : strchr(controllers + 1, ':');
        if (place == NULL) continue;
        *place = 0;
        found = controller == NULL ? controllers[1] == 0
                                   : has_word(controllers + 1, controller, ",");
        place[1 + strcspn(place + 1, "\n")] = 0;
        if (found) snprintf(path, size, "%s", place + 1);
    }
    fclose(groups);
    return found;
}

// Makes a folder for this launcher below `parent`. One of the same name is left over from a
// launcher that was killed.
static bool make_below(const char *parent, struct control_group *group) {
    char *folder = group->folders[group->folder_count];
    int length = snprintf(
        folder, sizeof group->folders[0], "%s/glyphlab-sandbox-%d", parent, (int)getpid());
    if (length >= (int)sizeof group->folders[0]) return false;
    rmdir(folder);
    if (mkdir(folder, 0755) != 0) return false;
    group->folder_count += 1;
    return true;
}

// The group of this process in a hierarchy, or the hierarchy's own where that is not to be seen.
static bool find_parent(const char *controller, char *path, size_t size) {
    char mount[512], own[512];
    if (!find_mount(controller, mount, sizeof mount)) return false;
    if (!find_own_group(controller, own, sizeof own)) return false;
    snprintf(path, size, "%s%s", mount, strcmp(own, "/") == 0 ? "" : own);
    struct stat facts;
    if (stat(path, &facts) != 0) snprintf(path, size, "%s", mount);
    return true;
}

static bool make_first_version(const struct plan *plan, struct control_group *group) {
    char parent[1024];
    if (!find_parent("pids", parent, sizeof parent) || !make_below(parent, group)) return false;
    if (!write_number(group->folders[0], "pids.max", plan->process_count + own_process_count))
        return false;
    if (!find_parent("memory", parent, sizeof parent) || !make_below(parent, group)) return false;
    const char *folder = group->folders[1];
    if (!write_number(folder, "memory.limit_in_bytes", plan->memory_bytes)) return false;
    // Only where the kernel counts swap; without swap it does not matter.
    write_number(folder, "memory.memsw.limit_in_bytes", plan->memory_bytes);
    group->kind = groups_v1;
    return true;
}

// Version 2 gives a group's children controllers only where the group has no process itself: the
// first one on the way up that does.
static bool make_second_version(const struct plan *plan, struct control_group *group) {
    char parent[1024], mount[512], enabled[512];
    if (!find_mount(NULL, mount, sizeof mount)) return false;
    if (!find_parent(NULL, parent, sizeof parent)) return false;
    for (;;) {
        write_text(parent, "cgroup.subtree_control", "+memory +pids");
        if (read_text(parent, "cgroup.subtree_control", enabled, sizeof enabled) &&
            has_word(enabled, "memory", " \n") && has_word(enabled, "pids", " \n"))
            break;
        char *last = strrchr(parent, '/');
        if (strlen(parent) <= strlen(mount) || last == NULL) return false;
        *last = 0;
    }
    if (!make_below(parent, group)) return false;
    const char *folder = group->folders[0];
    write_number(folder, "memory.swap.max", 0);
    group->kind = groups_v2;
    return write_number(folder, "memory.max", plan->memory_bytes) &&
           write_number(folder, "pids.max", plan->process_count + own_process_count);
}

// Makes the group that the plan asks for; any group is none where this process may make none.
void make_control_group(const struct plan *plan, struct control_group *group) {
    *group = (struct control_group){.kind = groups_none};
    if (plan->groups == groups_none) return;
    if (geteuid() == 0) {
        if (plan->groups != groups_v1 && make_second_version(plan, group)) return;
        remove_control_group(group);
        if (plan->groups != groups_v2 && make_first_version(plan, group)) return;
        remove_control_group(group);
    }
    if (plan->groups == groups_any) return;
    refuse(stage_control_group, "making the control group", NULL);
}

void enter_control_group(const struct control_group *group) {
    for (int index = 0; index < group->folder_count; index++)
        if (!write_text(group->folders[index], "cgroup.procs", "0"))
            refuse(stage_control_group, "entering", group->folders[index]);
}

// Ends all processes of the group.
void end_control_group(const struct control_group *group) {
    if (group->folder_count == 0) return;
    if (group->kind == groups_v2 && write_text(group->folders[0], "cgroup.kill", "1")) return;
    char path[640];
    snprintf(path, sizeof path, "%s/cgroup.procs", group->folders[0]);
    FILE *processes = fopen(path, "re");
    if (processes == NULL) return;
    char line[32];
    while (fgets(line, sizeof line, processes) != NULL) {
        long process = strtol(line, NULL, 10);
        if (process > 1) kill((pid_t)process, SIGKILL);
    }
    fclose(processes);
}

// How many processes of the group the kernel ended for want of memory.
long memory_kills(const struct control_group *group) {
    if (group->kind == groups_none) return 0;
    bool is_second = group->kind == groups_v2;
    char text[1024];
    if (!read_text(
            group->folders[is_second ? 0 : 1], is_second ? "memory.events" : "memory.oom_control",
            text, sizeof text))
        return 0;
    const char *found = strstr(text, "oom_kill ");
    return found == NULL ? 0 : strtol(found + strlen("oom_kill "), NULL, 10);
}

// Removes the folders; the kernel frees a group a moment after its last process.
void remove_control_group(struct control_group *group) {
    for (int index = 0; index < group->folder_count; index++) {
        for (int attempt = 0; attempt < 500; attempt++) {
            if (rmdir(group->folders[index]) == 0 || errno != EBUSY) break;
            nanosleep(&(struct timespec){0, 2000000}, NULL);
        }
    }
    *group = (struct control_group){.kind = groups_none};
}
#endif
