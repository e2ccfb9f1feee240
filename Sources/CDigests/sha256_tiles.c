#include "CDigests.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

int cd_sha256_tiles_is_usable(void)
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__get_cpuid(1, &a, &b, &c, &d)) {
        return 0;
    }
    const int has_shuffles = (c >> 9 & 1) && (c >> 19 & 1); // SSSE3, SSE4.1
    if (!has_shuffles || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) {
        return 0;
    }
    return b >> 29 & 1; // SHA
}

static const uint32_t cd_constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

#define CD_TARGET __attribute__((target("sha,sse4.1,ssse3")))

/// The state of a message in the order that the instructions use, and sixteen words of its
/// schedule.
typedef struct {
    __m128i abef, cdgh;
    __m128i words[4];
} cd_lane;

CD_TARGET static inline void cd_load(cd_lane *lane, const uint32_t *state)
{
    const __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
    lane->abef = _mm_alignr_epi8(abcd, efgh, 8);
    lane->cdgh = _mm_blend_epi16(efgh, abcd, 0xF0);
}

CD_TARGET static inline void cd_store(uint32_t *state, const cd_lane *lane)
{
    const __m128i feba = _mm_shuffle_epi32(lane->abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(lane->cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/// Four rounds: words 4 * step to 4 * step + 3.
CD_TARGET static inline void cd_rounds(cd_lane *lane, const uint8_t *block, int step)
{
    const __m128i big_endian =
        _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    __m128i *w = lane->words;
    if (step < 4) {
        w[step] = _mm_shuffle_epi8(
            _mm_loadu_si128((const __m128i *)(block + 16 * step)), big_endian);
    } else {
        const __m128i last = w[(step + 3) & 3];
        const __m128i seventh = _mm_alignr_epi8(last, w[(step + 2) & 3], 4);
        const __m128i sum = _mm_add_epi32(
            _mm_sha256msg1_epu32(w[step & 3], w[(step + 1) & 3]), seventh);
        w[step & 3] = _mm_sha256msg2_epu32(sum, last);
    }
    const __m128i constants = _mm_load_si128((const __m128i *)(cd_constants + 4 * step));
    const __m128i keyed = _mm_add_epi32(w[step & 3], constants);
    lane->cdgh = _mm_sha256rnds2_epu32(lane->cdgh, lane->abef, keyed);
    lane->abef =
        _mm_sha256rnds2_epu32(lane->abef, lane->cdgh, _mm_shuffle_epi32(keyed, 0x0E));
}

/// block_count blocks of 64 bytes into each state (FIPS 180-4, section 6.2.2).
CD_TARGET static void cd_blocks(
    uint32_t *left_state, uint32_t *right_state, const uint8_t *left, const uint8_t *right,
    size_t block_count)
{
    cd_lane l, r;
    cd_load(&l, left_state);
    cd_load(&r, right_state);
    for (size_t block = 0; block < block_count; block++, left += 64, right += 64) {
        const __m128i l_abef = l.abef, l_cdgh = l.cdgh, r_abef = r.abef, r_cdgh = r.cdgh;
#pragma clang loop unroll(full)
        for (int step = 0; step < 16; step++) {
            cd_rounds(&l, left, step);
            cd_rounds(&r, right, step);
        }
        l.abef = _mm_add_epi32(l.abef, l_abef);
        l.cdgh = _mm_add_epi32(l.cdgh, l_cdgh);
        r.abef = _mm_add_epi32(r.abef, r_abef);
        r.cdgh = _mm_add_epi32(r.cdgh, r_cdgh);
    }
    cd_store(left_state, &l);
    cd_store(right_state, &r);
}

static const uint32_t cd_start[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static void cd_write(uint8_t *digest, const uint32_t *state)
{
    for (int word = 0; word < 8; word++) {
        for (int byte = 0; byte < 4; byte++) {
            digest[4 * word + byte] = (uint8_t)(state[word] >> (24 - 8 * byte));
        }
    }
}

void cd_sha256_tiles(
    const uint8_t *bytes, size_t tile_byte_count, size_t tile_count, uint8_t suffix,
    uint8_t *digests)
{
    // The last block of every tile is the same: the suffix, a bit, and the length in bits.
    uint8_t last[64] = {suffix, 0x80};
    const uint64_t bit_count = ((uint64_t)tile_byte_count + 1) * 8;
    for (int byte = 0; byte < 8; byte++) {
        last[56 + byte] = (uint8_t)(bit_count >> (56 - 8 * byte));
    }
    for (size_t tile = 0; tile < tile_count; tile += 2) {
        // The last of an odd number goes beside itself.
        const size_t other = tile + 1 < tile_count ? tile + 1 : tile;
        uint32_t left[8], right[8];
        memcpy(left, cd_start, sizeof left);
        memcpy(right, cd_start, sizeof right);
        cd_blocks(
            left, right, bytes + tile * tile_byte_count, bytes + other * tile_byte_count,
            tile_byte_count / 64);
        cd_blocks(left, right, last, last, 1);
        cd_write(digests + 32 * tile, left);
        cd_write(digests + 32 * other, right);
    }
}

#else

int cd_sha256_tiles_is_usable(void) { return 0; }

void cd_sha256_tiles(
    const uint8_t *bytes, size_t tile_byte_count, size_t tile_count, uint8_t suffix,
    uint8_t *digests)
{
    (void)bytes, (void)tile_byte_count, (void)tile_count, (void)suffix, (void)digests;
}

#endif
