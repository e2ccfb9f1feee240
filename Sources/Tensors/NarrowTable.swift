/// Whole numbers of 32 bits in little more memory than their magnitudes need: every block of 64 in
/// one, two or four bytes an element, the fewest that hold them all.
///
/// Numbers that are looked up and not multiplied, such as embeddings, of which most fit 16 bits.
/// **Determinism:** what is read is what was appended, whatever the parts.
public struct NarrowTable: Sendable {
    /// Those that are full.
    private(set) var segments: [NarrowSegment] = []
    private(set) var last = NarrowSegment()

    public init() {}

    public init(_ elements: [Int32]) {
        unsafe elements.withUnsafeBufferPointer { unsafe append($0) }
    }

    /// How many elements there are.
    public var count: Int { segments.count * NarrowSegment.countMax + last.count }

    /// The bytes that the elements take, without the table's own.
    package var byteCount: Int { segments.reduce(last.byteCount) { $0 + $1.byteCount } }

    public mutating func append(_ elements: UnsafeBufferPointer<Int32>) {
        var start = 0
        while start < elements.count {
            let end = min(start + NarrowSegment.countMax - last.count, elements.count)
            unsafe last.append(UnsafeBufferPointer(rebasing: elements[start..<end]))
            if last.count == NarrowSegment.countMax {
                segments.append(last)
                last = NarrowSegment()
            }
            start = end
        }
    }

    /// All elements.
    public var elements: [Int32] { elements(in: 0..<count) }

    /// The elements at the places `range`. **Precondition:** within the table.
    public func elements(in range: Range<Int>) -> [Int32] {
        unsafe [Int32](unsafeUninitializedCapacity: range.count) { buffer, written in
            unsafe copy(range, to: buffer)
            written = range.count
        }
    }

    /// Writes the elements at the places `range` to the beginning of `target`.
    ///
    /// **Precondition:** within the table, and the target has room for them.
    public func copy(_ range: Range<Int>, to target: UnsafeMutableBufferPointer<Int32>) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= count && range.count <= target.count,
            "elements \(range) of \(count) for \(target.count)")
        var place = range.lowerBound
        while place < range.upperBound {
            let index = place / NarrowSegment.countMax
            let first = index * NarrowSegment.countMax
            let end = min(first + NarrowSegment.countMax, range.upperBound)
            let part = unsafe UnsafeMutableBufferPointer(
                rebasing: target[place - range.lowerBound..<end - range.lowerBound])
            let segment = index < segments.count ? segments[index] : last
            unsafe segment.copy(place - first..<end - first, to: part)
            place = end
        }
    }
}

/// A part of a table, which is not changed once it is full: then others may read it while the next
/// is written.
struct NarrowSegment: Sendable {
    static let countMax = 1 << 18
    private static let blockCount = 64

    /// How many elements there are.
    private(set) var count = 0
    /// The whole blocks, one after the other; elements in this machine's order of bytes.
    private var bytes: [UInt8] = []
    /// The place behind each block in ``bytes``, in units of 64 bytes.
    private var ends: [UInt16] = []
    /// The elements behind the last whole block.
    private var rest: [Int32] = []

    /// The bytes that the elements take, without the table's own.
    var byteCount: Int { bytes.count + 4 * rest.count }

    // MARK: Writing

    /// **Precondition:** no more in all than a segment holds.
    mutating func append(_ elements: UnsafeBufferPointer<Int32>) {
        count += elements.count
        precondition(count <= Self.countMax, "\(count) elements in a segment")
        var start = 0
        if !rest.isEmpty {
            start = min(Self.blockCount - rest.count, elements.count)
            unsafe rest.append(contentsOf: elements[..<start])
            guard rest.count == Self.blockCount else { return }
            let block = rest
            unsafe block.withUnsafeBufferPointer { unsafe appendBlock($0.baseAddress!) }
            rest = []
        }
        while elements.count - start >= Self.blockCount {
            unsafe appendBlock(elements.baseAddress! + start)
            start += Self.blockCount
        }
        unsafe rest.append(contentsOf: elements[start...])
    }

    private mutating func appendBlock(_ block: UnsafePointer<Int32>) {
        // An element fits b bits where it differs from its sign in none but the lowest b − 1.
        var differing: Int32 = 0
        for index in 0..<Self.blockCount {
            differing |= unsafe block[index] ^ (block[index] &>> 31)
        }
        if differing < 1 << 7 {
            unsafe appendBlock(block, as: Int8.self)
        } else if differing < 1 << 15 {
            unsafe appendBlock(block, as: Int16.self)
        } else {
            unsafe appendBlock(block, as: Int32.self)
        }
    }

    @inline(__always)
    private mutating func appendBlock<Narrow: FixedWidthInteger & BitwiseCopyable>(
        _ block: UnsafePointer<Int32>, as type: Narrow.Type
    ) {
        // Most need two bytes.
        if bytes.isEmpty { bytes.reserveCapacity(2 * Self.countMax) }
        unsafe withUnsafeTemporaryAllocation(of: Narrow.self, capacity: Self.blockCount) { room in
            for index in 0..<Self.blockCount {
                unsafe room[index] = Narrow(truncatingIfNeeded: block[index])
            }
            unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(room))
        }
        ends.append(UInt16(bytes.count / Self.blockCount))
    }

    // MARK: Reading

    /// Writes the elements at the places `range` to the beginning of `target`.
    ///
    /// **Precondition:** within the table, and the target has room for them.
    func copy(_ range: Range<Int>, to target: UnsafeMutableBufferPointer<Int32>) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= count && range.count <= target.count,
            "elements \(range) of \(count) for \(target.count)")
        var place = range.lowerBound
        while place < range.upperBound {
            let block = place / Self.blockCount
            let first = block * Self.blockCount
            let end = min(first + Self.blockCount, range.upperBound)
            let part = unsafe UnsafeMutableBufferPointer(
                rebasing: target[place - range.lowerBound..<end - range.lowerBound])
            if block == ends.count {
                for index in part.indices { unsafe part[index] = rest[place - first + index] }
            } else {
                unsafe copy(block: block, from: place - first, to: part)
            }
            place = end
        }
    }

    private func copy(
        block: Int, from offset: Int, to target: UnsafeMutableBufferPointer<Int32>
    ) {
        let start = block == 0 ? 0 : Int(ends[block - 1])
        let width = Int(ends[block]) - start
        unsafe bytes.withUnsafeBytes { bytes in
            let source = unsafe UnsafeRawBufferPointer(
                rebasing: bytes[start * Self.blockCount + width * offset..<bytes.count])
            switch width {
            case 1: unsafe Self.widen(source, as: Int8.self, to: target)
            case 2: unsafe Self.widen(source, as: Int16.self, to: target)
            default: unsafe Self.widen(source, as: Int32.self, to: target)
            }
        }
    }

    @inline(__always)
    private static func widen<Narrow: FixedWidthInteger & BitwiseCopyable>(
        _ source: UnsafeRawBufferPointer, as type: Narrow.Type,
        to target: UnsafeMutableBufferPointer<Int32>
    ) {
        let width = MemoryLayout<Narrow>.size
        precondition(source.count >= width * target.count, "a block that ends early")
        for index in 0..<target.count {
            unsafe target[index] = Int32(
                truncatingIfNeeded: source.loadUnaligned(
                    fromByteOffset: width * index, as: Narrow.self))
        }
    }
}
