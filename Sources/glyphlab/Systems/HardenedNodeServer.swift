import GatewayNetwork
import Platform
import Routing
import Serving

/// A hardened node behind a listener: it serves the gateways of its network, and signs what it
/// served. Gateways know its URL from their operators.
final class HardenedNodeServer: Sendable {
    let publicKey: String
    private let router: HardenedNodeRouter

    /// **Throws:** where the model cannot be read.
    init(
        network: GatewayParameters, identity: ReceiptIdentity, model folder: String,
        tokenCountMax: Int
    ) throws {
        publicKey = identity.key
        let model = try EmbeddedTextModel(folder: folder, tokenCountMax: tokenCountMax)
        router = HardenedNodeRouter(
            HardenedNode(identity: identity, parameters: network) { request in
                let watch = Stopwatch()
                let result = model.continuation(
                    of: request.prompt, tokenCountMax: request.maxTokens)
                // Both sides count a prompt's tokens as the bytes of its UTF-8.
                return NodeAnswer(
                    text: result.text, inputTokens: request.prompt.utf8.count,
                    outputTokens: result.tokenCount,
                    wallMilliseconds: watch.nanoseconds / 1_000_000)
            })
    }

    func answer(_ request: WebRequest, from origin: RequestOrigin) -> WebAnswer {
        router.answer(request, atMilliseconds: origin.milliseconds)
    }
}
