import Checkpoints
import Encodings
import Platform
import TestSupport
import Testing

@Suite("Edits of what a header may say freely")
struct HeaderEditTests {
    @Test("An edit of the metadata or the padding changes no integer, or is refused cleanly")
    func freeParts() throws {
        let model = SmallModel()
        let (members, data) = model.parts()
        let metadata = "{\"__metadata__\":{\"format\":\"pt\",\"note\":\"a\\u00e9\\n\"},"
        let padding = String(repeating: " ", count: 8)
        let header = metadata + JSONValue.object(members).compactText.dropFirst() + padding
        let file = SmallModel.file(header: Array(header.utf8), data: data)
        let headerEnd = 8 + header.utf8.count
        let folder = try model.written(file: file)
        let expected = try Checkpoint.load(folder: folder.path).integerWeightsHash
        var (same, refused) = (0, 0)
        var random = SeededGenerator(seed: 17)
        for index in Array(8..<8 + metadata.utf8.count) + Array(headerEnd - 8..<headerEnd) {
            let seeded = UInt8.random(in: .min ... .max, using: &random)
            for byte in [0x00, 0x20, 0x22, 0x41, 0x5C, 0x7D, 0xC3, 0xFF, file[index] ^ 1, seeded]
            where byte != file[index] {
                var edited = file
                edited[index] = byte
                try WholeFile.write(edited, to: folder.path + "/model.safetensors")
                do {
                    let hash = try Checkpoint.load(folder: folder.path).integerWeightsHash
                    #expect(hash == expected, "seed 17, byte \(index) as \(byte)")
                    same += 1
                } catch let error as CheckpointError {
                    #expect(error.description.hasPrefix(folder.path + "/model.safetensors: "))
                    refused += 1
                }
            }
        }
        #expect(same > 50 && refused > 200, "\(same) same, \(refused) refused")
    }
}
