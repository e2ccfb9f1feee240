import Checkpoints
import Encodings
import Fingerprints
import FloatEngine
import Platform

/// The goldens among the files in `Goldens`. Other files may lie there; a golden that is damaged
/// hides no other.
extension House {
    private enum Shelved {
        case golden(Golden)
        /// A file meant as a golden, with the reason why it is none.
        case spoiled(any Error)
    }

    private func shelved(_ name: String) -> Shelved? {
        let file = goldenFile(name)
        do {
            let bytes = try WholeFile.read(file, byteCountMax: Golden.byteCountMax)
            guard Golden.isMeant(json: bytes) else { return nil }
            return .golden(try Golden(json: bytes, file: file))
        } catch {
            return .spoiled(error)
        }
    }

    private func goldenFile(_ name: String) -> String { "\(path)/Goldens/\(name).json" }

    private var shelvedNames: [String] {
        Folder.names(in: path + "/Goldens").filter { $0.hasSuffix(".json") }
            .map { String($0.dropLast(".json".count)) }
    }

    /// The names of all sound goldens.
    var goldenNames: [String] {
        shelvedNames.filter { name in
            if case .golden? = shelved(name) { true } else { false }
        }
    }

    /// A golden by its name, or by the path of its file.
    ///
    /// **Throws:** ``Failure`` where there is none; the reader's error for a damaged one.
    func golden(_ text: String) throws -> NamedGolden {
        if shelvedNames.contains(text), let found = shelved(text) {
            switch found {
            case .golden(let golden): return NamedGolden(golden: golden, file: nil)
            case .spoiled(let error): throw error
            }
        }
        let isPath = text.utf8.contains(UInt8(ascii: "/")) || text.hasSuffix(".json")
        let floatNames = FloatReceipt.allCases.map(\.rawValue)
        guard isPath || Folder.fileExists(text) else {
            throw Failure(
                outcome: .usage,
                message: "golden: expected a file that 'reproduce --record' wrote, or one of "
                    + "\((goldenNames + floatNames).joined(separator: ", ")); got "
                    + JSONValue.quoted(text, scalarCountMax: 120))
        }
        do {
            let bytes = try WholeFile.read(text, byteCountMax: Golden.byteCountMax)
            if let floats = try? FloatGolden(json: bytes, file: text) {
                throw Failure(
                    outcome: .usage,
                    message: "golden: expected one of integers, got \(text), which is one of "
                        + "floats: 'glyphlab reproduce \(floats.receipt.rawValue) --golden' "
                        + "compares with it")
            }
            return NamedGolden(golden: try Golden(json: bytes, file: text), file: text)
        } catch PlatformError.missing {
            throw Failure(
                outcome: .badInput,
                message: "\(text): expected a golden's file, which 'reproduce --record' writes, "
                    + "got none")
        }
    }

    /// The golden of a model by its weights; nil where there is none. Spoiled ones are told of and
    /// passed over.
    func golden(integerWeightsHash: String) -> Golden? {
        var found: Golden?
        for name in shelvedNames {
            switch shelved(name) {
            case .golden(let golden):
                if found == nil, golden.integerWeightsHash == integerWeightsHash { found = golden }
            case .spoiled(let error):
                StandardStreams.writeMessage("glyphlab: note: \(error); passed over\n")
            case nil: break
            }
        }
        return found
    }

    /// The pinned model that has these weights; manifests that cannot be read are passed over.
    func modelName(integerWeightsHash: String) -> String? {
        modelNames.first { name in
            (try? manifest(name))?.integerWeightsHash == integerWeightsHash
        }
    }
}

/// A golden that was asked for by name.
struct NamedGolden {
    let golden: Golden
    /// Its file, where that is not in `Goldens`.
    let file: String?

    /// The folder of the model whose golden this is: the one that was recorded, if it is there,
    /// or else the pinned model's with the same weights.
    ///
    /// **Throws:** ``Failure`` where there is neither.
    func modelFolder(_ house: House) throws -> String {
        guard let file else { return house.modelFolder(golden.model) }
        let folder = golden.modelFolder.map { hint in
            "/" + ModelPath.absolute(file + "/../" + hint).joined(separator: "/")
        }
        if let folder, Folder.exists(folder) { return folder }
        if let name = house.modelName(integerWeightsHash: golden.integerWeightsHash) {
            return house.modelFolder(name)
        }
        throw Failure(
            outcome: .inconclusive,
            message: "\(file): the model \(JSONValue.quoted(golden.model, scalarCountMax: 80))"
                + " with the weights \(golden.integerWeightsHash) is not here"
                + (folder.map { " (it was in \($0))" } ?? "")
                + ": name its folder with --model")
    }
}
