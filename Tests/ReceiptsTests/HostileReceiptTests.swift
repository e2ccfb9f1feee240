import Cryptography
import Encodings
import Foundation
import Receipts
import TestSupport
import Testing

@Suite("Hostile receipts") struct HostileReceiptTests {
    private static let count = Thoroughness.count(10_000, else: 1_000)

    @Test("No seeded mutation is accepted by who trusts one key, and none traps")
    func mutations() throws {
        var counts = [Int](repeating: 0, count: ReceiptMutation.Kind.allCases.count)
        var signedCount = 0
        for seed in 0..<UInt64(Self.count) {
            guard let mutation = try ReceiptMutation(seed: seed) else { continue }
            counts[mutation.kind.rawValue] += 1
            #expect(!mutation.isAccepted, "\(mutation.kind), seed \(seed)")
            guard mutation.isSigned else { continue }
            // Only who has a key of their own can sign what they changed.
            signedCount += 1
            #expect(mutation.kind == .stranger, "\(mutation.kind), seed \(seed)")
        }
        #expect(counts.allSatisfy { $0 > 0 }, "\(counts)")
        #expect(signedCount == counts[ReceiptMutation.Kind.stranger.rawValue])
        // What is not changed is taken, so that refusing everything would not pass.
        #expect(
            try RunReceipt(decoding: ReceiptMutation.original().encoded).publicKey
                == ReceiptMutation.trustedKey)
    }

    @Test(
        "An independent reading agrees on what the program wrote and on mutations of it",
        .enabled(if: Python.has("hashlib"), "needs a Python, which GLYPHLAB_PYTHON names"))
    func independentReading() throws {
        let folder = try TemporaryFolder(inMemory: true)
        var samples: [(bytes: [UInt8], isSigned: Bool)] = [
            (try SampleReceipt().receipt().encoded, true),
            (try SampleReceipt(promptCount: 2, first: 1, totalCount: 4).receipt().encoded, true),
            (
                try SampleReceipt(
                    promptCount: 1, totalCount: 1,
                    own: [PromptList.Text(salt: "s", prompt: "caf\u{e9} \"receipt_hash\":\u{7F}")]
                ).receipt().encoded, true
            ),
        ]
        for seed in 0..<UInt64(Thoroughness.count(2_000, else: 200)) {
            guard let mutation = try ReceiptMutation(seed: seed) else { continue }
            samples.append((mutation.bytes, mutation.isSigned))
        }
        let names = try samples.enumerated().map { index, sample in
            let name = "\(folder.path)/\(index).receipt"
            try Data(sample.bytes).write(to: URL(filePath: name))
            return name
        }
        let output = try Python.script(
            "check_receipt.py", of: "Goldens", ["--report"] + names)
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        try #require(lines.count == samples.count)
        for (index, line) in lines.enumerated() {
            #expect(
                line.hasPrefix("accepted") == samples[index].isSigned,
                "sample \(index), mutation \(index - 3): \(line)")
        }
    }
}
