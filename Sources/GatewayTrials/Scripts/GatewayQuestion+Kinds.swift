package import Scenarios

extension GatewayQuestion {
    package static let kinds: [StepKind<GatewayQuestion>] = [
        .plain(
            "head",
            "Tell the ledger's head, its numbers of receipts, votes and settlements, the next "
                + "epoch and the clock in milliseconds.", .head),
        StepKind(
            "entry", "Tell the bytes of a receipt, vote or settlement of the ledger, in base64.",
            StepMember<GatewayOperation.Kind>.choice(
                "kind", GatewayOperation.Kind.self, "The kind of thing."),
            .integer("index", in: 0...10_000, standard: 0, "Its number, from 0.")
        ) { .entry(kind: $0, index: $1) },
        StepKind(
            "account", "Tell a node's address and balance.",
            StepMember<String>.text("of", "A node's name, or an address.")
        ) { .account(of: $0) },
        StepKind(
            "snapshot",
            "Tell an epoch's snapshot as this gateway computes it from its ledger; in `published` "
                + "as it was stored when the epoch was settled.",
            StepMember<Int>.epoch(), .total(),
            .optionalInteger(
                "receipts", in: 0...10_000, "Receipts up to the epoch's end; else all.")
        ) { .snapshot(epoch: $0, total: $1, receiptCount: $2) },
        .plain(
            "tallies",
            "Tell snapshots that have votes, with their weight: the first 700,000 bytes.",
            .tallies),
        .plain("peers", "Tell the connections that the gateway tells of receipts.", .peers),
    ]
}
