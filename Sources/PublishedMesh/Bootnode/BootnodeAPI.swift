package import PythonValues
internal import PythonWeb
package import Routing

/// The API of a bootnode: what it knows of the mesh, for callers with a key, five times a minute.
///
/// **Source:** the published command `mesh-dht-api`.
package struct BootnodeAPI {
    private enum Endpoint: Sendable { case heartbeat, bootnodes, peers }

    private static let routes = RouteTable<Endpoint>([
        .init("GET", "/get_heartbeat", .heartbeat), .init("GET", "/get_bootnodes", .bootnodes),
        .init("GET", "/get_peers_info", .peers),
    ])
    private static let keyRefusal = "Invalid or missing API Key"
    private static let rateRefusal = "Rate limit exceeded: 5 per 1 minute"
    private static let absence = "DHT not initialized"

    private let keys: BootnodeKeys
    /// The node; nil before it has started.
    package var source: (any BootnodeSource)?
    private var keyWindow = RateWindow()
    private var addressWindow = RateWindow()

    package init(keys: BootnodeKeys, source: (any BootnodeSource)? = nil) {
        self.keys = keys
        self.source = source
    }

    /// The answer to a request; it never fails.
    ///
    /// - Parameters:
    ///   - key: the header `X-API-Key`.
    ///   - client: the address that the request came from.
    ///   - now: seconds since 1970.
    package mutating func answer(
        to request: WebRequest, key: PythonText?, client: PythonText, now: PythonNumber
    ) -> WebAnswer {
        let endpoint: Endpoint
        switch Self.routes.match(request) {
        case .answer(let answer): return answer
        case .endpoint(let found, _): endpoint = found
        }
        guard keys.admits(key), let key else {
            return RequestFailure.refused(403, Self.keyRefusal).answer
        }
        do throws(PythonError) {
            // A member of the query, which opens nothing, gives the caller's calls another name.
            var name = key
            if case .string(let other)? = QueryText.members(request.query)["api_key"] {
                name = other
            }
            guard try keyWindow.admit(name, now: now), try addressWindow.admit(client, now: now)
            else { return try Self.error(Self.rateRefusal, status: 429) }
            guard let source else { return try Self.error(Self.absence, status: 200) }
            var members = PythonDictionary()
            members["value"] = try Self.value(endpoint, source)
            return try WebAnswer(json: .dictionary(members))
        } catch {
            return .internalServerError
        }
    }

    private static func value(
        _ endpoint: Endpoint, _ source: any BootnodeSource
    ) throws(PythonError) -> PythonValue {
        switch endpoint {
        case .heartbeat:
            return try source.heartbeats().map { .list($0.map(\.value)) } ?? PythonValue.none
        case .bootnodes:
            return try source.bootnodes().map { .list($0.map(PythonValue.string)) }
                ?? PythonValue.none
        case .peers:
            guard let peers = try source.peers() else { return PythonValue.none }
            var members = PythonDictionary()
            for peer in peers { members[peer.id] = peer.value }
            return .dictionary(members)
        }
    }

    private static func error(_ text: String, status: Int) throws(PythonError) -> WebAnswer {
        var members = PythonDictionary()
        members["error"] = .text(text)
        return try WebAnswer(status: status, json: .dictionary(members))
    }
}
