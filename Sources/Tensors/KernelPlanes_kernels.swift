internal import CKernels

/// A matrix as a kernel takes it: panels of 16 columns, in planes that count 2^(8p).
///
/// Words: w = p₀ + p₁ · 2^8 + …, where all planes but the last are from −128 to 127 and the last
/// holds 16 bits; two rows of the matrix lie side by side. Bytes: all planes are digits of base 256
/// from −128 to 127; four rows lie side by side.
struct KernelPlanes {
    let planes: [AlignedBuffer<UInt8>]
    /// The largest magnitude of each plane.
    let bounds: [Int64]
    let panelCount: Int
    /// Rows as they are stored.
    let depth: Int

    init(_ matrix: BoundedMatrix, _ format: LimbFormat) {
        let width = Int(CK_PANEL_WIDTH)
        let panelCount = (matrix.columns + width - 1) / width
        let depth = format.padded(depth: matrix.rows)
        let magnitude = matrix.elements.reduce(Int64(0)) { max($0, Int64($1.magnitude)) }
        let count =
            switch format {
            case .bytes: LimbFormat.digitCount(magnitude: magnitude)
            // One more for the carry that a low plane may hand upward.
            case .words: magnitude <= 32_767 ? 1 : magnitude < 1 << 23 - 256 ? 2 : 3
            }
        self.panelCount = panelCount
        self.depth = depth
        planes = (0..<count).map { index in
            let plane = AlignedBuffer<UInt8>(
                zeroCount: panelCount * depth * width * format.byteCount)
            unsafe Self.write(
                matrix, to: plane.start, format, depth: depth, index: index,
                isLast: index == count - 1)
            return plane
        }
        bounds = (0..<count).map { index in
            if format == .bytes || index < count - 1 { return 128 }
            return count == 1 ? magnitude : (magnitude + 128) >> (8 * Int64(index)) + 1
        }
    }

    private static func write(
        _ matrix: BoundedMatrix, to start: UnsafeMutablePointer<UInt8>, _ format: LimbFormat,
        depth: Int, index: Int, isLast: Bool
    ) {
        let width = Int(CK_PANEL_WIDTH)
        // Adding 128 to every lower digit turns balanced digits into plain ones, less 128 each.
        let carry = (0..<index).reduce(Int64(0)) { $0 + 128 << (8 * Int64($1)) }
        let shift = Int64(8 * index)
        let aside = format == .bytes ? 4 : 2
        unsafe matrix.elements.withUnsafeBufferPointer { elements in
            for row in 0..<matrix.rows {
                for column in 0..<matrix.columns {
                    let rest = unsafe Int64(elements[row * matrix.columns + column]) + carry
                    let part = rest >> shift
                    let group = (column / width * (depth / aside) + row / aside) * width
                    let place = (group + column % width) * aside + row % aside
                    switch format {
                    case .bytes:
                        unsafe start[place] = UInt8(truncatingIfNeeded: part)
                    case .words:
                        let word = isLast ? Int16(part) : Int16(Int8(truncatingIfNeeded: part))
                        unsafe UnsafeMutableRawPointer(start).storeBytes(
                            of: word, toByteOffset: 2 * place, as: Int16.self)
                    }
                }
            }
        }
    }
}
