import CHDF5

/// The element types of weights: IEEE floats and bfloat16, little-endian, nothing left free.
///
/// A type counts as one of these only where the library finds it equal in every property: size,
/// byte order, places and widths of the fields, bias, normalisation and padding.
struct FloatTypes {
    private let float16: Handle
    private let bfloat16: Handle

    init() throws(Refusal) {
        float16 = try Self.twoBytes(exponentBitCount: 5, bias: 15)
        bfloat16 = try Self.twoBytes(exponentBitCount: 8, bias: 127)
    }

    private static func twoBytes(exponentBitCount: Int, bias: Int) throws(Refusal) -> Handle {
        try Handle(
            chdf5_float_of_two_bytes(exponentBitCount, bias), close: H5Tclose, "", "types",
            expected: "a float type of two bytes")
    }

    /// The type's name in safetensors' words; other types in words of their own.
    func name(of type: hid_t) -> String {
        for name in ["F16", "BF16", "F32", "F64"] where H5Tequal(type, id(named: name)!) > 0 {
            return name
        }
        let size = H5Tget_size(type)
        let order = H5Tget_order(type) == H5T_ORDER_BE ? "big-endian " : ""
        return switch H5Tget_class(type) {
        case H5T_INTEGER: "\(order)integer of \(size) bytes"
        case H5T_FLOAT: "\(order)float of \(size) bytes, not IEEE little-endian"
        case H5T_STRING: "string"
        case H5T_BITFIELD: "bit field of \(size) bytes"
        case H5T_OPAQUE: "opaque type of \(size) bytes"
        case H5T_COMPOUND: "compound of \(size) bytes"
        case H5T_REFERENCE: "reference"
        case H5T_ENUM: "enumeration of \(size) bytes"
        case H5T_VLEN: "variable-length type"
        case H5T_ARRAY: "array type of \(size) bytes"
        default: "type that libhdf5 does not name"
        }
    }

    /// The library's identifier; nil where the name is none of the four.
    func id(named name: String) -> hid_t? {
        switch name {
        case "F16": float16.id
        case "BF16": bfloat16.id
        case "F32": chdf5_float32()
        case "F64": chdf5_float64()
        default: nil
        }
    }
}
