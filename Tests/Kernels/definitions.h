/// What the checks of the kernels share: numbers to try, and the protocol's definitions.
#ifndef DEFINITIONS_H
#define DEFINITIONS_H

#include "CKernels.h"

#include <stdint.h>
#include <stdlib.h>

#define ACT_CLAMP ((int64_t)1 << 28)
#define QK_CLAMP ((int64_t)1 << 25)

/// The next number of a seeded generator, the same in every run.
uint64_t next(void);

/// Whether all numbers are the one at an end of their range, so that sums grow as far as they can.
extern int is_extreme;

/// A number within ±magnitude, often at an end.
int64_t number(int64_t magnitude);

/// Says what differs, and ends the program with 1.
void fail(const ck_kernels *kernels, const char *what, long a, long b, long c);

// MARK: The checks of one variant

void check_products(const ck_kernels *kernels);
/// What is neither a product nor attention.
void check_elements(const ck_kernels *kernels);
void check_attentions(const ck_kernels *kernels);

// MARK: Definitions (protocol v4, section 3)

static inline int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static inline int64_t round_shift(int64_t x, int s)
{
    return floor_divide(x + ((int64_t)1 << (s - 1)), (int64_t)1 << s);
}

static inline int64_t clamped(int64_t x, int64_t clamp)
{
    return x > clamp ? clamp : x < -clamp ? -clamp : x;
}

static inline int64_t exponential(int64_t d)
{
    const int64_t t = floor_divide(d * 94548, 65536);
    const int64_t n = floor_divide(t, 65536), f = t - n * 65536;
    int64_t p = floor_divide(5207 * f, 65536) + 14904;
    p = floor_divide(p * f, 65536) + 45426;
    p = floor_divide(p * f, 65536) + 65536;
    const int64_t s = clamped(-n, 62);
    return s > 40 ? 0 : p >> s;
}

#endif
