#include "CShadows.h"

#include <string.h>

extern const cs_kernels cs_kernels_portable;

#if defined(__x86_64__)

extern const cs_kernels cs_kernels_avx2;
extern const cs_kernels cs_kernels_avx512;

const cs_kernels *cs_usable_kernels(size_t index)
{
    const cs_kernels *usable[3];
    size_t count = 0;
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        usable[count++] = &cs_kernels_avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        usable[count++] = &cs_kernels_avx2;
    }
    usable[count++] = &cs_kernels_portable;
    return index < count ? usable[index] : NULL;
}

#else

const cs_kernels *cs_usable_kernels(size_t index)
{
    return index == 0 ? &cs_kernels_portable : NULL;
}

#endif

size_t cs_panel_float_count(size_t K, size_t N)
{
    return (N + CS_PANEL_WIDTH - 1) / CS_PANEL_WIDTH * CS_PANEL_WIDTH * K;
}

void cs_pack(
    float *panels, const float *w, size_t row_stride, size_t column_stride, size_t K, size_t N)
{
    for (size_t column = 0; column < N; column += CS_PANEL_WIDTH) {
        float *panel = panels + column * K;
        for (size_t k = 0; k < K; k++) {
            for (size_t n = 0; n < CS_PANEL_WIDTH; n++) {
                panel[k * CS_PANEL_WIDTH + n] =
                    column + n < N ? w[k * row_stride + (column + n) * column_stride] : 0;
            }
        }
    }
}

cs_difference cs_compare(const float *a, const float *b, size_t count)
{
    uint64_t differing = 0;
    uint32_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t left, right, size;
        const float difference = a[i] - b[i];
        memcpy(&left, &a[i], sizeof left);
        memcpy(&right, &b[i], sizeof right);
        memcpy(&size, &difference, sizeof size);
        // Magnitudes sort as their bits do.
        size &= 0x7fffffff;
        differing += left != right;
        largest = size > largest ? size : largest;
    }
    cs_difference result = {differing, 0};
    memcpy(&result.largest, &largest, sizeof largest);
    return result;
}
