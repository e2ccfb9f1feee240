import ArgumentParser

struct LearningClient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learning",
        abstract: "Use a served node of the training ledger: look, pay, train, chat.",
        discussion: """
            Keys stay here: payments and proofs are signed by the key file, and the node gets \
            their bytes alone. The exit code is 1 where the node refused, 2 where it could not be \
            reached.
            Example: glyphlab system client learning status --node http://127.0.0.1:8080
            """,
        subcommands: [
            LearningClientKey.self, LearningClientStatus.self, LearningClientBalance.self,
            LearningClientSend.self, LearningClientTrain.self, LearningClientChat.self,
        ])
}
