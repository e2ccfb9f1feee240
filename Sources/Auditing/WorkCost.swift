internal import Architectures
package import Fingerprints
package import Tensors

/// What the audited prompts cost, in multiply-adds by closed form.
///
/// Counted are the products of matrices, masked positions left out; element-wise work is, too.
public struct WorkCost: Sendable, Equatable {
    public internal(set) var tokenCount = 0
    /// All layers, every position.
    public internal(set) var multiplyAddCount = 0
    /// What one prompt alone needs where nothing is computed for show: no layer after the deepest
    /// head that is read, and in that layer only the keys and the last query of the heads that are
    /// read. Prompts that begin alike could share more. Summed over the
    /// ``AuditPrompts/selectionCount`` choices of heads.
    public internal(set) var neededMultiplyAddCount = 0

    /// The mean share of the whole that is needed. **Units:** Q16.
    public var neededShareQ16: Int {
        let whole = Int128(multiplyAddCount) * Int128(AuditPrompts.selectionCount)
        return whole == 0 ? 0 : Int(Int128(neededMultiplyAddCount) * 65536 / whole)
    }

    /// One layer of a sequence. **Bounds:** shapes within the limits keep it below 2^48.
    static func layer(_ architecture: Architecture, tokenCount: Int) -> Int {
        architecture.operations.filter { $0.station.layer == 0 }
            .reduce(0) { $0 + architecture.multiplyAddCount(of: $1, tokenCount: tokenCount) }
    }

    package static func whole(_ shape: TransformerShape, tokenCount: Int) -> Int {
        shape.layerCount * layer(.gpt2(shape), tokenCount: tokenCount)
    }

    /// **Precondition:** `heads` is not empty.
    package static func needed(_ shape: TransformerShape, tokenCount: Int, heads: [Head]) -> Int {
        let deepest = heads.map(\.layer).max()!
        let readCount = heads.count { $0.layer == deepest }
        let keysAndQuery = (tokenCount + 1) * shape.width * TransformerShape.headWidth
        return deepest * layer(.gpt2(shape), tokenCount: tokenCount)
            + readCount * (keysAndQuery + tokenCount * TransformerShape.headWidth)
    }
}
