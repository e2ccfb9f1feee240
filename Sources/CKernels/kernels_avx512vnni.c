#include "tile.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define CK(name) ck_##name##_avx512vnni
#define CK_NAME "avx512-vnni"
#define CK_WIDE_LOOPS

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), apply_to = function)

/// sums += the products of pairs. An instruction by its name, since compilers take it apart in two
/// where they think that its latency matters.
static inline __m512i ck_add_pairs_avx512vnni(__m512i sums, __m512i weights, __m512i limbs)
{
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sums) : "v"(weights), "v"(limbs));
    return sums;
}

/// Up to 8 rows of limbs times up to 3 panels: 24 sums, 3 weights and one pair of limbs in
/// registers, and as few pointers as keep all others there.
__attribute__((always_inline)) static inline void ck_panels_avx512vnni(
    int32_t *sums, const ck_tile *tile, const size_t rows, const size_t panels,
    const int is_scattered, const int is_followed)
{
    __m512i partial[CK_TILE_ROWS][CK_TILE_PANELS];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
        for (size_t p = 0; p < panels; p++) {
            partial[r][p] = _mm512_setzero_si512();
        }
    }
    const char *upper = (const char *)tile->limbs;
    const char *panel = (const char *)tile->panels;
    size_t row_bytes = tile->row_stride * sizeof(int16_t), three_rows = 3 * row_bytes;
    const char *lower = upper + 4 * row_bytes;
    size_t panel_bytes = tile->panel_stride * sizeof(int16_t);
    const size_t pair_bytes = tile->pair_stride * sizeof(int16_t);
    for (size_t i = 0; i < tile->pair_count; i++) {
        // Opaque, so that the compiler makes no pointers of its own.
        __asm__("" : "+r"(upper), "+r"(lower), "+r"(panel));
        __asm__("" : "+r"(row_bytes), "+r"(three_rows), "+r"(panel_bytes));
        const char *start = is_scattered ? panel + tile->pairs[i] * (size_t)64 : panel;
        __m512i weights[CK_TILE_PANELS];
#pragma clang loop unroll(full)
        for (size_t p = 0; p < panels; p++) {
            weights[p] = _mm512_loadu_si512(start + p * panel_bytes);
            if (is_followed) {
                _mm_prefetch(start + (panels + p) * panel_bytes, _MM_HINT_T1);
            }
        }
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) {
            const char *four = r < 4 ? upper : lower;
            int32_t pair;
            __builtin_memcpy(
                &pair, r % 4 == 3 ? four + three_rows : four + r % 4 * row_bytes, sizeof pair);
            const __m512i both = _mm512_set1_epi32(pair);
#pragma clang loop unroll(full)
            for (size_t p = 0; p < panels; p++) {
                partial[r][p] = ck_add_pairs_avx512vnni(partial[r][p], weights[p], both);
            }
        }
        upper += is_scattered ? pair_bytes : 2 * sizeof(int16_t);
        lower += is_scattered ? pair_bytes : 2 * sizeof(int16_t);
        panel += is_scattered ? 0 : CK_PANEL_COLUMNS * 2 * sizeof(int16_t);
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
#pragma clang loop unroll(full)
        for (size_t p = 0; p < panels; p++) {
            _mm512_storeu_si512(
                sums + r * CK_TILE_COLUMNS + p * CK_PANEL_COLUMNS, partial[r][p]);
        }
    }
}

#define CK_PANELS(rows, panels) ck_panels_avx512vnni(sums, tile, rows, panels, 0, 0)
#define CK_ROWS(count)                                                      \
    case count:                                                             \
        if (panels == 1) {                                                  \
            CK_PANELS(count, 1);                                            \
        } else if (panels == 2) {                                           \
            CK_PANELS(count, 2);                                            \
        } else if (tile->is_followed) {                                     \
            ck_panels_avx512vnni(sums, tile, count, CK_TILE_PANELS, 0, 1);  \
        } else {                                                            \
            CK_PANELS(count, CK_TILE_PANELS);                               \
        }                                                                   \
        return;

/// Scattered pairs are few, so that rows that are not there cost little.
static void ck_tile_avx512vnni(int32_t *sums, const ck_tile *tile, size_t rows, size_t panels)
{
    if (tile->pairs != NULL) {
        switch (panels) {
        case 1: ck_panels_avx512vnni(sums, tile, CK_TILE_ROWS, 1, 1, 0); return;
        case 2: ck_panels_avx512vnni(sums, tile, CK_TILE_ROWS, 2, 1, 0); return;
        default: ck_panels_avx512vnni(sums, tile, CK_TILE_ROWS, 3, 1, 0); return;
        }
    }
    switch (rows) {
        CK_ROWS(1)
        CK_ROWS(2)
        CK_ROWS(3)
        CK_ROWS(4)
        CK_ROWS(5)
        CK_ROWS(6)
        CK_ROWS(7)
        CK_ROWS(8)
    default: __builtin_unreachable();
    }
}

#define CK_PEAK_PRODUCTS (24 * 32)

static int32_t ck_peak_avx512vnni(size_t rounds)
{
    __m512i sums[24], limbs = _mm512_set1_epi16(3);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < 24; i++) {
        sums[i] = _mm512_set1_epi32((int)i);
    }
    const __m512i weights = _mm512_set1_epi16(5);
    for (size_t k = 0; k < rounds; k++) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < 24; i++) {
            sums[i] = ck_add_pairs_avx512vnni(sums[i], limbs, weights);
        }
        // Opaque, so that no round is taken for another one.
        __asm__ volatile("" : "+v"(limbs));
    }
    __m512i total = sums[0];
#pragma clang loop unroll(full)
    for (size_t i = 1; i < 24; i++) {
        total = _mm512_add_epi32(total, sums[i]);
    }
    return _mm512_reduce_add_epi32(total);
}

#include "kernels_template.h"

#pragma clang attribute pop
#endif
