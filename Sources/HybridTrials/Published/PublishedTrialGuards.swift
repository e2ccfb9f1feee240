internal import PublishedHybrid
internal import Trials

/// The guards of the published chain: its codes of refusal.
enum PublishedTrialGuards {
    // A block at a consensus node: ``HybridCheck`` has the others.
    /// Without a quorum, and its proposer was handed to the slasher.
    static let slashed = Guard(BlockRefusal.slashed.rawValue)
    // A request to the engine.
    static let method = Guard("405")
    static let contentType = Guard("415")
    static let parse = Guard("-32700")
    static let methodName = Guard("-32601")
    static let parameters = Guard("-32602")
    static let payload = Guard("-38001")

    static let all =
        HybridCheck.allCases.map { Guard($0.rawValue) } + [slashed] + engine

    private static let engine = [method, contentType, parse, methodName, parameters, payload]

    // Codes that no guard gives.
    /// Bytes that are no message of a surface.
    static let message = Guard("message")
    /// An exception of which a round dies.
    static let exception = Guard("exception")
    /// The death of the engine's handler: the connection is closed without an answer.
    static let crash = Guard("verifier_crash")

    /// The code of an answer of the engine's; nil where it refused nothing.
    static func engineRefusal(of answer: EngineAnswer) -> Guard? {
        if answer.status != 200 { return Guard("\(answer.status)") }
        let text = String(decoding: answer.body, as: UTF8.self)
        return engine.first { text.contains("\"error\":{\"code\":\($0.name),") }
    }
}
