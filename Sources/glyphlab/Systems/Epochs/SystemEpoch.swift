import ArgumentParser

/// The way of an epoch through the published receipt network: settled, signed, minted.
struct SystemEpoch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "epoch",
        abstract: "Settle an epoch of the published receipt network, sign it, mint it, look at it.",
        discussion: "Example: glyphlab system epoch settle --gateway http://127.0.0.1:8080 "
            + "--total 1000000",
        subcommands: [EpochSettle.self, EpochSign.self, EpochMint.self, EpochShow.self])
}
