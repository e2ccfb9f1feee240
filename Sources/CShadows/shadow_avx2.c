#if defined(__x86_64__)

#include <math.h>
#include <string.h>

#define CS_NAME "avx2"
#define CS_TABLE cs_kernels_avx2

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "shadow_template.h"
#pragma clang attribute pop

#else
// Some compilers refuse a file without a declaration.
typedef int cs_no_avx2;
#endif
