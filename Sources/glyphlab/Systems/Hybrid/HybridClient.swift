import ArgumentParser

struct HybridClient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hybrid",
        abstract: "Use a served node of the hybrid chain: look, train, misbehave.",
        discussion: """
            Keys stay here: the node gets signed bytes alone. The exit code is 1 where the node \
            refused, 2 where it could not be reached or something did not come in time.
            Example: glyphlab system client hybrid status --node http://127.0.0.1:8080
            """,
        subcommands: [
            HybridClientStatus.self, HybridClientBlocks.self, HybridClientVotes.self,
            HybridClientEvidence.self, HybridClientDelta.self, HybridClientMisbehave.self,
        ])
}
