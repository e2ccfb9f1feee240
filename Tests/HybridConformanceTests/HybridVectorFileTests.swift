import Conformance
import Foundation
import HybridConformance
import PythonValues
import TestSupport
import Testing

@Suite("The reference vectors of the hybrid chain")
struct HybridVectorFileTests {
    /// The folder of all reference vectors, where there is one.
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]
    static let missing: Comment = "GLYPHLAB_VECTORS names no folder of vectors"

    /// Of each file, members that hold what the code or the reference found.
    static let results = [
        ("ack_blocks_1", ["verdict", "votes", "lookups"]), ("ack_blocks_2", ["verdict", "votes"]),
        ("acks", ["verdict", "records"]), ("aggregate", ["verdict"]), ("committee", ["committee"]),
        ("data", ["host", "loaded", "returned", "batch"]), ("dht_records", ["final", "verdict"]),
        ("engine_pure", ["result"]), ("engine_sessions", ["verdict", "polls", "seconds"]),
        ("gate", ["result_f64", "loss_runs"]), ("gate_state", ["before", "base_after"]),
        ("genesis", ["public", "private", "withdrawal"]),
        ("hardened_chain", ["root", "weights", "burnt"]),
        ("hardened_finality", ["justified", "verdict"]),
        ("hardened_math", ["weights_hash", "scores", "average", "total"]),
        ("hardened_objects", ["weights_hash", "target", "verdict"]),
        ("histories", ["final_records", "verdict", "split_verdicts"]),
        ("krum", ["selected", "average_sum_count", "order"]),
    ]

    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = try #require(Self.folder)
        let url = URL(filePath: folder).appending(path: "hybrid/\(name).json")
        return Array(try Data(contentsOf: url))
    }

    private static func report(_ name: String, _ bytes: [UInt8]) throws -> VectorReport {
        try HybridVectors.suite.report(file: name, bytes: bytes)
    }

    @Test(
        "Every case of a file is equal", .enabled(if: folder != nil, missing),
        arguments: results.map(\.0))
    func equal(name: String) throws {
        let report = try Self.report(name, Self.bytes(name))
        #expect(!report.outcomes.isEmpty)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(name) \(outcome.index): \(outcome.kind)")
        }
    }

    @Test("Each file is of one form", .enabled(if: folder != nil, missing))
    func forms() throws {
        var unused = HybridVectors.suite.judges.map(\.name)
        for (name, _) in Self.results {
            let value = try PythonJSONParser.parse(Self.bytes(name), byteCountMax: .max)
            guard case .dictionary(let document) = value else {
                Issue.record("\(name) is no object")
                continue
            }
            let judges = HybridVectors.suite.judges.filter { $0.recognises(document) }
            #expect(judges.count == 1, "\(name): \(judges.map(\.name))")
            unused.removeAll { name in judges.contains { $0.name == name } }
        }
        #expect(unused.isEmpty, "no file has these forms")
    }

    @Test(
        "One changed result in a file is told as a difference, or refused with its place",
        .enabled(if: folder != nil, missing), arguments: results)
    func spoilt(name: String, members: [String]) throws {
        let whole = try Self.bytes(name)
        for member in members {
            let spoilt = try #require(Self.spoilt(whole, member), "\(name) has no \(member)")
            do {
                let report = try Self.report(name, spoilt)
                #expect(report.equalCount < report.outcomes.count, "\(name): \(member)")
            } catch let error as VectorFormError {
                // The form of the file is still known.
                #expect(error.place != "document", "\(error)")
            }
        }
    }

    /// The bytes with another first letter or digit behind a member's name, where it first stands.
    private static func spoilt(_ bytes: [UInt8], _ member: String) -> [UInt8]? {
        guard let name = bytes.firstRange(of: Array("\"\(member)\":".utf8)),
            let place = bytes[name.upperBound...].firstIndex(where: {
                Character(Unicode.Scalar($0)).isLetter || Character(Unicode.Scalar($0)).isNumber
            })
        else { return nil }
        var spoilt = bytes
        spoilt[place] = UInt8(ascii: bytes[place] == UInt8(ascii: "1") ? "2" : "1")
        return spoilt
    }

    @Test(
        "Whatever stands where a value should, the file is refused with a place or judged",
        .enabled(if: folder != nil, missing), arguments: results.map(\.0))
    func edited(name: String) throws {
        let text = String(decoding: try Self.bytes(name), as: UTF8.self)
        let texts = try HostileDocuments.texts(like: HostileDocuments.shortened(text))
        let countMax = Thoroughness.count(600, else: 60)
        for place in stride(from: 0, to: texts.count, by: max(1, texts.count / countMax)) {
            do {
                _ = try Self.report(name, Array(texts[place].utf8))
            } catch let error as VectorFormError {
                #expect(!error.place.isEmpty && !error.expected.isEmpty)
            } catch {
                Issue.record("\(name), \(type(of: error)) \(error): \(texts[place].prefix(500))")
            }
        }
    }
}
