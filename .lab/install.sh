# shellcheck shell=sh disable=SC2154
# `./lab install` and `./lab package`: a part of lab, whose functions and variables it uses.
#
# Both lay out the same tree and differ in where it goes and in how many libraries it carries:
#
#   bin/glyphlab                      the program
#   libexec/glyphlab/glyphlab-hdf5    its helper
#   libexec/glyphlab/glyphlab-sandbox starts strangers' scripts
#   lib/glyphlab/                     Swift's runtime; in a package all libraries but the C library's
#   share/glyphlab/                   Goldens, Models, Adversarial: the house
#   share/man, share/bash-completion, share/zsh, share/fish, share/doc/glyphlab

# install --prefix FOLDER
install() {
    prefix=""
    while [ $# -gt 0 ]; do
        case $1 in
        --prefix=*) prefix=${1#--prefix=} ;;
        --prefix)
            [ $# -gt 1 ] || fail 64 "--prefix: expected a folder, got nothing"
            prefix=$2
            shift
            ;;
        *) fail 64 "install: expected --prefix FOLDER, got $1" ;;
        esac
        shift
    done
    [ -n "$prefix" ] || fail 64 "install: expected --prefix FOLDER, got none"
    # A name that begins with a hyphen must not be taken for an option.
    case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
    for place in "" bin lib/glyphlab libexec/glyphlab share/glyphlab share/man/man1 \
        share/bash-completion/completions share/zsh/site-functions \
        share/fish/vendor_completions.d share/doc/glyphlab; do
        can_be_made "$prefix/$place" ||
            fail 65 "$prefix/$place: expected a folder that can be written, got $why"
    done
    mkdir -p "$prefix" || fail 65 "$prefix: expected a folder that can be made"
    provide_program
    lay_out runtime
    put_into_place "$prefix"
    say "installed $prefix/bin/glyphlab"
    case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) say "$prefix/bin is not on PATH" ;;
    esac
}

# package [--out FOLDER]
package() {
    out=.
    while [ $# -gt 0 ]; do
        case $1 in
        --out=*) out=${1#--out=} ;;
        --out)
            [ $# -gt 1 ] || fail 64 "--out: expected a folder, got nothing"
            out=$2
            shift
            ;;
        *) fail 64 "package: expected --out FOLDER, got $1" ;;
        esac
        shift
    done
    case $out in /*) ;; *) out=$PWD/$out ;; esac
    can_be_made "$out" || fail 65 "$out: expected a folder that can be written, got $why"
    mkdir -p "$out" || fail 65 "$out: expected a folder that can be made"
    provide_program
    lay_out everything
    write_archive "$out"
}

# Whether a folder can be made, or be written where it is there; else says why.
can_be_made() {
    above=$1
    while [ ! -e "$above" ] && [ ! -L "$above" ]; do
        above=$(dirname -- "$above")
    done
    if [ ! -d "$above" ]; then
        why="$above, which is no folder"
    elif [ ! -w "$above" ] || [ ! -x "$above" ]; then
        why="$above, which cannot be written"
    else
        return 0
    fi
    return 1
}

# MARK: The tree

tree="$house/.build/install"

# lay_out runtime|everything: the tree, afresh.
lay_out() {
    need_tools
    umask 022
    rm -rf "$tree"
    mkdir -p "$tree/bin" "$tree/libexec/glyphlab" "$tree/lib/glyphlab" "$tree/share/glyphlab"
    carry_libraries "$1"
    carry_program "$program" bin ../lib/glyphlab
    carry_program "$helper" libexec/glyphlab ../../lib/glyphlab
    carry_program "$launcher" libexec/glyphlab ../../lib/glyphlab
    carry_house
    write_completions
    write_manual
    write_documents
}

need_tools() {
    missing=""
    have patchelf || missing="$missing patchelf"
    have strip || missing="$missing binutils"
    # shellcheck disable=SC2086
    [ -z "$missing" ] || install_packages $missing || exit 2
}

# carry_program PROGRAM FOLDER LIBRARIES: without debug information, which is two thirds of it.
carry_program() {
    carried="$tree/$2/$(basename "$1")"
    strip --strip-debug -o "$carried" "$1"
    # An RPATH, unlike a RUNPATH, is asked also for what libraries need themselves, so that these
    # stay as they came. It names no folder of the machine that built.
    # shellcheck disable=SC2016
    patchelf --force-rpath --set-rpath '$ORIGIN/'"$3" "$carried"
    chmod 755 "$carried"
}

# carry_libraries runtime|everything
carry_libraries() {
    ldd "$program" "$helper" "$launcher" | sed -n 's/.* => \(.*\) (0x.*/\1/p' | LC_ALL=C sort -u |
        while read -r library; do
            name=${library##*/}
            case $name in
            # The C library's, and what every Debian has because its packages need it. A copy of
            # these would be older than what the libraries of the system need, such as OpenBLAS.
            ld-linux* | libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | \
                libresolv.so.* | libgcc_s.so.* | libstdc++.so.*) continue ;;
            libswift* | libFoundation* | lib_Foundation* | libdispatch.so | libBlocksRuntime.so) ;;
            *) [ "$1" = everything ] || continue ;;
            esac
            cp -L "$library" "$tree/lib/glyphlab/$name"
            chmod 644 "$tree/lib/glyphlab/$name"
            printf '%s\n' "$library"
        done >"$house/.build/carried-libraries"
}

