package import Cryptography
internal import Encodings
package import Traces

/// A party's answer to one question, as it came before its turn was over.
package enum DisputeAnswer: Sendable, Equatable {
    /// A line as it came, without its end.
    case line([UInt8])
    /// No answer, or none in time.
    case nothing
    /// More than ``DisputeLimits/answerByteCountMax`` bytes, none of which is kept.
    case tooLong

    package var byteCount: Int {
        guard case .line(let bytes) = self else { return 0 }
        return bytes.count
    }
}

/// An answer as a value, as an honest party posts it.
package enum DisputeReply: Sendable, Equatable {
    case root(RootParts)
    case nodes([Digest])
    case prompt(recordsRoot: Digest)
    /// - Parameter tilesRoot: nil for the proof, and where the output was not computed.
    case record(TraceRecord, tilesRoot: Digest?)
    case tile([Int64])
    case sums([Int64])
    case open([OpenedRecord], [OpenedElements])
}

/// The root of a run and the digests that it is made of.
package struct RootParts: Sendable, Equatable {
    package var root: Digest
    package var run: Digest
    package var integers: Digest
    package var prompts: Digest

    package init(root: Digest, run: Digest, integers: Digest, prompts: Digest) {
        self.root = root
        self.run = run
        self.integers = integers
        self.prompts = prompts
    }
}

/// The record of an earlier operation and the siblings that lead from it to the root of the
/// prompt's records.
package struct OpenedRecord: Sendable, Equatable {
    package var digest: Digest
    package var siblings: [Digest]
}

/// The whole tiles around some elements and the siblings that lead from them to the root of the
/// tensor's tiles.
package struct OpenedElements: Sendable, Equatable {
    package var elements: [Int64]
    package var siblings: [Digest]
}

// MARK: Messages

extension DisputeReply {
    /// The line that a party posts, without its end.
    package var line: [UInt8] { Array(json.compactText.utf8) }

    private var json: JSONValue {
        switch self {
        case .root(let parts):
            .object([
                JSONMember("root", .string(parts.root.text)),
                JSONMember("run", .string(parts.run.text)),
                JSONMember("integers", .string(parts.integers.text)),
                JSONMember("prompts", .string(parts.prompts.text)),
            ])
        case .nodes(let nodes): .object([JSONMember("nodes", Self.array(nodes))])
        case .prompt(let root): .object([JSONMember("records", .string(root.text))])
        case .record(let record, let tilesRoot):
            .object([
                JSONMember("state", .integer(record.state)),
                JSONMember("digest", record.digest.map { .string($0.text) } ?? .null),
                JSONMember("tiles", tilesRoot.map { .string($0.text) } ?? .null),
            ])
        case .tile(let elements): .object([JSONMember("elements", Self.array(elements))])
        case .sums(let sums): .object([JSONMember("sums", Self.array(sums))])
        case .open(let records, let openings):
            .object([
                JSONMember(
                    "records",
                    .array(
                        records.map {
                            .object([
                                JSONMember("digest", .string($0.digest.text)),
                                JSONMember("siblings", Self.array($0.siblings)),
                            ])
                        })),
                JSONMember(
                    "openings",
                    .array(
                        openings.map {
                            .object([
                                JSONMember("elements", Self.array($0.elements)),
                                JSONMember("siblings", Self.array($0.siblings)),
                            ])
                        })),
            ])
        }
    }

    private static func array(_ digests: [Digest]) -> JSONValue {
        .array(digests.map { .string($0.text) })
    }

    private static func array(_ integers: [Int64]) -> JSONValue {
        .array(integers.map { .integer(Int($0)) })
    }
}

extension TraceRecord {
    fileprivate var state: Int {
        switch self {
        case .computed: 0
        case .notComputed(let reason): Int(reason.rawValue)
        }
    }
}

