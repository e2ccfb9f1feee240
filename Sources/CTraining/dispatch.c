#include "ctraining.h"

extern const ct_kernels ct_kernels_portable;
#if defined(__x86_64__)
extern const ct_kernels ct_kernels_avx512vnni, ct_kernels_avx512, ct_kernels_avx2;
#endif

const ct_kernels *ct_usable_kernels(size_t index)
{
    const ct_kernels *usable[4] = {0};
    size_t count = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl")) {
        if (__builtin_cpu_supports("avx512vnni")) {
            usable[count++] = &ct_kernels_avx512vnni;
        }
        usable[count++] = &ct_kernels_avx512;
    }
    if (__builtin_cpu_supports("avx2")) {
        usable[count++] = &ct_kernels_avx2;
    }
#endif
    usable[count++] = &ct_kernels_portable;
    return index < count ? usable[index] : NULL;
}
