/// What the VFS and the functions that tests call share: the sessions, under one lock.
#ifndef CSF_SESSION_H
#define CSF_SESSION_H

#include <stddef.h>

#include "CStorageFaults.h"

typedef struct csf_session csf_session;

/// The active session that watches `path`, with a reference more, or NULL. `name` is then the part
/// of the path below its folder.
csf_session *csf_session_watching(const char *path, const char **name);

void csf_session_drop(csf_session *session);

int csf_session_is_active(csf_session *session);

/// Counts a call. SQLITE_OK where it shall go on, or else the code to fail with.
int csf_session_verdict(csf_session *session, int32_t call, int makes_file);

/// Appends to the log, copying name and bytes.
void csf_session_record(
    csf_session *session, int32_t kind, const char *name, int64_t value, const void *bytes,
    size_t byte_count);

#endif
