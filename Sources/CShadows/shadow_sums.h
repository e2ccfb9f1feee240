// Sums of one row, in the orders of the products. Included by shadow_template.h.

/// Σ a[k] · b[k], or Σ a[k] where b is NULL.
INLINE float run_of(
    const float *a, const float *b, ptrdiff_t start, ptrdiff_t step, size_t count, bool is_fused)
{
    float sum = 0;
    ptrdiff_t k = start;
    for (size_t i = 0; i < count; i++, k += step) {
        sum = b == NULL ? sum + a[k] : is_fused ? fmaf(a[k], b[k], sum) : sum + a[k] * b[k];
    }
    return sum;
}

static float pairwise_of(const float *a, const float *b, size_t count)
{
    float stack[64];
    size_t height = 0;
    for (size_t k = 0; k < count; k++) {
        float block = b == NULL ? a[k] : a[k] * b[k];
        for (size_t index = k; index & 1; index >>= 1) {
            block = stack[--height] + block;
        }
        stack[height++] = block;
    }
    float all = height > 0 ? stack[--height] : 0;
    while (height > 0) {
        all = stack[--height] + all;
    }
    return all;
}

static float compensated_of(const float *a, const float *b, size_t count)
{
    float sum = 0;
    float lost = 0;
    for (size_t k = 0; k < count; k++) {
        const float term = (b == NULL ? a[k] : a[k] * b[k]) - lost;
        const float next = sum + term;
        lost = (next - sum) - term;
        sum = next;
    }
    return sum;
}

/// The products are float32, as those that are no matrix's are in CS_WIDE.
static float wide_of(const float *a, const float *b, size_t count)
{
    double sum = 0;
    for (size_t k = 0; k < count; k++) {
        sum = sum + (double)(b == NULL ? a[k] : a[k] * b[k]);
    }
    return (float)sum;
}

static float sum_of(const float *a, const float *b, size_t count, cs_summation how)
{
    const bool is_fused = how.is_fused != 0;
    const size_t parts = (size_t)how.part_count;
    switch (how.order) {
    case CS_ASCENDING: return run_of(a, b, 0, 1, count, is_fused);
    case CS_DESCENDING: return run_of(a, b, (ptrdiff_t)count - 1, -1, count, is_fused);
    case CS_PAIRWISE: return pairwise_of(a, b, count);
    case CS_LANES: {
        float lanes[CS_PART_COUNT_MAX];
        for (size_t lane = 0; lane < parts; lane++) {
            lanes[lane] = run_of(
                a, b, (ptrdiff_t)lane, (ptrdiff_t)parts, lane_count(count, lane, parts), is_fused);
        }
        for (size_t width = 1; width < parts; width *= 2) {
            for (size_t lane = 0; lane < parts; lane += 2 * width) {
                lanes[lane] = lanes[lane] + lanes[lane + width];
            }
        }
        return lanes[0];
    }
    case CS_PARTS: {
        float all = 0;
        for (size_t part = 0; part < parts; part++) {
            const size_t start = count * part / parts;
            const float one = run_of(
                a, b, (ptrdiff_t)start, 1, count * (part + 1) / parts - start, is_fused);
            all = part == 0 ? one : all + one;
        }
        return all;
    }
    case CS_WIDE: return wide_of(a, b, count);
    default: return compensated_of(a, b, count);
    }
}
