internal import CKernels

/// A matrix as a kernel takes it: panels of 16 columns, in planes that count 2^(8p).
///
/// Words: w = p₀ + p₁ · 2^8 + …, where all planes but the last are from −128 to 127 and the last
/// holds 16 bits; two rows of the matrix lie side by side. Bytes: all planes are digits of base 256
/// from −128 to 127; four rows lie side by side.
struct KernelPlanes {
    let planes: [AlignedBuffer<UInt32>]
    let bounds: [PlaneBound]
    let panelCount: Int
    /// Rows as they are stored.
    let depth: Int

    init(_ matrix: BoundedMatrix, _ format: LimbFormat, _ placement: BufferPlacement) {
        let width = Int(CK_PANEL_WIDTH)
        let panelCount = (matrix.columns + width - 1) / width
        let depth = format.padded(depth: matrix.rows)
        let magnitude = matrix.elements.reduce(Int64(0)) { max($0, Int64($1.magnitude)) }
        let count =
            switch format {
            case .bytes: LimbFormat.digitCount(magnitude: magnitude)
            // A low plane may hand a carry upward, so the limits leave room for it.
            case .words: magnitude <= 32_767 ? 1 : magnitude < 1 << 23 - 256 ? 2 : 3
            }
        self.panelCount = panelCount
        self.depth = depth
        var planes: [AlignedBuffer<UInt32>] = []
        var bounds: [PlaneBound] = []
        for index in 0..<count {
            let plane = AlignedBuffer<UInt32>(
                unwrittenCount: panelCount * depth * width * format.byteCount / 4, placement)
            let writer = PlaneWriter(
                format, depth: depth, panelCount: panelCount, index: index,
                isLast: index == count - 1)
            let squares = unsafe writer.write(matrix, to: plane.start)
            planes.append(plane)
            let isDigit = format == .bytes || index < count - 1
            // Lower digits from −128 on hand upward what they lack.
            let carry = (0..<index).reduce(Int64(0)) { $0 + 128 << (8 * Int64($1)) }
            bounds.append(
                PlaneBound(
                    magnitude: isDigit ? 128 : (magnitude + carry) >> (8 * Int64(index)),
                    squares: squares, placement))
        }
        self.planes = planes
        self.bounds = bounds
    }
}

/// Bounds of a plane's limbs: of each alone, and of the squares of many in a column.
struct PlaneBound {
    /// The largest magnitude of a limb.
    let magnitude: Int64
    /// As ``ck_plane_bound/squares``. Empty for bytes, whose kernels need none.
    let squares: AlignedBuffer<Int64>

    /// **Precondition:** of words, a magnitude below 2^15: two products with −2^15 hold in 31 bits.
    init(magnitude: Int64, squares: [Int64], _ placement: BufferPlacement) {
        precondition(magnitude <= Int64(Int16.max), "a limb of \(magnitude)")
        self.magnitude = magnitude
        let buffer = AlignedBuffer<Int64>(unwrittenCount: squares.count, placement)
        for (index, sum) in squares.enumerated() { unsafe buffer.start[index] = sum }
        self.squares = buffer
    }
}

/// Lays a matrix out as one plane, in words of 32 bits: two limbs of 16 or four of 8, of as many
/// rows. All of it is written, zero where the matrix has no element.
private struct PlaneWriter {
    private let format: LimbFormat
    private let depth: Int
    private let panelCount: Int
    /// Adding 128 to every lower digit turns balanced digits into plain ones, less 128 each.
    private let carry: Int32
    private let shift: Int32
    /// Twice shifted by this, a limb of 16 bits keeps the sign of its lowest 8 alone.
    private let signShift: Int32

    private static let width = Int(CK_PANEL_WIDTH)
    /// Rows that are laid out together, while their cache lines are near: a block of pairs.
    private static let blockRowCount = 2 * Int(CK_BLOCK_PAIRS)

    init(_ format: LimbFormat, depth: Int, panelCount: Int, index: Int, isLast: Bool) {
        self.format = format
        self.depth = depth
        self.panelCount = panelCount
        carry = (0..<Int32(index)).reduce(0) { $0 + 128 << (8 * $1) }
        shift = Int32(8 * index)
        signShift = isLast ? 0 : 24
    }

