#include "tile.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define CK(name) ck_##name##_avx2
#define CK_NAME "avx2"

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

/// Up to four rows of limbs times one panel: eight sums, two weights and one pair of limbs in
/// registers.
__attribute__((always_inline)) static inline void ck_quarter_avx2(
    int32_t *sums, const ck_tile *tile, size_t row, size_t panel, const size_t rows,
    const int is_scattered)
{
    __m256i partial[4][2];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
        partial[r][0] = partial[r][1] = _mm256_setzero_si256();
    }
    const char *limbs = (const char *)(tile->limbs + row * tile->row_stride);
    const char *start = (const char *)(tile->panels + panel * tile->panel_stride);
    size_t row_bytes = tile->row_stride * sizeof(int16_t), three_rows = 3 * row_bytes;
    const size_t pair_bytes = tile->pair_stride * sizeof(int16_t);
    for (size_t i = 0; i < tile->pair_count; i++) {
        // Opaque, so that the compiler makes no pointers of its own.
        __asm__("" : "+r"(limbs), "+r"(row_bytes), "+r"(three_rows));
        const char *weights = start + (is_scattered ? tile->pairs[i] : i) * (size_t)64;
        const __m256i left = _mm256_loadu_si256((const __m256i *)weights);
        const __m256i right = _mm256_loadu_si256((const __m256i *)(weights + 32));
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) {
            int32_t pair;
            __builtin_memcpy(
                &pair, r == 3 ? limbs + three_rows : limbs + r * row_bytes, sizeof pair);
            const __m256i both = _mm256_set1_epi32(pair);
            partial[r][0] = _mm256_add_epi32(partial[r][0], _mm256_madd_epi16(left, both));
            partial[r][1] = _mm256_add_epi32(partial[r][1], _mm256_madd_epi16(right, both));
        }
        limbs += pair_bytes;
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
        int32_t *target = sums + (row + r) * CK_TILE_COLUMNS + panel * CK_PANEL_COLUMNS;
        _mm256_storeu_si256((__m256i *)target, partial[r][0]);
        _mm256_storeu_si256((__m256i *)(target + 8), partial[r][1]);
    }
}

static inline void ck_tile_avx2(int32_t *sums, const ck_tile *tile, size_t rows, size_t panels)
{
    for (size_t p = 0; p < panels; p++) {
        for (size_t row = 0; row < rows; row += 4) {
            if (tile->pairs != NULL) {
                // Scattered pairs are few, and rows that are not there are zero.
                ck_quarter_avx2(sums, tile, row, p, 4, 1);
                continue;
            }
            switch (rows - row) {
            case 1: ck_quarter_avx2(sums, tile, row, p, 1, 0); break;
            case 2: ck_quarter_avx2(sums, tile, row, p, 2, 0); break;
            case 3: ck_quarter_avx2(sums, tile, row, p, 3, 0); break;
            default: ck_quarter_avx2(sums, tile, row, p, 4, 0); break;
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
