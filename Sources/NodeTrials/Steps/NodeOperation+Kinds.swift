internal import NetworkTrials
package import Scenarios

extension NodeOperation {
    package static let kinds: [StepKind<NodeOperation>] =
        honest + commonKinds + made + PublishedNodeOperation.kinds + HardenedNodeOperation.kinds

    private static let honest: [StepKind<NodeOperation>] = [
        StepKind(
            "mine", "Let an honest node win blocks and tell its peers.",
            StepMember<String>.text("by", standard: NodeParties.second, "The node."),
            .integer("blocks", in: 1...100, standard: 1, "Blocks in a row."),
            .integer("seconds", in: 0...100_000, standard: 20, "Time that passes before each.")
        ) { .mine(by: $0, blockCount: $1, seconds: $2) },
        StepKind(
            "turn", "Let a node take what was pushed, and ask its peers.",
            StepMember<String>.text("by", standard: NodeParties.first, "The node."),
            .integer("count", in: 1...100, standard: 1, "Turns of its loop."),
            .integer("seconds", in: 0...100_000, standard: 21, "Time that passes before each.")
        ) { .turn(by: $0, count: $1, seconds: $2) },
        StepKind(
            "pay", "Let a node pay from its own wallet.",
            StepMember<String>.text("from", standard: NodeParties.first, "The payer."),
            .text("to", standard: "shop", "The payee."),
            .integer("amount", in: 1...2_000_000_000, "Units.")
        ) { .pay(from: $0, to: $1, amount: $2) },
        .plain("join", "Let an honest newcomer begin, whose seed is the second node.", .join),
        StepKind(
            "clock", "Set a node's clock beside the others'.",
            StepMember<String>.text("of", standard: NodeParties.first, "The node."),
            .integer("seconds", in: -1_000_000...1_000_000, "Seconds after the others.")
        ) { .clock(of: $0, seconds: $1) },
    ]

    private static let made: [StepKind<NodeOperation>] = [
        StepKind(
            "answer", "Let the attacker's server answer a path so from here on.",
            StepMember<String>.text("path", "The path; * for all that have no answer."),
            .mayTake("body", "The body."),
            .integer("status", in: 200...599, standard: 200, "The status."),
            .optionalText("location", "Where it sends the asker."),
            .integer(
                "bytes", in: 0...1 << 24, standard: 0,
                "Bytes that come before each wait; 0 for all at once."),
            .integer(
                "milliseconds", in: 0...1 << 24, standard: 0, "Milliseconds of each wait."),
            grants: [("do", .surface("answer"))]
        ) { path, body, status, location, bytes, milliseconds in
            .answer(
                AnswerStep(
                    path: path, body: body, status: status, location: location,
                    bytesPerWait: bytes, millisecondsPerWait: milliseconds))
        },
        StepKind(
            "request", "Make a request over HTTP.", StepMember<String>.makes(),
            .text("method", standard: "POST", "The method."),
            .text("path", standard: "/chain", "The path."),
            .mayTake("body", "The body; of several byte strings, a request for each."),
            .optionalInteger("length", in: 0...1 << 30, "The length that it tells, if another.")
        ) {
            .request(
                RequestStep(artefact: $0, method: $1, path: $2, body: $3, length: $4))
        },
        StepKind(
            "addresses", "Make a list of addresses for a table of peers.",
            StepMember<String>.makes(),
            .choice(
                "kind", AddressStep.Kind.self, standard: .spread,
                "Each of another network, all of one, private, the reader's own, or callers'."),
            .integer("first", in: 0...200, standard: 0, "The first one's number."),
            .integer("count", in: 1...200, standard: 1, "Addresses, of rising numbers.")
        ) {
            .addresses(AddressStep(artefact: $0, kind: $1, first: $2, count: $3))
        },
        StepKind(
            "take", "Take the last blocks of an honest node's chain.",
            StepMember<String>.makes(),
            .place("of", "The last one's place: NAME or NAME:HEIGHT."),
            .integer("blocks", in: 1...64, standard: 1, "Blocks in a row.")
        ) { .take(artefact: $0, of: $1, count: $2) },
        StepKind(
            "forge", "Make blocks that keep every rule but those that the edits break.",
            StepMember<String>.makes(), .key("by", "The forger."),
            .place("on", "Where the first block stands: NAME, NAME:HEIGHT or an artefact."),
            .integer("blocks", in: 1...64, standard: 1, "Blocks in a row; edits are of the last."),
            .takesAll("transactions", "Payments of the last block."),
            .integer(
                "seconds", in: -1_000_000...1_000_000, standard: 0,
                "Distance of the first block's time from the clock."),
            .integer(
                "spacing", in: 0...100_000, standard: 20, "Time from each block to the next."),
            .edits(sealed: true), grants: [("do", .work("a forged block"))]
        ) { artefact, by, on, blockCount, transactions, seconds, spacing, edits in
            .forge(
                ForgedBlocks(
                    artefact: artefact, by: by, on: on, blockCount: blockCount,
                    transactions: transactions, seconds: seconds, spacing: spacing, edits: edits))
        },
        StepKind(
            "alter", "Change the last of some blocks under the proof that it has.",
            StepMember<String>.makes(),
            .place("of", "The blocks: an artefact, or NAME:HEIGHT for that one."),
            .alterations()
        ) { .alter(artefact: $0, of: $1, edits: $2) },
        StepKind(
            "payment", "Make signed payments, with edits.", StepMember<String>.makes(),
            .text("from", standard: NodeParties.attacker, "The sender."),
            .key("signer", "The holder of the key that signs."),
            .text("to", standard: "shop", "The payee."),
            .integer("amount", in: 1...1 << 53, standard: 1, "Units."),
            .integer("nonce", in: 0...1 << 53, standard: 0, "The nonce."),
            .integer("count", in: 1...1_000, standard: 1, "Payments in a row, of rising nonces."),
            .paymentEdits()
        ) { artefact, from, signer, to, amount, nonce, count, edits in
            .payment(
                ForgedPayment(
                    artefact: artefact, from: from, signer: signer, to: to, amount: amount,
                    nonce: nonce, count: count, edits: edits))
        },
    ]
}
