/// libhdf5 for Swift: its constants are macros that call functions, and its versioned names macros
/// that pick one, so each one used is given a plain name here.
#ifndef GLYPHLAB_CHDF5_SHIM_H
#define GLYPHLAB_CHDF5_SHIM_H

#define H5_USE_110_API 1
#include <hdf5.h>

static inline hid_t chdf5_float32(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_float64(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t chdf5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t chdf5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t chdf5_default_properties(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_whole_space(void) { return H5S_ALL; }
static inline haddr_t chdf5_no_address(void) { return HADDR_UNDEF; }
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned chdf5_truncate(void) { return H5F_ACC_TRUNC; }

/// A float of two bytes, little-endian: 1 sign bit, then the exponent, then the fraction.
static inline hid_t chdf5_float_of_two_bytes(size_t exponent_bits, size_t bias) {
    hid_t type = H5Tcopy(H5T_IEEE_F32LE);
    size_t fraction_bits = 15 - exponent_bits;
    if (type < 0) return type;
    if (H5Tset_fields(type, 15, fraction_bits, exponent_bits, 0, fraction_bits) < 0 ||
        H5Tset_size(type, 2) < 0 || H5Tset_ebias(type, bias) < 0) {
        H5Tclose(type);
        return -1;
    }
    return type;
}

/// The names of a group's links, one call each, in the order of the names.
static inline herr_t chdf5_each_link(hid_t group, H5L_iterate_t visit, void *context) {
    hsize_t position = 0;
    return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &position, visit, context);
}

static inline herr_t chdf5_link_type(hid_t group, const char *name, H5L_type_t *type) {
    H5L_info_t info;
    herr_t status = H5Lget_info(group, name, &info, H5P_DEFAULT);
    if (status >= 0) *type = info.type;
    return status;
}

/// `header_bytes` is the length of the header's first piece, or the least that it can be.
static inline herr_t chdf5_object(
    hid_t group, const char *name, H5O_type_t *type, haddr_t *address, hsize_t *header_bytes) {
    H5O_info_t info;
    herr_t status = H5Oget_info_by_name(group, name, &info, H5P_DEFAULT);
    if (status >= 0) {
        *type = info.type;
        *address = info.addr;
        *header_bytes = info.hdr.nchunks == 1 ? info.hdr.space.total : 16;
    }
    return status;
}

static inline herr_t chdf5_each_error(H5E_walk2_t visit, void *context) {
    return H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, visit, context);
}

static inline herr_t chdf5_silence_errors(void) { return H5Eset_auto2(H5E_DEFAULT, 0, 0); }

#endif
