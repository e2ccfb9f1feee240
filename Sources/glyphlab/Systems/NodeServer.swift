import Encodings
import Platform
import PublishedGateways
import Routing
import Serving

/// A published node behind a listener.
final class NodeServer: Sendable {
    private static let answerByteCountMax = 1 << 20
    private static let callMilliseconds = 10_000
    /// How often a node tries to register itself, and the pause between.
    private static let attemptCount = 60
    private static let pauseMilliseconds = 500

    let publicKey: String
    private let node: PublishedNode

    /// **Throws:** where the model cannot be read.
    init(identity: PublishedIdentity, model: String, tokenCountMax: Int) throws {
        publicKey = identity.publicKey
        node = PublishedNode(
            identity: identity,
            model: try EmbeddedTextModel(folder: model, tokenCountMax: tokenCountMax),
            clock: { ClockReading.now })
    }

    func answer(_ request: WebRequest, from origin: RequestOrigin) -> WebAnswer {
        node.answer(request, atMilliseconds: origin.milliseconds)
    }

    /// Tells a gateway where this node is, in the background: again for a while where the gateway
    /// cannot be reached yet. Says what came of it on standard error.
    func register(at gateway: String, name: String, url: String) {
        let body = JSONValue.object([
            JSONMember("public_name", .string(name)), JSONMember("node_url", .string(url)),
            JSONMember("node_pubkey", .string(publicKey)),
        ])
        let call = HTTPCall(.post, gateway + "/register", body: Array(body.compactText.utf8))
        let caller = HTTPCaller(
            userAgent: ThisRun.userAgent,
            limits: HTTPCallLimits(
                milliseconds: Self.callMilliseconds, connectMilliseconds: Self.callMilliseconds,
                answerByteCountMax: Self.answerByteCountMax))
        Background(caller, waitingMax: 1).add { caller in
            var last = HTTPCallResult.timedOut
            for attempt in 0..<Self.attemptCount {
                if attempt > 0 { Pause.wait(milliseconds: Self.pauseMilliseconds) }
                last = caller.result(of: call)
                if case .answered(200, _) = last {
                    StandardStreams.writeMessage("glyphlab: registered at \(gateway)\n")
                    return
                }
                if attempt == 0 {
                    StandardStreams.writeMessage(
                        "glyphlab: \(gateway): not registered yet: \(last)\n")
                }
            }
            StandardStreams.writeMessage(
                "glyphlab: \(gateway): expected to be registered, got \(last)\n")
        }
    }
}
