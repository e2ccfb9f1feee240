internal import GatewayNetwork
internal import Routing
internal import Trials

/// The surfaces of a published gateway: bodies of its endpoints, whole requests, and its node's.
enum PublishedSurfaces {
    /// The request to pay an epoch.
    static let mint = Surface("mint")
    /// A request of any kind: `METHOD TARGET`, a line feed, and the body.
    static let http = Surface("http")
    /// A request to an honest node: its name, a space, and a request as ``http`` has it.
    static let node = Surface("node")

    /// The directory that all gateways share: a key, a space, and the text of its price.
    static let directory = Surface("directory")

    static let all = [
        GatewaySurfaces.receipt, GatewaySurfaces.gossip, GatewaySurfaces.vote,
        GatewaySurfaces.settlement, GatewaySurfaces.store, mint, http, node, directory,
    ]

    /// **Throws:** `UnknownSurface`.
    static func request(_ bytes: [UInt8], to surface: Surface) throws -> WebRequest {
        switch surface {
        case GatewaySurfaces.receipt:
            // The endpoint takes lists alone.
            post("/gossip/receipts", [UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")])
        case GatewaySurfaces.gossip: post("/gossip/receipts", bytes)
        case GatewaySurfaces.vote: post("/epoch/sign", bytes)
        case GatewaySurfaces.settlement: post("/epoch/settle", bytes)
        case mint: post("/mint/execute", bytes)
        case http: read(bytes)
        default: throw UnknownSurface(surface: surface)
        }
    }

    private static func post(_ path: String, _ body: [UInt8]) -> WebRequest {
        WebRequest(method: "POST", path: path, body: body)
    }

    private static func read(_ bytes: [UInt8]) -> WebRequest {
        let lines = bytes.split(
            separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        let words = lines[0].split(
            separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        let target = words.count > 1 ? Array(words[1]) : []
        let parts = target.split(
            separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        return WebRequest(
            method: String(decoding: words[0], as: UTF8.self),
            path: String(decoding: parts[0], as: UTF8.self),
            query: parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "",
            body: lines.count > 1 ? Array(lines[1]) : [])
    }

    static func ask(_ bytes: [UInt8]) -> (key: String, text: String) {
        let parts = bytes.split(
            separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        return (
            String(decoding: parts[0], as: UTF8.self),
            parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
        )
    }

    /// A node's name, and the request to it.
    static func node(_ bytes: [UInt8]) -> (name: String, request: WebRequest) {
        let parts = bytes.split(
            separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
        return (
            String(decoding: parts[0], as: UTF8.self),
            read(parts.count > 1 ? Array(parts[1]) : [])
        )
    }
}
