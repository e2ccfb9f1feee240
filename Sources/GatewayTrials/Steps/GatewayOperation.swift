package import Scenarios
internal import Trials

/// An operation in the gateways' arena. An artefact is one byte string or several in a
/// row; parties are names.
package enum GatewayOperation: StepOperation {
    /// Honest: a session's receipt, signed by both and sent to the gateway; kept if it has a name.
    case receipt(ReceiptPlan, artefact: String?)
    /// Honest: a receipt that both have signed and nobody has sent yet.
    case withhold(ReceiptPlan, artefact: String)
    /// Honest: the same parties sign this for another purpose than a receipt of this network.
    case elsewhere(ReceiptPlan, artefact: String, Purpose)
    case make(MakeStep)
    /// Honest: validators sign the snapshot that they compute.
    case vote(by: [String], epoch: Int, total: Int)
    /// Honest: all honest validators vote, and the epoch is asked for.
    case settle(epoch: Int, total: Int)
    case ballot(BallotStep)
    case request(RequestStep)
    case mint(MintStep)
    case http(RequestTextStep)
    case alter(ReceiptAlterStep)
    case message(MessageStep)
    /// Honest: the same, sent to its surface.
    case say(MessageStep)
    /// Honest: the gateway gives up a session whose node failed.
    case abandon(order: String, node: String)
    /// Bytes that the ledger holds.
    case take(artefact: String, kind: Kind, index: Int)
    case bytes(BytesStep)
    case batch(artefact: String, what: [String])
    case submit(what: String, to: String, source: Int, times: Int)
    /// Receipts that a gateway sent to a connection of the attacker's.
    case hear(artefact: String, source: Int)
    /// The body of the last answer to the attacker.
    case answer(artefact: String)
    /// Honest: a user asks the gateway for a text.
    case infer(InferencePlan)
    /// Honest: a user's payment came in.
    case credit(user: String, amount: Int, payment: String)
    /// Honest: a gateway tells its price for a thousand tokens, in thousandths of a GLYPH.
    case ask(by: String, millis: Int)
    /// Honest: the token's owner stops it, or lets it go on.
    case token(TokenState)
    /// Sets an answer of a node whose key the attacker has.
    case serve(ServedAnswer)
    /// Honest: a peer that follows the gateway asks for what is new.
    case pull
    case network(NetworkStep)
    case advance(seconds: Int)
    /// Changes the stored bytes, from which the next restart begins.
    case damage(GatewayDamage)
    /// Notes the state that a restart must leave.
    case remember
    case restart

    package enum Kind: String, Sendable, CaseIterable {
        case receipt, vote, settlement
        /// The call of a settled epoch's first batch as the minter sends it, in `hardened`.
        case call
    }

    package enum TokenState: String, Sendable, CaseIterable {
        case paused, running
    }

    package enum Purpose: String, Sendable, CaseIterable {
        /// A receipt of another network of the same parties.
        case network
        /// The same bytes without a purpose, as somebody signs them to log in.
        case login
    }
}

/// A session that was computed.
package struct ReceiptPlan: Sendable {
    let gateway: String
    let node: String
    let session: String
    let inputTokens: Int
    let outputTokens: Int
    /// The time's distance from the clock.
    let seconds: Int
}

extension ReceiptPlan {
    /// An honest session at the clock's time.
    package init(node: String, session: String, outputTokens: Int) {
        self.init(
            gateway: "gateway", node: node, session: session, inputTokens: 3,
            outputTokens: outputTokens, seconds: 0)
    }
}

/// A session and the holders of the keys that sign its receipt.
package struct SignedPlan: Sendable {
    let plan: ReceiptPlan
    let gatewaySigner: String
    let nodeSigner: String

    package init(plan: ReceiptPlan, gatewaySigner: String, nodeSigner: String) {
        self.plan = plan
        self.gatewaySigner = gatewaySigner
        self.nodeSigner = nodeSigner
    }
}

/// Receipts as an attacker makes them: edits come before the signatures, so that they are signed.
package struct MakeStep: Sendable {
    let artefact: String
    let signed: SignedPlan
    /// Receipts in a row, whose sessions end in their number.
    let count: Int
    let edits: PerProfile<FieldEdits>

    package init(
        artefact: String, signed: SignedPlan, count: Int, edits: PerProfile<FieldEdits>
    ) {
        self.artefact = artefact
        self.signed = signed
        self.count = count
        self.edits = edits
    }
}

/// A vote as an attacker makes it.
package struct BallotStep: Sendable {
    let artefact: String
    /// The validator whom the vote names, and who signs.
    let voter: NamedSigner
    let epoch: Int
    let total: Int
    let round: Int
    /// Votes in a row, each for the next epoch.
    let count: Int
    let edits: PerProfile<FieldEdits>
}

/// A settlement as somebody asks for it.
package struct RequestStep: Sendable {
    let artefact: String
    let epoch: Int
    let total: Int
    /// Receipts up to the epoch's end; nil for all that the ledger has.
    let receiptCount: Int?
    let edits: PerProfile<FieldEdits>
}

/// Something that was signed, changed by somebody who signs nothing.
package struct ReceiptAlterStep: Sendable {
    let artefact: String
    let of: String
    let edits: PerProfile<FieldEdits>
}

/// A request to pay an epoch, as anybody writes it.
package struct MintStep: Sendable {
    let artefact: String
    let epoch: Int
    let edits: PerProfile<FieldEdits>
}

/// Requests of HTTP as texts, one or several in a row.
package struct RequestTextStep: Sendable {
    let artefact: String
    /// The node that they are for; nil for the gateway.
    let node: String?
    let method: String
    /// The path, and a query behind a question mark.
    let target: String
    /// With words that stand for something, as edits have them.
    let body: String
    let count: Int
}

/// A user's prompt.
package struct InferencePlan: Sendable {
    let user: String
    let prompt: String
    /// Tokens to write, at most.
    let tokenCountMax: Int
}

/// An answer of a node's machine to every request of one path.
package struct ServedAnswer: Sendable {
    let node: String
    let path: String
    let status: Int
    let body: String
}
