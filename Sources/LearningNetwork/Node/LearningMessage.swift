internal import Encodings
internal import Trials

/// A message between nodes: a word, a line feed, and the bytes of the good, or of an answer.
package struct LearningMessage: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case transaction, proof, opening, vote, block
        /// The head of the sender: `{"hash":…,"index":…}`.
        case tip
        /// Blocks in their order, with ``blockMark`` between them: an answer.
        case blocks
        /// Asks for blocks after one of those: `{"known":[…]}`, hashes from the head down.
        case ask
    }

    /// A tab, which stands in no block.
    package static let blockMark: UInt8 = 0x09

    package let kind: Kind
    package let body: [UInt8]

    package init(_ kind: Kind, _ body: [UInt8]) {
        self.kind = kind
        self.body = body
    }

    package var bytes: [UInt8] { Array(kind.rawValue.utf8) + [0x0A] + body }

    /// **Throws:** ``Refusal`` by `fields` for a message of no kind.
    init(_ bytes: [UInt8], _ guards: Guards) throws(Refusal) {
        let word = bytes.prefix { $0 != 0x0A }
        let kind = Kind.allCases.first { word.elementsEqual($0.rawValue.utf8) }
        guard let kind else {
            throw Refusal(
                index: nil, by: LearningGuards.fields,
                message: "a message: expected its kind and a line feed")
        }
        self.kind = kind
        body = Array(bytes.dropFirst(word.count + 1))
    }

    static func tip(_ node: LearningTree.Node) -> LearningMessage {
        LearningMessage(
            .tip,
            CanonicalObject.bytes([
                ("hash", CanonicalObject.hex(node.hash)), ("index", .integer(node.index)),
            ]))
    }

    static func ask(_ known: [[UInt8]]) -> LearningMessage {
        LearningMessage(
            .ask, CanonicalObject.bytes([("known", .array(known.map(CanonicalObject.hex)))]))
    }
}
