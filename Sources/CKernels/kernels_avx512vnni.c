#include "tile.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define CK(name) ck_##name##_avx512vnni
#define CK_NAME "avx512-vnni"

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), apply_to = function)

/// Adds 16 sums of 32 bits, times 2^shift, to 16 of 64.
static inline void ck_widen_avx512vnni(int64_t *sums, __m512i partial, __m128i shift)
{
    const __m512i first = _mm512_cvtepi32_epi64(_mm512_castsi512_si256(partial));
    const __m512i second = _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(partial, 1));
    _mm512_storeu_si512(
        sums, _mm512_add_epi64(_mm512_loadu_si512(sums), _mm512_sll_epi64(first, shift)));
    _mm512_storeu_si512(
        sums + 8, _mm512_add_epi64(_mm512_loadu_si512(sums + 8), _mm512_sll_epi64(second, shift)));
}

/// 8 rows of limbs times up to 3 panels: 24 sums, 3 weights and one pair of limbs in registers.
__attribute__((always_inline)) static inline void ck_panels_avx512vnni(
    int64_t *sums, const ck_tile *tile, const size_t panels)
{
    for (size_t start = 0; start < tile->pair_count; start += tile->pair_count_max) {
        const size_t left = tile->pair_count - start;
        const size_t pairs = left < tile->pair_count_max ? left : tile->pair_count_max;
        __m512i partial[CK_TILE_LIMB_ROWS][CK_TILE_PANELS];
#pragma clang loop unroll(full)
        for (size_t r = 0; r < CK_TILE_LIMB_ROWS; r++) {
#pragma clang loop unroll(full)
            for (size_t p = 0; p < panels; p++) {
                partial[r][p] = _mm512_setzero_si512();
            }
        }
        for (size_t k = start; k < start + pairs; k++) {
            __m512i weights[CK_TILE_PANELS];
#pragma clang loop unroll(full)
            for (size_t p = 0; p < panels; p++) {
                weights[p] = _mm512_loadu_si512(
                    tile->panels + p * tile->panel_stride + k * 2 * CK_PANEL_COLUMNS);
            }
#pragma clang loop unroll(full)
            for (size_t r = 0; r < CK_TILE_LIMB_ROWS; r++) {
                int32_t pair;
                __builtin_memcpy(&pair, tile->limbs + r * tile->limb_stride + 2 * k, sizeof pair);
                const __m512i both = _mm512_set1_epi32(pair);
#pragma clang loop unroll(full)
                for (size_t p = 0; p < panels; p++) {
                    partial[r][p] = _mm512_dpwssd_epi32(partial[r][p], weights[p], both);
                }
            }
        }
#pragma clang loop unroll(full)
        for (size_t r = 0; r < CK_TILE_LIMB_ROWS; r++) {
            const int is_high = tile->limb_count == 2 && r % 2 == 1;
            const __m128i shift =
                _mm_cvtsi32_si128((is_high ? tile->limb_shift : 0) + tile->plane_shift);
            int64_t *row = sums + r / (size_t)tile->limb_count * CK_TILE_COLUMNS;
#pragma clang loop unroll(full)
            for (size_t p = 0; p < panels; p++) {
                ck_widen_avx512vnni(row + p * CK_PANEL_COLUMNS, partial[r][p], shift);
            }
        }
    }
}

static inline void ck_tile_avx512vnni(int64_t *sums, const ck_tile *tile, size_t panels)
{
    switch (panels) {
    case 1: ck_panels_avx512vnni(sums, tile, 1); break;
    case 2: ck_panels_avx512vnni(sums, tile, 2); break;
    default: ck_panels_avx512vnni(sums, tile, 3); break;
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
            sums[i] = _mm512_dpwssd_epi32(sums[i], limbs, weights);
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
