/// The kernels of one variant, but for its tile: included by each kernels_<variant>.c, which has
/// defined CK(name) to give names their suffix and, before this, CK(tile) and CK(peak).

#include "elements_template.h"
#include "product_template.h"
#include "attention_template.h"

const ck_kernels CK(kernels) = {
    .name = CK_NAME,
    .gelu = CK(gelu_all),
    .add_clamped = CK(add_clamped),
    .layer_norm = CK(layer_norm),
    .operand_magnitude = CK(operand_magnitude),
    .split_row = CK(split_row),
    .product = CK(product),
    .peak = CK(peak),
    .peak_products = CK_PEAK_PRODUCTS,
    .attention_operands = CK(attention_operands),
    .attention = CK(attention),
};
