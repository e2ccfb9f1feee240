#include "tile.h"

#define CT(name) ct_##name##_portable
#define CT_NAME "portable"
#define CT_LANES 2
#define CT_CLASSES 2
#define CT_UNITS 2

/// Plain C, in the shape that compilers know as a multiply-add of pairs.
static void ct_tile_portable(int32_t *sums, const ct_tile *tile, size_t panels)
{
    for (size_t p = 0; p < panels; p++) {
        const int16_t *panel = tile->panels + p * tile->panel_stride;
        for (size_t r = 0; r < CT_BLOCK; r++) {
            const int16_t *limbs = tile->limbs + r * tile->row_stride;
            int32_t partial[CT_PANEL] = {0};
            for (size_t i = 0; i < tile->pair_count; i++) {
                const int32_t first = limbs[2 * i], second = limbs[2 * i + 1];
                for (size_t n = 0; n < CT_PANEL; n++) {
                    partial[n] += first * panel[(i * CT_PANEL + n) * 2]
                        + second * panel[(i * CT_PANEL + n) * 2 + 1];
                }
            }
            __builtin_memcpy(
                sums + r * CT_TILE_COLUMNS + p * CT_PANEL, partial, sizeof partial);
        }
    }
}

#include "training_template.h"
