package import Architectures
package import Fingerprints
internal import Tensors

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

    /// The multiply-adds of one layer of a sequence. **Bounds:** below 2^46, as
    /// ``Architecture/multiplyAddCount(of:tokenCount:)`` states.
    static func layer(_ architecture: Architecture, tokenCount: Int) -> Int {
        architecture.operations.filter { $0.station.layer == 0 }
            .reduce(0) { $0 + architecture.multiplyAddCount(of: $1, tokenCount: tokenCount) }
    }

    /// The multiply-adds of all layers of a sequence. **Bounds:** below 2^49, likewise.
    package static func whole(_ architecture: Architecture, tokenCount: Int) -> Int {
        architecture.shape.layerCount * layer(architecture, tokenCount: tokenCount)
    }

    /// **Precondition:** `heads` is not empty.
    package static func needed(
        _ architecture: Architecture, tokenCount: Int, heads: [Head]
    ) -> Int {
        let shape = architecture.shape
        let deepest = heads.map(\.layer).max()!
        let read = Set(heads.filter { $0.layer == deepest }.map(\.head))  // never iterated
        let groups = (0..<shape.keyValueHeadCount).count { group in
            let heads = group * shape.groupHeadCount..<(group + 1) * shape.groupHeadCount
            return heads.contains { read.contains($0) }
        }
        // Heads of one group share their keys.
        let keysAndQueries = (groups * tokenCount + read.count) * shape.width * shape.headWidth
        return deepest * layer(architecture, tokenCount: tokenCount)
            + keysAndQueries + read.count * tokenCount * shape.headWidth
    }
}
