#include "tile.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define CT(name) ct_##name##_avx512vnni
#define CT_NAME "avx512-vnni"
#define CT_LANES 8
#define CT_CLASSES 4
#define CT_UNITS 4

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"))), apply_to = function)

/// An instruction by its name, since compilers take it apart in two where they think that its
/// latency matters.
static inline __m512i ct_add_pairs_avx512vnni(__m512i sums, __m512i panel, __m512i limbs)
{
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sums) : "v"(panel), "v"(limbs));
    return sums;
}

#include "wide_tile.h"

#include "training_template.h"

#pragma clang attribute pop
#endif
