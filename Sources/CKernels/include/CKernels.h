/// Exact integer kernels. No allocation, no libm; no floating point but quotients that cannot be
/// wrong, each with its proof (`quotient` in elements_template.h, `quotients` in
/// wide_loops_template.h).
///
/// Names: ck_<operation>_<variant>. The variant `reference` reads like the definition; every other
/// variant must equal it bit for bit.
///
/// Shape letters: M rows (tokens), K depth, N columns, C width, T tokens that a position sees.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#if !defined(__clang__)
// Other compilers, which build these kernels for tests only, do not know them.
#define _Nonnull
#define _Nullable
#endif

/// product[M, N] = left[M, K] · right[K, N], all row-major and contiguous, no two overlapping.
///
/// Bound: K · max|left| · max|right| <= 2^62, which the caller has checked, so that no partial sum
/// leaves an int64_t and the order of the additions cannot matter.
void ck_gemm_i64_i32_i32_reference(
    int64_t *_Nonnull product, const int32_t *_Nonnull left, const int32_t *_Nonnull right,
    size_t M, size_t N, size_t K);

/// Heads are 64 columns wide, or 128.
#define CK_HEAD_WIDTH_MAX 128
/// Columns of one panel of packed weights.
#define CK_PANEL_WIDTH 16
/// Limbs of 8 bits: the depth of operands comes in multiples of this.
#define CK_BYTE_DEPTH_MULTIPLE 64
/// Weights are at most this many planes; plane p counts 2^(8p).
#define CK_PLANE_COUNT_MAX 4
/// Pairs of the depth whose squares are bounded together.
#define CK_BLOCK_PAIRS 16

/// The record of a clamp; every call adds to it.
typedef struct {
    /// The largest magnitude before the clamp.
    int64_t magnitude;
    uint64_t hits;
} ck_clamp_count;

/// Bounds of a plane's limbs of 16 bits.
typedef struct {
    /// The largest magnitude of a limb.
    int64_t magnitude;
    /// The largest sums in a column of ck_step(limb)^2, over blocks of CK_BLOCK_PAIRS pairs, then
    /// over two such blocks from an even one on, and so on: the last level is one block. All planes
    /// have them, or none.
    const int64_t *_Nullable squares;
} ck_plane_bound;

/// result = clamp(round_shift(a · right, 8) + bias), where a = round_shift(x, shift); or the sums.
///
/// Rows of a are cut into tiles of limbs, as many as each tile's magnitudes need: see `cut`.
///
/// Limbs of 16 bits: right[k][n] = the sum of plane p · 2^(8p). Limbs of 8 bits: likewise, all of
/// them digits from -128 to 127. Bounds: |x| + 2^(shift-1) in 31 bits, |a| <= 2^24, and all sums
/// in 62 bits.
typedef struct {
    /// [rows][K].
    const int32_t *_Nullable x;
    /// [M]: the rows of x and of the result, in the order in which they are cut; null where they
    /// are 0 to M - 1.
    const uint32_t *_Nullable rows;
    /// [tile_count(M)][tile_bytes(pair_count)], written by cut.
    void *_Nullable limbs;
    /// 16 bits: [panels][panel_pair_count][CK_PANEL_WIDTH][2], two rows of the matrix side by side;
    /// 8 bits: [panels][panel_pair_count / 2][CK_PANEL_WIDTH][4], four of them.
    const void *_Nullable planes[CK_PLANE_COUNT_MAX];
    /// Bounds of limbs of 16 bits.
    ck_plane_bound bounds[CK_PLANE_COUNT_MAX];
    /// [N] Q16.
    const int32_t *_Nullable bias;
    /// [rows][result_stride] Q16.
    int32_t *_Nullable result;
    /// [rows][result_stride], in place of bias and result.
    int64_t *_Nullable sums;
    size_t result_stride;
    size_t M;
    size_t N;
    size_t K;
    /// Half the depth that is multiplied: (K + 1) / 2 of 16 bits; of 8 bits, half the next multiple
    /// of CK_BYTE_DEPTH_MULTIPLE.
    size_t pair_count;
    /// Half the depth of a panel as it is stored, pair_count or more.
    size_t panel_pair_count;
    /// The most that the magnitudes of a row of a sum to, below 2^32; 0 where that is not known.
    int64_t row_sum_max;
    int shift;
    int plane_count;
    int32_t clamp;
} ck_product;

/// The largest sums and the clamp of a product; every call adds to them.
typedef struct {
    /// The largest |sum| before the shift.
    int64_t magnitude;
    ck_clamp_count clamp;
    /// Products of limbs that were made.
    uint64_t limb_product_count;
} ck_product_range;

/// Causal attention of one layer over nodes, each of which sees the nodes of its path.
typedef struct {
    /// [node_count][row_stride] Q16: queries, keys, values, heads side by side.
    const int32_t *_Nonnull qkv;
    size_t row_stride;
    /// The columns at which keys and values begin.
    size_t key_start;
    size_t value_start;
    /// The columns of a head: 64 or 128.
    size_t head_width;
    /// The query heads that read the same keys and values, one after the other.
    size_t group_head_count;
    /// [K][node_count][D] Q12, written by attention_operands.
    int32_t *_Nonnull keys;
    int32_t *_Nonnull values;
    /// [node_count][C] Q16, heads side by side; C = H * D.
    int32_t *_Nonnull output;
    /// Nodes from the first token to the node itself: path_count[i] from paths[path_start[i]] on.
    const uint32_t *_Nonnull paths;
    const size_t *_Nonnull path_start;
    const size_t *_Nonnull path_count;
    /// Where a node's probabilities go, head after head; negative where they are not wanted.
    const ptrdiff_t *_Nonnull row_offset;
    int32_t *_Nonnull rows;
    /// Where the scores of those rows go, each at its probability's place; null where they are not
    /// wanted.
    int64_t *_Nullable row_scores;
    size_t node_count;
    size_t C;
    /// Whether nothing is computed but the rows that are read.
    int is_row_only;
} ck_attention;

