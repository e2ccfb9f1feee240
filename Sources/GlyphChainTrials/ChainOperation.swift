internal import Encodings
package import Scenarios
internal import Trials

/// What can be done on the chain's ground. Names of artefacts, actors and places are texts; an
/// artefact is a byte string, or blocks in a row.
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
    /// What the main chain holds: a block, or a payment in it.
    case take(artefact: String, height: Int, transaction: Int?)
    case bytes(BytesStep)
    /// A chain's file of blocks, from genesis on.
    case file(artefact: String, blocks: [String])
    case message(MessageStep)
    /// `times` in all, from so many sources in turns.
    case submit(what: String, to: String, source: Int, times: Int, sourceCount: Int)
    /// Peers that the node's operator gives it besides the two.
    case givenPeers(first: Int, count: Int)
    case advance(seconds: Int)
    /// Changes the stored file behind the system's back.
    case damage(StoreDamage)
    case restart
    /// What the system holds now is what a restart must leave.
    case remember
    /// The node's model reads nothing, until this comes again.
    case blind
    /// A twin that hears the main chain as a file.
    case twinOfAll
    /// Another node that hears the same in another order, perhaps with an older Unicode's tables.
    case twin(what: [String], to: String, hasOlderTables: Bool)
    /// Honest peers that make themselves known now.
    case newcomers(count: Int, source: Int)
    case measure(kind: EconomyAttack, allowedMillionths: Int)

    package static let names = [
        "mine", "pay", "withhold", "payment", "forge", "alter", "take", "bytes", "file", "message",
        "submit", "advance", "damage", "remember", "blind", "restart", "twin", "twin_of_all",
        "newcomers", "given_peers", "measure",
    ]

    package init(_ name: String, _ object: inout StrictObject) throws(ScenarioError) {
        switch name {
        case "mine":
            self = .mine(
                by: try object.text("by"),
                blockCount: try object.optionalInteger("blocks", in: 1...100) ?? 1,
                seconds: try object.optionalInteger("seconds", in: 0...100_000) ?? 20)
        case "pay":
            self = .pay(
                from: try object.text("from"), to: try object.text("to"),
                amount: try object.integer("amount", in: 1...2_000_000_000))
        case "withhold":
            self = .withhold(artefact: try object.text("as"), by: try object.text("by"))
        case "payment": self = .payment(try PaymentStep(&object))
        case "forge": self = .forge(try ForgeStep(&object))
        case "alter": self = .alter(try AlterStep(&object))
        case "take":
            self = .take(
                artefact: try object.text("as"),
                height: try object.integer("height", in: 0...10_000),
                transaction: try object.optionalInteger("transaction", in: 0...1_000))
        case "bytes": self = .bytes(try BytesStep(&object))
        case "file":
            self = .file(artefact: try object.text("as"), blocks: try object.texts("blocks"))
        case "message": self = .message(try MessageStep(&object))
        case "submit":
            self = .submit(
                what: try object.text("what"), to: try object.text("to"),
                source: try object.optionalInteger("source", in: 1...1_000) ?? 1,
                times: try object.optionalInteger("times", in: 1...10_000) ?? 1,
                sourceCount: try object.optionalInteger("sources", in: 1...1_000) ?? 1)
        case "given_peers":
            self = .givenPeers(
                first: try object.integer("first", in: 1...100_000),
                count: try object.integer("count", in: 1...64))
        case "advance":
            self = .advance(seconds: try object.integer("seconds", in: 1...100_000_000))
        case "damage": self = .damage(try StoreDamage(&object))
        case "remember": self = .remember
        case "restart": self = .restart
        case "blind": self = .blind
        case "twin_of_all": self = .twinOfAll
        case "twin":
            self = .twin(
                what: try object.texts("what"), to: try object.text("to"),
                hasOlderTables: try object.optionalChoice("tables", Tables.self) == .older)
        case "newcomers":
            self = .newcomers(
                count: try object.integer("count", in: 1...64),
                source: try object.integer("source", in: 1...1_000))
        default:
            self = .measure(
                kind: try object.choice("kind", EconomyAttack.self),
                allowedMillionths: try object.integer("allowed_millionths", in: 1...1 << 40))
        }
    }

    package var needsFile: Bool {
        switch self {
        case .damage, .restart: true
        default: false
        }
    }

    package func check(
        _ assumptions: Scenario.Assumptions, _ object: StrictObject
    ) throws(ScenarioError) {
        switch self {
        case .payment(let step):
            for case let signer? in step.edits.both.map(\.signer) {
                try assumptions.expectKey(signer, at: "sign", object)
            }
            try assumptions.expectKey(step.signer ?? step.from, at: "from", object)
        case .forge(let step):
            try assumptions.expectKey(step.by, at: "by", object)
            guard assumptions.canWork else {
                throw object.wrong("do", "no work, since assumes.work_share is 0", "a forged block")
            }
        case .alter(let step):
            guard assumptions.canWork || !step.takesWork else {
                throw object.wrong(
                    "do", "no work, since assumes.work_share is 0", "a proof of another block")
            }
        case .submit(_, let surface, _, _, _), .twin(_, let surface, _):
            try assumptions.expectSurface(surface, at: "to", object)
        case .damage: try assumptions.expectSurface("store", at: "do", object)
        default: break
        }
    }
}

