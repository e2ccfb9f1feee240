import Architectures
import Disputes
import Encodings
import Foundation
import Tensors
import TestSupport
import Testing

/// The witness's opinion on elements of a real run.
@Suite("One element, computed again by the witness") struct ElementWitnessTests {
    @Test(
        "The witness computes elements of every kind as the engine does, from the same file.",
        .enabled(if: Python.has("numpy"), "\(Python.skipNote("NumPy"))"))
    func agreement() throws {
        let subject = try SmallSubject.subject.get()
        let folder = try TemporaryFolder()
        let path = folder.path + "/element.json"
        var random = SeededGenerator(seed: 14)
        // One layer has every kind.
        for place in 0...12 {
            let values = subject.values(prompt: 0, place: place)
            let element = Int.random(in: values.output.indices, using: &random)
            let value = values.output[element]
            let one = try OneElement(
                operation: "\(values.operation.station)", index: values.index(of: element),
                inputs: values.elementInputs(element) { subject.weights[$0] }, expected: value,
                got: value + 1)
            try Data(one.json.compactText.utf8).write(to: URL(filePath: path))
            let output = try Python.script("rerun.py", of: "Goldens", [path])
            let json = try JSONParser.parse(output, byteCountMax: 1 << 16)
            #expect(try json.at("computed").integer() == Int(value), "\(one.operation)")
        }
    }
}
