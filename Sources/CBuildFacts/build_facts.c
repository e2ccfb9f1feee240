#include "build_facts.h"

// Written by write_stamp.sh before every build.
#if __has_include("glyphlab_stamp.h")
#include "glyphlab_stamp.h"
#else
#define GLYPHLAB_STAMP_COMMIT "unknown"
#define GLYPHLAB_STAMP_HAS_CHANGES -1
#endif

const char *glyphlab_build_commit(void) { return GLYPHLAB_STAMP_COMMIT; }

int glyphlab_build_has_changes(void) { return GLYPHLAB_STAMP_HAS_CHANGES; }

const char *glyphlab_build_kind(void) {
// SwiftPM defines it in debug builds.
#ifdef DEBUG
    return "debug";
#else
    return "release";
#endif
}

const char *glyphlab_build_c_compiler(void) {
#ifdef __clang_version__
    return "Clang " __clang_version__;
#else
    return __VERSION__;
#endif
}
