internal import GatewayNetwork
internal import Scenarios

/// The most that a workshop does for one step. Scenarios were read by somebody; scripts were not.
struct GatewayWorkBounds {
    /// Bytes that words such as `${repeat …}` stand for in one step or read for it, each word
    /// counted as 4,096 more.
    let wordByteCountMax: Int
    /// Bytes, and byte strings, of what a step makes or takes.
    let byteCountMax: Int
    let partCountMax: Int
    /// Members of an object that is signed: each is looked for among all others.
    let memberCountMax: Int

    static let scenario = GatewayWorkBounds(
        wordByteCountMax: 1 << 40, byteCountMax: 1 << 40, partCountMax: 1 << 40,
        memberCountMax: 1 << 40)
    static let script = GatewayWorkBounds(
        wordByteCountMax: 4 << 20, byteCountMax: 16 << 20, partCountMax: 2_000,
        memberCountMax: 256)

    /// The work of a step that begins.
    var work: GatewayWork { GatewayWork(bounds: self) }

    /// **Throws:** ``StepFault``.
    func expect(byteCount: Int) throws {
        guard byteCount <= byteCountMax else {
            throw StepFault("expected at most \(byteCountMax) bytes, got \(byteCount)")
        }
    }

    /// **Throws:** ``StepFault``.
    func expect(partCount: Int) throws {
        guard partCount <= partCountMax else {
            throw StepFault("expected at most \(partCountMax) byte strings, got \(partCount)")
        }
    }
}

/// The work that a step has done so far.
struct GatewayWork {
    let bounds: GatewayWorkBounds
    private var wordByteCount = 0
    private var byteCount = 0

    init(bounds: GatewayWorkBounds) {
        self.bounds = bounds
    }

    /// **Throws:** ``StepFault`` where words stand for more than they may.
    mutating func take(_ count: Int) throws {
        guard count <= bounds.wordByteCountMax - wordByteCount else {
            throw StepFault(
                "expected words that stand for at most \(bounds.wordByteCountMax) bytes, got more")
        }
        wordByteCount += count
    }

    /// **Throws:** ``StepFault`` for an object that is too much to sign beside those before.
    mutating func expect(_ object: RawObject) throws {
        guard object.keys.count <= bounds.memberCountMax else {
            throw StepFault(
                "expected at most \(bounds.memberCountMax) members, got \(object.keys.count)")
        }
        byteCount += object.keys.reduce(0) { $0 + (object[$1]?.utf8.count ?? 0) }
        try bounds.expect(byteCount: byteCount)
    }
}
