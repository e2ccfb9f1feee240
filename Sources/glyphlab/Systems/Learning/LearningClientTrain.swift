import ArgumentParser
import Encodings
import LearningNetwork
import Platform
import Reports

struct LearningClientTrain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train the network's model for one epoch, prove it, and wait to be paid.",
        discussion: """
            The chain is judged here, block by block, and the model's weights are trained again \
            from the first ones; then this epoch's steps, from the data that the epoch's seed \
            draws for the key, are trained and proved. When the block after the proof's is there, \
            the steps that it draws are opened, and validators train them again. The exit code is \
            1 where the proof is found not to hold, 2 where no certificate came in time.
            Example: glyphlab system client learning train --node http://127.0.0.1:8080 \
            --network pol --key pol/node_5.key
            """)

    @OptionGroup var node: LearningNodeOption

    @Option(help: "The network's folder: its genesis, and its data.")
    var network: String

    @Option(help: "The key file of the trainer, who has a bond of 1000 POL.")
    var key: String

    @Option(help: "The seconds to wait, from 1 to 86400.")
    var seconds = 600

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (1...86_400).contains(seconds) else {
            throw ValidationError("seconds: expected 1 to 86400, got \(seconds)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let session = try TrainingSession(
                folder: LearningFolder(path: network), signer: LearningKeyFile.signer(key),
                calls: node.calls, seconds: seconds)
            let paid = try session.run()
            format.write(
                text: """
                      epoch     \(paid.epoch)
                      loss      \(paid.lossBefore) before, \(paid.lossAfter) after
                      weights   \(paid.weights)
                      proof     \(paid.proof)
                      reward    \(CoinAmount.text(paid.reward)) POL in block \(paid.block)

                    """,
                json: paid.json)
            return .holds
        }
    }
}
