import Routing
import Serving

/// A router whose answer shows the whole request, so that nothing of it can get lost unseen.
enum EchoRouter {
    static func answer(_ request: WebRequest) -> WebAnswer {
        let status = request.path == "/missing" ? 404 : 200
        let lines = [request.method, request.path, request.query, "\(request.body)"]
        return WebAnswer(
            status: status, contentType: "text/plain",
            body: Array(lines.joined(separator: "\n").utf8))
    }

    static func listener(
        _ limits: ServingLimits = .ofTests
    ) throws -> Listener {
        try Listener(at: ListeningAddress(port: 0), limits: limits) { request, _ in
            answer(request)
        }
    }
}

extension ServingLimits {
    /// Generous times: a test fails by what it sees, not by how long a busy machine takes.
    static let ofTests = ServingLimits(
        bodyByteCountMax: 100_000, connectionCountMax: 64, requestMilliseconds: 900_000)
}