# What is pinned, without what was fetched or computed here.
carry_house() {
    for part in Goldens Adversarial Models; do
        (cd "$house" && find "$part" -type f ! -name '*.pyc' ! -name '*.partial' \
            ! -name '.*' ! -name 'glyphlab-integers.safetensors*' -print) |
            while read -r file; do
                case $file in
                Models/glyph-nano/* | Models/*/manifest.json | Models/*/README.md) ;;
                Models/*) continue ;;
                esac
                mkdir -p "$tree/share/glyphlab/$(dirname "$file")"
                cp "$house/$file" "$tree/share/glyphlab/$file"
            done
    done
    find "$tree/share" -type f -exec chmod 644 {} +
}

write_completions() {
    while read -r shell file; do
        mkdir -p "$tree/$(dirname "$file")"
        "$program" --generate-completion-script "$shell" >"$tree/$file"
    done <<'END'
bash share/bash-completion/completions/glyphlab
zsh share/zsh/site-functions/_glyphlab
fish share/fish/vendor_completions.d/glyphlab.fish
END
}

# The seconds since 1970 of the commit, so that two packages of it are the same to the byte.
commit_time() { git -C "$house" log -1 --format=%ct 2>/dev/null || echo 0; }

# Manual pages by ArgumentParser's own generator, one for each command; made once for a program.
write_manual() {
    log="$house/.build/manual.log"
    pages="$house/.build/plugins/GenerateManual/outputs/glyphlab"
    day=$(date -u -d "@$(commit_time)" +%Y-%m-%d)
    of="$day $(digest <"$program")"
    if [ "$(cat "$pages/of" 2>/dev/null)" != "$of" ]; then
        rm -rf "$pages"
        if ! (cd "$house" && swift package plugin generate-manual --multi-page \
            --date "$day") </dev/null >"$log" 2>&1; then
            cat "$log" >&2
            fail 70 "the manual pages could not be made"
        fi
        printf '%s\n' "$of" >"$pages/of"
    fi
    mkdir -p "$tree/share/man/man1"
    cp "$pages"/*.1 "$tree/share/man/man1/"
    chmod 644 "$tree/share/man/man1"/*
}

# The licences of all that is carried, by the name of what they are of.
write_documents() {
    documents="$tree/share/doc/glyphlab"
    mkdir -p "$documents/licences"
    cp "$house/README.md" "$house/LICENSE" "$documents/"
    notice="$documents/NOTICE"
    cat >"$notice" <<'END'
GlyphLab is under the MIT licence (LICENSE). With it come, under licences of their own, which lie in
the folder licences:

END
    for checkout in "$house"/.build/checkouts/*; do
        [ -d "$checkout" ] || continue
        name=${checkout##*/}
        for file in "$checkout"/LICENSE* "$checkout"/NOTICE*; do
            [ -f "$file" ] || continue
            cp "$file" "$documents/licences/$name-${file##*/}"
        done
        echo "* $name, built into the program" >>"$notice"
    done
    runtime_licence="$(dirname "$(readlink -f "$(command -v swift)")")/../share/swift/LICENSE.txt"
    [ ! -f "$runtime_licence" ] || cp "$runtime_licence" "$documents/licences/swift-LICENSE.txt"
    while read -r library; do
        note_library "$library" >>"$notice"
    done <"$house/.build/carried-libraries"
    find "$documents" -type f -exec chmod 644 {} +
}

