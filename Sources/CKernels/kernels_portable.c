#include "tile.h"

#define CK(name) ck_##name##_portable
#define CK_NAME "portable"

/// Plain C, in the shape that compilers know as a multiply-add of pairs.
static inline void ck_tile_portable(
    int32_t *sums, const ck_tile *tile, size_t rows, size_t panels)
{
    for (size_t p = 0; p < panels; p++) {
        const int16_t *panel = tile->panels + p * tile->panel_stride;
        for (size_t r = 0; r < rows; r++) {
            const int16_t *limbs = tile->limbs + r * tile->row_stride;
            uint32_t partial[CK_PANEL_COLUMNS] = {0};
            for (size_t i = 0; i < tile->pair_count; i++) {
                const size_t k = tile->pairs != NULL ? tile->pairs[i] : i;
                const int32_t first = limbs[i * tile->pair_stride];
                const int32_t second = limbs[i * tile->pair_stride + 1];
                for (size_t n = 0; n < CK_PANEL_COLUMNS; n++) {
                    partial[n] += (uint32_t)(first * panel[(k * CK_PANEL_COLUMNS + n) * 2]
                        + second * panel[(k * CK_PANEL_COLUMNS + n) * 2 + 1]);
                }
            }
            int32_t *row = sums + r * CK_TILE_COLUMNS + p * CK_PANEL_COLUMNS;
            for (size_t n = 0; n < CK_PANEL_COLUMNS; n++) {
                row[n] = (int32_t)partial[n];
            }
        }
    }
}

#define CK_PEAK_PRODUCTS (4 * 16)

/// Four sums of 16 columns, as often as a compiler likes them.
static int32_t ck_peak_portable(size_t rounds)
{
    int16_t limbs[4] = {1, 2, 3, 4}, panel[16];
    int32_t sums[4][16] = {{0}};
    for (size_t n = 0; n < 16; n++) {
        panel[n] = (int16_t)(n + 1);
    }
    for (size_t i = 0; i < rounds; i++) {
        __asm__ volatile("" : "+m"(limbs));
        for (size_t r = 0; r < 4; r++) {
            for (size_t n = 0; n < 16; n++) {
                sums[r][n] = (int32_t)((uint32_t)sums[r][n] + (uint32_t)(limbs[r] * panel[n]));
            }
        }
    }
    uint32_t total = 0;
    for (size_t r = 0; r < 4; r++) {
        for (size_t n = 0; n < 16; n++) {
            total += (uint32_t)sums[r][n];
        }
    }
    return (int32_t)total;
}

#include "kernels_template.h"
