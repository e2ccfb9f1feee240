internal import Encodings
package import Platform

/// The way to nodes over HTTP, at the URLs that the operator gives for their names.
///
/// The turn is given up while a call is out: other requests are answered meanwhile.
package final class HTTPNodeLine: NodeLine {
    private let nodes: [(name: String, url: String)]
    private let caller: HTTPCaller
    private let turn: Turn

    /// - Parameter nodes: names are keys in base64; URLs end without a slash.
    package init(nodes: [(name: String, url: String)], caller: HTTPCaller, turn: Turn) {
        self.nodes = nodes
        self.caller = caller
        self.turn = turn
    }

    package func answers(_ name: String) -> Bool {
        call(.get, name, NodeMessage.healthPath) != nil
    }

    package func answer(_ request: NodeRequest, of name: String) -> NodeAnswer? {
        call(.post, name, NodeMessage.servePath, NodeMessage.bytes(request))
            .flatMap(NodeMessage.answer)
    }

    package func countersignature(_ receipt: [UInt8], of name: String) -> String? {
        call(.post, name, NodeMessage.countersignPath, receipt).flatMap { body in
            try? JSONParser.parse(body, byteCountMax: NodeMessage.byteCountMax)
        }?.member(NodeMessage.signatureKey)?.stringValue
    }

    /// The body of an answer with the status 200; nil for any other end.
    private func call(
        _ method: HTTPCall.Method, _ name: String, _ path: String, _ body: [UInt8] = []
    ) -> [UInt8]? {
        guard let node = nodes.first(where: { $0.name.isSame(name) }) else { return nil }
        let result = turn.givenUp {
            caller.result(of: HTTPCall(method, node.url + path, body: body))
        }
        guard case .answered(200, let answer) = result else { return nil }
        return answer
    }
}
