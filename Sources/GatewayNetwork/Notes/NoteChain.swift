internal import Cryptography

/// A note that the gateway took: a validator's word on a receipt, or the address that a node wants
/// to be paid at.
package struct NoteEntry: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        /// A validator's quality of a receipt's tokens, in thousandths.
        case quality(receipt: String, validator: String, permille: Int)
        case address(node: String, address: String)
    }

    /// The place in the chain, from 0 on.
    package let position: Int
    package let bytes: [UInt8]
    package let id: String
    package let chainHash: String
    package let content: Content
    /// From 0 on; rises from note to note of the same signer on the same thing.
    package let round: Int

    package static func == (left: NoteEntry, right: NoteEntry) -> Bool {
        left.position == right.position && left.bytes == right.bytes && left.id.isSame(right.id)
            && left.chainHash.isSame(right.chainHash)
    }

    /// The note with the stored chain hash, which is the same where the guard stands.
    func stored(chainHash: String) -> NoteEntry {
        NoteEntry(
            position: position, bytes: bytes, id: id, chainHash: chainHash, content: content,
            round: round)
    }

    /// The signer and the thing, as a key of tables.
    fileprivate var subject: [UInt8] {
        switch content {
        case .quality(let receipt, let validator, _):
            Self.subject(receipt: receipt, validator: validator)
        case .address(let node, _): Self.subject(node: node)
        }
    }

    fileprivate static func subject(receipt: String, validator: String) -> [UInt8] {
        "quality \(validator) \(receipt)".bytes
    }

    fileprivate static func subject(node: String) -> [UInt8] { "address \(node)".bytes }
}

/// The chain of notes as everybody computes it.
package enum NoteHash {
    /// Golden-bearing: of the chain hash before (the network's id before the first note) and the
    /// note's id, both in hex.
    package static func chained(after previous: String, id: String) -> String {
        HardenedDomain.notes.digest("\(previous) \(id)".bytes).text
    }
}

/// All notes, chained as receipts are. A snapshot names a number of notes and reads no others, so
/// that a note that comes later changes no root.
struct NoteChain: Sendable {
    private(set) var entries: [NoteEntry] = []
    /// The network's id.
    let emptyHead: String
    private var latestRounds: [[UInt8]: Int] = [:]  // looked up, never iterated
    /// By receipt: the places of its notes, rising.
    private var reports: [[UInt8]: [Int]] = [:]  // looked up, never iterated
    /// By node: the places of its notes, rising.
    private var addresses: [[UInt8]: [Int]] = [:]  // looked up, never iterated

    init(emptyHead: String) {
        self.emptyHead = emptyHead
    }

    var head: String { head(count: entries.count) }

    /// The chain hash after so many notes; after the last one for a count that there is not.
    func head(count: Int) -> String {
        entries.prefix(max(count, 0)).last?.chainHash ?? emptyHead
    }

    /// The round of a validator's last note on a receipt; nil before the first.
    func latestRound(receipt: String, validator: String) -> Int? {
        latestRounds[NoteEntry.subject(receipt: receipt, validator: validator)]
    }

    /// The round of a node's last note; nil before the first.
    func latestRound(node: String) -> Int? { latestRounds[NoteEntry.subject(node: node)] }

    mutating func append(_ note: NoteEntry) {
        latestRounds[note.subject] = note.round
        switch note.content {
        case .quality(let receipt, _, _):
            reports[receipt.bytes, default: []].append(entries.count)
        case .address(let node, _):
            addresses[node.bytes, default: []].append(entries.count)
        }
        entries.append(note)
    }

    /// The last address that a node noted among the first `count` notes.
    func address(ofNode node: String, within count: Int) -> String? {
        guard let place = addresses[node.bytes]?.last(where: { $0 < count }),
            case .address(_, let address) = entries[place].content
        else { return nil }
        return address
    }

    /// The last word of each validator on a receipt, among the first `count` notes, by key; empty
    /// where nobody has one.
    func permilles(ofReceipt id: String, within count: Int) -> [[UInt8]: Int] {
        var words: [[UInt8]: Int] = [:]  // looked up, never iterated
        for place in reports[id.bytes] ?? [] where place < count {
            guard case .quality(_, let validator, let permille) = entries[place].content
            else { continue }
            words[validator.bytes] = permille
        }
        return words
    }
}
