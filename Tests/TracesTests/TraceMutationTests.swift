import Cryptography
import Foundation
import TestSupport
import Testing
import TraceMutations
import Traces

@Suite("Damaged and forged files of traces") struct TraceMutationTests {
    /// Of every level, the first the one that is altered.
    private static func files(_ first: Int) throws -> [[UInt8]] {
        let files = try SampleTraces.all.map { try $0.encoded() }
        var other = SampleTraces.operations
        other.prompts[0].records[3] = .computed(SampleTraces.digest("another", 0))
        other.prompts.swapAt(0, 1)
        return [files[first]] + files + [try other.encoded()]
    }

    @Test("A forger who alters nothing seals the same file.", arguments: SampleTraces.all.indices)
    func forger(index: Int) throws {
        let bytes = try SampleTraces.all[index].encoded()
        #expect(try TraceParts(bytes).sealed == bytes)
    }

    @Test(
        "Damage is refused; a forgery is refused or another trace.",
        arguments: SampleTraces.all.indices)
    func mutations(index: Int) throws {
        let files = try Self.files(index)
        let original = SampleTraces.all[index]
        var refusedCount = 0
        var acceptedCount = 0
        for number in 0..<Thoroughness.count(2000, else: 100) {
            let seed = UInt64(index * 10_000 + number)
            var generator = SeededGenerator(seed: seed)
            let mutation = try TraceMutation.next(of: files, using: &generator)
            do throws(TraceError) {
                let trace = try Trace(decoding: mutation.bytes)
                acceptedCount += 1
                #expect(mutation.isSealed, "seed \(seed), \(mutation.description)")
                #expect(trace != original, "seed \(seed), \(mutation.description)")
                if mutation.altersEvidence {
                    #expect(trace.root != original.root, "seed \(seed), \(mutation.description)")
                }
                #expect(try trace.encoded() == mutation.bytes, "seed \(seed)")
            } catch {
                refusedCount += 1
                #expect(!error.description.isEmpty)
            }
        }
        // Both happen, or the mutations are none.
        #expect(refusedCount > 0 && acceptedCount > 0)
    }

    @Test(
        "The witness's reader, written from the page, takes and refuses the same files.",
        .enabled(if: Python.has("numpy"), Comment(rawValue: Python.skipNote("NumPy"))),
        arguments: SampleTraces.all.indices)
    func secondReader(index: Int) throws {
        let folder = try TemporaryFolder()
        let files = try Self.files(index)
        var names: [String] = []
        var findings: [String?] = []
        for number in 0..<Thoroughness.count(400, else: 40) {
            let seed = UInt64(1_000_000 + index * 10_000 + number)
            var generator = SeededGenerator(seed: seed)
            let mutation = try TraceMutation.next(of: files, using: &generator)
            let name = "\(folder.path)/\(seed) \(mutation.description)"
            try Data(mutation.bytes).write(to: URL(filePath: name))
            names.append(name)
            findings.append((try? Trace(decoding: mutation.bytes))?.root.text)
        }
        let output = try Python.script("witness_trace.py", of: "Goldens", ["check"] + names)
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == names.count)
        for (line, (name, finding)) in zip(lines, zip(names, findings)) {
            #expect(
                finding.map { line == $0 } ?? line.hasPrefix("refused: "),
                "\(name): \(finding ?? "refused here"), \(line) there")
        }
    }

    @Test("A file cut anywhere, or with a byte more, is refused.")
    func lengths() throws {
        let bytes = try SampleTraces.values.encoded()
        for count in 0..<bytes.count {
            #expect(throws: TraceError.self, "\(count) bytes") {
                try Trace(decoding: Array(bytes[..<count]))
            }
        }
        #expect(throws: TraceError.self) { try Trace(decoding: bytes + [0]) }
    }

    @Test("A file with any one byte altered is refused.")
    func bytes() throws {
        var bytes = try SampleTraces.layers.encoded()
        for index in bytes.indices {
            bytes[index] ^= 0x20
            #expect(throws: TraceError.self, "byte \(index)") { try Trace(decoding: bytes) }
            bytes[index] ^= 0x20
        }
    }
}
