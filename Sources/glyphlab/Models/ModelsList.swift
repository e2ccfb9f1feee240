import ArgumentParser
import Checkpoints
import Encodings
import Platform
import Reports
import Tensors

struct ModelsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the pinned models and whether their weights are here.",
        discussion: """
            'glyphlab models fetch NAME' downloads a model whose weights are missing.
            Example: glyphlab models list
            """)

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let house = try House.find()
            let manifests = try house.manifests()
            format.write(text: text(manifests, house), json: json(manifests, house))
            return .holds
        }
    }

    private func isHere(_ manifest: ModelManifest, _ house: House) -> Bool {
        ModelFolder(path: house.modelFolder(manifest.name)).weightsName != nil
    }

    private func text(_ manifests: [ModelManifest], _ house: House) -> String {
        var table = TextTable()
        for manifest in manifests {
            let form = manifest.form
            let weights = manifest.integerWeightsHash.map { "weights \($0.prefix(16))…" }
            table.add(
                manifest.name,
                "\(form.family.title), \(form.layerCount) × \(form.width), "
                    + "\(form.headCount) heads, "
                    + "\(DecimalText.grouped(ModelLayout(form).parameterCount)) parameters, "
                    + "\(weights ?? "weights not pinned"), "
                    + (isHere(manifest, house) ? "here" : "not here")
                    + (house.goldenNames.contains(manifest.name) ? ", golden" : ""))
        }
        return table.text
    }

    private func json(_ manifests: [ModelManifest], _ house: House) -> JSONValue {
        .object([
            JSONMember(
                "models",
                .array(
                    manifests.map { manifest in
                        .object([
                            JSONMember("name", .string(manifest.name)),
                            JSONMember(
                                "architecture", .string(manifest.form.family.rawValue)),
                            JSONMember("source", .string(manifest.source)),
                            JSONMember(
                                "revision", manifest.revision.map(JSONValue.string) ?? .null),
                            JSONMember("licence", .string(manifest.licence)),
                            JSONMember(
                                "integer_weights_hash",
                                manifest.integerWeightsHash.map(JSONValue.string) ?? .null),
                            JSONMember("weights_here", .boolean(isHere(manifest, house))),
                            JSONMember(
                                "golden", .boolean(house.goldenNames.contains(manifest.name))),
                        ])
                    }))
        ])
    }
}
