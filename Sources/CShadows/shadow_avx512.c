#if defined(__x86_64__)

#include <math.h>
#include <string.h>

#define CS_NAME "avx512"
#define CS_TABLE cs_kernels_avx512

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma"))), apply_to = function)
#include "shadow_template.h"
#pragma clang attribute pop

#else
// Some compilers refuse a file without a declaration.
typedef int cs_no_avx512;
#endif
