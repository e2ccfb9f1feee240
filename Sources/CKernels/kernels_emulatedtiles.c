#include "tile.h"

#include <string.h>

#define CK(name) ck_##name##_emulatedtiles
#define CK_NAME "emulated-tiles"
#define CK_LIMB_BITS 8

/// The eight tiles of one thread.
static _Thread_local int8_t ck_tiles[8][16][64];

static void ck_emulate_load(int tile, const void *address, size_t stride)
{
    for (size_t row = 0; row < 16; row++) {
        memcpy(ck_tiles[tile][row], (const int8_t *)address + row * stride, 64);
    }
}

static void ck_emulate_store(int tile, void *address, size_t stride)
{
    for (size_t row = 0; row < 16; row++) {
        memcpy((int8_t *)address + row * stride, ck_tiles[tile][row], 64);
    }
}

/// Signed bytes, sums of 32 bits. Source: Intel's TDPBSSD.
static void ck_emulate_multiply(int sums, int a, int b)
{
    for (size_t m = 0; m < 16; m++) {
        int32_t row[16];
        memcpy(row, ck_tiles[sums][m], 64);
        for (size_t k = 0; k < 64; k++) {
            for (size_t n = 0; n < 16; n++) {
                row[n] += ck_tiles[a][m][k] * ck_tiles[b][k / 4][4 * n + k % 4];
            }
        }
        memcpy(ck_tiles[sums][m], row, 64);
    }
}

#define CK_TILES_BEGIN() memset(ck_tiles, 0x55, sizeof ck_tiles)
#define CK_TILES_END() memset(ck_tiles, 0, sizeof ck_tiles)
#define CK_TILE_ZERO(t) memset(ck_tiles[t], 0, sizeof ck_tiles[t])
#define CK_TILE_LOAD(t, address, stride) ck_emulate_load(t, address, stride)
#define CK_TILE_MULTIPLY(sums, a, b) ck_emulate_multiply(sums, a, b)
#define CK_TILE_STORE(t, address, stride) ck_emulate_store(t, address, stride)

#define CK_PEAK_PRODUCTS (16 * 16 * 64)

static int32_t ck_peak_emulatedtiles(size_t rounds)
{
    CK_TILES_BEGIN();
    for (size_t i = 0; i < rounds; i++) {
        CK_TILE_ZERO(0);
        ck_emulate_multiply(0, 1, 2);
    }
    return ck_tiles[0][0][0];
}

#include "kernels_template.h"

const ck_kernels *ck_emulated_tile_kernels(void)
{
    return &ck_kernels_emulatedtiles;
}
