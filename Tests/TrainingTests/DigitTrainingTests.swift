import Cryptography
import Encodings
import Foundation
import Platform
import Tensors
import TestSupport
import Testing
import Training

@Suite("Drawn digits, and a classifier that learns them")
struct DigitTrainingTests {
    private static let golden = Vectors.house.appending(path: "Goldens/learning/learn.json")
    private static let python = "needs a Python, which GLYPHLAB_PYTHON names"

    private static func goldenBytes() throws -> [UInt8] {
        try Array(Data(contentsOf: golden))
    }

    @Test("A run has its golden's hashes by every backend and any number of threads")
    func golden() throws {
        let golden = try DigitGolden(json: Self.goldenBytes())
        #expect(golden.settings == .usual)
        let training = try DigitTraining(golden.settings)
        let teams = [1, 2, 3].map { count in
            let team = ThreadTeam(count: count)
            return Workers(count: count) { body in team.each(body) }
        }
        for backend in TrainingBackends.usable where backend.name != "reference" {
            for workers in teams {
                var done: [Int] = []
                let (history, epochs) = try training.trained(by: backend, workers: workers) {
                    done.append($0)
                }
                #expect(done == Array(1...640))
                let found = DigitGolden(training, history, epochs)
                #expect(found == golden, "\(backend.name), \(workers.count) threads")
                #expect(epochs.map(\.stepCount) == Array(stride(from: 0, through: 640, by: 32)))
            }
        }
    }

    @Test("A short run is the same by the definition")
    func reference() throws {
        let training = try DigitTraining(
            DigitTraining.Settings(
                seed: "short", stepCount: 3, hiddenCount: 9, batchShift: 3, rateShift: 1))
        let expected = try training.trained(by: TrainingBackends.reference, workers: .alone)
        for backend in TrainingBackends.usable {
            let found = try training.trained(by: backend, workers: .alone)
            #expect(found.history == expected.history && found.epochs == expected.epochs)
        }
        #expect(expected.epochs.map(\.stepCount) == [0, 3])
    }

    @Test(
        "A reading of the page in Python has the golden's hashes",
        .enabled(if: Python.has("hashlib"), "\(python)"))
    func independentReading() throws {
        let output = try Python.script("read_training.py", ["learn", Self.golden.path])
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines.contains { $0.hasPrefix("weights: 33270a64") })
    }

    @Test(
        "A reading of the page in Python has the hashes of a run of other numbers",
        .enabled(if: Python.has("hashlib"), "\(python)"))
    func otherRun() throws {
        let training = try DigitTraining(
            DigitTraining.Settings(
                seed: "ö", stepCount: 21, hiddenCount: 17, batchShift: 4, rateShift: 2))
        let (history, epochs) = try training.trained(
            by: TrainingBackends.fastest, workers: .alone)
        let golden = DigitGolden(training, history, epochs)
        let folder = try TemporaryFolder()
        let path = folder.path + "/other.json"
        try golden.json.prettyText.write(toFile: path, atomically: true, encoding: .utf8)
        let output = try Python.script("read_training.py", ["learn", path])
        #expect(String(decoding: output, as: UTF8.self).contains(golden.traceDigest.text))
        let forged = golden.json.prettyText.replacing(
            golden.endHash.text, with: golden.startHash.text)
        try forged.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: Python.Failure.self) {
            try Python.script("read_training.py", ["learn", path])
        }
    }

    @Test(
        "A reading of the page in Python has the vectors' steps and runs",
        .enabled(
            if: Python.has("hashlib")
                && ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"] != nil,
            "\(python), and GLYPHLAB_VECTORS a folder of vectors"))
    func vectors() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"])
        let output = try Python.script(
            "read_training.py", ["vectors", folder + "/learning/training_step.json"])
        #expect(String(decoding: output, as: UTF8.self).contains("run 51 trace: "))
    }

    @Test("Pictures are of all digits, with their digits behind them, and depend on tag and seed")
    func pictures() throws {
        let seed = Digests.sha256([1])
        let chunk = try DigitDrawing.chunk(tag: "digits/training", seed: seed, count: 200)
        #expect(Set((0..<200).map { chunk.label($0) }).count == 10)
        // A longer chunk begins with the same samples.
        let longer = try DigitDrawing.chunk(tag: "digits/training", seed: seed, count: 201)
        #expect(longer.bytes.dropLast(65) == chunk.bytes[...])
        let other = try DigitDrawing.chunk(tag: "digits/held-out", seed: seed, count: 200)
        #expect(other.bytes != chunk.bytes)
        for count in [0, -1, Int.max] {
            #expect(throws: TrainingError.self) {
                try DigitDrawing.chunk(tag: "digits/training", seed: seed, count: count)
            }
        }
    }

    @Test("Goldens go to JSON and back; texts that are none are refused")
    func json() throws {
        let bytes = try Self.goldenBytes()
        let golden = try DigitGolden(json: bytes)
        #expect(golden.json.prettyText + "\n" == String(decoding: bytes, as: UTF8.self))
        let text = String(decoding: bytes, as: UTF8.self)
        for (from, to) in [
            ("\"steps\": 640", "\"steps\": 0"), ("\"steps\": 640", "\"steps\": 100001"),
            ("\"hidden\": 32", "\"hidden\": 257"), ("\"batch_shift\": 5", "\"batch_shift\": 9"),
            ("\"rate_shift\": 1", "\"rate_shift\": 41"), ("33270a64", "33270A64"),
            ("33270a64", ""), ("\"held_out_correct\": 470", "\"held_out_correct\": 513"),
            ("\"seed\"", "\"seeds\""), ("470\n}", "470"),
        ] {
            let changed = text.replacing(from, with: to)
            #expect(changed != text)
            #expect(throws: (any Error).self, "\(to)") {
                try DigitGolden(json: Array(changed.utf8))
            }
        }
    }

    @Test("Settings outside the bounds of a plan are refused")
    func settings() {
        for (seed, steps, hidden, b, k) in [
            ("s", 0, 1, 5, 1), ("s", 100_001, 1, 5, 1), ("s", 1, 0, 5, 1), ("s", 1, 257, 5, 1),
            ("s", 1, 1, 9, 1), ("s", 1, 1, 0, 0),
            (String(repeating: "s", count: 257), 1, 1, 5, 1),
        ] {
            #expect(throws: TrainingError.self) {
                try DigitTraining(
                    DigitTraining.Settings(
                        seed: seed, stepCount: steps, hiddenCount: hidden, batchShift: b,
                        rateShift: k))
            }
        }
    }
}
