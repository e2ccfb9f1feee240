#include "tile.h"

#if defined(__aarch64__)
#include <arm_neon.h>

#define CK(name) ck_##name##_neon
#define CK_NAME "neon"

/// Rows in fours, of which those that are not there are zero, times one panel, whose two rows of
/// the matrix are pulled apart by the load.
static inline void ck_tile_neon(int32_t *sums, const ck_tile *tile, size_t rows, size_t panels)
{
    for (size_t p = 0; p < panels; p++) {
        for (size_t row = 0; row < rows; row += 4) {
            int32x4_t partial[4][4] = {0};
            for (size_t i = 0; i < tile->pair_count; i++) {
                const size_t k = tile->pairs != NULL ? tile->pairs[i] : i;
                const int16_t *panel =
                    tile->panels + p * tile->panel_stride + k * 2 * CK_PANEL_COLUMNS;
                const int16x8x2_t first = vld2q_s16(panel), second = vld2q_s16(panel + 16);
                for (size_t r = 0; r < 4; r++) {
                    const int16_t *limbs =
                        tile->limbs + (row + r) * tile->row_stride + i * tile->pair_stride;
                    for (int side = 0; side < 2; side++) {
                        const int16x8_t a = first.val[side], b = second.val[side];
                        const int16_t limb = limbs[side];
                        partial[r][0] = vmlal_n_s16(partial[r][0], vget_low_s16(a), limb);
                        partial[r][1] = vmlal_n_s16(partial[r][1], vget_high_s16(a), limb);
                        partial[r][2] = vmlal_n_s16(partial[r][2], vget_low_s16(b), limb);
                        partial[r][3] = vmlal_n_s16(partial[r][3], vget_high_s16(b), limb);
                    }
                }
            }
            for (size_t r = 0; r < 4; r++) {
                int32_t *target = sums + (row + r) * CK_TILE_COLUMNS + p * CK_PANEL_COLUMNS;
                for (size_t part = 0; part < 4; part++) {
                    vst1q_s32(target + 4 * part, partial[r][part]);
                }
            }
        }
    }
}

#define CK_PEAK_PRODUCTS (16 * 4)

static int32_t ck_peak_neon(size_t rounds)
{
    int32x4_t sums[16] = {0};
    int16x4_t limbs = vdup_n_s16(3);
    const int16x4_t weights = vdup_n_s16(5);
    for (size_t k = 0; k < rounds; k++) {
        for (size_t i = 0; i < 16; i++) {
            sums[i] = vmlal_s16(sums[i], limbs, weights);
        }
        // Opaque, so that no round is taken for another one.
        __asm__ volatile("" : "+w"(limbs));
    }
    int32x4_t total = sums[0];
    for (size_t i = 1; i < 16; i++) {
        total = vaddq_s32(total, sums[i]);
    }
    return vaddvq_s32(total);
}

#include "kernels_template.h"

#endif
