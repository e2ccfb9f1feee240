import Conformance
import Foundation
import GatewayConformance
import TestSupport
import Testing

/// Files of the gateway network's forms as strangers may write them.
@Suite("Hostile files of the gateway network's vectors")
struct HostileFormTests {
    /// Judges files that are almost `file`, no more of them than asked for.
    private func tryEdits(of file: String, textCountMax: Int) throws {
        let whole = try GatewayVectors.suite.report(file: "f", bytes: Array(file.utf8))
        let texts = try HostileDocuments.texts(like: file)
        var (judged, refused) = (0, 0)
        for place in stride(from: 0, to: texts.count, by: max(1, texts.count / textCountMax)) {
            do {
                _ = try GatewayVectors.suite.report(file: "f", bytes: Array(texts[place].utf8))
                judged += 1
            } catch let error as VectorFormError {
                #expect(!error.place.isEmpty && !error.expected.isEmpty)
                refused += 1
            } catch {
                Issue.record("\(whole.form), \(type(of: error)) \(error): \(texts[place])")
            }
        }
        print("\(whole.form): \(refused) files refused, \(judged) judged")
        #expect(judged > 0 && refused > 0)
    }

    @Test(
        "Whatever stands where a value should, the file is refused with a place or judged",
        arguments: [MintFormTests.token, MintFormTests.mint])
    func edited(_ file: String) throws {
        try tryEdits(of: file, textCountMax: Thoroughness.count(1_000, else: 300))
    }

    @Test(
        "The beginnings of all reference files, edited likewise",
        .enabled(
            if: VectorFileTests.folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"),
        arguments: [
            "accounts", "api", "attacks", "bots", "cli", "coercion", "dht", "encoding", "gossip",
            "hardened", "history_0", "identity", "mint", "node", "settlement", "storage", "token",
        ])
    func references(_ name: String) throws {
        let folder = try #require(VectorFileTests.folder)
        let url = URL(filePath: folder).appending(path: "receipts/\(name).json")
        let text = try String(contentsOf: url, encoding: .utf8)
        try tryEdits(
            of: HostileDocuments.shortened(text), textCountMax: Thoroughness.count(600, else: 100))
    }
}
