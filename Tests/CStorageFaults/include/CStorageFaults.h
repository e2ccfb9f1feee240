/// A default VFS for SQLite that watches, and fails on demand, what happens to the files below
/// chosen folders. All other files go straight to the VFS that was the default before.
///
/// A session is known by a number. All functions may be called from any thread.
#ifndef CSTORAGEFAULTS_H
#define CSTORAGEFAULTS_H

#include <stdint.h>

/// Calls that can fail; the numbers are those of `FaultSession.Call`.
#define CSF_CALL_OPEN 0
#define CSF_CALL_READ 1
#define CSF_CALL_WRITE 2
#define CSF_CALL_TRUNCATE 3
#define CSF_CALL_SYNC 4
#define CSF_CALL_DELETE 5
#define CSF_CALL_FILE_SIZE 6
#define CSF_CALL_ACCESS 7
#define CSF_CALL_LOCK 8

#define CSF_FAULT_NONE 0
/// The error that fits the call: SQLITE_IOERR_READ, SQLITE_IOERR_FSYNC and so on.
#define CSF_FAULT_IO 1
/// A write keeps its first half and gives SQLITE_FULL, a new file cannot be made; the rest works.
#define CSF_FAULT_DISK_FULL 2
/// The code that was given, whatever the call.
#define CSF_FAULT_CODE 3

#define CSF_OPERATION_CREATE 0
#define CSF_OPERATION_WRITE 1
#define CSF_OPERATION_TRUNCATE 2
#define CSF_OPERATION_SYNC 3
#define CSF_OPERATION_FAILED_SYNC 4
#define CSF_OPERATION_DELETE 5
#define CSF_OPERATION_MARK 6

/// One entry of a session's log. Its pointers hold until the session is released.
typedef struct {
    int32_t kind;
    /// The file, relative to the session's folder; empty for a mark.
    const char *_Nonnull name;
    /// A write's offset, a truncation's size, a mark's label; for a sync or a deletion 1 where the
    /// folder is synced too.
    int64_t value;
    const uint8_t *_Nullable bytes;
    int64_t byte_count;
} csf_operation;

/// Makes the watching VFS the default one; to be called once, before the first session. An SQLite
/// code.
int32_t csf_install(void);

/// Watches files opened from now on below `folder`, an absolute path that exists. The session's
/// number, or 0 where the folder cannot be resolved. Nothing is logged unless `records`.
int64_t csf_start(const char *_Nonnull folder, int32_t records);

/// From now on every call passes, unseen; the log stays.
void csf_stop(int64_t session);

/// Forgets the session and its log.
void csf_release(int64_t session);

/// Call number `call`, counted from 1, shall fail, and where `lasting` all after it.
void csf_fail(int64_t session, int64_t call, int32_t fault, int32_t code, int32_t lasting);

/// Appends to the log what did not come through SQLite.
void csf_record(
    int64_t session, int32_t kind, const char *_Nonnull name, int64_t value,
    const uint8_t *_Nullable bytes, int64_t byte_count);

int64_t csf_call_count(int64_t session);
/// The kind of call number `call`, counted from 1.
int32_t csf_call_kind(int64_t session, int64_t call);
/// How many calls were made to fail.
int64_t csf_fault_count(int64_t session);

int64_t csf_operation_count(int64_t session);
csf_operation csf_operation_at(int64_t session, int64_t index);

#endif