extension DisputeReply {
    /// The answer that a line gives to a question; nil where the line has another form than the
    /// question asks for: JSON with exactly the members that belong there.
    init?(line: [UInt8], to question: DisputeQuestion) {
        guard
            let json = try? JSONParser.parse(
                line, byteCountMax: DisputeLimits.answerByteCountMax)
        else { return nil }
        let reply: DisputeReply?
        switch question {
        case .root: reply = Self.root(json)
        case .nodes:
            reply = Reading.members(json, ["nodes"])
                .flatMap { Reading.digests($0[0]) }.map(DisputeReply.nodes)
        case .prompt:
            reply = Reading.members(json, ["records"])
                .flatMap { Reading.digest($0[0]) }.map { .prompt(recordsRoot: $0) }
        case .record: reply = Self.record(json)
        case .tile:
            reply = Reading.members(json, ["elements"])
                .flatMap { Reading.integers($0[0]) }.map(DisputeReply.tile)
        case .sums:
            reply = Reading.members(json, ["sums"])
                .flatMap { Reading.integers($0[0]) }.map(DisputeReply.sums)
        case .open: reply = Self.open(json)
        }
        guard let reply else { return nil }
        self = reply
    }

    private static func root(_ json: JSONValue) -> DisputeReply? {
        guard let values = Reading.members(json, ["root", "run", "integers", "prompts"]),
            let root = Reading.digest(values[0]), let run = Reading.digest(values[1]),
            let integers = Reading.digest(values[2]), let prompts = Reading.digest(values[3])
        else { return nil }
        return .root(RootParts(root: root, run: run, integers: integers, prompts: prompts))
    }

    private static func record(_ json: JSONValue) -> DisputeReply? {
        guard let values = Reading.members(json, ["state", "digest", "tiles"]),
            let state = values[0].integerValue
        else { return nil }
        if state == 0 {
            guard let digest = Reading.digest(values[1]) else { return nil }
            if case .null = values[2] { return .record(.computed(digest), tilesRoot: nil) }
            return Reading.digest(values[2]).map {
                .record(.computed(digest), tilesRoot: $0)
            }
        }
        guard let byte = UInt8(exactly: state), let reason = NotComputedReason(rawValue: byte),
            case .null = values[1], case .null = values[2]
        else { return nil }
        return .record(.notComputed(reason), tilesRoot: nil)
    }

    private static func open(_ json: JSONValue) -> DisputeReply? {
        guard let values = Reading.members(json, ["records", "openings"]),
            let recordList = values[0].arrayValue, let openingList = values[1].arrayValue
        else { return nil }
        var records: [OpenedRecord] = []
        for value in recordList {
            guard let parts = Reading.members(value, ["digest", "siblings"]),
                let digest = Reading.digest(parts[0]), let siblings = Reading.digests(parts[1])
            else { return nil }
            records.append(OpenedRecord(digest: digest, siblings: siblings))
        }
        var openings: [OpenedElements] = []
        for value in openingList {
            guard let parts = Reading.members(value, ["elements", "siblings"]),
                let elements = Reading.integers(parts[0]), let siblings = Reading.digests(parts[1])
            else { return nil }
            openings.append(OpenedElements(elements: elements, siblings: siblings))
        }
        return .open(records, openings)
    }
}

/// Reads parts of messages; nil where they have another form.
private enum Reading {
    /// The values of exactly these members, in this order.
    static func members(_ json: JSONValue, _ keys: [String]) -> [JSONValue]? {
        guard let members = json.objectValue, members.count == keys.count else { return nil }
        let values = keys.compactMap { json.member($0) }
        return values.count == keys.count ? values : nil
    }

    static func digest(_ json: JSONValue) -> Digest? {
        guard let text = json.stringValue, text.utf8.count == 64,
            let bytes = Hexadecimal.bytes(of: text)
        else { return nil }
        return Digest(bytes: bytes)
    }

    static func digests(_ json: JSONValue) -> [Digest]? {
        guard let list = json.arrayValue else { return nil }
        let digests = list.compactMap(digest)
        return digests.count == list.count ? digests : nil
    }

    static func integers(_ json: JSONValue) -> [Int64]? {
        guard let list = json.arrayValue else { return nil }
        let integers = list.compactMap { $0.integerValue.map(Int64.init) }
        return integers.count == list.count ? integers : nil
    }
}
