public import TestSupport

/// One altered file of a trace, with what was done to it.
public struct TraceMutation {
    public let bytes: [UInt8]
    /// For the failure's text.
    public let description: String
    /// Whether root and file digest were made anew, as a forger does; otherwise nobody may take the
    /// file for a trace.
    public let isSealed: Bool
    /// Whether what was asked or what came out of it is another, so that a comparison with the
    /// original may not say MATCH. Who made a trace, and the order of its prompts, are no part of
    /// that.
    public let altersEvidence: Bool

    /// A mutation of `files[0]`; the others lend parts. **Precondition:** good files.
    public static func next(
        of files: [[UInt8]], using generator: inout SeededGenerator
    ) throws -> TraceMutation {
        while true {
            let mutation =
                Bool.random(using: &generator)
                ? RawMutation.next(of: files, using: &generator)
                : try ForgedMutation.next(of: files, using: &generator)
            // Swapping equal parts alters nothing, and a part may be lent by the file itself.
            if !files.contains(mutation.bytes) { return mutation }
        }
    }
}

/// Damage to bytes, whatever they mean.
enum RawMutation: CaseIterable {
    case flip, set, cut, extend, insert, remove, repeatPart, swap, lend, version, headerLength

    static func next(
        of files: [[UInt8]], using generator: inout SeededGenerator
    ) -> TraceMutation {
        let kind = allCases.randomElement(using: &generator) ?? .flip
        var bytes = files[0]
        kind.apply(to: &bytes, files: files, using: &generator)
        return TraceMutation(
            bytes: bytes, description: "raw: \(kind)", isSealed: false, altersEvidence: true)
    }

    private func apply(
        to bytes: inout [UInt8], files: [[UInt8]], using generator: inout SeededGenerator
    ) {
        let part = Self.part(of: bytes.count, using: &generator)
        let place = part.lowerBound
        switch self {
        case .flip:
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            }
        case .set: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case .cut: bytes.removeSubrange(place...)
        case .extend: bytes += bytes[part]
        case .insert: bytes.insert(contentsOf: [0, 1], at: place)
        case .remove: bytes.removeSubrange(part)
        case .repeatPart: bytes.insert(contentsOf: bytes[part], at: place)
        case .swap:
            let other = Self.part(of: bytes.count, using: &generator).lowerBound
            for offset in 0..<min(part.count, bytes.count - max(place, other)) {
                bytes.swapAt(place + offset, other + offset)
            }
        case .lend:
            let other = files.randomElement(using: &generator) ?? bytes
            let end = min(part.upperBound, other.count)
            if place < end { bytes.replaceSubrange(place..<end, with: other[place..<end]) }
        case .version: bytes[15] = UInt8.random(in: 0...255, using: &generator)
        case .headerLength:
            bytes[Int.random(in: 17..<25, using: &generator)] = .random(
                in: 0...255, using: &generator)
        }
    }

    /// A part that begins where the header, a record or anything else stands.
    private static func part(
        of count: Int, using generator: inout SeededGenerator
    ) -> Range<Int> {
        let start = Int.random(in: 0..<count, using: &generator)
        let length = [1, 33, 64, count / 3].randomElement(using: &generator) ?? 1
        return start..<min(count, start + length)
    }
}
