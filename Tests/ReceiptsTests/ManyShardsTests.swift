import Fingerprints
import Foundation
import Receipts
import TestSupport
import Testing

/// One receipt for each prompt of a long list, as a cluster would leave them.
@Suite("A merge of many shards")
struct ManyShardsTests {
    private static let count = Thoroughness.count(10_000, else: 500)
    /// Where the files are kept, for a measurement of the program.
    private static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_KEEP_SHARDS"]

    @Test("is the single run, its receipt reads back, and any lost one is named")
    func many() throws {
        let count = Self.folder == nil ? Self.count : 10_000
        let single = SampleReceipt(promptCount: count, totalCount: count)
        var merge = ReceiptMerge()
        var lossy = ReceiptMerge()
        // Not in order, and every one of them once: the step has no divisor in common with them.
        for place in (0..<count).map({ $0 * 7_919 % count }) {
            let sample = single.with { sample in
                sample.first = place
                sample.promptCount = 1
                sample.machine = "node-\(place % 16)"
            }
            let bytes = try sample.receipt().encoded
            if let folder = Self.folder {
                try Data(bytes).write(to: URL(filePath: "\(folder)/\(place).json"))
            }
            let receipt = try RunReceipt(decoding: bytes)
            try merge.add(receipt, name: "\(place)")
            if place != count / 3 { try lossy.add(receipt, name: "\(place)") }
        }
        let body = try merge.body()
        #expect(body.run == single.run)
        #expect(body.origin.makers.count == 16 && body.origin.parts.count == count)
        let receipt = try RunReceipt(signing: body, by: single.key)
        #expect(try RunReceipt(decoding: receipt.encoded) == receipt)
        let error = #expect(throws: MergeError.self) { try lossy.body() }
        guard case .missing(let missing)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(missing.ranges == [count / 3..<count / 3 + 1])
        #expect(missing.shards?.map(\.number) == [count / 3 + 1])
    }
}
