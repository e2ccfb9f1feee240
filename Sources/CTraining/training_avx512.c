#include "tile.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define CT(name) ct_##name##_avx512
#define CT_NAME "avx512"
#define CT_LANES 8
#define CT_CLASSES 4
#define CT_UNITS 4

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)

static inline __m512i ct_add_pairs_avx512(__m512i sums, __m512i panel, __m512i limbs)
{
    return _mm512_add_epi32(sums, _mm512_madd_epi16(panel, limbs));
}

#include "wide_tile.h"

#include "training_template.h"

#pragma clang attribute pop
#endif
