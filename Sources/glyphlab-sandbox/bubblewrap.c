#ifdef __linux__
#define _GNU_SOURCE
#include "plan.h"

#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { argument_count_max = 512 };

static char *arguments[argument_count_max];
static int argument_count;

static void add(const char *text) {
    if (argument_count + 1 >= argument_count_max) {
        errno = 0;
        refuse(stage_namespaces, "expected fewer arguments of the program", NULL);
    }
    arguments[argument_count++] = strdup(text);
    if (arguments[argument_count - 1] == NULL) refuse(stage_system, "memory for", "arguments");
}

static void add_two(const char *first, const char *second) {
    add(first);
    add(second);
}

static void add_three(const char *first, const char *second, const char *third) {
    add(first);
    add_two(second, third);
}

static void add_number(const char *name, long value) {
    char text[32];
    snprintf(text, sizeof text, "%ld", value);
    add_two(name, text);
}

// The runtime as it lies outside, also where /lib is a link to /usr/lib.
static void add_runtime(void) {
    for (int index = 0; runtime_folders[index] != NULL; index++) {
        const char *path = runtime_folders[index];
        struct stat facts;
        char target[PATH_MAX];
        if (lstat(path, &facts) != 0) continue;
        if (S_ISLNK(facts.st_mode)) {
            ssize_t length = readlink(path, target, sizeof target - 1);
            if (length <= 0) continue;
            target[length] = 0;
            add_three("--symlink", target, path);
        } else {
            add_three("--ro-bind", path, path);
        }
    }
    for (int index = 0; runtime_files[index] != NULL; index++) {
        const char *path = runtime_files[index];
        bool is_device = strncmp(path, "/dev/", 5) == 0;
        add_three(is_device ? "--dev-bind-try" : "--ro-bind-try", path, path);
    }
}

// Copies the folder of the Swift runtime, with which the package manager links every program.
static int note_runtime(struct dl_phdr_info *library, size_t size, void *folder) {
    (void)size;
    const char *name = strstr(library->dlpi_name, "/libswiftCore.so");
    if (name == NULL || name == library->dlpi_name) return 0;
    snprintf(folder, PATH_MAX, "%.*s", (int)(name - library->dlpi_name), library->dlpi_name);
    return 1;
}

// Shows the launcher, inside, the libraries that it was started with. The script's own environment
// does not name them.
static void add_libraries(void) {
    char folder[PATH_MAX] = "";
    dl_iterate_phdr(note_runtime, folder);
    if (folder[0] != '/') return;
    add_three("--ro-bind", folder, "/glyphlab-libraries");
    add_three("--setenv", "LD_LIBRARY_PATH", "/glyphlab-libraries");
}

// The namespaces, and a root of which nothing but the scratch folder can be written. The root that
// bubblewrap makes lies in memory without a bound, so it is sealed last.
static void add_namespaces(const struct plan *plan, int launcher) {
    // All tries for a namespace of users, which must be.
    add("--unshare-all");
    add("--unshare-user");
    add("--die-with-parent");
    add("--new-session");
    add("--clearenv");
    add_two("--uid", "1000");
    add_two("--gid", "1000");
    add_two("--hostname", "sandbox");
    add_runtime();
    add_number("--size", plan->scratch_bytes);
    add_two("--tmpfs", "/tmp");
    for (int index = 0; index < plan->folder_count; index++)
        add_three("--ro-bind", plan->folders[index].outside, plan->folders[index].inside);
    add_libraries();
    // The launcher as bytes: the script's user may not be able to reach its file.
    add_two("--perms", "0555");
    char descriptor[32];
    snprintf(descriptor, sizeof descriptor, "%d", launcher);
    add_three("--ro-bind-data", descriptor, "/glyphlab-sandbox");
    add_two("--remount-ro", "/");
}

// The launcher's own arguments inside, where the paths are others.
static void add_inner(const struct plan *plan, int report) {
    add("/glyphlab-sandbox");
    add_number("--inner", report);
    add_two("--level", "namespaces");
    add_number("--cpu-seconds", plan->cpu_seconds);
    add_number("--wall-seconds", plan->wall_seconds);
    add_number("--memory-bytes", plan->memory_bytes);
    add_number("--address-space-bytes", plan->address_space_bytes);
    add_number("--processes", plan->process_count);
    if (plan->process_baseline > 0) add_number("--process-baseline", plan->process_baseline);
    add_number("--descriptors", plan->descriptor_count);
    add_number("--file-bytes", plan->file_bytes);
    add_two("--start-folder", plan->start_folder);
    for (int index = 0; index < plan->folder_count; index++)
        add_three("--folder", plan->folders[index].inside, plan->folders[index].inside);
    for (int index = 0; index < plan->variable_count; index++)
        add_two("--variable", plan->variables[index]);
    add("--");
    for (int index = 0; plan->program[index] != NULL; index++) add(plan->program[index]);
}

// Replaces this process by bubblewrap, which starts the launcher again inside.
void become_bubblewrap(const struct plan *plan, int launcher, int report) {
    const char *const places[] = {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"};
    add("bwrap");
    add_namespaces(plan, launcher);
    add("--");
    add_inner(plan, report);
    arguments[argument_count] = NULL;
    char *nothing[] = {NULL};
    for (int index = 0; index < 3; index++) execve(places[index], arguments, nothing);
    refuse(stage_namespaces, "starting bubblewrap (the package bubblewrap)", NULL);
}
#endif