/// By which a node cuts the text that its model reads.
package enum Tables: String, Sendable, CaseIterable {
    /// Unicode 16.0's, as agreed.
    case agreed
    /// Those of an older Unicode, as an older library has them.
    case older
}

package struct PaymentStep: Sendable {
    package let artefact: String
    package let from: String
    package let to: String
    package let amount: Int
    /// Nil for the sender's next.
    package let nonce: Int?
    /// So many in a row, each of the next nonce.
    package let count: Int
    /// Whose key signs, where it is not the sender's.
    package let signer: String?
    /// Whether the other of the two signatures is taken at the end.
    package let takesOtherS: Bool
    package let edits: PerProfile<FieldEdits>

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        artefact = try object.text("as")
        from = try object.text("from")
        to = try object.text("to")
        amount = try object.integer("amount", in: 1...1 << 53)
        nonce = try object.optionalInteger("nonce", in: 0...1 << 53)
        count = try object.optionalInteger("count", in: 1...2_000) ?? 1
        signer = try object.optionalText("signer")
        takesOtherS = try object.optionalText("s") == "other"
        edits = try FieldEdits.perProfile(&object)
    }
}

package struct ForgeStep: Sendable {
    package let artefact: String
    package let by: String
    /// "tip", "height:3" or an artefact.
    package let on: String
    package let blockCount: Int
    package let transactions: [String]
    /// The timestamp's distance from the clock; each further block is as far from the one before
    /// as `spacing`.
    package let seconds: Int
    package let spacing: Int
    package let edits: PerProfile<FieldEdits>

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        artefact = try object.text("as")
        by = try object.text("by")
        on = try object.optionalText("on") ?? "tip"
        blockCount = try object.optionalInteger("blocks", in: 1...64) ?? 1
        transactions = try object.texts("transactions")
        seconds = try object.optionalInteger("seconds", in: -1_700_000_000...1_000_000) ?? 0
        spacing = try object.optionalInteger("spacing", in: 0...100_000) ?? 20
        edits = try FieldEdits.perProfile(&object)
    }
}

/// A block that somebody won, changed by somebody else.
package struct AlterStep: Sendable {
    package let artefact: String
    package let of: String
    /// In the place of the block's payments; nil leaves them.
    package let transactions: [String]?
    package let edits: PerProfile<FieldEdits>

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        artefact = try object.text("as")
        of = try object.text("of")
        transactions = try object.optionalTexts("transactions")
        edits = try FieldEdits.perProfile(&object)
    }

    /// Whether a proof is looked for, rather than kept.
    package var takesWork: Bool {
        edits.both.contains { ($0.seals ?? []).contains(.proof) }
    }
}

/// A message of the gossip, made of artefacts.
package struct MessageStep: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case blocks, transaction, peers, request, status
    }

    package let artefact: String
    package let kind: Kind
    package let what: [String]
    /// What the first block stands on: "tip", "height:3" or an artefact.
    package let on: String
    /// Addresses from this number on.
    package let firstPeer: Int
    package let peerCount: Int

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        artefact = try object.text("as")
        kind = try object.choice("kind", Kind.self)
        what = try object.texts("what")
        on = try object.optionalText("on") ?? "tip"
        firstPeer = try object.optionalInteger("first_peer", in: 0...1 << 30) ?? 1_000
        peerCount = try object.optionalInteger("peers", in: 1...64) ?? 1
    }
}
