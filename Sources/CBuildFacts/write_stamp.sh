#!/bin/sh
# write_stamp.sh PACKAGE [COMMIT]: writes PACKAGE/.build/stamp/glyphlab_stamp.h, which says of which
# commit the sources are. The file is touched only where it changes, so that nothing is compiled in
# vain.
#
# COMMIT stands for the commit where there is no Git to ask, as in a tarball of the sources.
set -eu
package=$1
given=${2:-}
cd "$package"

commit=unknown
changes=-1
if [ -n "$given" ]; then
    # It ends in a string of C and in reports.
    case $given in
    *[!0-9A-Za-z._-]*) ;;
    *) commit=$(printf '%.64s' "$given") ;;
    esac
# No prefix: the package is the repository, not a folder in somebody else's.
elif prefix=$(git rev-parse --show-prefix 2>/dev/null) && [ -z "$prefix" ] &&
    head=$(git rev-parse --verify HEAD 2>/dev/null); then
    commit=$head
    # Files that Git does not know count below Sources only: there they are compiled.
    if changed=$(git --no-optional-locks status --porcelain --untracked-files=no 2>/dev/null) &&
        new=$(git --no-optional-locks status --porcelain -- Sources 2>/dev/null); then
        changes=0
        [ -z "$changed$new" ] || changes=1
    fi
fi

text="#define GLYPHLAB_STAMP_COMMIT \"$commit\"
#define GLYPHLAB_STAMP_HAS_CHANGES $changes"
stamp=.build/stamp/glyphlab_stamp.h
if [ "$(cat "$stamp" 2>/dev/null)" != "$text" ]; then
    # A place that cannot be written must not stop a build: the program says "unknown" then.
    mkdir -p .build/stamp && printf '%s\n' "$text" >"$stamp.$$" && mv -f "$stamp.$$" "$stamp" ||
        echo "stamp: the commit could not be written down" >&2
fi
