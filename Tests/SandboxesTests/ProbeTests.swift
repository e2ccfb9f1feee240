import Foundation
import Sandboxes
import TestSupport
import Testing

/// The script that tries all, at each level that works here, against the page that tells of it.
@Suite("The sandbox's probe", .serialized)
struct ProbeTests {
    static let script = Vectors.house.appending(path: "Adversarial/referee/probe.py").path

    /// The lines that a level must give, each an attempt and its outcome.
    static func golden(_ level: IsolationLevel) throws -> [String] {
        try lines("Goldens/sandbox/\(level.rawValue).txt")
    }

    private static func lines(_ path: String) throws -> [String] {
        try String(contentsOf: Vectors.house.appending(path: path), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    /// An attempt and its outcome, which stands behind the last colon.
    private static func halves(_ line: String) -> (attempt: String, outcome: String)? {
        guard let colon = line.range(of: ": ", options: .backwards) else { return nil }
        return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
    }

    /// The lines that differ from those of the level. At `limits` the golden leaves out what hangs
    /// on the user.
    static func differences(_ found: [String], _ level: IsolationLevel) throws -> [String] {
        let expected = try golden(level)
        let complete = try golden(.namespaces).compactMap { halves($0)?.attempt }
        #expect(found.compactMap { halves($0)?.attempt } == complete)
        let isWhole = level > .limits
        let more = found.filter { isWhole && !expected.contains($0) }.map { "not expected: \($0)" }
        return expected.filter { !found.contains($0) }.map { "expected: \($0)" } + more
    }

    /// Whether the golden of a level holds here; says so where not. Without Landlock the level
    /// `namespaces` lets its own empty folders be listed.
    static func isHeldToGolden(_ level: IsolationLevel) -> Bool {
        guard level == .namespaces, SandboxedProcessTests.isolation.facts.contains("landlock 0")
        else { return true }
        print("skipped: the probe at \(level.rawValue), for this kernel has no Landlock")
        return false
    }

    @Test("Every attempt ends as the golden says", arguments: SandboxedProcessTests.levels)
    func attempts(_ level: IsolationLevel) throws {
        guard Self.isHeldToGolden(level) else { return }
        let folder = try TemporaryFolder()
        let staged = try StagedScript(path: Self.script, clients: nil, folder: folder.path)
        var limits = SandboxLimits.standard
        limits.cpuSeconds = 2
        let process = try SandboxedProcess(staged.program(level), level: level, limits: limits)
        var found: [String] = []
        while true {
            do throws(SandboxEnd) {
                let line = try process.line(byteCountMax: 1_000, silenceMilliseconds: 60_000)
                found.append(String(decoding: line, as: UTF8.self))
            } catch {
                #expect(error == .exited(code: 0))
                break
            }
        }
        #expect(try Self.differences(found, level) == [])
        #expect(String(decoding: process.messages, as: UTF8.self) == "")
    }

    @Test("The page's tables are the goldens")
    func page() throws {
        let levels: [IsolationLevel] = [.limits, .landlock, .namespaces]
        var outcomes: [[String: String]] = []  // looked up, never iterated
        for level in levels {
            let halves = try Self.golden(level).compactMap(Self.halves)
            outcomes.append(
                Dictionary(halves.map { ($0.attempt, $0.outcome) }, uniquingKeysWith: { $1 }))
        }
        let rows = try Self.golden(.namespaces).compactMap(Self.halves).map { line in
            let cells = outcomes.map { $0[line.attempt] ?? "as the user may" }
            return "| \(line.attempt) | \(cells.joined(separator: " | ")) |"
        }
        let page = try Self.lines("Adversarial/SANDBOX.md").filter { line in
            line.hasPrefix("|") && line.split(separator: "|").count == 4
                && !line.hasPrefix("|-") && !line.hasPrefix("| attempt")
        }
        #expect(page == rows)
    }
}
