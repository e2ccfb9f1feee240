internal import Encodings
internal import Platform
package import Routing
internal import Trials

/// The answers of a hardened node to its gateways, over HTTP, one at a time.
///
/// **Why @unchecked:** the node is used by whoever has the turn.
package final class HardenedNodeRouter: WebRouter, @unchecked Sendable {
    private let turn = Turn()
    private var node: HardenedNode

    package init(_ node: HardenedNode) {
        self.node = node
    }

    package func answer(_ request: WebRequest, atMilliseconds milliseconds: Int) -> WebAnswer {
        let isPost = request.method == "POST"
        switch request.path {
        case NodeMessage.healthPath where request.method == "GET":
            return WebAnswer.taken(.object([JSONMember("ok", .boolean(true))]))
        case NodeMessage.servePath where isPost:
            guard let session = NodeMessage.request(request.body) else {
                return WebAnswer.refusing(
                    WebStatus.refused, GatewayGuards.fields.name,
                    "expected gateway, max_tokens, prompt and session")
            }
            return answering { () throws(Refusal) in NodeMessage.value(try node.serve(session)) }
        case NodeMessage.countersignPath where isPost:
            let clock = LogicalClock(milliseconds: max(0, milliseconds))
            return answering { () throws(Refusal) in
                .object([
                    JSONMember(
                        NodeMessage.signatureKey,
                        .string(try node.countersign(request.body, at: clock)))
                ])
            }
        case NodeMessage.healthPath, NodeMessage.servePath, NodeMessage.countersignPath:
            return WebAnswer.refusing(WebStatus.method, "method", "expected another method")
        default:
            return WebAnswer.refusing(
                WebStatus.unknown, "path", "nothing is served at \(request.path.prefix(100))")
        }
    }

    private func answering(_ body: () throws(Refusal) -> JSONValue) -> WebAnswer {
        do throws(Refusal) {
            return WebAnswer.taken(try turn.held(body))
        } catch {
            return WebAnswer.refusing(WebStatus.status(error), error.by.name, error.message)
        }
    }
}
