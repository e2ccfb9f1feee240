internal import Encodings

/// The JSON of addresses: the answer to `GET /peers`, and the body of `POST /peers`.
package enum PeerLists {
    package static let path = "/peers"

    package static func bytes(_ peers: [NodeAddress]) -> [UInt8] {
        Array(JSONValue.array(peers.map { .string($0.description) }).compactText.utf8)
    }

    /// The addresses of a list; nil for bytes that are no such list.
    ///
    /// - Parameter isStrict: without it, elements that are no addresses are passed over.
    package static func peers(_ bytes: [UInt8], isStrict: Bool = true) -> [NodeAddress]? {
        guard
            let elements =
                (try? JSONParser.parse(
                    bytes, byteCountMax: HardenedNodeLimits.jsonByteCountMax))?.arrayValue
        else { return nil }
        let found = elements.compactMap { $0.stringValue.flatMap { NodeAddress($0) } }
        guard isStrict else { return Array(found.prefix(HardenedNodeLimits.peerCountMax)) }
        guard found.count == elements.count, found.count <= HardenedNodeLimits.peerCountMax,
            Self.bytes(found) == bytes
        else { return nil }
        return found
    }
}
