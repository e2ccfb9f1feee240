/// Causal attention over nodes, as one variant computes it: see kernels_template.h.
///
/// D is the width of a head. What depends on it is inlined once for each width.

/// Clamped and brought to Q12.
CK_INLINE void CK(head_operand)(
    int32_t *result, const int32_t *x, const size_t D, int32_t clamp, ck_clamp_count *seen)
{
    uint32_t hits = 0;
    int32_t most = 0;
    for (size_t d = 0; d < D; d++) {
        const int32_t size = CK(magnitude32)(x[d]);
        most = size > most ? size : most;
        hits += size > clamp;
        result[d] = (CK(clamped32)(x[d], clamp) + 8) >> 4;
    }
    CK(saw)(seen, most, hits);
}

CK_INLINE void CK(operands_of_width)(
    const ck_attention *job, size_t group, const size_t D, ck_attention_range *range)
{
    for (size_t i = 0; i < job->node_count; i++) {
        const int32_t *row = job->qkv + i * job->row_stride + group * D;
        int32_t *key = job->keys + (group * job->node_count + i) * D;
        int32_t *value = job->values + (group * job->node_count + i) * D;
        CK(head_operand)(key, row + job->key_start, D, CK_QK_CLAMP, &range->key);
        CK(head_operand)(value, row + job->value_start, D, CK_ACT_CLAMP, &range->value);
    }
}

static void CK(attention_operands)(
    const ck_attention *job, size_t group, ck_attention_range *range)
{
    if (job->head_width == 64) {
        CK(operands_of_width)(job, group, 64, range);
    } else {
        CK(operands_of_width)(job, group, 128, range);
    }
}

/// The score of a whole sum, with 1 / sqrt(D) in it. Bounds: |sum| <= D * 2^42, so that the product
/// is below 2^61.
CK_INLINE int64_t CK(score)(int64_t sum, const size_t D)
{
    CK_BOUND("score", D == 64 ? sum : 0, (int64_t)1 << 48);
    CK_BOUND("score of a wide head", sum, (int64_t)1 << 49);
    return D == 64 ? CK(round_shift)(sum, 11)
                   : CK(round_shift)(CK(round_shift)(sum, 4) * CK_SQRT_HALF, 23);
}

/// scores[j] = the score of q * k_j; returns the largest. Bounds: D products of 2^21 * 2^21.
CK_INLINE int64_t CK(scores)(
    int64_t *scores, const int32_t *query, const int32_t *keys, const uint32_t *path, size_t T,
    const size_t D, int64_t *magnitude)
{
    int64_t largest = INT64_MIN, most = *magnitude;
    for (size_t j = 0; j < T; j++) {
        const int32_t *key = keys + (size_t)path[j] * D;
        int64_t sum = 0;
        for (size_t d = 0; d < D; d++) {
            sum += (int64_t)query[d] * key[d];
        }
        most = CK(magnitude)(sum) > most ? CK(magnitude)(sum) : most;
        scores[j] = CK(score)(sum, D);
        largest = scores[j] > largest ? scores[j] : largest;
    }
    *magnitude = most;
    return largest;
}

/// Bounds: T <= 4096 terms of at most 2^16, so that their sum holds in 31 bits.
static inline void CK(softmax)(
    int32_t *probabilities, const int64_t *scores, int64_t largest, size_t T)
{
    int32_t sum = 0;
    for (size_t j = 0; j < T; j++) {
        const int64_t d = scores[j] - largest;
        probabilities[j] = CK(exponential)(d < CK_EXPONENT_MIN ? CK_EXPONENT_MIN : (int32_t)d);
        sum += probabilities[j];
    }
    CK_BOUND("sum of exponentials", sum, INT32_MAX);
    for (size_t j = 0; j < T; j++) {
        probabilities[j] = CK(quotient)(probabilities[j], sum);
    }
}

