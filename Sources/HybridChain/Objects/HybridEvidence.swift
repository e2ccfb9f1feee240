/// A proof of a validator's fault that everybody can check again.
///
/// **Layout:** u8 kind ‖ first ‖ second ‖ u16 k ‖ delta…, each part with its u32 length before it.
package struct HybridEvidence: Sendable, Equatable {
    /// Faults, by the numbers of their layout.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// Two headers of one slot.
        case headers = 1
        /// Two acknowledgements of one slot.
        case acknowledgements = 2
        /// Two votes of one target epoch, or one that surrounds the other.
        case votes = 3
        /// A signature under an update that breaks a rule.
        case wrongUpdate = 4
    }

    /// As the bytes have it; 1 to 4 are kinds.
    package let kindByte: UInt8
    package let first: [UInt8]
    package let second: [UInt8]
    package let deltas: [[UInt8]]

    package init(_ kind: Kind, first: [UInt8], second: [UInt8], deltas: [[UInt8]] = []) {
        self.init(kindByte: kind.rawValue, first: first, second: second, deltas: deltas)
    }

    package init(kindByte: UInt8, first: [UInt8], second: [UInt8], deltas: [[UInt8]] = []) {
        self.kindByte = kindByte
        self.first = first
        self.second = second
        self.deltas = deltas
    }

    init(_ reader: inout HybridReader) {
        kindByte = reader.uint8()
        first = reader.part()
        second = reader.part()
        let count = Int(reader.uint16())
        // Each takes at least the four bytes of its length.
        deltas = (0..<min(count, reader.leftByteCount / 4 + 1)).map { _ in reader.part() }
    }

    package var kind: Kind? { Kind(rawValue: kindByte) }

    /// **Precondition:** fewer than 2^16 deltas.
    package var bytes: [UInt8] {
        [kindByte] + first.hybridPart + second.hybridPart + UInt16(deltas.count).hybridBytes
            + deltas.flatMap(\.hybridPart)
    }
}

/// The evidence of a block.
///
/// **Layout:** u16 count ‖ evidence…
package struct HybridEvidenceList: Sendable, Equatable {
    package let items: [HybridEvidence]
    /// Whether the bytes were the items that they count, and nothing else.
    package let isExact: Bool

    /// The items of the bytes, at most as many as they count, and at most so many.
    package init(bytes: [UInt8], countMax: Int) {
        var reader = HybridReader(bytes)
        let count = Int(reader.uint16())
        var items: [HybridEvidence] = []
        while items.count < min(count, countMax), reader.leftByteCount > 0 {
            items.append(HybridEvidence(&reader))
        }
        self.items = items
        isExact = items.count == count && reader.isExact
    }

    /// **Precondition:** fewer than 2^16.
    package static func bytes(of items: [HybridEvidence]) -> [UInt8] {
        UInt16(items.count).hybridBytes + items.flatMap(\.bytes)
    }
}
