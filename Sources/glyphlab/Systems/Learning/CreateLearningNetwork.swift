import ArgumentParser
import Encodings
import LearningNetwork
import Platform
import Reports

struct CreateLearningNetwork: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learning",
        abstract: "Make a training ledger: three authorities and three nodes with one genesis.",
        discussion: """
            The folder gets genesis.json, data to train on, a key file for each party (mode 0600) \
            and commands.txt, which says how to start all six. Authorities bond 10000 POL and \
            vote; nodes bond 1000 POL and may train. The data is drawn, from the network's name: \
            put other chunks into a genesis of your own for a model of use.
            Example: glyphlab system create-network learning pol
            """)

    @Argument(help: "The folder, which is made.")
    var folder: String

    @Option(help: "The network's name, 1 to 64 printable characters of ASCII.")
    var name = "pol"

    @Option(help: "The blocks of an epoch, from 4 to 1000000.")
    var epochBlocks = 8

    @Option(help: "The first of the six ports that commands.txt gives, from 1 to 65530.")
    var port = 8_080

    @Option(help: "The seconds from one block to the next that commands.txt gives.")
    var blockSeconds = 5

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (1...64).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw ValidationError("name: expected 1 to 64 printable characters of ASCII")
        }
        guard (4...1_000_000).contains(epochBlocks) else {
            throw ValidationError("epoch-blocks: expected 4 to 1000000, got \(epochBlocks)")
        }
        guard (1...65_530).contains(port) else {
            throw ValidationError("port: expected 1 to 65530, got \(port)")
        }
        guard (1...3_600).contains(blockSeconds) else {
            throw ValidationError("block-seconds: expected 1 to 3600, got \(blockSeconds)")
        }
        guard !folder.isEmpty else { throw ValidationError("folder: expected a name, got none") }
    }

    func run() throws {
        try Outcome.ending {
            let network = try NewLearningNetwork(
                folder: folder,
                settings: NewLearningNetwork.Settings(
                    name: name, epochBlockCount: epochBlocks, firstPort: port,
                    blockSeconds: blockSeconds))
            format.write(text: network.text, json: network.json)
            return .holds
        }
    }
}