/// The largest sums and the clamps of attention; every call adds to them.
typedef struct {
    int64_t score_magnitude;
    int64_t output_magnitude;
    ck_clamp_count query;
    ck_clamp_count key;
    ck_clamp_count value;
} ck_attention_range;

/// The kernels of one variant. All are pure but for what they write; none keeps anything.
typedef struct {
    const char *_Nonnull name;
    /// The width of a limb in bits: 16 or 8.
    int limb_bits;
    void (*_Nonnull gelu)(int32_t *_Nonnull x, size_t count);
    void (*_Nonnull add_clamped)(
        int32_t *_Nonnull x, const int32_t *_Nonnull branch, size_t count, int32_t clamp,
        ck_clamp_count *_Nonnull seen);
    /// LayerNorm of one row, clamped. C from 1 to 2^15.
    void (*_Nonnull layer_norm)(
        int32_t *_Nonnull result, const int32_t *_Nonnull x, const int32_t *_Nonnull gain,
        const int32_t *_Nonnull bias, size_t C, int32_t clamp, ck_clamp_count *_Nonnull seen);
    /// RMSNorm of one row, clamped. C from 1 to 2^15, |x| <= 2^28.
    void (*_Nonnull rms_norm)(
        int32_t *_Nonnull result, const int32_t *_Nonnull x, const int32_t *_Nonnull gain,
        size_t C, int32_t clamp, ck_clamp_count *_Nonnull seen);
    /// Turns the two halves of each of some heads, side by side in one row, in place, and clamps
    /// them. cosines, sines: [head_width / 2] Q30. |x| <= 2^28.
    void (*_Nonnull rotate)(
        int32_t *_Nonnull x, const int32_t *_Nonnull cosines, const int32_t *_Nonnull sines,
        size_t head_count, size_t head_width, int32_t clamp, ck_clamp_count *_Nonnull seen);
    /// round_shift(silu(gate) * up, 16), clamped. |gate| and |up| <= 2^28.
    void (*_Nonnull swiglu)(
        int32_t *_Nonnull result, const int32_t *_Nonnull gate, const int32_t *_Nonnull up,
        size_t count, int32_t clamp, ck_clamp_count *_Nonnull seen);
    /// The largest magnitude among round_shift(x, shift); shift 0 leaves x as it is.
    int32_t (*_Nonnull operand_magnitude)(const int32_t *_Nonnull x, size_t count, int shift);
    /// How many tiles so many rows are cut into, and the bytes of one.
    size_t (*_Nonnull tile_count)(size_t M);
    size_t (*_Nonnull tile_bytes)(size_t pair_count);
    /// Cuts some tiles of rows into limbs.
    void (*_Nonnull cut)(const ck_product *_Nonnull job, size_t tile_start, size_t tile_end);
    /// All rows times some panels. Precondition: all tiles are cut.
    void (*_Nonnull product)(
        const ck_product *_Nonnull job, size_t panel_start, size_t panel_end,
        ck_product_range *_Nonnull range);
    /// Keys and values of one group of heads, counted from 0.
    void (*_Nonnull attention_operands)(
        const ck_attention *_Nonnull job, size_t group, ck_attention_range *_Nonnull range);
    /// Softmax of every row. Scores within +-2^40, columns from 1 to 4096.
    void (*_Nonnull softmax_rows)(
        int32_t *_Nonnull probabilities, const int64_t *_Nonnull scores, size_t rows,
        size_t columns);
    /// Multiplies limbs in registers, `rounds` times peak_products of them, and nothing else: how
    /// fast this variant's instructions can be. Returns what keeps a compiler from leaving it out.
    int32_t (*_Nonnull peak)(size_t rounds);
    size_t peak_products;
    /// scores and probabilities are room for the longest path.
    void (*_Nonnull attention)(
        const ck_attention *_Nonnull job, size_t head, size_t node_start, size_t node_end,
        int64_t *_Nonnull scores, int32_t *_Nonnull probabilities,
        ck_attention_range *_Nonnull range);
    /// Attention of one head over the nodes from node_start on, node_count of them, each of which
    /// sees the first of them to itself, and nothing else: by products of tiles. Null where a
    /// variant has none.
    void (*_Nullable attention_chain)(
        const ck_attention *_Nonnull job, size_t head, size_t node_start, size_t node_count,
        void *_Nonnull room, ck_attention_range *_Nonnull range);
    /// The bytes of the room, which begins at a multiple of 8 bytes.
    size_t (*_Nullable chain_room)(size_t node_count, size_t head_width);
} ck_kernels;

/// Reads `count` words and returns their sum, so that no read is left out: a measure of the speed
/// of memory.
uint64_t ck_read(const uint64_t *_Nonnull words, size_t count);

/// The variants that this machine can run, the fastest first; null behind the last.
const ck_kernels *_Nullable ck_usable_kernels(size_t index);

/// The kernels for tiles of 8-bit limbs with the tiles emulated in plain C: slow, for tests where
/// no processor has them.
const ck_kernels *_Nonnull ck_emulated_tile_kernels(void);

#endif
