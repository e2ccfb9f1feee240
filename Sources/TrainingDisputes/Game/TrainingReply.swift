package import Cryptography
internal import Encodings
internal import Training

/// An answer as a value, as an honest party posts it: a line of JSON with exactly these members.
package enum TrainingReply: Sendable, Equatable {
    case root(trace: Digest, root: Digest)
    case nodes([Digest])
    /// - Parameter before: nil at leaf 0, which has none before it.
    case leaf(weights: Digest, before: Digest?, siblings: [Digest])
    case record(roots: [Digest])
    /// W1, b1, W2, b2, little-endian.
    case weights([UInt8])
    case tile([Int64])
    /// The tiles of each of ``StepElement/needs``, in their order, rising.
    case open([OpenedTile])

    /// A tile and the siblings that lead from it to the tensor's root.
    package struct OpenedTile: Sendable, Equatable {
        package var elements: [Int64]
        package var siblings: [Digest]
    }

    // MARK: Messages

    /// The line that a party posts, without its end.
    package var line: [UInt8] { Array(json.compactText.utf8) }

    private var json: JSONValue {
        switch self {
        case .root(let trace, let root):
            .object([
                JSONMember("trace", .string(trace.text)), JSONMember("root", .string(root.text)),
            ])
        case .nodes(let nodes): .object([JSONMember("nodes", Self.array(nodes))])
        case .leaf(let weights, let before, let siblings):
            .object([
                JSONMember("weights", .string(weights.text)),
                JSONMember("before", before.map { .string($0.text) } ?? .null),
                JSONMember("siblings", Self.array(siblings)),
            ])
        case .record(let roots): .object([JSONMember("roots", Self.array(roots))])
        case .weights(let bytes):
            .object([JSONMember("bytes", .string(Hexadecimal.text(of: bytes)))])
        case .tile(let elements): .object([JSONMember("elements", Self.array(elements))])
        case .open(let tiles):
            .object([
                JSONMember(
                    "tiles",
                    .array(
                        tiles.map {
                            .object([
                                JSONMember("elements", Self.array($0.elements)),
                                JSONMember("siblings", Self.array($0.siblings)),
                            ])
                        }))
            ])
        }
    }

    private static func array(_ digests: [Digest]) -> JSONValue {
        .array(digests.map { .string($0.text) })
    }

    private static func array(_ integers: [Int64]) -> JSONValue {
        .array(integers.map { .integer(Int($0)) })
    }

    // MARK: Reading

    /// The most siblings of a leaf: a tree has at most 2^20 + 1.
    private static let siblingCountMax = 32
    /// The most tiles of an opening: of three inputs, 256 each.
    private static let tileCountMax = 3 * TrainingShape.countMax

    /// The answer that a line gives to a question; nil where the line has another form.
    init?(line: [UInt8], to question: TrainingQuestion, _ plan: TrainingPlan) {
        guard
            let json = try? JSONParser.parse(
                line, byteCountMax: TrainingDisputeLimits.answerByteCountMax),
            let reply = try? Self.read(StrictJSON(json), to: question, plan)
        else { return nil }
        self = reply
    }

    private static func read(
        _ json: StrictJSON, to question: TrainingQuestion, _ plan: TrainingPlan
    ) throws(StrictJSON.Failure) -> TrainingReply {
        switch question {
        case .root:
            let values = try json.members(["trace", "root"])
            return .root(trace: try digest(values[0]), root: try digest(values[1]))
        case .nodes:
            let countMax = 1 << TrainingDisputeLimits.levelCountPerRound
            return .nodes(try digests(json.members(["nodes"])[0], countMax: countMax))
        case .leaf:
            let values = try json.members(["weights", "before", "siblings"])
            return .leaf(
                weights: try digest(values[0]), before: try values[1].optional(digest),
                siblings: try digests(values[2], countMax: siblingCountMax))
        case .record:
            return .record(
                roots: try digests(
                    json.members(["roots"])[0], countMax: StepTensor.allCases.count))
        case .weights:
            let bytes = try json.members(["bytes"])[0]
            return .weights(try bytes.bytes(count: plan.shape.weightByteCount))
        case .tile:
            return .tile(try integers(json.members(["elements"])[0]))
        case .open:
            var tiles: [OpenedTile] = []
            for tile in try json.members(["tiles"])[0].elements(count: 0...tileCountMax) {
                let values = try tile.members(["elements", "siblings"])
                tiles.append(
                    OpenedTile(
                        elements: try integers(values[0]),
                        siblings: try digests(values[1], countMax: siblingCountMax)))
            }
            return .open(tiles)
        }
    }

    private static func digest(_ json: StrictJSON) throws(StrictJSON.Failure) -> Digest {
        Digest(bytes: try json.bytes(count: 32))
    }

    private static func digests(
        _ json: StrictJSON, countMax: Int
    ) throws(StrictJSON.Failure) -> [Digest] {
        var digests: [Digest] = []
        for element in try json.elements(count: 0...countMax) {
            digests.append(try digest(element))
        }
        return digests
    }

    private static func integers(_ json: StrictJSON) throws(StrictJSON.Failure) -> [Int64] {
        try json.integers(in: Int.min...Int.max, countMax: ElementTree.tileElementCount)
            .map { Int64($0) }
    }
}
