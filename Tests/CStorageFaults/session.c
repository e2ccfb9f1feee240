#include "session.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct csf_session {
    int64_t id;
    int references;
    int active;
    int records;
    char *folder;
    size_t folder_length;
    int64_t fault_call;
    int32_t fault;
    int32_t fault_code;
    int32_t fault_lasting;
    int64_t fault_count;
    uint8_t *calls;
    size_t call_count, call_capacity;
    csf_operation *operations;
    size_t operation_count, operation_capacity;
    csf_session *next;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static csf_session *sessions;
static int64_t last_id;

// A log with a hole would prove nothing, so that a test without memory must not go on.
static void *allocate(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        abort();
    return memory;
}

static char *copy_of(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(allocate(NULL, size), text, size);
}

static void release_reference(csf_session *session)
{
    if (--session->references > 0)
        return;
    for (size_t i = 0; i < session->operation_count; i++) {
        free((void *)session->operations[i].name);
        free((void *)session->operations[i].bytes);
    }
    free(session->operations);
    free(session->calls);
    free(session->folder);
    free(session);
}

static csf_session *find(int64_t id)
{
    csf_session *session = sessions;
    while (session && session->id != id)
        session = session->next;
    if (!session)
        abort();
    return session;
}

csf_session *csf_session_watching(const char *path, const char **name)
{
    csf_session *found = NULL;
    if (!path)
        return NULL;
    pthread_mutex_lock(&mutex);
    for (csf_session *session = sessions; session && !found; session = session->next) {
        size_t length = session->folder_length;
        if (!session->active || strncmp(path, session->folder, length) || path[length] != '/')
            continue;
        session->references++;
        *name = path + length + 1;
        found = session;
    }
    pthread_mutex_unlock(&mutex);
    return found;
}

void csf_session_drop(csf_session *session)
{
    pthread_mutex_lock(&mutex);
    release_reference(session);
    pthread_mutex_unlock(&mutex);
}

int csf_session_is_active(csf_session *session)
{
    pthread_mutex_lock(&mutex);
    int active = session->active;
    pthread_mutex_unlock(&mutex);
    return active;
}

static int fitting_code(int32_t call)
{
    static const int codes[] = {
        SQLITE_CANTOPEN,    SQLITE_IOERR_READ,   SQLITE_IOERR_WRITE, SQLITE_IOERR_TRUNCATE,
        SQLITE_IOERR_FSYNC, SQLITE_IOERR_DELETE, SQLITE_IOERR_FSTAT, SQLITE_IOERR_ACCESS,
        SQLITE_IOERR_LOCK,
    };
    return codes[call];
}

static int fault_code(const csf_session *session, int32_t call, int makes_file)
{
    switch (session->fault) {
    case CSF_FAULT_IO:
        return fitting_code(call);
    case CSF_FAULT_DISK_FULL:
        if (call == CSF_CALL_WRITE)
            return SQLITE_FULL;
        return makes_file ? SQLITE_CANTOPEN : SQLITE_OK;
    case CSF_FAULT_CODE:
        return session->fault_code;
    default:
        return SQLITE_OK;
    }
}

int csf_session_verdict(csf_session *session, int32_t call, int makes_file)
{
    int code = SQLITE_OK;
    pthread_mutex_lock(&mutex);
    if (session->active) {
        if (session->call_count == session->call_capacity) {
            session->call_capacity = 2 * session->call_capacity + 256;
            session->calls = allocate(session->calls, session->call_capacity);
        }
        session->calls[session->call_count++] = (uint8_t)call;
        int64_t number = (int64_t)session->call_count;
        if (number == session->fault_call
            || (session->fault_lasting && number > session->fault_call))
            code = fault_code(session, call, makes_file);
        session->fault_count += code != SQLITE_OK;
    }
    pthread_mutex_unlock(&mutex);
    return code;
}

