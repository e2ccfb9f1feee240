/// Exact integer kernels. No allocation, no libm, no floating point.
///
/// Names: ck_<operation>_<types of result, left, right>_<variant>. The variant `reference` reads
/// like the definition; every other variant must equal it bit for bit.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// product[M, N] = left[M, K] · right[K, N], all row-major and contiguous, no two overlapping.
///
/// Bound: K · max|left| · max|right| <= 2^62, which the caller has checked, so that no partial sum
/// leaves an int64_t and the order of the additions cannot matter.
void ck_gemm_i64_i32_i32_reference(
    int64_t *_Nonnull product, const int32_t *_Nonnull left, const int32_t *_Nonnull right,
    size_t M, size_t N, size_t K);

#endif
