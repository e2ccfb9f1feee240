/// The key of a record: a text, which is told apart and ordered by its bytes in UTF-8.
package struct RecordKey: Sendable, Hashable, Comparable {
    package let utf8: [UInt8]

    package init(utf8: [UInt8]) {
        self.utf8 = utf8
    }

    package init(_ text: String) {
        utf8 = Array(text.utf8)
    }

    /// The text; bytes that are no UTF-8 are replaced.
    package var text: String { String(decoding: utf8, as: UTF8.self) }

    package static func < (left: RecordKey, right: RecordKey) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
