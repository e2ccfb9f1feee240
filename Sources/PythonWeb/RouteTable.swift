internal import Encodings
package import PythonValues
package import Routing

/// The endpoints of a program, as Starlette finds them.
package struct RouteTable<Endpoint: Sendable>: Sendable {
    /// An endpoint: its method, and its path, whose last part may be a parameter, such as
    /// `/epoch/status/{id}`.
    package struct Route: Sendable {
        let method: String
        let path: String
        let endpoint: Endpoint

        package init(_ method: String, _ path: String, _ endpoint: Endpoint) {
            self.method = method
            self.path = path
            self.endpoint = endpoint
        }
    }

    package enum Match: Sendable {
        /// The endpoint, and the text of the path's parameter; empty without one.
        case endpoint(Endpoint, parameter: PythonText)
        /// 404, 405, or the redirection of a path with a slash too many or too few.
        case answer(WebAnswer)
    }

    private let routes: [Route]

    package init(_ routes: [Route]) {
        self.routes = routes
    }

    package func match(_ request: WebRequest) -> Match {
        let path = QueryText.decoded(path: Array(request.path.utf8))
        let found = routes.compactMap { route in
            Self.parameter(of: path, route.path).map { (route: route, parameter: $0) }
        }
        if let match = found.first(where: { $0.route.method == request.method }) {
            return .endpoint(match.route.endpoint, parameter: PythonText(match.parameter))
        }
        if let known = found.first?.route {
            let answer = Self.answer(405, "Method Not Allowed")
            // The first such route's method alone, as Starlette tells it.
            return .answer(
                WebAnswer(
                    status: answer.status, contentType: answer.contentType,
                    fields: [.init("allow", known.method)], body: answer.body))
        }
        let other = path.hasSuffix("/") ? String(path.dropLast()) : path + "/"
        if path != "/", routes.contains(where: { Self.parameter(of: other, $0.path) != nil }) {
            // Starlette names the host, too, by which it was asked.
            let place =
                PercentEncoding.text(of: other, keeping: "/:@!$&'()*+,;=")
                + (request.query.isEmpty ? "" : "?" + request.query)
            return .answer(
                WebAnswer(
                    status: 307, contentType: "", fields: [.init("location", place)],
                    body: []))
        }
        return .answer(Self.answer(404, "Not Found"))
    }

    /// The part of the path where the pattern has its parameter, empty where it has none; nil where
    /// they do not match.
    private static func parameter(of path: String, _ pattern: String) -> String? {
        let bytes = Array(path.utf8)
        guard let brace = pattern.utf8.firstIndex(of: UInt8(ascii: "{")) else {
            return bytes.elementsEqual(pattern.utf8) ? "" : nil
        }
        let start = Array(pattern.utf8[..<brace])
        let rest = bytes.dropFirst(start.count)
        guard bytes.starts(with: start), !rest.isEmpty, !rest.contains(UInt8(ascii: "/")) else {
            return nil
        }
        return String(decoding: rest, as: UTF8.self)
    }

    private static func answer(_ status: Int, _ detail: String) -> WebAnswer {
        RequestFailure.refused(status, detail).answer
    }
}