    /// Returns the squares of ``ck_plane_bound``.
    ///
    /// **Bounds:** elements within ±2^30; with a carry below 2^24 they keep within 32 bits.
    func write(_ matrix: BoundedMatrix, to plane: UnsafeMutablePointer<UInt32>) -> [Int64] {
        let (rows, columns, width) = (matrix.rows, matrix.columns, Self.width)
        let aside = 4 / format.byteCount
        var sums = BlockSquares(columnCount: panelCount * width)
        unsafe matrix.elements.withUnsafeBufferPointer { elements in
            for block in stride(from: 0, to: depth, by: Self.blockRowCount) {
                let blockEnd = min(block + Self.blockRowCount, depth)
                for panel in 0..<panelCount {
                    let column = panel * width
                    for row in stride(from: block, to: blockEnd, by: aside) {
                        let target = unsafe plane + (panel * depth + row) / aside * width
                        guard row + aside <= rows && column + width <= columns else {
                            unsafe writeEdge(elements, rows, columns, row, column, to: target)
                            continue
                        }
                        let source = unsafe elements.baseAddress! + row * columns + column
                        switch format {
                        case .words: unsafe writeWords(source, columns, to: target)
                        case .bytes: unsafe writeBytes(source, columns, to: target)
                        }
                    }
                    guard format == .words else { continue }
                    let start = unsafe plane + (panel * depth + block) / aside * width
                    unsafe sums.add(start, groupCount: (blockEnd - block) / aside, at: column)
                }
                sums.endBlock()
            }
        }
        return format == .words ? sums.levels : []
    }

    @inline(__always)
    private func limb(_ element: Int32) -> UInt32 {
        UInt32(bitPattern: (((element &+ carry) &>> shift) &<< signShift) &>> signShift)
    }

    private func writeWords(
        _ source: UnsafePointer<Int32>, _ stride: Int, to target: UnsafeMutablePointer<UInt32>
    ) {
        for lane in 0..<Self.width {
            let low = unsafe limb(source[lane]) & 0xFFFF
            let high = unsafe limb(source[stride + lane]) &<< 16
            unsafe target[lane] = low | high
        }
    }

    private func writeBytes(
        _ source: UnsafePointer<Int32>, _ stride: Int, to target: UnsafeMutablePointer<UInt32>
    ) {
        for lane in 0..<Self.width {
            let first = unsafe limb(source[lane]) & 0xFF
            let second = unsafe limb(source[stride + lane]) & 0xFF
            let third = unsafe limb(source[2 * stride + lane]) & 0xFF
            let fourth = unsafe limb(source[3 * stride + lane]) & 0xFF
            unsafe target[lane] = first | second &<< 8 | third &<< 16 | fourth &<< 24
        }
    }

    /// As the others, limb by limb, where rows or columns end.
    private func writeEdge(
        _ elements: UnsafeBufferPointer<Int32>, _ rows: Int, _ columns: Int, _ row: Int,
        _ column: Int, to target: UnsafeMutablePointer<UInt32>
    ) {
        let limbBitCount = UInt32(8 * format.byteCount)
        let mask: UInt32 = 1 << limbBitCount - 1
        for lane in 0..<Self.width {
            var word: UInt32 = 0
            for offset in 0..<4 / format.byteCount
            where row + offset < rows && column + lane < columns {
                let element = unsafe elements[(row + offset) * columns + column + lane]
                word |= (limb(element) & mask) &<< (UInt32(offset) * limbBitCount)
            }
            unsafe target[lane] = word
        }
    }
}

/// Sums of squares by column, over blocks of rows and ever longer runs of them.
private struct BlockSquares {
    /// The sums of each block of rows, [columns]. **Bounds:** each adds 32 squares up to 2^22.
    private var blocks: [[Int32]] = []
    private var current: [Int32]

    init(columnCount: Int) {
        current = [Int32](repeating: 0, count: columnCount)
    }

    /// Words of two limbs of 16 bits, panel by panel as they were laid out.
    mutating func add(_ words: UnsafePointer<UInt32>, groupCount: Int, at column: Int) {
        unsafe current.withUnsafeMutableBufferPointer { current in
            let sums = unsafe current.baseAddress! + column
            for lane in 0..<16 { unsafe sums[lane] = 0 }
            for group in 0..<groupCount {
                for lane in 0..<16 {
                    let pair = unsafe Int32(bitPattern: words[16 * group + lane])
                    unsafe sums[lane] &+=
                        Self.square((pair &<< 16) &>> 16) &+ Self.square(pair &>> 16)
                }
            }
        }
    }

    /// The square of a magnitude in sixteenths, rounded up; without a branch, since it is done for
    /// every weight of a model.
    @inline(__always)
    private static func square(_ x: Int32) -> Int32 {
        let sign = x &>> 31
        let step = (((x ^ sign) &- sign) &+ 15) &>> 4
        return step &* step
    }

    mutating func endBlock() {
        blocks.append(current)
    }

    /// The largest sums of all levels, from single blocks to all together.
    var levels: [Int64] {
        var levels: [Int64] = []
        var runs = blocks.map { $0.map(Int64.init) }
        while true {
            levels += runs.map { $0.reduce(0, max) }
            guard runs.count > 1 else { return levels }
            runs = stride(from: 0, to: runs.count, by: 2).map { start in
                guard start + 1 < runs.count else { return runs[start] }
                return zip(runs[start], runs[start + 1]).map { $0 + $1 }
            }
        }
    }
}
