internal import Encodings
package import Scenarios
internal import Trials

/// A step of a script on an external node.
package enum ExternalOperation: StepOperation {
    /// The honest producer makes blocks of all that waits, time passing before each.
    case produce(blockCount: Int, seconds: Int)
    /// An honest actor pays.
    case pay(from: String, to: String, amount: Int)
    /// The attacker signs a transfer. - Parameter nonce: nil for the next.
    case payment(artefact: String, from: String, to: String, amount: Int, nonce: Int?)
    case bytes(BytesStep)
    case advance(seconds: Int)
    /// The operator stops the node and starts it again.
    case restart

    package static let kinds: [StepKind<ExternalOperation>] = [
        StepKind(
            "produce", "Let the honest producer make blocks of all that waits.",
            StepMember<Int>.integer("blocks", in: 1...100, standard: 1, "Blocks."),
            .integer("seconds", in: 0...100_000, standard: 1, "Seconds before each.")
        ) { .produce(blockCount: $0, seconds: $1) },
        StepKind(
            "pay", "Let an honest actor pay.", StepMember<String>.text("from", "The honest payer."),
            .text("to", "The payee: an actor, or a public key of 64 hex digits."),
            .integer("amount", in: LedgerTransfer.amounts, "Units.")
        ) { .pay(from: $0, to: $1, amount: $2) },
        StepKind(
            "payment", "Sign a transfer with a key that the attacker holds.",
            StepMember<String>.makes(), .key("from", "The payer."),
            .text("to", "The payee: an actor, or a public key of 64 hex digits."),
            .integer("amount", in: 0...Int.max, "Units."),
            .optionalInteger("nonce", in: 0...Int.max, "The nonce; the payer's next if missing.")
        ) { .payment(artefact: $0, from: $1, to: $2, amount: $3, nonce: $4) },
        .bytes { .bytes($0) },
        .advance { .advance(seconds: $0) },
        .plain("restart", "Let the operator stop the node and start it again.", .restart),
    ]
}

/// A question of a script's about an external node.
package enum ExternalQuestion: StepOperation {
    case head
    case block(height: Int)
    case account(of: String)
    case waiting

    package static let kinds: [StepKind<ExternalQuestion>] = [
        .plain(
            "head", "Tell the height, the last block's hash, how many transfers wait and the time.",
            .head),
        StepKind(
            "block", "Tell the bytes of a block, in base64.",
            StepMember<Int>.integer("height", in: 1...1 << 30, "The block's height.")
        ) { .block(height: $0) },
        StepKind(
            "account", "Tell an account's key, balance and next nonce, after all that waits.",
            StepMember<String>.text("of", "An actor, or a public key of 64 hex digits.")
        ) { .account(of: $0) },
        .plain("waiting", "Tell the transfers that wait, in base64.", .waiting),
    ]
}

/// A fact that the referee looks at.
package enum ExternalOracle: String, CaseIterable, Sendable {
    case encodingOneForm = "encoding.one_form"
    case signatureConsent = "signature.consent"
    case ledgerExact = "ledger.exact"
    case storeState = "store.state"
    case serviceAlive = "service.alive"
    case determinismReplay = "determinism.replay"
}
