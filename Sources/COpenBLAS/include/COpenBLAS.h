/// OpenBLAS, opened at run time: it is a yardstick that may be absent, and a linked one would start
/// its threads at load.
#ifndef COPENBLAS_H
#define COPENBLAS_H

#include <stdint.h>

/// The functions of an OpenBLAS with 32-bit indices.
typedef struct {
    void (*_Nonnull dgemm)(
        int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha,
        const double *_Nonnull a, int lda, const double *_Nonnull b, int ldb, double beta,
        double *_Nonnull c, int ldc);
    /// For the room of floats alone: on float32, where the order of the sums shows.
    void (*_Nonnull sgemm)(
        int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha,
        const float *_Nonnull a, int lda, const float *_Nonnull b, int ldb, float beta,
        float *_Nonnull c, int ldc);
    const char *_Nonnull (*_Nonnull config)(void);
} cob_functions;

/// The functions of the library, opened and set to one thread; NULL where this machine has none.
/// Call it from one thread at a time.
const cob_functions *_Nullable cob_open(void);

#endif
