internal import Chains
package import Scenarios

extension ChainOperation {
    package static let kinds =
        honest + made + sent + around + StepKind<ChainOperation>.network { .network($0) }

    /// Traffic of honest actors.
    private static let honest: [StepKind<ChainOperation>] = [
        StepKind(
            "mine", "Mine blocks on the tip, honestly, with all payments that wait.",
            StepMember<String>.text("by", "The miner."),
            .integer("blocks", in: 1...100, standard: 1, "Blocks in a row."),
            .integer(
                "seconds", in: 0...100_000, standard: 20, "Time that passes before each block.")
        ) { .mine(by: $0, blockCount: $1, seconds: $2) },
        StepKind(
            "pay", "Send an honest payment to the transaction surface.",
            StepMember<String>.text("from", "The payer."), .text("to", "The payee."),
            .integer("amount", in: 1...2_000_000_000, "Units.")
        ) { .pay(from: $0, to: $1, amount: $2) },
        StepKind(
            "withhold", "Win an honest block on the tip that nobody else sees yet.",
            StepMember<String>.makes(), .text("by", "The miner.")
        ) { .withhold(artefact: $0, by: $1) },
    ]

    /// Bytes that an attacker makes.
    private static let made: [StepKind<ChainOperation>] = [
        StepKind(
            "payment", "Make signed payments, with edits.", StepMember<String>.makes(), .payer(),
            .text("to", "The payee."), .integer("amount", in: 1...1 << 53, "Units."),
            .optionalInteger("nonce", in: 0...1 << 53, "The nonce; else the sender's next."),
            .integer("count", in: 1...2_000, standard: 1, "Payments in a row, of rising nonces."),
            .choice(
                "s", PaymentStep.Signature.self, standard: .own,
                "Which of the two signatures of one digest stands in the bytes."),
            .paymentEdits()
        ) { artefact, payer, to, amount, nonce, count, signature, edits in
            .payment(
                PaymentStep(
                    artefact: artefact, payer: payer, to: to, amount: amount, nonce: nonce,
                    count: count, signature: signature, edits: edits))
        },
        StepKind(
            "forge", "Make blocks that keep every rule but those that the edits break.",
            StepMember<String>.makes(), .key("by", "The forger."),
            .place("on", "Where the first block stands."),
            .integer("blocks", in: 1...64, standard: 1, "Blocks in a row; edits are of the first."),
            .takesAll("transactions", "Payments of the first block."),
            .integer(
                "seconds", in: -1_700_000_000...1_000_000, standard: 0,
                "Distance of the first block's time from the clock."),
            .integer(
                "spacing", in: 0...100_000, standard: 20, "Time from each block to the next."),
            .edits(sealed: true), grants: [("do", .work("a forged block"))]
        ) { artefact, by, on, blockCount, transactions, seconds, spacing, edits in
            .forge(
                ForgeStep(
                    artefact: artefact, by: by, on: on, blockCount: blockCount,
                    transactions: transactions, seconds: seconds, spacing: spacing, edits: edits))
        },
        StepKind(
            "alter", "Change a block under the proof that it has.", StepMember<String>.makes(),
            .takes("of", "The block."),
            .mayTakeAll("transactions", "Payments in the place of those that it has."),
            .alterations()
        ) { .alter(AlterStep(artefact: $0, of: $1, transactions: $2, edits: $3)) },
        StepKind(
            "take", "Take a block of the main chain, or a payment in it.",
            StepMember<String>.makes(), .integer("height", in: 0...10_000, "The block's height."),
            .optionalInteger(
                "transaction", in: 0...1_000, "The payment's number, from 0, coinbase apart.")
        ) { .take(artefact: $0, height: $1, transaction: $2) },
        .bytes { .bytes($0) },
        StepKind(
            "file", "Make a chain's file.", StepMember<String>.makes(),
            .blocksOfFile()
        ) { .file(artefact: $0, blocks: $1) },
        StepKind(
            "message", "Make a message of the gossip.", StepMember<String>.makes(),
            .choice(
                "kind", MessageStep.Kind.self,
                "The message's kind; of transactions, a message for each payment."),
            .takesAll("what", "Blocks or payments in it."),
            .place("on", "Where the first block stands."),
            .integer("first_peer", in: 0...1 << 30, standard: 1_000, "The first peer's number."),
            .integer("peers", in: 1...64, standard: 1, "Peers, of rising numbers.")
        ) { artefact, kind, what, on, firstPeer, peerCount in
            .message(
                MessageStep(
                    artefact: artefact, kind: kind, what: what, on: on, firstPeer: firstPeer,
                    peerCount: peerCount))
        },
    ]

    private static let sent: [StepKind<ChainOperation>] = [
        StepKind(
            "submit", "Send an artefact to a surface, several blocks one after the other.",
            StepMember<String>.takes("what", "The artefact."), .surface("to", "The surface."),
            .integer("source", in: 1...1_000, standard: 1, "The first sender's number."),
            .integer("times", in: 1...10_000, standard: 1, "How often, in all."),
            .integer("sources", in: 1...1_000, standard: 1, "Senders, which take turns.")
        ) {
            .submit(SubmitStep(what: $0, to: $1, source: $2, times: $3, sourceCount: $4))
        },
        .hear(ChainSurfaces.peer) { .hear(artefact: $0, source: $1) },
        .advance { .advance(seconds: $0) },
    ]

    /// The node's disk, model, peers and twins.
    private static let around: [StepKind<ChainOperation>] = [
        StepKind(
            "damage", "Change the stopped system's file.", StepMember<StoreDamage>.damage(),
            needsDisk: true, reach: .firstNode, grants: [("do", .surface("store"))]
        ) { .damage($0) },
        .plain(
            "remember", "Note the state, which a restart must leave.", reach: .firstNode,
            .remember),
        .plain(
            "blind", "Make the node's model unreadable, until blind comes again.",
            reach: .singleNode, .blind),
        .plain(
            "restart", "Start the system from its file.", needsDisk: true, reach: .firstNode,
            .restart),
        StepKind(
            "twin", "Let another node hear artefacts, in this order.",
            StepMember<[String]>.takesAll("what", "The artefacts."), .surface("to", "The surface."),
            .choice(
                "tables", Tables.self, standard: .agreed,
                "The tables of Unicode by which the other node cuts text."),
            reach: .singleNode
        ) { .twin(what: $0, to: $1, tables: $2) },
        .plain(
            "twin_of_all", "Let another node hear the main chain as a file.", reach: .singleNode,
            .twinOfAll),
        StepKind(
            "newcomers", "Let honest peers make themselves known.",
            StepMember<Int>.integer("count", in: 1...64, "Peers."),
            .integer("source", in: 1...1_000, "The peer that tells of them."), reach: .firstNode
        ) { .newcomers(count: $0, source: $1) },
        StepKind(
            "given_peers", "Give the node more peers, as its operator.",
            StepMember<Int>.integer("first", in: 1...100_000, "The first peer's number."),
            .integer("count", in: 1...64, "Peers, of rising numbers."), reach: .firstNode
        ) { .givenPeers(first: $0, count: $1) },
        StepKind(
            "measure", "Measure the cost of a way of mining.",
            StepMember<EconomyAttack>.choice("kind", EconomyAttack.self, "The way of mining."),
            .integer("allowed_millionths", in: 1...1 << 40, "Advantage that is allowed.")
        ) { .measure(kind: $0, allowedMillionths: $1) },
    ]
}
