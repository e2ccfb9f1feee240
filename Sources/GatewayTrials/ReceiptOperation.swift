internal import Encodings
package import Scenarios
internal import Trials

/// What can be done on the receipt network's ground. An artefact is one byte string or several in
/// a row; parties are names.
package enum ReceiptOperation: StepOperation {
    /// Honest: a session's receipt, signed by both and sent to the gateway.
    case receipt(ReceiptPlan)
    /// Honest: a receipt that both have signed and nobody has sent yet.
    case withhold(ReceiptPlan)
    /// Honest: the same parties sign this for another purpose than a receipt of this network.
    case elsewhere(ReceiptPlan, Purpose)
    case make(MakeStep)
    /// Honest: validators sign what they compute.
    case vote(by: [String], epoch: Int, total: Int)
    /// Honest: all honest validators vote, and the epoch is asked for.
    case settle(epoch: Int, total: Int)
    case ballot(BallotStep)
    case request(RequestStep)
    case alter(ReceiptAlterStep)
    /// What the ledger holds.
    case take(artefact: String, kind: Kind, index: Int)
    case bytes(BytesStep)
    case batch(artefact: String, what: [String])
    case submit(what: String, to: String, source: Int, times: Int)
    case advance(seconds: Int)
    /// Changes what lies on the disk, of which the next restart begins.
    case damage(ReceiptDamage)
    /// What the gateway holds now is what a restart must leave.
    case remember
    case restart

    package enum Kind: String, Sendable, CaseIterable {
        case receipt, vote, settlement
    }

    package enum Purpose: String, Sendable, CaseIterable {
        /// A receipt of another network of the same parties.
        case network
        /// The bytes themselves, as somebody signs to log in.
        case login
    }

    package static let names = [
        "receipt", "withhold", "elsewhere", "make", "vote", "settle", "ballot", "request", "alter",
        "take", "bytes", "batch", "submit", "advance", "damage", "remember", "restart",
    ]

    /// The store is a document that the gateway starts from; no trial needs a disk for it.
    package var needsFile: Bool { false }

    package init(_ name: String, _ object: inout StrictObject) throws(ScenarioError) {
        switch name {
        case "receipt": self = .receipt(try ReceiptPlan(&object))
        case "withhold": self = .withhold(try ReceiptPlan(&object))
        case "elsewhere":
            self = .elsewhere(
                try ReceiptPlan(&object), try object.choice("purpose", Purpose.self))
        case "make": self = .make(try MakeStep(&object))
        case "vote":
            self = .vote(
                by: try object.texts("by"), epoch: try Self.epoch(&object),
                total: try Self.total(&object))
        case "settle":
            self = .settle(epoch: try Self.epoch(&object), total: try Self.total(&object))
        case "ballot": self = .ballot(try BallotStep(&object))
        case "request": self = .request(try RequestStep(&object))
        case "alter": self = .alter(try ReceiptAlterStep(&object))
        case "take":
            self = .take(
                artefact: try object.text("as"), kind: try object.choice("kind", Kind.self),
                index: try object.optionalInteger("index", in: 0...10_000) ?? 0)
        case "bytes": self = .bytes(try BytesStep(&object))
        case "batch":
            self = .batch(artefact: try object.text("as"), what: try object.texts("what"))
        case "submit":
            self = .submit(
                what: try object.text("what"), to: try object.text("to"),
                source: try object.optionalInteger("source", in: 1...800) ?? 1,
                times: try object.optionalInteger("times", in: 1...10_000) ?? 1)
        case "advance":
            self = .advance(seconds: try object.integer("seconds", in: 1...100_000_000))
        case "damage": self = .damage(try ReceiptDamage(&object))
        case "remember": self = .remember
        default: self = .restart
        }
    }

    package static func epoch(_ object: inout StrictObject) throws(ScenarioError) -> Int {
        try object.optionalInteger("epoch", in: 0...1_000_000) ?? 1
    }

    package static func total(_ object: inout StrictObject) throws(ScenarioError) -> Int {
        try object.optionalInteger("total", in: 0...1 << 53) ?? 1_000
    }

    package func check(
        _ assumptions: Scenario.Assumptions, _ object: StrictObject
    ) throws(ScenarioError) {
        switch self {
        case .make(let step):
            try assumptions.expectKey(step.gatewaySigner, at: "gateway_signer", object)
            try assumptions.expectKey(step.nodeSigner, at: "node_signer", object)
        case .ballot(let step): try assumptions.expectKey(step.signer, at: "signer", object)
        case .submit(_, let surface, _, _):
            try assumptions.expectSurface(surface, at: "to", object)
        case .damage: try assumptions.expectSurface("store", at: "do", object)
        default: break
        }
    }
}

