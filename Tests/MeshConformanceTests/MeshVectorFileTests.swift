import BigInt
import Conformance
import Encodings
import Foundation
import MeshConformance
import PythonValues
import TestSupport
import Testing

@Suite("The reference vectors of the mesh")
struct MeshVectorFileTests {
    /// The folder of all reference vectors, where there is one.
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]
    static let missing: Comment = "GLYPHLAB_VECTORS names no folder of vectors"

    static let names = [
        "api", "auth", "blacklist", "chain_curves", "chain_epochs", "chain_math", "commit_reveal",
        "identity", "ids", "local_storage", "mock_chain", "msgpack", "nodes", "rate_limit",
        "records", "routing", "rpc", "scoring", "stake_cache", "timed_storage", "traversal",
        "validators",
    ]

    /// Of each file, members that hold what the published code found.
    static let results = [
        ("api", ["status", "detail"]), ("auth", ["verdict", "reason"]),
        ("blacklist", ["banned", "counter"]), ("chain_curves", ["factor"]),
        ("chain_epochs", ["verdict", "state_sha256"]), ("chain_math", ["out"]),
        ("commit_reveal", ["verdict", "counts"]), ("identity", ["peer_id", "exception"]),
        ("ids", ["id", "distance"]), ("local_storage", ["heap", "bytes"]),
        ("mock_chain", ["verdict", "ratio"]), ("msgpack", ["again", "exception"]),
        ("nodes", ["state_sha256"]), ("rate_limit", ["verdict", "blocked_until"]),
        ("records", ["signed_bytes", "verdict"]), ("routing", ["state_sha256"]),
        ("rpc", ["finished", "best"]), ("scoring", ["sent", "verdict"]),
        ("stake_cache", ["verdict", "success"]), ("timed_storage", ["heap", "verdict"]),
        ("traversal", ["nearest"]), ("validators", ["verdict", "stripped"]),
    ]

    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = try #require(Self.folder)
        let url = URL(filePath: folder).appending(path: "mesh/\(name).json")
        return Array(try Data(contentsOf: url))
    }

    private static func report(_ name: String, _ bytes: [UInt8]) throws -> VectorReport {
        try MeshVectors.suite.report(file: name, bytes: bytes)
    }

    @Test("Every case of a file is equal", .enabled(if: folder != nil, missing), arguments: names)
    func equal(name: String) throws {
        let report = try Self.report(name, Self.bytes(name))
        #expect(!report.outcomes.isEmpty)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(name) \(outcome.index): \(outcome.kind)")
        }
    }

    @Test(
        "Each file is of one form, and each form has a file", .enabled(if: folder != nil, missing))
    func forms() throws {
        var forms: [String] = []
        for name in Self.names {
            let value = try PythonJSONParser.parse(Self.bytes(name), byteCountMax: .max)
            guard case .dictionary(let document) = value else {
                Issue.record("\(name) is no object")
                continue
            }
            let judges = MeshVectors.suite.judges.filter { $0.recognises(document) }
            #expect(judges.count == 1, "\(name): \(judges.map(\.name))")
            forms += judges.map(\.name)
        }
        #expect(forms.sorted() == MeshVectors.suite.judges.map(\.name).sorted())
    }

    @Test(
        "One changed result in a file is told as one difference, or refused with its place",
        .enabled(if: folder != nil, missing), arguments: results)
    func spoilt(name: String, members: [String]) throws {
        let whole = try PythonJSONParser.parse(Self.bytes(name), byteCountMax: .max)
        for member in members {
            var generator = SeededGenerator(seed: 17)
            for _ in 0..<Thoroughness.count(20, else: 3) {
                var spoiling = Spoiling(member: member)
                _ = spoiling.spoilt(whole, isResult: false)
                #expect(spoiling.count > 0, "\(name) has no \(member)")
                guard spoiling.count > 0 else { return }
                spoiling = Spoiling(
                    member: member, place: Int.random(in: 0..<spoiling.count, using: &generator))
                let text = try PythonJSONWriter.text(
                    spoiling.spoilt(whole, isResult: false), sortsKeys: false)
                do {
                    let report = try Self.report(name, Array(text.utf8))
                    #expect(
                        report.equalCount < report.outcomes.count,
                        "\(name): \(member), \(spoiling.place ?? -1)")
                } catch let error as VectorFormError {
                    // The form of the file is still known.
                    #expect(error.place != "document", "\(error)")
                }
            }
        }
    }

    @Test(
        "Whatever stands where a value should, the file is refused with a place or judged",
        .enabled(if: folder != nil, missing), arguments: names)
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

/// One change of a document's results: the values below members of one name, counted in the text's
/// order.
private struct Spoiling {
    let member: String
    /// The value that is changed; nil while they are only counted.
    var place: Int?
    private(set) var count = 0

    init(member: String, place: Int? = nil) {
        self.member = member
        self.place = place
    }

    mutating func spoilt(_ value: PythonValue, isResult: Bool) -> PythonValue {
        switch value {
        case .dictionary(let members):
            var changed = PythonDictionary()
            for (key, value) in members.members {
                // What a file tells about itself is no result.
                let isBelow = isResult || key.equals(member)
                changed[key] =
                    key.equals("about") ? value : spoilt(value, isResult: isBelow)
            }
            return .dictionary(changed)
        case .list(let elements):
            var changed: [PythonValue] = []
            for element in elements { changed.append(spoilt(element, isResult: isResult)) }
            return .list(changed)
        default:
            guard isResult else { return value }
            defer { count += 1 }
            return count == place ? Self.other(value) : value
        }
    }

    /// Another value of the same type.
    private static func other(_ value: PythonValue) -> PythonValue {
        switch value {
        case .none: return .boolean(true)
        case .boolean(let flag): return .boolean(!flag)
        case .integer(let integer): return .integer(integer + 1)
        case .string(var text):
            // Times and digits stay readable.
            guard let last = text.codePoints.popLast() else { return .text("0") }
            text.codePoints.append(last == 0x31 ? 0x32 : 0x31)
            return .string(text)
        default: return .none
        }
    }
}
