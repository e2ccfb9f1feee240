// SHA-256 of many messages of one length, two at a time: a processor's instructions for it wait for
// their own results, and the other message fills the wait.
#ifndef GLYPHLAB_DIGESTS_H
#define GLYPHLAB_DIGESTS_H

#include <stddef.h>
#include <stdint.h>

// Whether this processor has the instructions.
int cd_sha256_tiles_is_usable(void);

// The digest of each of tile_count tiles that lie one after the other, each followed by the one
// byte of suffix: 32 bytes each. tile_byte_count is a multiple of 64. Only where usable; otherwise
// nothing is done.
void cd_sha256_tiles(
    const uint8_t *_Nonnull bytes, size_t tile_byte_count, size_t tile_count, uint8_t suffix,
    uint8_t *_Nonnull digests);

#endif
