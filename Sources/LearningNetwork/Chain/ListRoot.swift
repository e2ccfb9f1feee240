internal import Encodings
internal import Training

/// The root of a list with its count, so that no two lists share one.
package enum ListRoot {
    /// H(`list` || u32 count || root): leaves H(`entry` || bytes), nodes
    /// H(`node` || left || right), an odd one goes up unchanged; no root for an empty list.
    package static func root(_ entries: [[UInt8]]) -> [UInt8] {
        var level = entries.map { LearningDomain.digest("entry", $0) }
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { place in
                place + 1 < level.count
                    ? LearningDomain.digest("node", level[place], level[place + 1]) : level[place]
            }
        }
        var writer = CanonicalWriter()
        writer.add(UInt32(entries.count))
        return LearningDomain.digest("list", writer.bytes, level.first ?? [])
    }
}
