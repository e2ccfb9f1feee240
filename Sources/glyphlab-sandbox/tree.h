// The processes that the supervisor has started or adopted, and their end.
#ifndef GLYPHLAB_SANDBOX_TREE_H
#define GLYPHLAB_SANDBOX_TREE_H

#include "plan.h"

#include <sys/resource.h>

struct tree {
    pid_t first;       // The script's first process, or bubblewrap.
    bool owns_session; // It leads a session, whose group has its number.
};

long milliseconds_now(void);
bool tree_first_has_ended(const struct tree *tree, int *status, struct rusage *usage);
bool end_tree(
    const struct tree *tree, struct identity identity, const struct control_group *group);

#endif
