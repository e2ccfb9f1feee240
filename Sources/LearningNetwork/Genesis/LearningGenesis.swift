internal import Encodings
internal import PythonValues
internal import Training
package import Trials

/// The file that a network begins with, which all its nodes share. Its hash is the network.
package struct LearningGenesis: Sendable {
    /// Units that an address has before the first block.
    package struct Allocation: Sendable, Equatable {
        package let address: String
        package let units: Int

        package init(address: String, units: Int) {
            self.address = address
            self.units = units
        }
    }

    /// A bond that holds from the first block on: of a trainer, or of a validator.
    package struct Bond: Sendable, Equatable {
        package let key: LearningKey
        /// In units.
        package let units: Int

        package init(key: LearningKey, units: Int) {
            self.key = key
            self.units = units
        }
    }

    package let name: String
    /// By rising address.
    package let allocations: [Allocation]
    /// By rising key.
    package let bonds: [Bond]
    /// Hashes of the training data, one of which an epoch's seed chooses for each trainer.
    package let chunks: [[UInt8]]
    package let model: LearningModel
    /// Blocks of an epoch.
    package let epochBlockCount: Int

    package init(
        name: String, allocations: [Allocation], bonds: [Bond], chunks: [[UInt8]],
        model: LearningModel, epochBlockCount: Int
    ) {
        self.name = name
        self.allocations = allocations.sorted {
            Array($0.address.utf8).lexicographicallyPrecedes(Array($1.address.utf8))
        }
        self.bonds = bonds.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
        self.chunks = chunks
        self.model = model
        self.epochBlockCount = epochBlockCount
    }

    // MARK: Bytes

    /// The file: canonical JSON.
    package var bytes: [UInt8] {
        CanonicalObject.bytes([
            (
                "allocations",
                .object(allocations.map { JSONMember($0.address, .integer($0.units)) })
            ),
            (
                "bonds",
                .array(
                    bonds.map {
                        CanonicalObject.value([
                            ("key", .string($0.key.text)), ("units", .integer($0.units)),
                        ])
                    })
            ),
            ("chunks", .array(chunks.map(CanonicalObject.hex))),
            ("epoch_blocks", .integer(epochBlockCount)),
            ("model", model.json),
            ("name", .string(name)),
        ])
    }

    /// The network: H(`network` || file).
    package var network: [UInt8] { LearningDomain.digest("network", bytes) }

    /// Reads a file. All its rules hold for every node: none can be taken out.
    ///
    /// **Throws:** ``Refusal``.
    package init(_ bytes: [UInt8]) throws(Refusal) {
        let guards = Guards.all
        let document = try LearningDocument(
            bytes, byteCountMax: LearningLimits.genesisByteCountMax,
            ["allocations", "bonds", "chunks", "epoch_blocks", "model", "name"], guards)
        let name = try document.text("name")
        try guards.require(
            (1...64).contains(name.utf8.count)
                && name.utf8.allSatisfy { (0x20...0x7E).contains($0) },
            LearningGuards.fields, "name: expected 1 to 64 printable characters of ASCII")
        self.name = name
        allocations = try Self.allocations(document)
        bonds = try Self.bonds(document)
        chunks = try document.digests("chunks", countMax: LearningLimits.chunkCountMax)
        try guards.require(!chunks.isEmpty, LearningGuards.fields, "chunks: expected one at least")
        model = try LearningModel(document.value("model"))
        epochBlockCount = try document.integer(
            "epoch_blocks", in: 4...1_000_000, LearningGuards.fields)
        let units = allocations.map(\.units) + bonds.map(\.units)
        try guards.require(
            units.allSatisfy { $0 <= LearningLimits.supplyMax / 2 / max(units.count, 1) },
            LearningGuards.amountRange, "units: expected a supply of at most 2^61")
    }

    private static func allocations(
        _ document: LearningDocument
    ) throws(Refusal) -> [Allocation] {
        guard case .dictionary(let members) = document.value("allocations") else {
            throw Refusal(
                index: nil, by: LearningGuards.fields, message: "allocations: expected an object")
        }
        var allocations: [Allocation] = []
        let all = try LearningDocument(
            .dictionary(members), members.members.map(\.key.shown), .all)
        for member in members.members {
            let address = member.key.shown
            try Guards.all.require(
                LearningKey.isAddress(address), LearningGuards.recipient,
                "allocations: expected an address, got "
                    + JSONValue.quoted(address, scalarCountMax: 50))
            allocations.append(
                Allocation(
                    address: address,
                    units: try all.integer(
                        address, in: 1...LearningLimits.supplyMax, LearningGuards.amountRange)))
        }
        return allocations
    }

    private static func bonds(
        _ document: LearningDocument
    ) throws(Refusal) -> [Bond] {
        var bonds: [Bond] = []
        let elements = try document.elements(
            "bonds", countMax: LearningLimits.validatorCountMax)
        for value in elements {
            let bond = try LearningDocument(value, ["key", "units"], .all)
            let key = LearningKey(
                bytes: try bond.bytes(
                    "key", count: LearningKey.byteCount, LearningGuards.keyForm))
            try Guards.all.require(
                key.isPoint, LearningGuards.keyForm, "bonds: expected a point")
            try Guards.all.require(
                bonds.last.map { $0.key.bytes.lexicographicallyPrecedes(key.bytes) } ?? true,
                LearningGuards.canonical, "bonds: expected rising keys")
            bonds.append(
                Bond(
                    key: key,
                    units: try bond.integer(
                        "units", in: LearningLimits.trainerBond...LearningLimits.supplyMax,
                        LearningGuards.bond)))
        }
        return bonds
    }
}
