#ifdef __linux__
#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// The value of an option, from 1 to 2^50.
static long number(const char *name, const char *text) {
    char *end = NULL;
    errno = 0;
    long value = text == NULL ? 0 : strtol(text, &end, 10);
    if (errno != 0 || text == NULL || *text == 0 || *end != 0 || value < 1 || value > (1L << 50)) {
        errno = 0;
        refuse(stage_arguments, "expected a whole number from 1 to 2^50 after", name);
    }
    return value;
}

static enum level level(const char *name) {
    if (strcmp(name, "namespaces") == 0) return level_namespaces;
    if (strcmp(name, "landlock") == 0) return level_landlock;
    if (strcmp(name, "limits") == 0) return level_limits;
    refuse(stage_arguments, "expected the level namespaces, landlock or limits, got", name);
}

static enum groups groups(const char *name) {
    if (strcmp(name, "any") == 0) return groups_any;
    if (strcmp(name, "none") == 0) return groups_none;
    if (strcmp(name, "v1") == 0) return groups_v1;
    if (strcmp(name, "v2") == 0) return groups_v2;
    refuse(stage_arguments, "expected the control groups any, none, v1 or v2, got", name);
}

static long *limit(struct plan *plan, const char *name) {
    if (strcmp(name, "--cpu-seconds") == 0) return &plan->cpu_seconds;
    if (strcmp(name, "--wall-seconds") == 0) return &plan->wall_seconds;
    if (strcmp(name, "--memory-bytes") == 0) return &plan->memory_bytes;
    if (strcmp(name, "--address-space-bytes") == 0) return &plan->address_space_bytes;
    if (strcmp(name, "--processes") == 0) return &plan->process_count;
    if (strcmp(name, "--process-baseline") == 0) return &plan->process_baseline;
    if (strcmp(name, "--descriptors") == 0) return &plan->descriptor_count;
    if (strcmp(name, "--file-bytes") == 0) return &plan->file_bytes;
    if (strcmp(name, "--scratch-bytes") == 0) return &plan->scratch_bytes;
    return NULL;
}

// Options with text; false where there is no such option.
static bool take_text(struct plan *plan, const char *name, char **values) {
    if (strcmp(name, "--level") == 0) {
        plan->level = level(values[0]);
    } else if (strcmp(name, "--control-groups") == 0) {
        plan->groups = groups(values[0]);
    } else if (strcmp(name, "--start-folder") == 0) {
        plan->start_folder = values[0];
    } else if (strcmp(name, "--control") == 0) {
        plan->control = (int)number(name, values[0]);
    } else if (strcmp(name, "--inner") == 0) {
        plan->is_inner = true;
        plan->report = (int)number(name, values[0]);
    } else if (strcmp(name, "--variable") == 0) {
        if (plan->variable_count == variable_count_max)
            refuse(stage_arguments, "expected at most 64 variables, got more", NULL);
        if (strchr(values[0], '=') == NULL)
            refuse(stage_arguments, "expected NAME=VALUE after --variable, got", values[0]);
        plan->variables[plan->variable_count++] = values[0];
    } else {
        return false;
    }
    return true;
}

static void take_folder(struct plan *plan, const char *outside, const char *inside) {
    if (plan->folder_count == folder_count_max)
        refuse(stage_arguments, "expected at most 16 folders, got more", NULL);
    if (outside == NULL || inside == NULL || outside[0] != '/' || inside[0] != '/')
        refuse(stage_arguments, "expected two paths from / on after --folder", NULL);
    plan->folders[plan->folder_count++] = (struct folder){outside, inside};
}

static void check(const struct plan *plan) {
    if (plan->program == NULL || plan->program[0] == NULL || plan->program[0][0] != '/')
        refuse(stage_arguments, "expected -- and a program's path from / on", NULL);
    if (plan->level == level_limits && !plan->accepts_no_isolation)
        refuse(
            stage_arguments, "level limits isolates nothing: --accept-no-isolation names that risk",
            NULL);
}

// Fills the plan, with the limits of the design where the arguments have none.
void parse_arguments(int count, char **arguments, struct plan *plan) {
    *plan = (struct plan){
        .level = level_namespaces, .control = -1, .report = -1, .cpu_seconds = 10,
        .wall_seconds = 60, .memory_bytes = 512L << 20, .process_count = 32,
        .descriptor_count = 64, .file_bytes = 16L << 20, .scratch_bytes = 64L << 20,
        .start_folder = "/"};
    int index = 1;
    while (index < count) {
        char *name = arguments[index];
        if (strcmp(name, "--") == 0) {
            plan->program = arguments + index + 1;
            break;
        }
        int left = count - index - 1;
        if (strcmp(name, "--accept-no-isolation") == 0) {
            plan->accepts_no_isolation = true;
            index += 1;
            continue;
        }
        if (strcmp(name, "--folder") == 0) {
            if (left < 2) refuse(stage_arguments, "expected two paths after", name);
            take_folder(plan, arguments[index + 1], arguments[index + 2]);
            index += 3;
            continue;
        }
        if (left < 1) refuse(stage_arguments, "expected a value after", name);
        long *value = limit(plan, name);
        if (value != NULL)
            *value = number(name, arguments[index + 1]);
        else if (!take_text(plan, name, arguments + index + 1))
            refuse(stage_arguments, "expected an option, got", name);
        index += 2;
    }
    if (plan->address_space_bytes == 0) plan->address_space_bytes = plan->memory_bytes;
    check(plan);
}
#endif
