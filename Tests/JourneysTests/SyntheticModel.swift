import Encodings
import Foundation
import TestSupport

/// A small model of GPT-2's form with seeded random weights, made by the program under test.
final class SyntheticModel: Sendable {
    /// The stand-in for GPT-2: not the model that the README draws.
    static let gpt2 = Result { try SyntheticModel(seed: 7) }
    /// A model that nobody pinned.
    static let own = Result { try SyntheticModel(seed: 2) }

    static let promptCount = 100

    private let folder: TemporaryFolder
    let path: String

    init(seed: Int) throws {
        folder = try TemporaryFolder()
        path = folder.path + "/model"
        let nano = Vectors.house.appending(path: "Models/glyph-nano").path
        let ending = try Shell.run(
            "\(Shell.quoted(Shell.program.path)) models synth --seed \(seed) --layers 2 "
                + "--width 128 --heads 2 --vocab 3072 --context 256 --out \(Shell.quoted(path)) "
                + "--tokenizer \(Shell.quoted(nano))")
        guard ending.code == 0 else { throw Unmade(message: ending.messages) }
    }

    struct Unmade: Error {
        let message: String
    }

    /// Puts the model and its pin where a checkout has GPT-2's.
    func stand(in checkout: String) throws {
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: checkout + "/path/to", withIntermediateDirectories: true)
        try manager.copyItem(atPath: path, toPath: checkout + "/path/to/gpt2")
        let manifest = checkout + "/Models/gpt2/manifest.json"
        try Self.put(try pin(like: Self.json(manifest)), in: manifest)
    }

    /// Puts the model's golden where a checkout has GPT-2's.
    func putGolden(in checkout: String) throws {
        let golden = checkout + "/Goldens/gpt2.json"
        try Self.put(try self.golden(like: Self.json(golden)), in: golden)
    }

    /// GPT-2's manifest with this model's digests.
    private func pin(like manifest: JSONValue) throws -> JSONValue {
        let files: [JSONValue] = try manifest.at("files").elements().map { file in
            let name = try file.at("name").string()
            let digest = try Shell.run("sha256sum <\(Shell.quoted(path + "/" + name))").output
            let bytes = try Data(contentsOf: URL(filePath: path + "/" + name)).count
            return .object([
                JSONMember("name", .string(name)), JSONMember("bytes", .integer(bytes)),
                JSONMember("sha256", .string(String(digest.prefix(64)))),
            ])
        }
        let shape: [JSONMember] = [
            JSONMember("layers", .integer(2)), JSONMember("width", .integer(128)),
            JSONMember("heads", .integer(2)), JSONMember("vocabulary", .integer(3072)),
            JSONMember("context", .integer(256)),
        ]
        return try Self.replacing(
            manifest,
            [
                JSONMember("files", .array(files)), JSONMember("shape", .object(shape)),
                JSONMember("integer_weights_hash", .string(try weightsHash.get())),
            ])
    }

    private func golden(like golden: JSONValue) throws -> JSONValue {
        try Self.replacing(
            golden,
            [
                JSONMember("integer_weights_hash", .string(try weightsHash.get())),
                JSONMember("ultimate_hash", .string(try ultimateHash.get())),
            ])
    }

    private var weightsHash: Result<String, any Error> {
        Result { try told(by: "models verify", "integer_weights_hash") }
    }

    private var ultimateHash: Result<String, any Error> {
        Result { try told(by: "reproduce --model", "ultimate_hash") }
    }

    /// What a command says of a model without a pin or a golden: it ends with 2.
    private func told(by command: String, _ key: String) throws -> String {
        let ending = try Shell.run(
            "\(Shell.quoted(Shell.program.path)) \(command) \(Shell.quoted(path)) --format json")
        guard ending.code == 2 else { throw Unmade(message: ending.messages) }
        return try JSONParser.parse(Array(ending.output.utf8), byteCountMax: 1 << 24).at(key)
            .string()
    }

    private static func replacing(
        _ document: JSONValue, _ members: [JSONMember]
    ) throws -> JSONValue {
        .object(
            try document.members().map { old in
                members.first { $0.key == old.key } ?? old
            })
    }

    private static func json(_ path: String) throws -> JSONValue {
        try JSONParser.parse(Array(Data(contentsOf: URL(filePath: path))), byteCountMax: 1 << 24)
    }

    private static func put(_ document: JSONValue, in path: String) throws {
        try Data(document.prettyText.utf8).write(to: URL(filePath: path))
    }
}
