#include "CKernels.h"

extern const ck_kernels ck_kernels_portable;
#if defined(__x86_64__)
extern const ck_kernels ck_kernels_avx2, ck_kernels_avx512vnni;
#elif defined(__aarch64__)
extern const ck_kernels ck_kernels_neon;
#endif

uint64_t ck_read(const uint64_t *words, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += words[i];
    }
    return sum;
}

const ck_kernels *ck_usable_kernels(size_t index)
{
    const ck_kernels *usable[4] = {0};
    size_t count = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        usable[count++] = &ck_kernels_avx512vnni;
    }
    if (__builtin_cpu_supports("avx2")) {
        usable[count++] = &ck_kernels_avx2;
    }
#elif defined(__aarch64__)
    usable[count++] = &ck_kernels_neon;
#endif
    usable[count++] = &ck_kernels_portable;
    return index < count ? usable[index] : NULL;
}
