import ArgumentParser

struct SystemServe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run a party of a system under test, over HTTP.",
        discussion: """
            Example: glyphlab system serve receipts --role gateway --listen 127.0.0.1:8080 \
            --db gateway.db --identity gateway.key
            Example: glyphlab system serve learning --network pol --store node.store
            """,
        subcommands: [ServeReceipts.self, ServeLearning.self])
}