static void append(
    csf_session *session, int32_t kind, const char *name, int64_t value, const void *bytes,
    size_t byte_count)
{
    if (!session->active || !session->records)
        return;
    if (session->operation_count == session->operation_capacity) {
        session->operation_capacity = 2 * session->operation_capacity + 64;
        session->operations = allocate(
            session->operations, session->operation_capacity * sizeof(csf_operation));
    }
    csf_operation *operation = &session->operations[session->operation_count++];
    operation->kind = kind;
    operation->name = copy_of(name);
    operation->value = value;
    operation->bytes = bytes ? memcpy(allocate(NULL, byte_count), bytes, byte_count) : NULL;
    operation->byte_count = (int64_t)byte_count;
}

void csf_session_record(
    csf_session *session, int32_t kind, const char *name, int64_t value, const void *bytes,
    size_t byte_count)
{
    pthread_mutex_lock(&mutex);
    append(session, kind, name, value, bytes, byte_count);
    pthread_mutex_unlock(&mutex);
}

int64_t csf_start(const char *folder, int32_t records)
{
    // SQLite resolves links before it opens; so must the folder be that it is compared with.
    char *resolved = realpath(folder, NULL);
    if (!resolved)
        return 0;
    csf_session *session = allocate(NULL, sizeof(csf_session));
    memset(session, 0, sizeof(csf_session));
    session->references = 1;
    session->active = 1;
    session->records = records;
    session->folder = resolved;
    session->folder_length = strlen(resolved);
    pthread_mutex_lock(&mutex);
    session->id = ++last_id;
    session->next = sessions;
    sessions = session;
    int64_t id = session->id;
    pthread_mutex_unlock(&mutex);
    return id;
}

void csf_stop(int64_t id)
{
    pthread_mutex_lock(&mutex);
    find(id)->active = 0;
    pthread_mutex_unlock(&mutex);
}

void csf_release(int64_t id)
{
    pthread_mutex_lock(&mutex);
    csf_session *session = find(id);
    csf_session **link = &sessions;
    while (*link != session)
        link = &(*link)->next;
    *link = session->next;
    session->active = 0;
    release_reference(session);
    pthread_mutex_unlock(&mutex);
}

void csf_fail(int64_t id, int64_t call, int32_t fault, int32_t code, int32_t lasting)
{
    pthread_mutex_lock(&mutex);
    csf_session *session = find(id);
    session->fault_call = call;
    session->fault = fault;
    session->fault_code = code;
    session->fault_lasting = lasting;
    pthread_mutex_unlock(&mutex);
}

void csf_record(
    int64_t id, int32_t kind, const char *name, int64_t value, const uint8_t *bytes,
    int64_t byte_count)
{
    pthread_mutex_lock(&mutex);
    append(find(id), kind, name, value, bytes, (size_t)byte_count);
    pthread_mutex_unlock(&mutex);
}

int64_t csf_call_count(int64_t id)
{
    pthread_mutex_lock(&mutex);
    int64_t count = (int64_t)find(id)->call_count;
    pthread_mutex_unlock(&mutex);
    return count;
}

int32_t csf_call_kind(int64_t id, int64_t call)
{
    pthread_mutex_lock(&mutex);
    csf_session *session = find(id);
    if (call < 1 || (size_t)call > session->call_count)
        abort();
    int32_t kind = session->calls[call - 1];
    pthread_mutex_unlock(&mutex);
    return kind;
}

int64_t csf_fault_count(int64_t id)
{
    pthread_mutex_lock(&mutex);
    int64_t count = find(id)->fault_count;
    pthread_mutex_unlock(&mutex);
    return count;
}

int64_t csf_operation_count(int64_t id)
{
    pthread_mutex_lock(&mutex);
    int64_t count = (int64_t)find(id)->operation_count;
    pthread_mutex_unlock(&mutex);
    return count;
}

csf_operation csf_operation_at(int64_t id, int64_t index)
{
    pthread_mutex_lock(&mutex);
    csf_session *session = find(id);
    if (index < 0 || (size_t)index >= session->operation_count)
        abort();
    csf_operation operation = session->operations[index];
    pthread_mutex_unlock(&mutex);
    return operation;
}
