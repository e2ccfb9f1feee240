internal import CDigests

/// SHA-256 of two messages at once.
///
/// **Determinism:** both ways give FIPS 180-4's digests; they are compared at every length that
/// meets another edge of a block.
public enum SHA256Pair {
    public enum Way: String, Sendable, CaseIterable {
        /// One after the other, by swift-crypto.
        case library
        /// Side by side, by the processor's own instructions: about twice as fast.
        case instructions
    }

    /// The fastest that this processor has.
    public static let fastest: Way =
        cd_sha256_pair_is_usable() != 0 ? .instructions : .library

    /// A prefix, then the bits of 32-bit elements, little-endian.
    public struct Message {
        public let prefix: [UInt8]
        public let elements: ArraySlice<Int32>

        public init(prefix: [UInt8], elements: ArraySlice<Int32>) {
            self.prefix = prefix
            self.elements = elements
        }
    }

    /// **Precondition:** this processor has the `way`.
    public static func digests(
        _ left: Message, _ right: Message, by way: Way = fastest
    ) -> (left: Digest, right: Digest) {
        guard way == .instructions else { return (digest(left), digest(right)) }
        precondition(fastest == .instructions, "no instructions for SHA-256")
        return unsafe left.elements.withUnsafeBytes { leftBytes in
            unsafe right.elements.withUnsafeBytes { rightBytes in
                var leftLane = unsafe Lane(left.prefix, leftBytes)
                var rightLane = unsafe Lane(right.prefix, rightBytes)
                run(&leftLane, &rightLane)
                return (leftLane.digest, rightLane.digest)
            }
        }
    }

    private static func digest(_ message: Message) -> Digest {
        var hasher = SHA256Hasher()
        hasher.update(message.prefix)
        hasher.update(littleEndian: message.elements)
        return hasher.finalized()
    }

    /// Both lanes together as long as both have blocks; the longer then goes on beside a copy of
    /// itself whose result nobody takes.
    private static func run(_ left: inout Lane, _ right: inout Lane) {
        while let leftRun = unsafe left.runs.first, let rightRun = unsafe right.runs.first {
            let count = unsafe min(leftRun.count, rightRun.count)
            unsafe cd_sha256_pair(
                &left.state, &right.state, leftRun.start, rightRun.start, count)
            left.advance(count)
            right.advance(count)
        }
        finish(&left)
        finish(&right)
    }

    private static func finish(_ lane: inout Lane) {
        while let run = unsafe lane.runs.first {
            var unused = lane.state
            unsafe cd_sha256_pair(&lane.state, &unused, run.start, run.start, run.count)
            unsafe lane.advance(run.count)
        }
    }

    /// One message as runs of blocks: a head that completes the prefix, the elements where they
    /// lie, and a tail with the padding.
    @safe private struct Lane: ~Copyable {
        private static let blockByteCount = 64
        private static let start: [UInt32] = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
            0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]

        var state = Self.start
        private let edges: UnsafeMutablePointer<UInt8>
        /// The blocks to come, those that lie together as one run; none is empty.
        private(set) var runs: [(start: UnsafePointer<UInt8>, count: Int)] = unsafe []

        init(_ prefix: [UInt8], _ elements: UnsafeRawBufferPointer) {
            let size = Self.blockByteCount
            let total = prefix.count + elements.count
            // Whole blocks for the head, and for the rest with its padding: a bit and the length.
            let headCount = min((size - prefix.count % size) % size, elements.count)
            let head = unsafe prefix + elements.prefix(headCount)
            let isHeadWhole = head.count.isMultiple(of: size)
            let middleCount = isHeadWhole ? (elements.count - headCount) / size * size : 0
            var tail: [UInt8] = isHeadWhole ? [] : head
            unsafe tail += elements.dropFirst(headCount + middleCount)
            tail.append(0x80)
            while tail.count % size != size - 8 { tail.append(0) }
            for shift in stride(from: 56, through: 0, by: -8) {
                tail.append(UInt8(truncatingIfNeeded: (total * 8) >> shift))
            }
            let whole = isHeadWhole ? head : []
            let edgeBytes = whole + tail
            unsafe edges = .allocate(capacity: edgeBytes.count)
            unsafe edges.initialize(from: edgeBytes, count: edgeBytes.count)
            unsafe runs = [(UnsafePointer(edges), whole.count / size)]
            if let base = elements.baseAddress {
                let middle = unsafe base.assumingMemoryBound(to: UInt8.self) + headCount
                unsafe runs.append((middle, middleCount / size))
            }
            unsafe runs.append((UnsafePointer(edges + whole.count), tail.count / size))
            unsafe runs.removeAll { unsafe $0.count == 0 }
        }

        deinit {
            unsafe edges.deallocate()
        }

        mutating func advance(_ count: Int) {
            unsafe runs[0].count -= count
            unsafe runs[0].start += count * Self.blockByteCount
            if unsafe runs[0].count == 0 { unsafe runs.removeFirst() }
        }

        var digest: Digest {
            Digest(
                bytes: state.flatMap { word in
                    stride(from: 24, through: 0, by: -8).map {
                        UInt8(truncatingIfNeeded: word >> UInt32($0))
                    }
                })
        }
    }
}
