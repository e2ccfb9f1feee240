/// A block together with the deltas that its update lists, so that it can be judged at once.
///
/// **Layout:** u16 k ‖ (u32 length ‖ delta)… ‖ u32 length ‖ block.
package struct HybridBundle: Sendable, Equatable {
    package let deltas: [[UInt8]]
    package let block: [UInt8]
    /// Whether the bytes were a bundle, and nothing else.
    package let isExact: Bool

    package init(deltas: [[UInt8]], block: [UInt8]) {
        self.deltas = deltas
        self.block = block
        isExact = true
    }

    package init(bytes: [UInt8]) {
        var reader = HybridReader(bytes)
        let count = Int(reader.uint16())
        deltas = (0..<min(count, HybridLimits.validatorCountMax)).map { _ in reader.part() }
        block = reader.part()
        isExact = reader.isExact && count <= HybridLimits.validatorCountMax
    }

    /// The deltas by their ids.
    var contents: [[UInt8]: [UInt8]] {  // looked up, never iterated
        Dictionary(deltas.map { (HybridDelta.id(of: $0), $0) }, uniquingKeysWith: { one, _ in one })
    }

    /// **Precondition:** at most 64 deltas.
    package var bytes: [UInt8] {
        UInt16(deltas.count).hybridBytes + deltas.flatMap(\.hybridPart) + block.hybridPart
    }
}
