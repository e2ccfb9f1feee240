import ArgumentParser

struct SystemClient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Ask a served party of a system under test for something.",
        discussion: """
            Example: glyphlab system client receipts --gateway http://127.0.0.1:8080 \
            --prompt "The king said"
            Example: glyphlab system client learning status --node http://127.0.0.1:8080
            Example: glyphlab system client mesh status --node swarm/node_1.control
            Example: glyphlab system client hybrid status --node http://127.0.0.1:8080
            """,
        subcommands: [
            ReceiptsClient.self, LearningClient.self, MeshClient.self, HybridClient.self,
        ])
}
