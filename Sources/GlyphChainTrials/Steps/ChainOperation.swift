package import Scenarios
internal import Trials

/// An operation in the chain's arena. Names of artefacts, actors and places are texts; an artefact
/// is a byte string, or blocks in a row.
package enum ChainOperation: StepOperation {
    /// Honest: blocks on the tip, with all that waits.
    case mine(by: String, blockCount: Int, seconds: Int)
    /// Honest: a payment to the transaction surface.
    case pay(from: String, to: String, amount: Int)
    /// Honest: a block that its miner has not told anybody, so that others may see it first.
    case withhold(artefact: String, by: String)
    case payment(PaymentStep)
    case forge(ForgeStep)
    /// A block with edits under the proof that it has.
    case alter(AlterStep)
    /// A block of the main chain, or a payment in it.
    case take(artefact: String, height: Int, transaction: Int?)
    case bytes(BytesStep)
    /// A chain's file of blocks, from genesis on.
    case file(artefact: String, blocks: [String])
    case message(MessageStep)
    case submit(SubmitStep)
    /// Peers that the node's operator gives it besides the two.
    case givenPeers(first: Int, count: Int)
    /// Goods that a node sent to a connection of the attacker's.
    case hear(artefact: String, source: Int)
    case network(NetworkStep)
    case advance(seconds: Int)
    /// Changes the stored file behind the system's back.
    case damage(StoreDamage)
    case restart
    /// Notes the state that a restart must leave.
    case remember
    /// The node's model becomes unreadable, and readable when this comes again.
    case blind
    /// A twin that hears the main chain as a file.
    case twinOfAll
    /// Another node that hears the same in another order, perhaps with an older Unicode's tables.
    case twin(what: [String], to: String, tables: Tables)
    /// Honest peers that make themselves known now.
    case newcomers(count: Int, source: Int)
    case measure(kind: EconomyAttack, allowedMillionths: Int)
}

/// The tables of Unicode by which a node cuts the text that its model reads.
package enum Tables: String, Sendable, CaseIterable {
    /// Unicode 16.0's, as agreed.
    case agreed
    /// Tables of an older Unicode, as an older library has them.
    case older
}

package struct PaymentStep: Sendable {
    let artefact: String
    let payer: Payer
    let to: String
    let amount: Int
    /// The payment's nonce; nil for the sender's next.
    let nonce: Int?
    /// Payments in a row, each of the next nonce.
    let count: Int
    let signature: Signature
    let edits: PerProfile<FieldEdits>

    struct Payer: Sendable {
        let name: String
        /// Holder of the key that signs, where it is not the sender's.
        let signer: String?
    }

    /// A choice between the two signatures that a key makes of one digest.
    enum Signature: String, Sendable, CaseIterable {
        /// The signer's own.
        case own
        /// The other, taken at the end: it takes no key.
        case other
    }
}

package struct ForgeStep: Sendable {
    let artefact: String
    let by: String
    /// "tip", "height:3" or an artefact.
    let on: String
    let blockCount: Int
    let transactions: [String]
    /// The timestamp's distance from the clock; each further block is as far from the one before
    /// as `spacing`.
    let seconds: Int
    let spacing: Int
    let edits: PerProfile<FieldEdits>
}

/// A block that somebody won, changed by somebody else.
package struct AlterStep: Sendable {
    let artefact: String
    let of: String
    /// In the place of the block's payments; nil leaves them.
    let transactions: [String]?
    let edits: PerProfile<FieldEdits>
}

/// A message of the gossip, made of artefacts.
package struct MessageStep: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case blocks, transaction, peers, request, status
    }

    let artefact: String
    let kind: Kind
    let what: [String]
    /// Place that the first block stands on: "tip", "height:3" or an artefact.
    let on: String
    /// Addresses from this number on.
    let firstPeer: Int
    let peerCount: Int
}

/// An artefact on its way into the system, `times` in all, from so many sources in turns.
package struct SubmitStep: Sendable {
    let what: String
    let to: String
    let source: Int
    let times: Int
    let sourceCount: Int
}
