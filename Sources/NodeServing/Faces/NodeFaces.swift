package import Routing

/// The faces of a node for people and for programs that watch it: `GET /` and `GET /metrics`.
package struct NodeFaces: Sendable {
    private let view: @Sendable () -> NodeView
    private let page: @Sendable (NodeView) -> String

    /// - Parameter page: the page as HTML.
    package init(
        view: @escaping @Sendable () -> NodeView, page: @escaping @Sendable (NodeView) -> String
    ) {
        self.view = view
        self.page = page
    }

    /// The answer to a request that is for these faces; nil for any other.
    package func answer(_ request: WebRequest) -> WebAnswer? {
        guard request.path == "/" || request.path == "/metrics" else { return nil }
        guard request.method == "GET" || request.method == "HEAD" else {
            return WebAnswer(
                status: 405, contentType: "text/plain; charset=utf-8",
                body: Array("expected GET\n".utf8))
        }
        guard request.path == "/" else {
            return WebAnswer(
                status: 200, contentType: NodeMetrics.contentType,
                body: Array(NodeMetrics.text(view()).utf8))
        }
        return WebAnswer(
            status: 200, contentType: "text/html; charset=utf-8", body: Array(page(view()).utf8))
    }

    /// The answer to any request, of a listener that shows nothing else.
    package func only(_ request: WebRequest) -> WebAnswer {
        answer(request)
            ?? WebAnswer(
                status: 404, contentType: "text/plain; charset=utf-8",
                body: Array("expected / or /metrics\n".utf8))
    }
}
