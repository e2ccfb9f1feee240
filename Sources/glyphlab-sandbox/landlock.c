#ifdef __linux__
#define _GNU_SOURCE
#include "plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's numbers, since the headers of older systems lack the newer ones. They are the same
// on every processor.
enum { call_create_ruleset = 444, call_add_rule = 445, call_restrict_self = 446 };

struct ruleset {
    uint64_t files;   // version 1
    uint64_t network; // version 4
    uint64_t scopes;  // version 6
};

struct path_rule {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

static const uint64_t execute = 1 << 0, write_file = 1 << 1, read_file = 1 << 2,
                      read_folder = 1 << 3, make_device = 1 << 6 | 1 << 11, make_socket = 1 << 9,
                      refer = 1 << 13, truncation = 1 << 14, device_calls = 1 << 15;
static const uint64_t first_version = (1 << 13) - 1;

const char *const runtime_folders[] = {"/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin",
                                       "/sbin", "/etc/alternatives", NULL};
const char *const runtime_files[] = {"/etc/ld.so.cache", "/dev/null", "/dev/zero", "/dev/urandom",
                                     NULL};

// The version of Landlock that this kernel has; 0 where it has none.
int landlock_version(void) {
    long version = syscall(call_create_ruleset, NULL, 0, 1);
    return version < 0 ? 0 : (int)version;
}

static void allow(int ruleset, const char *path, uint64_t allowed, bool must_be_there) {
    int parent = open(path, O_PATH | O_CLOEXEC);
    if (parent < 0) {
        if (!must_be_there) return;
        refuse(stage_landlock, "opening", path);
    }
    struct stat facts;
    if (fstat(parent, &facts) != 0) refuse(stage_landlock, "asking about", path);
    // A rule for a file may not speak of folders.
    if (!S_ISDIR(facts.st_mode)) allowed &= execute | write_file | read_file | truncation;
    struct path_rule rule = {allowed, parent};
    if (syscall(call_add_rule, ruleset, 1, &rule, 0) != 0)
        refuse(stage_landlock, "allowing", path);
    close(parent);
}

// Lets this process read and run the runtime and the given folders, and write the scratch folder
// and /dev/null; nothing else, also not what it may by its user's rights.
void restrict_files(const struct plan *plan) {
    int version = landlock_version();
    if (version == 0) {
        // Namespaces alone hide all files; without them there is nothing else that does.
        if (plan->level == level_namespaces) return;
        errno = 0;
        refuse(stage_landlock, "this kernel has no Landlock", NULL);
    }
    uint64_t files = first_version;
    if (version >= 2) files |= refer;
    if (version >= 3) files |= truncation;
    if (version >= 5) files |= device_calls;
    struct ruleset set = {files, version >= 4 ? 3 : 0, version >= 6 ? 3 : 0};
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int ruleset = (int)syscall(call_create_ruleset, &set, size, 0);
    if (ruleset < 0) refuse(stage_landlock, "making the ruleset", NULL);
    const uint64_t reading = execute | read_file | read_folder;
    for (int index = 0; runtime_folders[index] != NULL; index++)
        allow(ruleset, runtime_folders[index], reading, false);
    for (int index = 0; runtime_files[index] != NULL; index++) {
        bool is_null = strcmp(runtime_files[index], "/dev/null") == 0;
        uint64_t writing = is_null ? write_file | (files & truncation) : 0;
        allow(ruleset, runtime_files[index], read_file | writing, false);
    }
    bool is_hidden = plan->level == level_namespaces;
    for (int index = 0; index < plan->folder_count; index++) {
        struct folder folder = plan->folders[index];
        allow(ruleset, is_hidden ? folder.inside : folder.outside, reading, true);
    }
    if (is_hidden) allow(ruleset, "/tmp", files & ~(make_device | make_socket), true);
    if (syscall(call_restrict_self, ruleset, 0) != 0)
        refuse(stage_landlock, "restricting the process", NULL);
    close(ruleset);
}
#endif
