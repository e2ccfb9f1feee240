import ArgumentParser
import Cryptography
import Encodings
import MeshNetwork
import MeshServing
import Platform
import Reports

struct MeshKeygen: ParsableCommand {
    private static let stake = 1_000

    static let configuration = CommandConfiguration(
        commandName: "mesh",
        abstract: "Make a mesh: key files of its nodes, and the network that lists them.",
        discussion: """
            The folder gets node_1.key and so on, of mode 0600, and mesh.json: the network's \
            constants, and each node's public key with its class, its stake and the beacon from \
            which its place in the space of ids follows. mesh.json stands in for the chain's \
            registry: all nodes must have the same.
            Example: glyphlab system keygen mesh swarm --keys 3
            """)

    @Argument(help: "The folder, which is made where there is none.")
    var folder: String

    @Option(help: "How many nodes, from 1 to 1024.")
    var keys = 3

    @Option(help: "The network's name, 1 to 64 printable characters of ASCII.")
    var name = "mesh"

    @Option(help: "The slots of an epoch, from 10 to 10000, a multiple of 10.")
    var epochSlots = 300

    @Option(help: "The milliseconds of a slot, from 100 to 600000; clocks may differ by two slots.")
    var slotMilliseconds = 6_000

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard !folder.isEmpty else { throw ValidationError("folder: expected a name, got none") }
        guard (1...1_024).contains(keys) else {
            throw ValidationError("keys: expected 1 to 1024, got \(keys)")
        }
        guard (1...64).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw ValidationError("name: expected 1 to 64 printable characters of ASCII")
        }
        guard (10...10_000).contains(epochSlots), epochSlots.isMultiple(of: 10) else {
            throw ValidationError(
                "epoch-slots: expected 10 to 10000, a multiple of 10, got \(epochSlots)")
        }
        guard (100...600_000).contains(slotMilliseconds) else {
            throw ValidationError(
                "slot-milliseconds: expected 100 to 600000, got \(slotMilliseconds)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let file = Folder.path(folder, MeshNetworkFile.name)
            let paths = (1...keys).map { Folder.path(folder, "node_\($0).key") }
            for path in [file] + paths where Folder.fileExists(path) {
                throw Failure(
                    outcome: .badInput,
                    message: "\(path): expected no file there yet, got one: it is not written over")
            }
            guard
                let parameters = MeshParameters(
                    name: name, epochSlotCount: UInt64(epochSlots),
                    slotMilliseconds: UInt64(slotMilliseconds),
                    genesisMilliseconds: UInt64(max(0, WallClock.milliseconds)),
                    stakeMin: UInt64(Self.stake))
            else {
                throw Failure(outcome: .badInput, message: "expected constants of a mesh")
            }
            if !Folder.exists(folder) { try Folder.create(folder) }
            // Beacons are drawn behind the keys, as the chain does it.
            let signers = try paths.map { try MeshKeyFile.create($0) }
            let network = MeshNetworkFile(
                parameters: parameters,
                peers: signers.map { signer in
                    MeshPeer(
                        key: signer.key, rank: .validator, stake: UInt64(Self.stake),
                        startEpoch: 0, beacon: SystemRandom.bytes(count: 32))
                })
            try WholeFile.write(Array((network.json.prettyText + "\n").utf8), to: file)
            report(network, file, zip(paths, signers.map(\.key)).map { ($0, $1) })
            return .holds
        }
    }

    private func report(
        _ network: MeshNetworkFile, _ file: String, _ keys: [(path: String, key: MeshKey)]
    ) {
        var table = ColumnTable(corner: "key file", titles: ["public key"])
        for (path, key) in keys { table.add(path, [Hexadecimal.text(of: key.bytes)]) }
        let first = keys.first?.path ?? ""
        format.write(
            text: """
                \(table.text)
                  network  \(file)

                The first node starts a swarm and prints its address, by which others join:
                  glyphlab system serve mesh --network \(folder) --key \(first) --new-swarm

                """,
            json: .object([
                JSONMember("network_file", .string(file)),
                JSONMember(
                    "network", .string(Hexadecimal.text(of: network.parameters.network))),
                JSONMember(
                    "keys",
                    .array(
                        keys.map { path, key in
                            .object([
                                JSONMember("file", .string(path)),
                                JSONMember(
                                    "public_key", .string(Hexadecimal.text(of: key.bytes))),
                            ])
                        })),
            ]))
    }
}

struct MeshKeyview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mesh",
        abstract: "Tell the public key of a mesh node's key file.",
        discussion: "Example: glyphlab system keyview mesh swarm/node_1.key")

    @Argument(help: "The key file, of mode 0600.")
    var file: String

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard !file.isEmpty else { throw ValidationError("file: expected a name, got none") }
    }

    func run() throws {
        try Outcome.ending {
            let key = try MeshErrors.told { try MeshKeyFile.signer(file).key }
            format.write(
                text: Hexadecimal.text(of: key.bytes) + "\n",
                json: .object([
                    JSONMember("file", .string(file)),
                    JSONMember("public_key", .string(Hexadecimal.text(of: key.bytes))),
                ]))
            return .holds
        }
    }
}