# note_library FILE: a line on whence it comes, and its licence.
note_library() {
    name=${1##*/}
    # Debian's packages own a file by its name before or after /lib moved to /usr/lib.
    owner=$(dpkg-query -S "$(readlink -f "$1")" 2>/dev/null || dpkg-query -S "$1" 2>/dev/null) ||
        owner=""
    owner=$(printf '%s' "$owner" | sed -n '1s/:.*//p')
    if [ -n "$owner" ]; then
        cp "/usr/share/doc/$owner/copyright" "$documents/licences/$owner-copyright"
        version=$(dpkg-query -W -f '${Version}' "$owner" 2>/dev/null | head -n 1)
        echo "* lib/glyphlab/$name, from Debian's package $owner $version"
    else
        echo "* lib/glyphlab/$name, from Swift $(swift_version)"
    fi
}

# MARK: Where it goes

# put_into_place PREFIX: takes away what an earlier installation put there and this one does not.
# What others put there stays, such as weights that were fetched to share/glyphlab/Models.
put_into_place() {
    list="share/glyphlab/installed-files"
    (cd "$tree" && : >"$list" && find . -type f | sed 's,^\./,,' | LC_ALL=C sort >"$list.new" &&
        mv "$list.new" "$list")
    mkdir -p "$1"
    if [ -f "$1/$list" ]; then
        LC_ALL=C sort "$1/$list" | LC_ALL=C comm -23 - "$tree/$list" | while read -r file; do
            case /$file/ in
            */../*) ;;
            *) rm -f "$1/$file" ;;
            esac
        done
    fi
    # A running program keeps its own file: the new one is another.
    tar -C "$tree" -cf - -T "$tree/$list" |
        tar -C "$1" -xf - --unlink-first --keep-directory-symlink --no-same-owner
}

# write_archive FOLDER: the same bytes for the same commit and the same programs.
write_archive() {
    version=$("$program" --version | sed -n '1s/^[^0-9]*\([0-9][0-9.]*\).*/\1/p')
    commit=$(git -C "$house" rev-parse --short=12 HEAD 2>/dev/null) || commit=unknown
    changes=$(git -C "$house" status --porcelain --untracked-files=no 2>/dev/null) || changes=""
    name="glyphlab-$version-$commit${changes:+-changed}-$(uname -m)"
    ln -sf share/doc/glyphlab/README.md "$tree/README.md"
    mkdir -p "$1"
    tar -C "$tree" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(commit_time)" \
        --mode='u=rwX,go=rX' --transform="s,^\.,$name," -cf - . | gzip -n -9 >"$1/$name.tar.gz.new"
    mv "$1/$name.tar.gz.new" "$1/$name.tar.gz"
    (cd "$1" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
    say "wrote $1/$name.tar.gz and its digest"
}
