import Encodings
import Foundation
import Platform
import TestSupport

/// A node in a process of its own, with its folder or database below a test's folder.
struct NodeProcess {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let model = Vectors.house.appending(path: "Models/glyph-nano").path
    static let caller = HTTPCaller(
        userAgent: "tests",
        limits: HTTPCallLimits(
            milliseconds: 60_000, connectMilliseconds: 5_000, answerByteCountMax: 64 << 20))
    private static let pageWord = " info page http://"

    let process: ServedProcess
    /// The published node's folder, or the hardened one's database.
    let place: String

    /// - Parameters:
    ///   - command: `run` or `serve`.
    ///   - rules: `published` or `hardened`.
    ///   - place: below the test's folder.
    init(
        _ command: String, _ rules: String, _ place: String, seed: String, port: Int = 0,
        _ more: [String] = []
    ) throws {
        self.place = place
        let own =
            rules == "published"
            ? ["--folder", place, "--page-port", "0"] : ["--db", place, "--allow-private"]
        process = try ServedProcess(
            words: ["chain", command, "--rules", rules, "--model", Self.model]
                + ["--port", "\(port)", "--seed", seed, "--threads", "1", "--until-input-ends"]
                + own + more,
            messagesPath: "\(place).log")
    }

    var url: String { process.address }

    /// Where the page and the figures are.
    func pageURL() throws -> String {
        let lines = try process.messages().split(separator: "\n")
        guard let line = lines.first(where: { $0.contains(Self.pageWord) }),
            let start = line.range(of: "http://")
        else { return url + "/" }
        return String(line[start.lowerBound...])
    }

    static func body(_ url: String) throws -> [UInt8] {
        let answer = caller.result(of: HTTPCall(.get, url))
        guard case .answered(200, let body) = answer else {
            throw Failure(description: "\(url): \(answer)")
        }
        return body
    }

    func text(_ path: String) throws -> String {
        String(decoding: try Self.body(url + path), as: UTF8.self)
    }

    func status() throws -> (height: Int, work: String, tip: String) {
        let status = try JSONParser.parse(Self.body(url + "/status"), byteCountMax: 1 << 20)
        guard let height = status.member("height")?.integerValue,
            let work = status.member("work")?.stringValue,
            let tip = status.member("tip")?.stringValue
        else { throw Failure(description: "\(status)") }
        return (height, work, tip)
    }

    /// Waits until `test` holds.
    static func wait(
        _ what: String, seconds: Int = 240, until test: () throws -> Bool
    ) throws {
        let watch = Stopwatch()
        while try !test() {
            guard watch.nanoseconds / 1_000_000_000 < seconds else {
                throw Failure(description: "not within \(seconds) s: \(what)")
            }
            Pause.wait(milliseconds: 100)
        }
    }

    /// Waits until the chain is so high.
    func wait(height: Int) throws {
        try Self.wait("height \(height) of \(place)") { try status().height >= height }
    }

    /// Runs `chain sync` to its end. **Result:** its exit code and JSON.
    static func sync(
        _ rules: String, _ place: String, from urls: [String], _ more: [String] = []
    ) throws -> (code: Int32, report: JSONValue) {
        let own = rules == "published" ? ["--folder", place] : ["--db", place, "--allow-private"]
        let ending = try ServedProcess.run(
            ["chain", "sync"] + urls + ["--rules", rules, "--model", model, "--threads", "1"]
                + ["--format", "json"] + own + more)
        guard let report = try? JSONParser.parse(Array(ending.output.utf8), byteCountMax: 1 << 20)
        else { throw Failure(description: "\(ending.code): \(ending.messages)") }
        return (ending.code, report)
    }
}
