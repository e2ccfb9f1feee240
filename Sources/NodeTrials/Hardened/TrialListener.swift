internal import Routing
internal import Trials

/// The listener of a hardened node in a trial: it reads requests, and bounds the connections whose
/// callers keep still. A served node's is in `NodeServing`, with tests of its own.
struct TrialListener {
    /// Connections without a whole request that are held at once.
    private static let heldCountMax = 64
    private static let heldMilliseconds = 10_000

    private let guards: Guards
    /// The times at which held connections began.
    private(set) var held: [Int] = []

    init(_ guards: Guards) {
        self.guards = guards
    }

    /// Takes the beginning of a request. **Result:** the refusal.
    mutating func hold(atMilliseconds milliseconds: Int) -> Refusal? {
        if guards.has(TrialWireGuards.room), held.count >= Self.heldCountMax {
            return Refusal(
                index: nil, by: TrialWireGuards.room, message: "too many callers keep still")
        }
        held.append(milliseconds)
        return nil
    }

    /// Ends connections that were held too long. **Result:** a refusal for all of them.
    mutating func pass(toMilliseconds milliseconds: Int) -> Refusal? {
        let before = held.count
        if guards.has(TrialWireGuards.deadline) {
            held.removeAll { $0 + Self.heldMilliseconds <= milliseconds }
        }
        guard held.count < before else { return nil }
        return Refusal(
            index: nil, by: TrialWireGuards.deadline,
            message: "\(before - held.count) callers kept still")
    }

    /// A whole request; nil for bytes that are none.
    static func request(_ bytes: [UInt8]) -> WebRequest? {
        guard let body = HTTPBytes.body(bytes) else { return nil }
        let line = bytes.prefix { $0 != 13 }
        let words = line.split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 3, words[1].hasPrefix("/") else { return nil }
        let parts = words[1].split(separator: "?", maxSplits: 1).map(String.init)
        return WebRequest(
            method: words[0], path: parts[0], query: parts.count == 2 ? parts[1] : "", body: body)
    }
}
