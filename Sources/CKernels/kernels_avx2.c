#include "tile.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define CK(name) ck_##name##_avx2
#define CK_NAME "avx2"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

/// Adds 8 sums of 32 bits, times 2^shift, to 8 of 64.
static inline void ck_widen_avx2(int64_t *sums, __m256i partial, __m128i shift)
{
    __m256i *low = (__m256i *)sums, *high = (__m256i *)(sums + 4);
    const __m256i first = _mm256_cvtepi32_epi64(_mm256_castsi256_si128(partial));
    const __m256i second = _mm256_cvtepi32_epi64(_mm256_extracti128_si256(partial, 1));
    _mm256_storeu_si256(
        low, _mm256_add_epi64(_mm256_loadu_si256(low), _mm256_sll_epi64(first, shift)));
    _mm256_storeu_si256(
        high, _mm256_add_epi64(_mm256_loadu_si256(high), _mm256_sll_epi64(second, shift)));
}

/// Four rows of limbs times one panel: eight sums, two weights and one pair of limbs in registers.
static inline void ck_quarter_avx2(
    __m256i partial[4][2], const int16_t *limbs, size_t limb_stride, const int16_t *panel,
    size_t pairs)
{
    for (size_t k = 0; k < pairs; k++) {
        const __m256i left =
            _mm256_loadu_si256((const __m256i *)(panel + k * 2 * CK_PANEL_COLUMNS));
        const __m256i right =
            _mm256_loadu_si256((const __m256i *)(panel + k * 2 * CK_PANEL_COLUMNS + 16));
#pragma clang loop unroll(full)
        for (size_t r = 0; r < 4; r++) {
            int32_t pair;
            __builtin_memcpy(&pair, limbs + r * limb_stride + 2 * k, sizeof pair);
            const __m256i both = _mm256_set1_epi32(pair);
            partial[r][0] = _mm256_add_epi32(partial[r][0], _mm256_madd_epi16(left, both));
            partial[r][1] = _mm256_add_epi32(partial[r][1], _mm256_madd_epi16(right, both));
        }
    }
}

static inline void ck_tile_avx2(int64_t *sums, const ck_tile *tile, size_t panels)
{
    for (size_t start = 0; start < tile->pair_count; start += tile->pair_count_max) {
        const size_t left = tile->pair_count - start;
        const size_t pairs = left < tile->pair_count_max ? left : tile->pair_count_max;
        for (size_t p = 0; p < panels; p++) {
            const int16_t *panel =
                tile->panels + p * tile->panel_stride + start * 2 * CK_PANEL_COLUMNS;
            for (size_t quarter = 0; quarter < CK_TILE_LIMB_ROWS; quarter += 4) {
                __m256i partial[4][2];
#pragma clang loop unroll(full)
                for (size_t r = 0; r < 4; r++) {
                    partial[r][0] = partial[r][1] = _mm256_setzero_si256();
                }
                ck_quarter_avx2(
                    partial, tile->limbs + quarter * tile->limb_stride + 2 * start,
                    tile->limb_stride, panel, pairs);
#pragma clang loop unroll(full)
                for (size_t r = 0; r < 4; r++) {
                    const size_t limb_row = quarter + r;
                    const int is_high = tile->limb_count == 2 && limb_row % 2 == 1;
                    const __m128i shift = _mm_cvtsi32_si128(
                        (is_high ? tile->limb_shift : 0) + tile->plane_shift);
                    int64_t *row = sums
                        + limb_row / (size_t)tile->limb_count * CK_TILE_COLUMNS
                        + p * CK_PANEL_COLUMNS;
                    ck_widen_avx2(row, partial[r][0], shift);
                    ck_widen_avx2(row + 8, partial[r][1], shift);
                }
            }
        }
    }
}

#define CK_PEAK_PRODUCTS (12 * 16)

static int32_t ck_peak_avx2(size_t rounds)
{
    __m256i sums[12], limbs = _mm256_set1_epi16(3);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < 12; i++) {
        sums[i] = _mm256_set1_epi32((int)i);
    }
    const __m256i weights = _mm256_set1_epi16(5);
    for (size_t k = 0; k < rounds; k++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < 12; i++) {
            // Opaque, so that no product is taken for another one.
            __asm__ volatile("" : "+x"(limbs));
            sums[i] = _mm256_add_epi32(sums[i], _mm256_madd_epi16(limbs, weights));
        }
    }
    __m256i total = sums[0];
#pragma clang loop unroll(full)
    for (size_t i = 1; i < 12; i++) {
        total = _mm256_add_epi32(total, sums[i]);
    }
    return _mm256_extract_epi32(total, 0);
}

#include "kernels_template.h"

#pragma clang attribute pop
#endif
