/// The types of a cache's elements.
enum IntegerType: String {
    case int16 = "I16"
    case int32 = "I32"

    /// The narrower one that holds all of `elements`.
    init(holding elements: [Int32]) {
        var isNarrow = true
        for element in elements {
            isNarrow = isNarrow && element == Int32(Int16(truncatingIfNeeded: element))
        }
        self = isNarrow ? .int16 : .int32
    }

    var byteCount: Int { self == .int16 ? 2 : 4 }

    /// The elements that little-endian bytes stand for. **Precondition:** whole elements.
    func integers(_ bytes: UnsafeRawBufferPointer) -> [Int32] {
        let count = bytes.count / byteCount
        return unsafe [Int32](unsafeUninitializedCapacity: count) { elements, written in
            written = count
            for index in 0..<count {
                let element =
                    switch self {
                    case .int16:
                        unsafe Int32(
                            Int16(
                                littleEndian: bytes.loadUnaligned(
                                    fromByteOffset: 2 * index, as: Int16.self)))
                    case .int32:
                        unsafe Int32(
                            littleEndian: bytes.loadUnaligned(
                                fromByteOffset: 4 * index, as: Int32.self))
                    }
                unsafe elements[index] = element
            }
        }
    }

    /// The little-endian bytes of elements that the type holds.
    func bytes(_ elements: ArraySlice<Int32>) -> [UInt8] {
        switch self {
        case .int16:
            let narrow = elements.map { Int16(truncatingIfNeeded: $0).littleEndian }
            return unsafe narrow.withUnsafeBytes { unsafe Array($0) }
        case .int32:
            let words = elements.map(\.littleEndian)
            return unsafe words.withUnsafeBytes { unsafe Array($0) }
        }
    }
}
