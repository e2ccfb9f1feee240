package import Scenarios
internal import Trials

extension GatewayOperation {
    package static let kinds =
        honest + users + made + messages + texts + sent + around
        + StepKind<GatewayOperation>.network { .network($0) }

    /// Traffic of honest parties.
    private static let honest: [StepKind<GatewayOperation>] = [
        StepKind(
            "receipt", "Sign a session's receipt and send it, honestly.",
            StepMember<String?>.mayMake(), .session()
        ) { .receipt($1, artefact: $0) },
        StepKind(
            "withhold", "Sign an honest receipt that nobody has sent yet.",
            StepMember<String>.makes(), .session()
        ) { .withhold($1, artefact: $0) },
        StepKind(
            "elsewhere", "Let both parties sign for another purpose than this network.",
            StepMember<String>.makes(), .session(),
            .choice(
                "purpose", Purpose.self,
                "A receipt of another network, or the same bytes to log in.")
        ) { .elsewhere($1, artefact: $0, $2) },
        StepKind(
            "vote", "Let validators sign the snapshot that they compute, and send the votes.",
            StepMember<[String]>.texts("by", "The validators."), .epoch(), .total()
        ) { .vote(by: $0, epoch: $1, total: $2) },
        StepKind(
            "settle", "Let all honest validators vote, and ask for the epoch.",
            StepMember<Int>.epoch(), .total()
        ) { .settle(epoch: $0, total: $1) },
    ]

    /// Traffic of honest users and peers.
    private static let users: [StepKind<GatewayOperation>] = [
        StepKind(
            "infer", "Let a user ask the gateway for a text, and pay for it.",
            StepMember<String>.text("user", "The user."),
            .text("prompt", standard: "hello", "The prompt."),
            .integer("max", in: 0...10_000, standard: 256, "Tokens to write, at most.")
        ) { .infer(InferencePlan(user: $0, prompt: $1, tokenCountMax: $2)) },
        StepKind(
            "credit", "Let a user's payment come in.",
            StepMember<String>.text("user", "The user."),
            .integer("amount", in: 0...1 << 53, "Thousandths of a GLYPH, or units in `hardened`."),
            .text("payment", "The payment's name.")
        ) { .credit(user: $0, amount: $1, payment: $2) },
        StepKind(
            "ask", "Let a gateway tell its price.",
            StepMember<String>.text("by", "The gateway."),
            .integer("millis", in: 1...1_000_000, "Thousandths of a GLYPH for 1,000 tokens.")
        ) { .ask(by: $0, millis: $1) },
        StepKind(
            "token", "Let the token's owner stop it, or let it go on.",
            StepMember<TokenState>.choice("state", TokenState.self, "The token's state.")
        ) { .token($0) },
        .plain("pull", "Let a peer that follows the gateway ask for new receipts.", .pull),
    ]

