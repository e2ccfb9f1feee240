internal import Architectures
package import Fingerprints
package import Tensors

/// The cost of the audited prompts, in multiply-adds by closed form.
///
/// Only products of matrices count, without masked positions; element-wise work is left out.
package struct WorkCost: Sendable, Equatable {
    package internal(set) var tokenCount = 0
    /// The multiply-adds of all layers at every position.
    package internal(set) var multiplyAddCount = 0
    /// The multiply-adds that a prompt needs if nothing is computed that is not read: no layer
    /// after the deepest head that is read, and in that layer only the keys and the last query of
    /// the heads that are read. Prompts that begin alike could share more. Summed over the
    /// ``AuditPrompts/selectionCount`` choices of heads.
    package internal(set) var neededMultiplyAddCount = 0

    /// The mean share of the whole that is needed. **Units:** Q16.
    package var neededShareQ16: Int {
        let whole = Int128(multiplyAddCount) * Int128(AuditPrompts.selectionCount)
        return whole == 0 ? 0 : Int(Int128(neededMultiplyAddCount) * 65536 / whole)
    }

    /// The multiply-adds of one layer of a sequence. **Bounds:** shapes within the limits keep them
    /// below 2^48.
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
