#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "session.h"

/// A watched file; the file of the VFS below follows it in memory.
typedef struct {
    sqlite3_file base;
    csf_session *session;
    char *name;
    /// The next sync that works syncs the folder too, as SQLite's does for a new journal.
    int64_t syncs_folder;
} watched_file;

static sqlite3_vfs *original;
static sqlite3_vfs watching;

static watched_file *watched(sqlite3_file *file)
{
    return (watched_file *)file;
}

static sqlite3_file *below(sqlite3_file *file)
{
    return (sqlite3_file *)(watched(file) + 1);
}

static int verdict(sqlite3_file *file, int32_t call)
{
    return csf_session_verdict(watched(file)->session, call, 0);
}

static void record(
    sqlite3_file *file, int32_t kind, int64_t value, const void *bytes, size_t byte_count)
{
    csf_session_record(
        watched(file)->session, kind, watched(file)->name, value, bytes, byte_count);
}

static int close_file(sqlite3_file *file)
{
    int code = below(file)->pMethods->xClose(below(file));
    csf_session_drop(watched(file)->session);
    free(watched(file)->name);
    return code;
}

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset)
{
    int code = verdict(file, CSF_CALL_READ);
    return code ? code : below(file)->pMethods->xRead(below(file), bytes, count, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    int fault = verdict(file, CSF_CALL_WRITE);
    int kept = fault == SQLITE_FULL ? count / 2 : fault ? 0 : count;
    if (kept) {
        int code = below(file)->pMethods->xWrite(below(file), bytes, kept, offset);
        if (code)
            return code;
        record(file, CSF_OPERATION_WRITE, offset, bytes, (size_t)kept);
    }
    return fault;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    int code = verdict(file, CSF_CALL_TRUNCATE);
    if (!code)
        code = below(file)->pMethods->xTruncate(below(file), size);
    if (!code)
        record(file, CSF_OPERATION_TRUNCATE, size, NULL, 0);
    return code;
}

static int sync_file(sqlite3_file *file, int flags)
{
    int code = verdict(file, CSF_CALL_SYNC);
    if (code) {
        record(file, CSF_OPERATION_FAILED_SYNC, 0, NULL, 0);
        return code;
    }
    // Power losses are played from the log, so that no test has to wait for a disk.
    if (!csf_session_is_active(watched(file)->session))
        return below(file)->pMethods->xSync(below(file), flags);
    record(file, CSF_OPERATION_SYNC, watched(file)->syncs_folder, NULL, 0);
    watched(file)->syncs_folder = 0;
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    int code = verdict(file, CSF_CALL_FILE_SIZE);
    return code ? code : below(file)->pMethods->xFileSize(below(file), size);
}

static int lock_file(sqlite3_file *file, int level)
{
    int code = verdict(file, CSF_CALL_LOCK);
    return code ? code : below(file)->pMethods->xLock(below(file), level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xUnlock(below(file), level);
}

static int check_reserved_lock(sqlite3_file *file, int *is_locked)
{
    int code = verdict(file, CSF_CALL_LOCK);
    return code ? code : below(file)->pMethods->xCheckReservedLock(below(file), is_locked);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}

static int sector_size(sqlite3_file *file)
{
    return below(file)->pMethods->xSectorSize(below(file));
}

static int device_characteristics(sqlite3_file *file)
{
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

static int shm_map(
    sqlite3_file *file, int region, int size, int extends, void volatile **memory)
{
    return below(file)->pMethods->xShmMap(below(file), region, size, extends, memory);
}

static int shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

static void shm_barrier(sqlite3_file *file)
{
    below(file)->pMethods->xShmBarrier(below(file));
}

static int shm_unmap(sqlite3_file *file, int deletes)
{
    return below(file)->pMethods->xShmUnmap(below(file), deletes);
}

// Version 2 has no xFetch: a read through mapped memory could not be counted.
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static int open_watched(
    csf_session *session, const char *path, const char *name, sqlite3_file *file, int flags,
    int *flags_out)
{
    int exists = 1;
    if (flags & SQLITE_OPEN_CREATE)
        original->xAccess(original, path, SQLITE_ACCESS_EXISTS, &exists);
    int code = csf_session_verdict(session, CSF_CALL_OPEN, !exists);
    if (code)
        return code;
    memset(below(file), 0, (size_t)original->szOsFile);
    code = original->xOpen(original, path, below(file), flags, flags_out);
    if (code)
        return code;
    watched(file)->session = session;
    watched(file)->name = strdup(name);
    if (!watched(file)->name)
        abort();
    const int journals =
        SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
    watched(file)->syncs_folder = !exists && (flags & journals);
    file->pMethods = &methods;
    if (!exists)
        record(file, CSF_OPERATION_CREATE, 0, NULL, 0);
    return SQLITE_OK;
}

static int open_file(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *flags_out)
{
    (void)vfs;
    const char *name;
    csf_session *session = csf_session_watching(path, &name);
    if (!session)
        return original->xOpen(original, path, file, flags, flags_out);
    file->pMethods = NULL;
    int code = open_watched(session, path, name, file, flags, flags_out);
    if (code)
        csf_session_drop(session);
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs_folder)
{
    (void)vfs;
    const char *name;
    csf_session *session = csf_session_watching(path, &name);
    if (!session)
        return original->xDelete(original, path, syncs_folder);
    int code = csf_session_verdict(session, CSF_CALL_DELETE, 0);
    if (!code)
        code = original->xDelete(original, path, 0);
    if (!code)
        csf_session_record(session, CSF_OPERATION_DELETE, name, !!syncs_folder, NULL, 0);
    csf_session_drop(session);
    return code;
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *result)
{
    (void)vfs;
    const char *name;
    csf_session *session = csf_session_watching(path, &name);
    int code = SQLITE_OK;
    if (session) {
        code = csf_session_verdict(session, CSF_CALL_ACCESS, 0);
        csf_session_drop(session);
    }
    return code ? code : original->xAccess(original, path, flags, result);
}

int32_t csf_install(void)
{
    int code = sqlite3_initialize();
    if (code)
        return code;
    original = sqlite3_vfs_find(NULL);
    if (!original)
        return SQLITE_ERROR;
    // All that is not replaced is called with the copy, whose data are the original's.
    watching = *original;
    watching.zName = "storage-faults";
    watching.pNext = NULL;
    watching.szOsFile = (int)sizeof(watched_file) + original->szOsFile;
    watching.xOpen = open_file;
    watching.xDelete = delete_file;
    watching.xAccess = access_file;
    return sqlite3_vfs_register(&watching, 1);
}
