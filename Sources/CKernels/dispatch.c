#include "CKernels.h"

#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

extern const ck_kernels ck_kernels_portable;
#if defined(__x86_64__)
extern const ck_kernels ck_kernels_amxint8, ck_kernels_avx512vnni, ck_kernels_avx2;
#elif defined(__aarch64__)
extern const ck_kernels ck_kernels_neon;
#endif

#if defined(__x86_64__)
static int ck_has_wide_vectors(void)
{
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl");
}

/// Whether the processor has tiles and the system lets this process keep them, which Linux wants to
/// be asked for: ARCH_REQ_XCOMP_PERM for the tiles' data.
static int ck_may_use_tiles(void)
{
#if defined(__linux__)
    const long request = 0x1023, tile_data = 18;
    return __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-int8")
        && ck_has_wide_vectors() && syscall(SYS_arch_prctl, request, tile_data) == 0;
#else
    return 0;
#endif
}
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
    if (ck_may_use_tiles()) {
        usable[count++] = &ck_kernels_amxint8;
    }
    if (__builtin_cpu_supports("avx512vnni") && ck_has_wide_vectors()) {
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
