import Checkpoints
import Encodings
import Fingerprints
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Testing

@Suite("The independent witness in Python")
struct WitnessTests {
    /// A Python with NumPy, which `./lab test` finds.
    private static let python = ProcessInfo.processInfo.environment["GLYPHLAB_PYTHON"]

    @Test(
        "The witness and the engine agree on a few prompts, to the token and the row",
        .enabled(if: python != nil, "needs a Python with NumPy, which GLYPHLAB_PYTHON names"),
        arguments: [
            ("salt_a", "golden frost river"), ("salt_b", "x"),
            ("", "in the beginning God created the heaven and the earth"),
            ("s|s", "<|endoftext|> two  spaces\tand\nlines ''re"),
        ])
    func agreement(salt: String, prompt: String) throws {
        let folder = Vectors.house.appending(path: "Models/glyph-nano").path
        let witness = try run(
            ["Goldens/witness.py", "prove", folder, "--salt", salt, "--prompt", prompt])
        let (checkpoint, tokenizer) = try ModelFolder(path: folder).load()
        let proof = try Prover(
            tokenizer: tokenizer,
            transformer: Transformer(weights: checkpoint.weights, backend: Backends.usable[0])
        ).prove(salt: salt, prompt: Array(prompt.utf8))
        #expect(try witness.at("token_ids").integers() == proof.tokenIDs.map { Int($0) })
        let rows = try witness.at("rows").elements().map { try $0.integers().map(Int64.init) }
        #expect(rows == proof.fingerprint.heads.map(\.row))
        #expect(try witness.at("fingerprint").string() == proof.fingerprint.text)
        #expect(try witness.at("proof_hash").string() == proof.fingerprint.proofHash)
    }

    private func run(_ arguments: [String]) throws -> JSONValue {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = arguments
        process.currentDirectoryURL = Vectors.house
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try JSONParser.parse(bytes, byteCountMax: 1 << 24)
    }
}
