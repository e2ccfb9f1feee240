// What the launcher of a stranger's process is asked to do, and the steps that do it.
//
//   supervisor ── bubblewrap ── inner monitor ── the script        (level namespaces)
//   supervisor ── the script                                       (levels landlock and limits)
//
// The supervisor stays outside, with the rights of its caller: it makes the control group, waits,
// keeps the wall clock, and ends the whole tree. A step that fails refuses; nothing runs weaker.
#ifndef GLYPHLAB_SANDBOX_PLAN_H
#define GLYPHLAB_SANDBOX_PLAN_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

// The levels of isolation, the weakest first.
enum level { level_limits, level_landlock, level_namespaces };

// The kinds of control groups: of the caller's wish, and of what was made.
enum groups { groups_any, groups_none, groups_v1, groups_v2 };

// The steps that can refuse; each one is the exit code of its refusal.
enum stage {
    stage_arguments = 100,
    stage_identity = 101,
    stage_control_group = 102,
    stage_namespaces = 103,
    stage_descriptors = 104,
    stage_folder = 105,
    stage_limits = 106,
    stage_session = 107,
    stage_privileges = 108,
    stage_landlock = 109,
    stage_filter = 110,
    stage_program = 111,
    stage_system = 112,
};

enum { folder_count_max = 16, variable_count_max = 64 };

// A folder that the script may read, and its name at level namespaces.
struct folder {
    const char *outside;
    const char *inside;
};

struct plan {
    enum level level;
    bool is_inner;             // The launcher runs inside bubblewrap.
    bool accepts_no_isolation; // The caller has named the risk of level limits.
    int control;               // A socket to the caller; -1 where there is none.
    int report;                // Inner only: the pipe to the supervisor.
    enum groups groups;
    // Limits: of seconds, bytes and counts.
    long cpu_seconds, wall_seconds;
    long memory_bytes, address_space_bytes;
    long process_count, descriptor_count;
    long file_bytes, scratch_bytes;
    long process_baseline; // Tasks that count against the script's user and are not the script's.
    const char *start_folder;
    struct folder folders[folder_count_max];
    int folder_count;
    char *variables[variable_count_max + 1];
    int variable_count;
    char **program; // The program and its arguments, NULL at the end.
};

// The identity that the script gets.
struct identity {
    bool is_dropped;
    uid_t user;
    gid_t group;
};

// A control group for the script's tree; two folders with version 1, one with version 2.
struct control_group {
    enum groups kind;
    char folders[2][512];
    int folder_count;
};

// arguments.c
void parse_arguments(int count, char **arguments, struct plan *plan);

// report.c
void report_to(int descriptor);
_Noreturn void refuse(enum stage stage, const char *what, const char *name);
void send_line(int descriptor, const char *line);

// identity.c
struct identity choose_identity(void);
void take_identity(struct identity identity);
void end_all_of(struct identity identity);
long count_tasks(uid_t user);

// control_group.c
void make_control_group(const struct plan *plan, struct control_group *group);
void enter_control_group(const struct control_group *group);
void end_control_group(const struct control_group *group);
long memory_kills(const struct control_group *group);
void remove_control_group(struct control_group *group);

// landlock.c
int landlock_version(void);
void restrict_files(const struct plan *plan);

// filter.c
void restrict_calls(void);

// bubblewrap.c
_Noreturn void become_bubblewrap(const struct plan *plan, int launcher, int report);

// script.c
_Noreturn void become_script(const struct plan *plan);
void close_all_but(const int *kept, int count);

// supervisor.c
int supervise(const struct plan *plan);
int monitor(const struct plan *plan);

// The folders and devices of the runtime: those that are there are shown and may be read.
extern const char *const runtime_folders[];
extern const char *const runtime_files[];

#endif
