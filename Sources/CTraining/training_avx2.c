#include "tile.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define CT(name) ct_##name##_avx2
#define CT_NAME "avx2"
#define CT_LANES 4
#define CT_CLASSES 2
#define CT_UNITS 2

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

/// Four rows of limbs times one panel: eight sums, two of the panel and one pair of limbs in
/// registers.
static inline void ct_quarter_avx2(int32_t *sums, const ct_tile *tile, size_t row, size_t panel)
{
    __m256i partial[4][2];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < 4; r++) {
        partial[r][0] = partial[r][1] = _mm256_setzero_si256();
    }
    const int16_t *limbs = tile->limbs + row * tile->row_stride;
    const int16_t *pairs = tile->panels + panel * tile->panel_stride;
    for (size_t i = 0; i < tile->pair_count; i++) {
        const __m256i left = _mm256_loadu_si256((const __m256i *)pairs);
        const __m256i right = _mm256_loadu_si256((const __m256i *)(pairs + CT_PANEL));
#pragma clang loop unroll(full)
        for (size_t r = 0; r < 4; r++) {
            int32_t pair;
            __builtin_memcpy(&pair, limbs + r * tile->row_stride, sizeof pair);
            const __m256i both = _mm256_set1_epi32(pair);
            partial[r][0] = _mm256_add_epi32(partial[r][0], _mm256_madd_epi16(left, both));
            partial[r][1] = _mm256_add_epi32(partial[r][1], _mm256_madd_epi16(right, both));
        }
        limbs += 2;
        pairs += 2 * CT_PANEL;
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < 4; r++) {
        int32_t *target = sums + (row + r) * CT_TILE_COLUMNS + panel * CT_PANEL;
        _mm256_storeu_si256((__m256i *)target, partial[r][0]);
        _mm256_storeu_si256((__m256i *)(target + 8), partial[r][1]);
    }
}

static void ct_tile_avx2(int32_t *sums, const ct_tile *tile, size_t panels)
{
    for (size_t p = 0; p < panels; p++) {
        for (size_t row = 0; row < CT_BLOCK; row += 4) {
            ct_quarter_avx2(sums, tile, row, p);
        }
    }
}

#include "training_template.h"

#pragma clang attribute pop
#endif
