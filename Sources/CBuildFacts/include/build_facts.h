/// Facts about this build, for reports; nothing here reaches a result.
///
/// Facts that change with every commit stand in the C file alone, so that a new commit compiles
/// only that file and links again.
#ifndef CBUILDFACTS_H
#define CBUILDFACTS_H

/// The commit's name, "unknown" where the build did not know.
const char *_Nonnull glyphlab_build_commit(void);
/// 1 where the sources were not those of the commit, 0 where they were, -1 where the build did not
/// know.
int glyphlab_build_has_changes(void);
/// "release" or "debug".
const char *_Nonnull glyphlab_build_kind(void);
/// The name and version of the C compiler.
const char *_Nonnull glyphlab_build_c_compiler(void);

#endif
