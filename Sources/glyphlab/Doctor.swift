import ArgumentParser
import Checkpoints
import Encodings
import Platform
import Reports
import Sandboxes
import Tensors

/// `glyphlab doctor`: the processor, backends, libraries and models of this machine.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show this machine's processor, backends, libraries and models.",
        discussion: "Example: glyphlab doctor --format json")

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let house = try House.find()
            format.write(text: text(house), json: json(house))
            return .holds
        }
    }

    private func isUsable(_ backend: String) -> Bool { Backends.named(backend) != nil }

    private func hasWeights(_ model: String, _ house: House) -> Bool {
        ModelFolder(path: house.modelFolder(model)).weightsName != nil
    }

    private func text(_ house: House) -> String {
        let isolation = Isolation.detected()
        let processor = Machine.processor
        var table = TextTable()
        table.add("program", ThisRun.versionText)
        table.add("house", house.path)
        table.add("system", "\(Machine.operatingSystem), \(Machine.architecture)")
        table.add("processor", processor.name ?? "unknown")
        table.add("features", processor.features.joined(separator: " "))
        table.add("cores", "\(Machine.coreCount)")
        table.add("memory", DecimalText.mebibytes(Machine.memoryBytes))
        for backend in Backends.names {
            table.add("backend \(backend)", isUsable(backend) ? "usable" : "not on this machine")
        }
        table.add("OpenBLAS", Backends.openBLASDescription ?? "not found")
        table.add("libhdf5", HDF5File.libraryVersion ?? "not found")
        for level in isolation.levels {
            table.add("isolation \(level.level.rawValue)", level.obstacle ?? "works")
        }
        table.add("isolation facts", isolation.facts.joined(separator: ", "))
        for model in house.modelNames {
            table.add("model \(model)", hasWeights(model, house) ? "here" : "pinned, no weights")
        }
        return table.text
    }

    private func json(_ house: House) -> JSONValue {
        let isolation = Isolation.detected()
        let processor = Machine.processor
        return .object([
            JSONMember("house", .string(house.path)),
            JSONMember("system", .string(Machine.operatingSystem)),
            JSONMember("architecture", .string(Machine.architecture)),
            JSONMember("processor", processor.name.map(JSONValue.string) ?? .null),
            JSONMember("features", .array(processor.features.map(JSONValue.string))),
            JSONMember("cores", .integer(Machine.coreCount)),
            JSONMember("memory_bytes", .integer(Machine.memoryBytes)),
            JSONMember(
                "backends",
                .array(
                    Backends.names.map { name in
                        .object([
                            JSONMember("name", .string(name)),
                            JSONMember("usable", .boolean(isUsable(name))),
                        ])
                    })),
            JSONMember("openblas", Backends.openBLASDescription.map(JSONValue.string) ?? .null),
            JSONMember("libhdf5", HDF5File.libraryVersion.map(JSONValue.string) ?? .null),
            JSONMember(
                "isolation_level",
                isolation.strongest.map { .string($0.rawValue) } ?? .null),
            JSONMember(
                "isolation",
                .array(
                    isolation.levels.map { level in
                        .object([
                            JSONMember("level", .string(level.level.rawValue)),
                            JSONMember("works", .boolean(level.obstacle == nil)),
                            JSONMember("obstacle", level.obstacle.map { .string($0) } ?? .null),
                        ])
                    })),
            JSONMember(
                "isolation_facts", .array(isolation.facts.map { .string($0) })),
            JSONMember(
                "models",
                .array(
                    house.modelNames.map { name in
                        .object([
                            JSONMember("name", .string(name)),
                            JSONMember("weights", .boolean(hasWeights(name, house))),
                        ])
                    })),
            JSONMember("provenance", ThisRun.provenance().json),
        ])
    }
}
