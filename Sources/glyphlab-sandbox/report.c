#ifdef __linux__
#include "plan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int target = -1;

void report_to(int descriptor) { target = descriptor; }

// Sends a line whole, or gives up: whoever reads has gone then.
void send_line(int descriptor, const char *line) {
    size_t done = 0, length = strlen(line);
    while (done < length) {
        ssize_t count = write(descriptor, line + done, length - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return;
        done += (size_t)count;
    }
}

// Ends this process with the step's code and one line on why: "refused 109 landlock: …". The line
// goes to the process that waits, and the outermost one says it on standard error.
void refuse(enum stage stage, const char *what, const char *name) {
    int error = errno;
    char line[1024];
    snprintf(
        line, sizeof line, "refused %d %.300s%s%.300s%s%.100s", (int)stage, what,
        name == NULL ? "" : " ", name == NULL ? "" : name, error == 0 ? "" : ": ",
        error == 0 ? "" : strerror(error));
    for (char *byte = line; *byte != 0; byte++)
        if ((unsigned char)*byte < 32 || *byte == 127) *byte = '?';
    size_t length = strlen(line);
    line[length] = '\n';
    line[length + 1] = 0;
    if (target >= 0) {
        send_line(target, line);
    } else {
        send_line(2, "glyphlab-sandbox: ");
        send_line(2, line);
    }
    _exit((int)stage);
}
#endif
