import ArgumentParser

struct SystemServe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run a party of a system under test, over HTTP or TCP.",
        discussion: """
            Example: glyphlab system serve receipts --role gateway --listen 127.0.0.1:8080 \
            --db gateway.db --identity gateway.key
            Example: glyphlab system serve learning --network pol --store node.store
            Example: glyphlab system serve mesh --network swarm --key swarm/node_1.key --new-swarm
            Example: glyphlab system serve hybrid --network chain --key chain/validator_0.key
            """,
        subcommands: [ServeReceipts.self, ServeLearning.self, ServeMesh.self, ServeHybrid.self])
}
