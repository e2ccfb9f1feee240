internal import Encodings
internal import PublishedMesh
internal import PythonValues

/// The way in which a node of the attacker's answers from here on: JSON on the surface `answer`.
struct PublishedMeshAnswer {
    enum Mode: String, CaseIterable {
        /// As published.
        case honest
        /// Nobody answers.
        case silent
        /// Stores are answered with no, and not done.
        case refuse
        /// Stores are answered with yes, and not done; finds with the results that are given.
        case results
    }

    let node: String
    let mode: Mode
    /// The party that signs; the node's own where it is empty.
    let signer: String
    /// Whether the answer names another nonce than the request's.
    let isStale: Bool
    /// The answer for this key; for all others nothing is found.
    let key: [UInt8]
    let result: [UInt8]
    /// The id that the node begins anew with; none for the one that it has.
    let id: [UInt8]

    private static let memberNames = ["node", "mode", "signer", "nonce", "key", "result", "id"]

    init(
        node: String, mode: Mode, signer: String = "", isStale: Bool = false, key: [UInt8] = [],
        result: [UInt8] = [], id: [UInt8] = []
    ) {
        self.node = node
        self.mode = mode
        self.signer = signer
        self.isStale = isStale
        self.key = key
        self.result = result
        self.id = id
    }

    /// Nil for bytes that are no such JSON.
    init?(parsing bytes: [UInt8]) {
        guard let value = try? PythonJSONParser.parse(bytes, byteCountMax: 1 << 24),
            case .dictionary(let members) = value
        else { return nil }
        var texts: [String] = []
        for name in Self.memberNames {
            guard case .string(let text)? = members[name] else { return nil }
            texts.append(text.shown)
        }
        guard let mode = Mode(rawValue: texts[1]), let key = Hexadecimal.bytes(of: texts[4]),
            let result = Hexadecimal.bytes(of: texts[5]), let id = Hexadecimal.bytes(of: texts[6])
        else { return nil }
        self.init(
            node: texts[0], mode: mode, signer: texts[2], isStale: texts[3] == "stale", key: key,
            result: result, id: id)
    }

    var bytes: [UInt8] {
        let members: [(String, String)] = [
            ("node", node), ("mode", mode.rawValue), ("signer", signer),
            ("nonce", isStale ? "stale" : "echo"), ("key", Hexadecimal.text(of: key)),
            ("result", Hexadecimal.text(of: result)), ("id", Hexadecimal.text(of: id)),
        ]
        let lines = members.map { "\"\($0.0)\":\"\($0.1)\"" }
        return Array("{\(lines.joined(separator: ","))}".utf8)
    }
}
