#include "CKernels.h"

void ck_gemm_i64_i32_i32_reference(
    int64_t *product, const int32_t *left, const int32_t *right, size_t M, size_t N, size_t K)
{
    for (size_t m = 0; m < M; m++) {
        int64_t *sums = product + m * N;
        for (size_t n = 0; n < N; n++) {
            sums[n] = 0;
        }
        // k before n: the inner loop then walks one row of each matrix.
        for (size_t k = 0; k < K; k++) {
            const int64_t factor = left[m * K + k];
            const int32_t *row = right + k * N;
            for (size_t n = 0; n < N; n++) {
                sums[n] += factor * row[n];
            }
        }
    }
}
