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

/// The smallest larger limb, as the caller of the kernels plans it.
static int limb_shift_for(int64_t magnitude, int64_t *bound)
{
    int best = 1;
    *bound = INT64_MAX;
    for (int shift = 1; shift <= 15; shift++) {
        const int64_t half = (int64_t)1 << (shift - 1), high = (magnitude + half) >> shift;
        const int64_t larger = high > half ? high : half;
        if (larger < *bound) {
            *bound = larger;
            best = shift;
        }
    }
    return best;
}

/// How many digits of base 256, from -128 to 127, a magnitude takes.
static int digit_count(int64_t magnitude)
{
    return magnitude <= 127 ? 1 : magnitude <= 32639 ? 2 : magnitude <= 8355711 ? 3 : 4;
}

/// Writes a weight to its place in the planes.
static void place_weight(
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

#endif
