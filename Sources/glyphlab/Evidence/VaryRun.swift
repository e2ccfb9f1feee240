import Architectures
import Checkpoints
import Encodings
import Fingerprints
import Platform
import Proving
import Reports
import Tensors
import Traces
import Variations

/// The work of the command `vary`.
struct VaryRun {
    private let options: VaryOptions
    /// Where children leave their traces.
    private let folder: String
    private let house: House
    private let modelFolder: String

    init(_ options: VaryOptions, folder: String) throws {
        self.options = options
        self.folder = folder
        house = try House.find()
        modelFolder = try ModelPath.folder(options.model)
    }

    private static let plantedName = "planted"

    func outcome() throws -> Outcome {
        let backend = try options.backend.chosen()
        let golden = try options.golden.map { try house.golden($0).golden }
        try ModelFolder(path: modelFolder).checkPieces()
        let shape = try Checkpoint.architecture(folder: modelFolder).shape
        let variations = try chosen(VariationList(offer(backend, shape)).all)
        if options.list {
            list(variations)
            return .holds
        }
        let loaded = try TracedModelLoad(folder: modelFolder, backend: backend)
        if let golden {
            try check(golden, integerWeightsHash: loaded.traced.integerWeightsHash)
        }
        let subject = VariationSubject(
            prover: loaded.prover, model: loaded.traced,
            challenges: try TracedChallenge.receipt(
                promptCount: options.prompts, tokenizer: loaded.prover.tokenizer),
            golden: golden
                ?? house.golden(integerWeightsHash: loaded.traced.integerWeightsHash),
            threadCount: options.threads, program: place
        ) { [modelFolder] backend in
            try Self.prover(modelFolder, backend, loaded.traced.integerWeightsHash)
        }
        return try run(VariationMatrix(subject), variations, loaded.traced.name)
    }

    /// **Throws:** ``Failure`` where a golden that is named is of other weights.
    private func check(_ golden: Golden, integerWeightsHash: String) throws {
        guard golden.integerWeightsHash == integerWeightsHash else {
            throw Failure(
                outcome: .badInput,
                message: "golden: expected one of the weights \(integerWeightsHash) of "
                    + "\(options.model), got \(golden.name), which is of the weights "
                    + golden.integerWeightsHash)
        }
    }

    /// **Throws:** ``Failure`` where the weights are no longer those of the usual run.
    private static func prover(
        _ folder: String, _ backend: any ExactGEMM, _ integerWeightsHash: String
    ) throws -> Prover {
        let loaded = try LoadedModel(folder: folder, backend: backend, cacheUse: .never)
        guard loaded.integerWeightsHash == integerWeightsHash else {
            throw Failure(
                outcome: .badInput,
                message: "\(folder): expected the weights \(integerWeightsHash) again, got "
                    + loaded.integerWeightsHash)
        }
        return loaded.prover
    }

    private func run(
        _ usual: VariationMatrix, _ variations: [Variation], _ name: String
    ) throws -> Outcome {
        var (matrix, variations) = (usual, variations)
        var planted: PlantedBit?
        if let seed = options.plant {
            let fault = try matrix.planted(seed: seed.lowercased())
            planted = fault.bit
            variations.append(fault.variation)
        }
        let progress = Progress("variations", total: variations.count)
        defer { progress.finish() }
        try matrix.run(variations) { _ in progress.advance() }
        progress.finish()
        let report = VariationReport(
            model: name, matrix: matrix, planted: planted,
            provenance: ThisRun.provenance(threadCount: options.threads))
        options.format.write(text: report.text(.ofStandardOutput), json: report.json)
        if report.isPlantedNamed == false { return .labFault }
        return end(matrix)
    }

    private func end(_ matrix: VariationMatrix) -> Outcome {
        let tally = VariationTally(matrix.outcomes)
        if tally.differing > 0 || matrix.matchesGolden == false { return .doesNotHold }
        if tally.failed > 0 { return .inconclusive }
        // A golden that was asked for and does not tell of the prompts is missing evidence. One
        // that was found by the weights was no part of the question: the report says that it was
        // not compared.
        if options.golden != nil && matrix.matchesGolden == nil { return .inconclusive }
        if tally.same == 0 || !options.only.isEmpty && tally.notExercised > 0 {
            return .notExercised
        }
        return .holds
    }

    // MARK: What is run

    private func offer(_ backend: any ExactGEMM, _ shape: TransformerShape) throws
        -> VariationList.Offer
    {
        let programs = try options.program.map { path in
            guard Folder.fileExists(path) else {
                throw Failure(
                    outcome: .badInput, message: "program: expected a program, got no file \(path)")
            }
            return Self.absolute(path)
        }
        return VariationList.Offer(
            backendName: backend.name, layerCount: shape.layerCount,
            promptCount: options.prompts, threadCount: options.threads,
            // By its name, an emulated processor is asked for, too.
            emulates: options.qemu || options.only.contains(where: VaryOptions.isEmulated),
            programs: programs, architecture: Machine.architecture, locales: Locales.installed)
    }

    /// **Throws:** ``Failure`` where no variation has a name that is asked for.
    private func chosen(_ all: [Variation]) throws -> [Variation] {
        guard !options.only.isEmpty else { return all }
        let names = all.map(\.name) + (options.plant == nil ? [] : [Self.plantedName])
        for name in options.only where !names.contains(name) {
            throw Failure(
                outcome: .usage,
                message: "only: expected names that 'glyphlab vary --list' shows, got "
                    + JSONValue.quoted(name, scalarCountMax: 80))
        }
        return all.filter { variation in
            // Another build that was named is meant to be run.
            options.only.contains(variation.name)
                || !options.program.isEmpty && variation.kind == .build
        }
    }

    private var place: ProgramPlace {
        let tools = (Machine.environment("PATH") ?? "").split(separator: ":").map(String.init)
        return ProgramPlace(
            program: Machine.executablePath, modelFolder: Self.absolute(modelFolder),
            house: Self.absolute(house.path), folder: folder,
            toolFolders: tools + ["/usr/bin", "/bin"], secondsMax: options.secondsMax)
    }

    private static func absolute(_ path: String) -> String {
        "/" + ModelPath.absolute(path).joined(separator: "/")
    }

    // MARK: The list

    private func list(_ variations: [Variation]) {
        var table = ColumnTable(corner: "variation", titles: ["kind", "prompts", "made"])
        for variation in variations {
            table.add(
                variation.name,
                [variation.kind.rawValue, "\(variation.promptCount)", variation.made])
        }
        options.format.write(
            text: table.text(.ofStandardOutput),
            json: .object([
                JSONMember(
                    "variations",
                    .array(
                        variations.map { variation in
                            .object([
                                JSONMember("name", .string(variation.name)),
                                JSONMember("kind", .string(variation.kind.rawValue)),
                                JSONMember("made", .string(variation.made)),
                                JSONMember("prompts", .integer(variation.promptCount)),
                            ])
                        }))
            ]))
    }
}
