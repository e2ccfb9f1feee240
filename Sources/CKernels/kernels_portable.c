#include "tile.h"

#define CK(name) ck_##name##_portable
#define CK_NAME "portable"

/// Plain C, in the shape that compilers know as a multiply-add of pairs.
static inline void ck_tile_portable(int64_t *sums, const ck_tile *tile, size_t panels)
{
    for (size_t start = 0; start < tile->pair_count; start += tile->pair_count_max) {
        const size_t left = tile->pair_count - start;
        const size_t pairs = left < tile->pair_count_max ? left : tile->pair_count_max;
        for (size_t p = 0; p < panels; p++) {
            for (size_t r = 0; r < CK_TILE_LIMB_ROWS; r++) {
                const int16_t *limbs = tile->limbs + r * tile->limb_stride + 2 * start;
                const int16_t *panel =
                    tile->panels + p * tile->panel_stride + start * 2 * CK_PANEL_COLUMNS;
                int32_t partial[CK_PANEL_COLUMNS] = {0};
                for (size_t k = 0; k < pairs; k++) {
                    const int32_t first = limbs[2 * k], second = limbs[2 * k + 1];
                    for (size_t n = 0; n < CK_PANEL_COLUMNS; n++) {
                        partial[n] += first * panel[(k * CK_PANEL_COLUMNS + n) * 2]
                            + second * panel[(k * CK_PANEL_COLUMNS + n) * 2 + 1];
                    }
                }
                const size_t row = tile->limb_count == 1 ? r : r / 2;
                const int is_high = tile->limb_count == 2 && r % 2 == 1;
                const int shift = (is_high ? tile->limb_shift : 0) + tile->plane_shift;
                for (size_t n = 0; n < CK_PANEL_COLUMNS; n++) {
                    sums[row * CK_TILE_COLUMNS + p * CK_PANEL_COLUMNS + n] +=
                        (int64_t)partial[n] * ((int64_t)1 << shift);
                }
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
