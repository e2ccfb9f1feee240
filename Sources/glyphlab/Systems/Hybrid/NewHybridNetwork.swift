import Cryptography
import Encodings
import HybridChain
import Platform
import Reports

/// The files of a new hybrid chain, all of which follow from its seed.
struct NewHybridNetwork {
    /// Choices of whoever makes a network.
    struct Settings {
        let name: String
        let validatorCount: Int
        let bond: Int
        let faultCount: Int
        let epochSlotCount: Int
        /// Zero bits that a block's hash begins with.
        let workBitCount: Int
    }

    private static let sampleCount = 64

    let folder: String
    let genesis: HybridGenesis

    /// **Throws:** ``Failure`` where the folder is there; `PlatformError`.
    init(folder: String, seed: [UInt8], settings: Settings) throws {
        guard !Folder.exists(folder), !Folder.fileExists(folder) else {
            let got = Folder.exists(folder) ? "a folder" : "a file"
            throw Failure(
                outcome: .badInput,
                message: "\(folder): expected nothing there yet, got \(got): it is not written "
                    + "over")
        }
        func secret(_ name: String, _ index: Int) -> [UInt8] {
            HybridDomain.digest(
                "create-network", Array(name.utf8) + [0], UInt16(index).hybridBytes, seed)
        }
        // By rising public key, as the genesis lists them.
        let keys = (0..<settings.validatorCount)
            .map { index -> (seed: [UInt8], key: Ed25519PrivateKey) in
                let seed = secret("key", index)
                return (seed, Ed25519PrivateKey(seed: seed))
            }
            .sorted { $0.key.publicKey.lexicographicallyPrecedes($1.key.publicKey) }
        let name = Array(settings.name.utf8)
        guard let shape = HybridShape(inputCount: 8, hiddenCount: 8, classCount: 4, rank: 2),
            let genesis = HybridGenesis(
                name: name,
                validators: keys.map {
                    .init(key: $0.key.publicKey, bond: UInt64(clamping: settings.bond))
                },
                shape: shape, faultCount: settings.faultCount,
                epochSlotCount: UInt64(clamping: settings.epochSlotCount),
                samples: Self.samples(name, shape),
                target: Self.target(workBitCount: settings.workBitCount))
        else {
            throw Failure(outcome: .badInput, message: "expected the constants of a hybrid chain")
        }
        self.folder = folder
        self.genesis = genesis
        try Folder.create(folder)
        for (index, key) in keys.enumerated() {
            try Self.write(key.seed, HybridFolder.file(folder, index, "key"))
            try Self.write(secret("token", index), HybridFolder.file(folder, index, "token"))
        }
        // Last: a folder with it is whole.
        try WholeFile.write(genesis.bytes, to: Folder.path(folder, HybridFolder.genesisName))
    }

    private static func write(_ secret: [UInt8], _ path: String) throws {
        try PrivateFile.create(Array((Hexadecimal.text(of: secret) + "\n").utf8), at: path)
    }

    private static func target(workBitCount: Int) -> [UInt8] {
        (0..<32).map { place in
            let zeros = min(max(workBitCount - 8 * place, 0), 8)
            return UInt8(0xFF >> zeros)
        }
    }

    /// Samples around a middle for each label, drawn from the network's name.
    private static func samples(_ name: [UInt8], _ shape: HybridShape) -> [HybridGenesis.Sample] {
        func drawn(_ what: UInt8, _ index: Int) -> [UInt8] {
            let digest = HybridDomain.digest(
                "create-network-samples", name, [what], UInt16(index).hybridBytes)
            return Array(digest.prefix(shape.inputCount))
        }
        let middles = (0..<shape.classCount).map { drawn(0, $0) }
        return (0..<sampleCount).map { index in
            let label = index % shape.classCount
            let input = zip(middles[label], drawn(1, index)).map { middle, noise in
                UInt8((3 * Int(middle) + Int(noise)) / 4)
            }
            return HybridGenesis.Sample(input: input, label: UInt8(label))
        }
    }

    var text: String {
        var table = ColumnTable(corner: "validator", titles: ["key file", "public key"])
        for (index, validator) in genesis.validators.enumerated() {
            table.add(
                "\(index)",
                [
                    HybridFolder.file(folder, index, "key"), Hexadecimal.text(of: validator.key),
                ])
        }
        return """
            \(table.text)
              network  \(Hexadecimal.text(of: genesis.network))

            A validator's node, which finds the others of this folder on this machine:
              glyphlab system serve hybrid --network \(folder) \
            --key \(HybridFolder.file(folder, 0, "key")) --store \
            \(HybridFolder.file(folder, 0, "store"))

            """
    }

    var json: JSONValue {
        .object([
            JSONMember("network", .string(Hexadecimal.text(of: genesis.network))),
            JSONMember("folder", .string(folder)),
            JSONMember(
                "validators",
                .array(
                    genesis.validators.enumerated().map { index, validator in
                        .object([
                            JSONMember("index", .integer(index)),
                            JSONMember(
                                "key_file", .string(HybridFolder.file(folder, index, "key"))),
                            JSONMember(
                                "token_file", .string(HybridFolder.file(folder, index, "token"))),
                            JSONMember(
                                "public_key", .string(Hexadecimal.text(of: validator.key))),
                        ])
                    })),
        ])
    }
}