    /// Bytes that an attacker makes.
    private static let made: [StepKind<GatewayOperation>] = [
        StepKind(
            "make", "Make receipts, edit them, and sign them with keys that are granted.",
            StepMember<String>.makes(), .signedSession(),
            .integer(
                "count", in: 1...1_000, standard: 1,
                "Receipts in a row, whose sessions end in their number."),
            .edits(sealed: false)
        ) { .make(MakeStep(artefact: $0, signed: $1, count: $2, edits: $3)) },
        StepKind(
            "ballot", "Make a validator's votes, edit them, and sign them.",
            StepMember<String>.makes(), .namedSigner(), .epoch(), .total(),
            .integer("round", in: 0...1 << 53, standard: 0, "The validator's round in the epoch."),
            .integer(
                "count", in: 1...1_000, standard: 1, "Votes in a row, each for the next epoch."),
            .edits(sealed: false)
        ) { artefact, voter, epoch, total, round, count, edits in
            .ballot(
                BallotStep(
                    artefact: artefact, voter: voter, epoch: epoch, total: total, round: round,
                    count: count, edits: edits))
        },
        StepKind(
            "request", "Make a request to settle an epoch.", StepMember<String>.makes(), .epoch(),
            .total(),
            .optionalInteger(
                "receipts", in: 0...10_000, "Receipts up to the epoch's end; else all."),
            .edits(sealed: false)
        ) { artefact, epoch, total, receiptCount, edits in
            .request(
                RequestStep(
                    artefact: artefact, epoch: epoch, total: total, receiptCount: receiptCount,
                    edits: edits))
        },
        StepKind(
            "alter", "Change signed bytes without signing them again.", StepMember<String>.makes(),
            .takes("of", "The artefact."), .edits(sealed: false)
        ) { .alter(ReceiptAlterStep(artefact: $0, of: $1, edits: $2)) },
        StepKind(
            "take", "Take bytes that the ledger holds.", StepMember<String>.makes(),
            .choice("kind", Kind.self, "The kind of thing."),
            .integer("index", in: 0...10_000, standard: 0, "Its number, from 0.")
        ) { .take(artefact: $0, kind: $1, index: $2) },
        .bytes { .bytes($0) },
        StepKind(
            "batch", "Make a batch of receipts, as peers pass them on.",
            StepMember<String>.makes(), .takesAll("what", "The receipts.")
        ) { .batch(artefact: $0, what: $1) },
    ]

    private static let texts: [StepKind<GatewayOperation>] = [
        StepKind(
            "mint", "Make a request to pay an epoch.", StepMember<String>.makes(), .epoch(),
            .edits(sealed: false)
        ) { .mint(MintStep(artefact: $0, epoch: $1, edits: $2)) },
        StepKind(
            "http", "Make a request of HTTP by hand.", StepMember<String>.makes(),
            .optionalText("node", "The node that it is for; else the gateway."),
            .text("method", standard: "POST", "The method."),
            .text("target", "The path, and a query behind a question mark."),
            .text("body", standard: "", "The body, in whose words are those of edits."),
            .integer("count", in: 1...1_000, standard: 1, "Requests in a row.")
        ) { artefact, node, method, target, body, count in
            .http(
                RequestTextStep(
                    artefact: artefact, node: node, method: method, target: target, body: body,
                    count: count))
        },
        StepKind(
            "answer", "Take the body of the last answer to the attacker.",
            StepMember<String>.makes()
        ) { .answer(artefact: $0) },
        StepKind(
            "serve", "Set what a node that the attacker has answers from here on.",
            StepMember<String>.key("node", "The node."), .text("path", "The path."),
            .integer("status", in: 100...599, standard: 200, "The status."),
            .text("body", standard: "", "The body, in whose words are those of edits.")
        ) { node, path, status, body in
            .serve(ServedAnswer(node: node, path: path, status: status, body: body))
        },
    ]

    private static let sent: [StepKind<GatewayOperation>] = [
        StepKind(
            "submit", "Send an artefact to a surface, several parts one after the other.",
            StepMember<String>.takes("what", "The artefact."), .surface("to", "The surface."),
            .integer("source", in: 1...800, standard: 1, "The sender's number."),
            .integer("times", in: 1...10_000, standard: 1, "How often.")
        ) { .submit(what: $0, to: $1, source: $2, times: $3) },
        .hear(Surface("gossip")) { .hear(artefact: $0, source: $1) },
        .advance { .advance(seconds: $0) },
    ]

    /// The gateway's disk: a document that it starts from, so that no trial needs a file for it.
    private static let around: [StepKind<GatewayOperation>] = [
        StepKind(
            "damage", "Change the stored bytes of the stopped gateway.",
            StepMember<GatewayDamage>.damage(), reach: .firstNode,
            grants: [("do", .surface("store"))]
        ) { .damage($0) },
        .plain(
            "remember", "Note the state, which a restart must leave.", reach: .firstNode,
            .remember),
        .plain(
            "restart", "Start the gateway from its stored bytes.", reach: .firstNode, .restart),
    ]
}
