// SHA-256 of two messages at once: a processor's instructions for it wait for their own results,
// and the other message fills the wait.
#ifndef GLYPHLAB_DIGESTS_H
#define GLYPHLAB_DIGESTS_H

#include <stddef.h>
#include <stdint.h>

// Whether this processor has the instructions.
int cd_sha256_pair_is_usable(void);

// Takes block_count blocks of 64 bytes into each of two states of eight words (FIPS 180-4, section
// 6.2.2). Only where usable; otherwise nothing is done.
void cd_sha256_pair(
    uint32_t *_Nonnull left_state, uint32_t *_Nonnull right_state, const uint8_t *_Nonnull left,
    const uint8_t *_Nonnull right, size_t block_count);

#endif
