/// A transformer's operations in float32, with the order of every sum chosen by the caller.
///
/// The opposite of CKernels: here an order, a fused multiply-add or a number of parts moves bits,
/// and that is what these kernels are for. Nothing on the way to a hash calls them.
///
/// Every variant is IEEE arithmetic with contraction off, so that one summation gives the same bits
/// on every machine. Names: cs_<operation>. All matrices row-major.
#ifndef CSHADOWS_H
#define CSHADOWS_H

#include <stddef.h>
#include <stdint.h>

/// Columns of one panel of packed weights.
#define CS_PANEL_WIDTH 16
/// Partial sums that one sum has at most.
#define CS_PART_COUNT_MAX 16

enum {
    /// From +0 to the end.
    CS_ASCENDING = 0,
    /// From +0, the last term first.
    CS_DESCENDING = 1,
    /// Neighbours, then their sums: blocks of 1, 2, 4, … terms; the ragged end joins from behind.
    CS_PAIRWISE = 2,
    /// As many partial sums as a vector has lanes, by index modulo their count, joined as a tree.
    CS_LANES = 3,
    /// As many partial sums as threads, each over a contiguous range, joined from the first on.
    CS_PARTS = 4,
    /// From +0 to the end, with the lost low bits carried along (Kahan).
    CS_COMPENSATED = 5,
    /// From +0 to the end in float64, rounded once; products of matrices are float64 too, so exact.
    CS_WIDE = 6,
};

/// How the terms of a sum are added.
typedef struct {
    int32_t order;
    /// Partial sums of CS_LANES (a power of two) and CS_PARTS, up to CS_PART_COUNT_MAX.
    int32_t part_count;
    /// Whether a product is added without rounding it first. Not for CS_PAIRWISE and
    /// CS_COMPENSATED, which need the product by itself.
    int32_t is_fused;
} cs_summation;

/// How two tensors differ.
typedef struct {
    /// Elements of unequal bits.
    uint64_t count;
    /// The largest magnitude of a difference.
    float largest;
} cs_difference;

typedef struct {
    const char *_Nonnull name;
    /// y[M, N] = (x[M, K] · panels) · scale + bias; rows of y and x begin y_stride and x_stride
    /// floats apart.
    void (*_Nonnull product)(
        float *_Nonnull y, size_t y_stride, const float *_Nonnull x, size_t x_stride,
        const float *_Nonnull panels, const float *_Nullable bias, float scale,
        size_t M, size_t K, size_t N, cs_summation summation);
    /// The same in float64, from +0 to the end; the panels are float32 or float64, the other NULL.
    void (*_Nonnull double_product)(
        double *_Nonnull y, size_t y_stride, const double *_Nonnull x, size_t x_stride,
        const float *_Nullable panels, const double *_Nullable double_panels,
        const float *_Nullable bias, double scale, size_t M, size_t K, size_t N);
    /// LayerNorm of every row.
    void (*_Nonnull norm)(
        float *_Nonnull y, const float *_Nonnull x, const float *_Nonnull gain,
        const float *_Nonnull bias, size_t rows, size_t columns, float epsilon,
        cs_summation summation);
    /// RMSNorm of every row.
    void (*_Nonnull root_norm)(
        float *_Nonnull y, const float *_Nonnull x, const float *_Nonnull gain, size_t rows,
        size_t columns, float epsilon, cs_summation summation);
    /// Softmax of each row of scores [H, T, T] up to the row's own position; 0 behind it.
    void (*_Nonnull softmax)(
        float *_Nonnull p, const float *_Nonnull scores, size_t H, size_t T,
        cs_summation summation);
    /// GELU by tanh.
    void (*_Nonnull gelu)(float *_Nonnull y, const float *_Nonnull x, size_t count);
    /// SwiGLU: silu(gate) · up.
    void (*_Nonnull gated)(
        float *_Nonnull y, const float *_Nonnull gate, const float *_Nonnull up, size_t count);
} cs_kernels;

/// The variants that this machine can run, the fastest first; NULL after the last.
const cs_kernels *_Nullable cs_usable_kernels(size_t index);

/// Floats that the panels of a [K, N] matrix take.
size_t cs_panel_float_count(size_t K, size_t N);

/// Packs the matrix whose element (k, n) lies at w[k · row_stride + n · column_stride] into panels
/// [N / 16][K][16]; columns that are too many are 0.
void cs_pack(
    float *_Nonnull panels, const float *_Nonnull w, size_t row_stride, size_t column_stride,
    size_t K, size_t N);

cs_difference cs_compare(const float *_Nonnull a, const float *_Nonnull b, size_t count);

#endif
