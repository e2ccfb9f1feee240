internal import Encodings
internal import Trials

/// The messages that a bot has answered: the last 1,024, in their order.
package struct BotMemory: Sendable, Equatable {
    package static let countMax = 1_024

    /// The oldest first.
    package private(set) var ids: [String] = []
    private var known: Set<[UInt8]> = []  // membership only, never iterated

    package init() {}

    /// A memory that was stored; nil for a text that is none.
    package init?(text: String) {
        guard
            let rows = try? JSONParser.parse(text.bytes, byteCountMax: 1 << 24).arrayValue,
            rows.count <= Self.countMax
        else { return nil }
        let ids = rows.compactMap(\.stringValue)
        guard ids.count == rows.count else { return nil }
        for id in ids { note(id) }
    }

    /// For storing: a list of texts in JSON.
    package var text: String { JSONValue.array(ids.map { .string($0) }).compactText }

    func has(_ id: String) -> Bool { known.contains(id.bytes) }

    mutating func note(_ id: String) {
        guard known.insert(id.bytes).inserted else { return }
        ids.append(id)
        if ids.count > Self.countMax { known.remove(ids.removeFirst().bytes) }
    }
}
