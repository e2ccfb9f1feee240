/// Operands as the kernels take them, laid out as the product's Swift does it: for programs in C
/// that run where Swift does not.
#ifndef PACKING_H
#define PACKING_H

#include "CKernels.h"

#include <stdint.h>
#include <stdlib.h>

static void *room(size_t bytes)
{
    void *memory = calloc(bytes + 64, 1);
    if (memory == NULL) {
        exit(2);
    }
    return memory;
}

/// How many digits of base 256, from -128 to 127, a magnitude takes.
static inline int digit_count(int64_t magnitude)
{
    return magnitude <= 127 ? 1 : magnitude <= 32639 ? 2 : magnitude <= 8355711 ? 3 : 4;
}

/// Writes a weight to its place in the planes.
static inline void place_weight(
    void *planes[], int limb_bits, int plane_count, size_t pairs, size_t k, size_t n, int32_t w)
{
    const size_t panel = n / CK_PANEL_WIDTH, column = n % CK_PANEL_WIDTH;
    const size_t pair_place = ((panel * pairs + k / 2) * CK_PANEL_WIDTH + column) * 2 + k % 2;
    const size_t quad_place = ((panel * pairs / 2 + k / 4) * CK_PANEL_WIDTH + column) * 4 + k % 4;
    for (int plane = 0; plane < plane_count; plane++) {
        int32_t digit = w & 0xFF;
        digit -= digit > 127 ? 256 : 0;
        if (limb_bits == 16 && plane == plane_count - 1) {
            digit = w;  // the last plane of words holds all that is left
        }
        w = (w - digit) / 256;
        if (limb_bits == 16) {
            ((int16_t *)planes[plane])[pair_place] = (int16_t)digit;
        } else {
            ((int8_t *)planes[plane])[quad_place] = (int8_t)digit;
        }
    }
}

/// The pairs of a depth as they are stored.
static inline size_t pairs_of(const ck_kernels *kernels, size_t K)
{
    const size_t multiple = kernels->limb_bits == 8 ? CK_BYTE_DEPTH_MULTIPLE : 2;
    return (K + multiple - 1) / multiple * multiple / 2;
}

/// The planes that weights within a magnitude take.
static inline int plane_count_of(const ck_kernels *kernels, int64_t magnitude)
{
    const int word_count = magnitude <= 32767 ? 1 : magnitude < (1 << 23) - 256 ? 2 : 3;
    return kernels->limb_bits == 8 ? digit_count(magnitude) : word_count;
}

/// The largest magnitude of a plane's limbs of 16 bits.
static inline int64_t plane_magnitude(int64_t magnitude, int plane, int plane_count)
{
    const int64_t carry = plane == 0 ? 0 : plane == 1 ? 128 : 128 + (128 << 8);
    return plane < plane_count - 1 ? 128 : (magnitude + carry) >> (8 * plane);
}

/// The largest sums of squares in a column of a plane of words, level by level.
static inline int64_t *squares_of(const int16_t *plane, size_t panels, size_t pairs)
{
    const size_t blocks = (pairs + CK_BLOCK_PAIRS - 1) / CK_BLOCK_PAIRS;
    int64_t *levels = room(2 * (blocks + 64) * sizeof *levels);
    int64_t *level = levels;
    for (size_t length = CK_BLOCK_PAIRS;; length *= 2) {
        const size_t count = (pairs + length - 1) / length;
        for (size_t block = 0; block < count; block++) {
            for (size_t n = 0; n < panels * CK_PANEL_WIDTH; n++) {
                int64_t sum = 0;
                for (size_t k = block * length; k < pairs && k < (block + 1) * length; k++) {
                    const size_t place = n / CK_PANEL_WIDTH * pairs + k;
                    const size_t at = (place * CK_PANEL_WIDTH + n % CK_PANEL_WIDTH) * 2;
                    for (size_t side = 0; side < 2; side++) {
                        const int64_t step = (llabs(plane[at + side]) + 15) / 16;
                        sum += step * step;
                    }
                }
                level[block] = sum > level[block] ? sum : level[block];
            }
        }
        level += count;
        if (count == 1) {
            return levels;
        }
    }
}

#endif
