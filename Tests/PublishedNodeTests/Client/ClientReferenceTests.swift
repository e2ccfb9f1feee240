import Encodings
import PublishedNode
import PythonValues
import TestSupport
import Testing

@Suite("A published node's client against CPython's urllib")
struct ClientReferenceTests {
    private static let isReference = Python.has(
        "urllib.request", "sys; assert sys.version_info[:3] == (3, 11, 7)")

    private static func bytes(_ digits: Substring) throws -> [UInt8] {
        try #require(Hexadecimal.bytes(of: String(digits)))
    }

    @Test(
        "answers of chance are read, and led on, as CPython reads and follows them",
        .enabled(if: isReference, "needs CPython 3.11.7, which GLYPHLAB_PYTHON names"))
    func reference() throws {
        let lines = try Python.script(
            "urllib_answers.py", ["1", "\(Thoroughness.count(10_000, else: 1_000))"])
        for (index, line) in lines.split(separator: 10).enumerated() {
            let parts = String(decoding: line, as: UTF8.self).split(
                separator: "\t", omittingEmptySubsequences: false)
            try #require(parts.count == 7)
            // An answer may be empty: the list is never.
            let answers = try parts[3].split(separator: ",", omittingEmptySubsequences: false)
                .map { PiecePeer.Answer(bytes: try Self.bytes($0)) }
            let peer = PiecePeer(answers, seed: UInt64(index))
            let url = PythonText(String(decoding: try Self.bytes(parts[0]), as: UTF8.self))
            let body = try Self.bytes(parts[1])
            var got: String
            do throws(PythonError) {
                let read = try PublishedClient(transport: peer).body(
                    of: url, sending: body.isEmpty ? nil : body, countMax: Int(parts[2]),
                    timeoutMilliseconds: 1)
                got = "ok " + Hexadecimal.text(of: read)
            } catch {
                got = "raises " + error.name
            }
            #expect(got == parts[4], "case \(index): \(url.shown)")
            let requests = peer.seen.requestBytes.map(Hexadecimal.text(of:))
            #expect(requests.joined(separator: ",") == parts[5], "case \(index)")
            #expect(peer.seen.places.joined(separator: ",") == parts[6], "case \(index)")
            #expect(peer.seen.openCount == 0)
        }
    }
}
