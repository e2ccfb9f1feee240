// glyphlab-sandbox: starts a stranger's program with as little as it needs, waits for its end, and
// ends with it all that it has started. See plan.h.
//
//   glyphlab-sandbox --level LEVEL [OPTION…] -- PROGRAM [ARGUMENT…]
//
// Exit code: the program's, 128 and the signal's number, 124 where its time was over, or that of
// the step that refused (100 to 112), with one line on standard error. With --control all of this
// is told on that socket, without doubt, and what the sandbox is made of.
#ifdef __linux__
#include "plan.h"

int main(int count, char **arguments) {
    struct plan plan;
    parse_arguments(count, arguments, &plan);
    return plan.is_inner ? monitor(&plan) : supervise(&plan);
}
#else
#include <stdio.h>

int main(void) {
    fputs("glyphlab-sandbox: expected Linux, got another system\n", stderr);
    return 112;
}
#endif
