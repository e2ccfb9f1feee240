import Checkpoints
import Encodings
import Foundation
import TestSupport
import Testing

/// Folders that transformers itself saved. Its packages are too large for every run: the same
/// forms, written by hand, are in ``FieldCheckpointTests`` and ``ShardTests``.
@Suite(
    "Models saved by transformers",
    .enabled(
        if: Python.has("torch", "transformers"),
        "\(Python.skipNote("torch and transformers"))"))
struct TransformersModelTests {
    @Test("Every form is the same model, another one or refused by the key that makes it another")
    func forms() throws {
        let folder = try TemporaryFolder()
        let output = try Python.script("write_transformers.py", [folder.path])
        let forms = try JSONParser.parse(output, byteCountMax: 1 << 20).members()
        #expect(forms.count >= 60)
        let plain = try Checkpoint.load(folder: folder.path + "/plain").integerWeightsHash
        for form in forms {
            let path = folder.path + "/" + form.key
            let expected = try form.value.string()
            do {
                let hash = try Checkpoint.load(folder: path).integerWeightsHash
                #expect(["same", "other"].contains(expected), "\(form.key): accepted")
                #expect((hash == plain) == (expected == "same"), "\(form.key): \(hash)")
            } catch {
                #expect("\(error)".hasPrefix("\(path)/config.json: \(expected): "), "\(error)")
            }
        }
    }
}
