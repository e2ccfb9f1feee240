#include "tile.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define CK(name) ck_##name##_amxint8
#define CK_NAME "amx-int8"
#define CK_LIMB_BITS 8
#define CK_WIDE_LOOPS

#pragma clang attribute push( \
    __attribute__((target("amx-tile,amx-int8,avx512f,avx512bw,avx512dq,avx512vl"))), \
    apply_to = function)

/// Palette 1: eight tiles of 16 rows of 64 bytes.
typedef struct {
    uint8_t palette;
    uint8_t start_row;
    uint8_t reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} ck_tile_configuration;

static const ck_tile_configuration ck_eight_tiles = {
    .palette = 1,
    .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64},
    .rows = {16, 16, 16, 16, 16, 16, 16, 16},
};

#define CK_TILES_BEGIN() _tile_loadconfig(&ck_eight_tiles)
#define CK_TILES_END() _tile_release()
#define CK_TILE_ZERO(t) _tile_zero(t)
#define CK_TILE_LOAD(t, address, stride) _tile_loadd(t, address, stride)
#define CK_TILE_MULTIPLY(sums, a, b) _tile_dpbssd(sums, a, b)
#define CK_TILE_STORE(t, address, stride) _tile_stored(t, address, stride)

#define CK_PEAK_PRODUCTS (4 * 16 * 16 * 64)

static int32_t ck_peak_amxint8(size_t rounds)
{
    int32_t stored[16 * 16];
    int8_t bytes[16 * 64] = {1, 2, 3};
    CK_TILES_BEGIN();
    CK_TILE_ZERO(0);
    CK_TILE_ZERO(1);
    CK_TILE_ZERO(2);
    CK_TILE_ZERO(3);
    CK_TILE_LOAD(5, bytes, 64);
    CK_TILE_LOAD(6, bytes, 64);
    for (size_t i = 0; i < rounds; i++) {
        CK_TILE_MULTIPLY(0, 5, 6);
        CK_TILE_MULTIPLY(1, 5, 6);
        CK_TILE_MULTIPLY(2, 5, 6);
        CK_TILE_MULTIPLY(3, 5, 6);
    }
    CK_TILE_STORE(0, stored, 64);
    const int32_t first = stored[0];
    CK_TILE_STORE(3, stored, 64);
    CK_TILES_END();
    return first ^ stored[0];
}

#include "kernels_template.h"

#pragma clang attribute pop
#endif