/// Bounds: |score| <= 2^40, and as above.
static void CK(softmax_rows)(
    int32_t *probabilities, const int64_t *scores, size_t rows, size_t columns)
{
    for (size_t row = 0; row < rows; row++) {
        const int64_t *start = scores + row * columns;
        int64_t largest = INT64_MIN;
        for (size_t j = 0; j < columns; j++) {
            largest = start[j] > largest ? start[j] : largest;
        }
        CK(softmax)(probabilities + row * columns, start, largest, columns);
    }
}

/// output = round_shift(p * V, 12). Bounds: p sums to at most 2^16, |v| <= 2^24: 2^40.
CK_INLINE void CK(mix)(
    int32_t *output, const int32_t *probabilities, const int32_t *values, const uint32_t *path,
    size_t T, const size_t D, int64_t *magnitude)
{
    int64_t sums[CK_HEAD_WIDTH_MAX];
    for (size_t d = 0; d < D; d++) {
        sums[d] = 0;
    }
    for (size_t j = 0; j < T; j++) {
        const int32_t *value = values + (size_t)path[j] * D;
        const int32_t p = probabilities[j];
        for (size_t d = 0; d < D; d++) {
            sums[d] += (int64_t)p * value[d];
        }
    }
    int64_t most = *magnitude;
    for (size_t d = 0; d < D; d++) {
        CK_BOUND("mixed value", sums[d], (int64_t)1 << 40);
        most = CK(magnitude)(sums[d]) > most ? CK(magnitude)(sums[d]) : most;
        output[d] = (int32_t)CK(round_shift)(sums[d], 12);
    }
    *magnitude = most;
}

/// Keeps a node's probabilities, and its scores, where they are wanted.
static inline void CK(keep_row)(
    const ck_attention *job, size_t head, size_t node, const int64_t *scores,
    const int32_t *probabilities)
{
    if (job->row_offset[node] < 0) {
        return;
    }
    const size_t T = job->path_count[node];
    const ptrdiff_t start = job->row_offset[node] + (ptrdiff_t)(head * T);
    __builtin_memcpy(job->rows + start, probabilities, T * sizeof *probabilities);
    if (job->row_scores != NULL) {
        __builtin_memcpy(job->row_scores + start, scores, T * sizeof *scores);
    }
}

CK_INLINE void CK(attention_of_width)(
    const ck_attention *job, size_t head, size_t node_start, size_t node_end, int64_t *scores,
    int32_t *probabilities, const size_t D, ck_attention_range *range)
{
    const size_t place = head / job->group_head_count * job->node_count * D;
    const int32_t *keys = job->keys + place, *values = job->values + place;
    for (size_t i = node_start; i < node_end; i++) {
        if (job->is_row_only && job->row_offset[i] < 0) {
            continue;
        }
        const size_t T = job->path_count[i];
        const uint32_t *path = job->paths + job->path_start[i];
        int32_t query[CK_HEAD_WIDTH_MAX];
        CK(head_operand)(
            query, job->qkv + i * job->row_stride + head * D, D, CK_QK_CLAMP, &range->query);
        const int64_t largest =
            CK(scores)(scores, query, keys, path, T, D, &range->score_magnitude);
        CK(softmax)(probabilities, scores, largest, T);
        CK(keep_row)(job, head, i, scores, probabilities);
        if (!job->is_row_only) {
            CK(mix)(
                job->output + i * job->C + head * D, probabilities, values, path, T, D,
                &range->output_magnitude);
        }
    }
}

static void CK(attention)(
    const ck_attention *job, size_t head, size_t node_start, size_t node_end, int64_t *scores,
    int32_t *probabilities, ck_attention_range *range)
{
    if (job->head_width == 64) {
        CK(attention_of_width)(
            job, head, node_start, node_end, scores, probabilities, 64, range);
    } else {
        CK(attention_of_width)(
            job, head, node_start, node_end, scores, probabilities, 128, range);
    }
}
