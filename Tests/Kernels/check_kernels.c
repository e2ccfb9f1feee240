/// Every variant of the kernels that this machine can run, against the protocol's definitions.
///
/// A program of its own, so that it can run where Swift's tests do not: under a sanitizer for
/// undefined behaviour, and on an emulated processor. Prints a line a variant and ends with 1 at
/// the first difference, and where a run of products does not hold in 32 bits, whatever its result.
#include "definitions.h"
#include "limbs.h"

#include <stdio.h>
#include <string.h>

static uint64_t state = 1;

uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

int is_extreme = 0;

int64_t number(int64_t magnitude)
{
    if (is_extreme) {
        return -magnitude;
    }
    switch (next() % 8) {
    case 0: return magnitude;
    case 1: return -magnitude;
    case 2: return 0;
    default: return (int64_t)(next() % (uint64_t)(2 * magnitude + 1)) - magnitude;
    }
}

void fail(const ck_kernels *kernels, const char *what, long a, long b, long c)
{
    printf("%s: %s differs at %ld, %ld, %ld\n", kernels->name, what, a, b, c);
    exit(1);
}

// MARK: Bounds, in a check build

#if defined(CK_CHECK_BOUNDS)
static ck_observed *all_observed;

void ck_observe(ck_observed *observed, int64_t value)
{
    const int64_t magnitude = value < 0 ? -value : value;
    if (observed->most < 0) {
        observed->next = all_observed;
        all_observed = observed;
    }
    observed->most = magnitude > observed->most ? magnitude : observed->most;
    if (magnitude > observed->limit) {
        printf("%s: %lld passes %lld\n", observed->what, (long long)value,
            (long long)observed->limit);
        exit(1);
    }
}

/// Each bound once, with the largest value that any variant met.
static void print_bounds(void)
{
    for (const ck_observed *one = all_observed; one != NULL; one = one->next) {
        int64_t most = one->most;
        int is_first = 1;
        for (const ck_observed *other = all_observed; other != NULL; other = other->next) {
            if (strcmp(one->what, other->what) == 0) {
                is_first = is_first && other >= one;
                most = other->most > most ? other->most : most;
            }
        }
        if (is_first) {
            printf("  %-32s %20lld of %20lld\n", one->what, (long long)most,
                (long long)one->limit);
        }
    }
}
#else
static void print_bounds(void) {}
#endif

static void check(const ck_kernels *kernels)
{
    check_products(kernels);
    check_elements(kernels);
    check_attentions(kernels);
    printf("%s: every product and operation as defined\n", kernels->name);
}

int main(void)
{
    for (size_t i = 0; ck_usable_kernels(i) != NULL; i++) {
        check(ck_usable_kernels(i));
    }
    check(ck_emulated_tile_kernels());
    print_bounds();
    return 0;
}