/// A session that was computed.
package struct ReceiptPlan: Sendable {
    /// Nil where nobody keeps the bytes.
    package let artefact: String?
    package let gateway: String
    package let node: String
    package let session: String
    package let inputTokens: Int
    package let outputTokens: Int
    /// The time's distance from the clock.
    package let seconds: Int

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        artefact = try object.optionalText("as")
        gateway = try object.optionalText("gateway") ?? "gateway"
        node = try object.optionalText("node") ?? "node-a"
        session = try object.text("session")
        inputTokens = try object.optionalInteger("input", in: 0...10_000_000) ?? 3
        outputTokens = try object.optionalInteger("output", in: 0...10_000_000) ?? 5
        seconds = try object.optionalInteger("seconds", in: -1_000_000...1_000_000) ?? 0
    }

    package init(node: String, session: String, outputTokens: Int) {
        (artefact, gateway, self.node, self.session) = (nil, "gateway", node, session)
        (inputTokens, self.outputTokens, seconds) = (3, outputTokens, 0)
    }
}

/// Receipts as an attacker makes them: edits come before the signatures, so that they are signed.
package struct MakeStep: Sendable {
    package let plan: ReceiptPlan
    package let artefact: String
    /// Whose keys sign, where not those that the receipt names.
    package let gatewaySigner: String
    package let nodeSigner: String
    /// So many, whose sessions end in their number.
    package let count: Int
    package let edits: PerProfile<FieldEdits>

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        plan = try ReceiptPlan(&object)
        guard let name = plan.artefact else { throw object.wrong("as", "a text", "nothing") }
        artefact = name
        gatewaySigner = try object.optionalText("gateway_signer") ?? plan.gateway
        nodeSigner = try object.optionalText("node_signer") ?? plan.node
        count = try object.optionalInteger("count", in: 1...1_000) ?? 1
        edits = try FieldEdits.ofJSON(&object)
    }
}

/// A vote as an attacker makes it.
package struct BallotStep: Sendable {
    package let artefact: String
    /// Whom it names.
    package let by: String
    package let signer: String
    package let epoch: Int
    package let total: Int
    package let round: Int
    /// So many, each for the next epoch.
    package let count: Int
    package let edits: PerProfile<FieldEdits>

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        artefact = try object.text("as")
        by = try object.text("by")
        signer = try object.optionalText("signer") ?? by
        epoch = try ReceiptOperation.epoch(&object)
        total = try ReceiptOperation.total(&object)
        round = try object.optionalInteger("round", in: 0...1 << 53) ?? 0
        count = try object.optionalInteger("count", in: 1...1_000) ?? 1
        edits = try FieldEdits.ofJSON(&object)
    }
}

/// A settlement as somebody asks for it.
package struct RequestStep: Sendable {
    package let artefact: String
    package let epoch: Int
    package let total: Int
    /// Nil for all that the ledger has.
    package let receiptCount: Int?
    package let edits: PerProfile<FieldEdits>

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        artefact = try object.text("as")
        epoch = try ReceiptOperation.epoch(&object)
        total = try ReceiptOperation.total(&object)
        receiptCount = try object.optionalInteger("receipts", in: 0...10_000)
        edits = try FieldEdits.ofJSON(&object)
    }
}

/// Something that was signed, changed by somebody who signs nothing.
package struct ReceiptAlterStep: Sendable {
    package let artefact: String
    package let of: String
    package let edits: PerProfile<FieldEdits>

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        artefact = try object.text("as")
        of = try object.text("of")
        edits = try FieldEdits.ofJSON(&object)
    }
}
