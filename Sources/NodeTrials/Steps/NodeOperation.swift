package import NetworkTrials
package import Scenarios

/// An operation in the arena of a network of nodes. An artefact is one byte string or several in a
/// row; parties are names.
package enum NodeOperation: NetworkOperation {
    case common(CommonOperation)
    /// Honest: a node wins blocks, and its peers hear of each.
    case mine(by: String, blockCount: Int, seconds: Int)
    /// Honest: turns of a node's loop, in which it tries to win nothing.
    case turn(by: String, count: Int, seconds: Int)
    /// Honest: a payment from a node's own wallet.
    case pay(from: String, to: String, amount: Int)
    /// Honest: a newcomer begins, with the second node as its seed.
    case join
    /// A node's clock is so far beside the others' from here on.
    case clock(of: String, seconds: Int)
    /// The attacker's server answers a path so from here on.
    case answer(AnswerStep)
    case request(RequestStep)
    case addresses(AddressStep)
    /// Takes the last blocks up to a place of an honest node's chain.
    case take(artefact: String, of: String, count: Int)
    case forge(ForgedBlocks)
    case alter(artefact: String, of: String, edits: PerProfile<FieldEdits>)
    case payment(ForgedPayment)
    /// Steps of one profile.
    case published(PublishedNodeOperation)
    case hardened(HardenedNodeOperation)

    package var commonOperation: CommonOperation? {
        if case .common(let operation) = self { operation } else { nil }
    }
}

/// An answer of the attacker's server.
package struct AnswerStep: Sendable {
    let path: String
    /// The artefact that is the body; nil for an empty one.
    let body: String?
    let status: Int
    let location: String?
    let bytesPerWait: Int
    let millisecondsPerWait: Int
}

/// The bytes of a request over HTTP.
package struct RequestStep: Sendable {
    let artefact: String
    let method: String
    let path: String
    /// The artefact that is the body; of several byte strings, a request for each.
    let body: String?
    /// The length that it tells, where that is not the body's.
    let length: Int?
}

/// Addresses for a table of peers.
package struct AddressStep: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Each of another network.
        case spread
        /// All of one network.
        case near
        /// Addresses of networks that only their owners reach.
        case `private`
        /// The address of the node that reads them.
        case own
        /// Addresses of the callers of these numbers.
        case callers
    }

    let artefact: String
    let kind: Kind
    let first: Int
    let count: Int

    /// The hosts; an honest node's is its name.
    var hosts: [String] {
        (first..<first + count).map { number in
            switch kind {
            case .spread: "44.\(number % 250).0.7"
            case .near: "45.7.\(number / 250).\(number % 250)"
            case .private: "10.0.\(number / 250).\(number % 250)"
            case .own: NodeParties.first
            case .callers: HardenedPlaces.host(ofSource: UInt32(number))
            }
        }
    }
}

/// Blocks that the attacker makes.
package struct ForgedBlocks: Sendable {
    let artefact: String
    let by: String
    /// A node's name for its tip, `NAME:HEIGHT`, or an artefact of blocks.
    let on: String
    let blockCount: Int
    /// Payments of the last block.
    let transactions: [String]
    /// Seconds of the first block beside the clock, and from each to the next.
    let seconds: Int
    let spacing: Int
    /// Changes of the last block.
    let edits: PerProfile<FieldEdits>
}

/// A payment that the attacker makes.
package struct ForgedPayment: Sendable {
    let artefact: String
    let from: String
    let signer: String
    let to: String
    let amount: Int
    let nonce: Int
    let count: Int
    let edits: PerProfile<FieldEdits>
}
