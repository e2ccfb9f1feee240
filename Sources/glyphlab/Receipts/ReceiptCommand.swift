import ArgumentParser

struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Signed evidence of a run, for others to check.",
        subcommands: [ReceiptMergeCommand.self])
}
