import Cryptography
import Encodings
import LearningNetwork
import Platform
import Reports
import Training

/// The files of a new network.
struct NewLearningNetwork {
    static let authorityCount = 3
    static let nodeCount = 3
    private static let coin = LearningLimits.unitsPerCoin
    private static let authorityUnits = (balance: 1_000 * coin, bond: 10_000 * coin)
    private static let nodeUnits = (balance: 5_000 * coin, bond: LearningLimits.trainerBond)
    private static let chunkCount = 4
    private static let chunkSampleCount = 512

    /// A party: its name, its key file and its address.
    struct Party {
        let name: String
        let file: String
        let address: String
        let isAuthority: Bool
    }

    let folder: String
    let genesis: LearningGenesis
    let parties: [Party]

    /// Names of parties as the published command has them.
    static var names: [String] {
        (0..<authorityCount).map { "authority_\($0)" }
            + (authorityCount..<authorityCount + nodeCount).map { "node_\($0)" }
    }

    /// Choices of whoever makes a network.
    struct Settings {
        var name = "pol"
        var epochBlockCount = 8
        /// For the commands that the folder tells.
        var firstPort = 8_080
        var blockSeconds = 5
    }

    /// **Throws:** ``Failure`` where the folder has a network; `PlatformError`.
    init(folder: String, settings: Settings) throws {
        let name = settings.name
        let genesisFile = Folder.path(folder, LearningFolder.genesisName)
        guard !Folder.fileExists(genesisFile) else {
            throw Failure(
                outcome: .badInput,
                message: "\(folder): expected no network there yet, got one: it is not written over"
            )
        }
        let data = Folder.path(folder, LearningFolder.dataName)
        for path in [folder, data] where !Folder.exists(path) { try Folder.create(path) }
        let shape = try TrainingShape(inputCount: 64, hiddenCount: 32, classCount: 10)
        let chunks = try DrawnChunks.chunks(
            name: name, count: Self.chunkCount, sampleCount: Self.chunkSampleCount, shape: shape)
        for (number, chunk) in chunks.enumerated() {
            try WholeFile.write(chunk.bytes, to: Folder.path(data, "chunk-\(number).bytes"))
        }
        let signers = try Self.names.map { name in
            (name, try LearningKeyFile.create(Folder.path(folder, "\(name).key")))
        }
        self.folder = folder
        parties = signers.enumerated().map { place, party in
            Party(
                name: party.0, file: Folder.path(folder, "\(party.0).key"),
                address: party.1.address, isAuthority: place < Self.authorityCount)
        }
        func units(_ place: Int) -> (balance: Int, bond: Int) {
            place < Self.authorityCount ? Self.authorityUnits : Self.nodeUnits
        }
        genesis = LearningGenesis(
            name: name,
            allocations: signers.enumerated().map { place, party in
                .init(address: party.1.address, units: units(place).balance)
            },
            bonds: signers.enumerated().map { place, party in
                .init(key: party.1.key, units: units(place).bond)
            },
            chunks: chunks.map(\.hash.bytes),
            model: LearningModel(
                plan: try TrainingPlan(shape: shape, batchShift: 4, rateShift: 5, stepCount: 128),
                initialName: name, sampleCount: 16),
            epochBlockCount: settings.epochBlockCount)
        try WholeFile.write(
            Array(commands(settings.firstPort, settings.blockSeconds).utf8), to: commandsFile)
        // Last: a folder with it is whole.
        try WholeFile.write(genesis.bytes, to: genesisFile)
    }

    private var commandsFile: String { Folder.path(folder, "commands.txt") }

    private func commands(_ firstPort: Int, _ blockSeconds: Int) -> String {
        func url(_ place: Int) -> String { "http://127.0.0.1:\(firstPort + place)" }
        var lines = [
            "# Starts the network's six parties on this machine, each in a shell of its own.",
            "# The first authority makes the blocks; another may take over by --mine.",
        ]
        for (place, party) in parties.enumerated() {
            let peers = parties.indices.filter { $0 != place }.map { "--peer \(url($0))" }
            lines.append(
                "glyphlab system serve learning --network \(folder) --name \(party.name) "
                    + "--store \(folder)/\(party.name).store "
                    + "--listen 127.0.0.1:\(firstPort + place) "
                    + (party.isAuthority ? "--identity \(party.file) " : "")
                    + (place == 0 ? "--mine --block-seconds \(blockSeconds) " : "")
                    + peers.joined(separator: " "))
        }
        let last = parties[parties.count - 1]
        lines += [
            "# A payment, and an epoch's training, by the last node's key:",
            "glyphlab system client learning send --node \(url(0)) --network \(folder) "
                + "--key \(last.file) --to \(parties[0].address) --amount 5",
            "glyphlab system client learning train --node \(url(0)) --network \(folder) "
                + "--key \(last.file)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    var text: String {
        let width = 12
        func line(_ name: String, _ value: String) -> String {
            "  " + name + String(repeating: " ", count: max(1, width - name.utf8.count)) + value
        }
        return
            ([line("network", Hexadecimal.text(of: genesis.network))]
            + parties.map { line($0.name, $0.address) }
            + [line("commands", commandsFile)]).joined(separator: "\n") + "\n"
    }

    var json: JSONValue {
        .object([
            JSONMember("network", .string(Hexadecimal.text(of: genesis.network))),
            JSONMember("folder", .string(folder)),
            JSONMember(
                "parties",
                .array(
                    parties.map {
                        .object([
                            JSONMember("name", .string($0.name)),
                            JSONMember("key_file", .string($0.file)),
                            JSONMember("address", .string($0.address)),
                            JSONMember("authority", .boolean($0.isAuthority)),
                        ])
                    })),
        ])
    }
}
