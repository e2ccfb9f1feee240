import ArgumentParser

struct ReceiptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt", abstract: "Signed evidence of a run, for others to check.",
        discussion: """
            A lab makes a key once and emits a receipt of a run. Others check it without a run, \
            verify it by running everything again, or spot-check it by running a few operations \
            again; 'glyphlab compare' draws who of many labs agrees with whom.
            Example: glyphlab receipt key --out lab.key
            """,
        subcommands: [
            ReceiptKeyCommand.self, ReceiptEmitCommand.self, ReceiptCheckCommand.self,
            ReceiptVerifyCommand.self, ReceiptSpotCheckCommand.self, ReceiptMergeCommand.self,
        ])
}
