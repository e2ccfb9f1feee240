import Encodings
import Foundation
import TestSupport
import Testing

/// Attacks on the referee itself, each with the verdict that it must get.
@Suite(.serialized)
struct RefereeCorpusTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let file: String
        let profile: String
        let verdict: String
        /// How the transcript ends; nil where the machine decides.
        let ending: String?
        let level: String
        let isSlow: Bool

        var testDescription: String { "\(file) \(profile)" }
    }

    private static let folder = Vectors.house.appending(path: "Adversarial/referee")
    /// A share of the corpus in CI; the slow ones wait for limits of many seconds.
    private static let step = 6

    private static let cases: [Case] = {
        guard let data = try? Data(contentsOf: folder.appending(path: "corpus.json")),
            let value = try? JSONParser.parse(Array(data), byteCountMax: 1 << 20)
        else { return [] }
        return (value.member("cases")?.arrayValue ?? []).compactMap { value in
            guard let file = value.member("file")?.stringValue,
                let profile = value.member("profile")?.stringValue,
                let verdict = value.member("verdict")?.stringValue,
                let level = value.member("level")?.stringValue
            else { return nil }
            return Case(
                file: file, profile: profile, verdict: verdict,
                ending: value.member("ending")?.stringValue, level: level,
                isSlow: value.member("slow")?.booleanValue == true)
        }
    }()

    private static var chosen: [Case] {
        if Thoroughness.isThorough { return cases }
        return cases.filter { !$0.isSlow }.enumerated()
            .compactMap { $0 % step == 0 ? $1 : nil }
    }

    @Test("The corpus has its cases, and each of its files stands in it")
    func whole() throws {
        #expect(Self.cases.count >= 140)
        let listed = Set(Self.cases.map(\.file))
        let there = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        for file in there where file != "corpus.json" && file != "probe.py" {
            #expect(listed.contains(file), "\(file) has no verdict to get")
        }
    }

    @Test("Each attack on the referee gets its verdict", arguments: chosen)
    func verdict(_ item: Case) throws {
        let folder = try TemporaryFolder()
        let out = folder.path + "/evidence"
        let ending = try Program.run([
            "attack", "judge", Self.folder.appending(path: item.file).path, "--profile",
            item.profile, "--out", out, "--minimise", "0", "--format", "json",
        ])
        let script = try #require(ending.json().member("scripts")?.arrayValue?.first)
        let evidence = script.member("evidence")?.stringValue ?? ""
        #expect(script.member("verdict")?.stringValue == item.verdict, "\(evidence)")
        guard let expected = item.ending, let bundle = script.member("bundle")?.stringValue
        else { return }
        let transcript = try String(contentsOfFile: bundle + "/transcript.jsonl", encoding: .utf8)
        let last = try #require(transcript.split(separator: "\n").last)
        let end = try JSONParser.parse(Array(last.utf8), byteCountMax: 1 << 16)
        #expect(end.member("end")?.member("how")?.stringValue == expected, "\(evidence)")
    }
}
