internal import Cryptography
internal import Encodings
package import Scenarios
package import Trials

/// A receipt as the referee reads it: exact integers and texts, nothing else.
struct ExactReceipt: Equatable {
    /// Bytes that both parties sign, without a domain.
    let payload: [UInt8]
    let id: String
    let gateway: String
    let node: String
    let route: String
    let outputTokens: Int
    let inputTokens: Int
    let wallMilliseconds: Int
    let createdMilliseconds: Int
    /// The one form that these bytes should have.
    let canonicalBytes: [UInt8]
}

struct ExactVote: Equatable {
    let validator: String
    /// Nil in `hardened`, where the root says it.
    let epoch: String?
    /// Nil in `published`: the vote is for whatever snapshot the epoch has.
    let root: String?
    let canonicalBytes: [UInt8]
}

/// A request to settle an epoch. `published` names no snapshot but a window of time.
struct ExactRequest: Equatable {
    let epoch: String
    let total: Int
    let receiptCount: Int?
    let root: String?
    /// Notes that it reads; 0 in `published`.
    let notes: Int
    let window: ExactWindow?
    let canonicalBytes: [UInt8]
}

/// The referee's own reading of what is sent: strict JSON, every member once and known, each key,
/// number and text in one spelling. It knows nothing of how a gateway reads.
package struct GatewayReading: Sendable {
    let profile: Profile

    package init(profile: Profile) {
        self.profile = profile
    }

    private static let payloadKeys = [
        "created_at", "gateway_pubkey", "input_tokens", "node_pubkey", "output_tokens", "route",
        "session_id", "wall_time_ms",
    ]
    private static let byteCountMax = 4 << 20
    /// README of the room: what stands before a payload when it is hashed.
    private static let idDomain = Array("glyphlab/receipts/1/id".utf8) + [0]

    private var payloadKeys: [String] {
        Self.payloadKeys + (profile == .hardened ? ["network"] : [])
    }

    func receipt(_ bytes: [UInt8]) -> Result<ExactReceipt, Inexact> {
        Result { () throws(Inexact) in try readReceipt(Self.parse(bytes)) }
    }

    func vote(_ bytes: [UInt8]) -> Result<ExactVote, Inexact> {
        Result { () throws(Inexact) in
            let value = try Self.parse(bytes)
            guard profile == .hardened else { return try publishedVote(value) }
            let more = ["epoch", "network", "notes", "receipt_count", "round", "total"]
            try expectKeys(value, ["root", "signature", "validator"] + more, "a vote")
            for key in more where key != "network" { _ = try integer(value, key) }
            _ = try base64(value, "signature", 64)
            let root = try text(value, "root")
            guard root.wholeMatch(of: /[0-9a-f]{64}/) != nil else {
                throw Inexact(why: "a root that is no digest")
            }
            return ExactVote(
                validator: try base64(value, "validator", 32), epoch: nil, root: root,
                canonicalBytes: Self.canonical(value))
        }
    }

    func request(_ bytes: [UInt8]) -> Result<ExactRequest, Inexact> {
        Result { () throws(Inexact) in
            let value = try Self.parse(bytes)
            let canonical = Self.canonical(value)
            guard profile == .hardened else { return try publishedRequest(value) }
            try expectKeys(
                value,
                ["epoch", "network", "notes", "payouts", "receipt_count", "root", "total"],
                "a settlement")
            return ExactRequest(
                epoch: String(try integer(value, "epoch")), total: try integer(value, "total"),
                receiptCount: try integer(value, "receipt_count"), root: try text(value, "root"),
                notes: try integer(value, "notes"), window: nil,
                canonicalBytes: canonical)
        }
    }

    /// The elements of a batch, each in its one form.
    func batch(_ bytes: [UInt8]) -> Result<[[UInt8]], Inexact> {
        Result { () throws(Inexact) in
            let value = try Self.parse(bytes)
            if profile == .hardened { try expectKeys(value, ["receipts"], "a batch") }
            let elements = try Self.elements(
                profile == .hardened ? value.member("receipts") : value)
            guard Self.canonical(value) == bytes else {
                throw Inexact(why: "a batch in another spelling")
            }
            return elements.map { Array($0.compactText.utf8) }
        }
    }

    /// The payload that both parties sign, whatever else stands beside it.
    package func payload(_ bytes: [UInt8]) -> Result<[UInt8], Inexact> {
        Result { () throws(Inexact) in payload(of: try Self.parse(bytes)) }
    }

    /// The name that others have for a receipt.
    package func id(payload: [UInt8]) -> String {
        Digests.sha256((profile == .hardened ? Self.idDomain : []) + payload).text
    }

    private static func elements(_ value: JSONValue?) throws(Inexact) -> [JSONValue] {
        guard let elements = value?.arrayValue else {
            throw Inexact(why: "a batch that is \(value?.kind ?? "missing")")
        }
        return elements
    }

    private func payload(of value: JSONValue) -> [UInt8] {
        let members = payloadKeys.sorted().compactMap { key in
            value.member(key).map { JSONMember(key, $0) }
        }
        return Array(JSONValue.object(members).compactText.utf8)
    }

    private func readReceipt(_ value: JSONValue) throws(Inexact) -> ExactReceipt {
        let claims = profile == .hardened
        try expectKeys(
            value, payloadKeys + ["gateway_sig", "node_sig"] + (claims ? ["receipt_id"] : []),
            "a receipt")
        for key in ["gateway_sig", "node_sig"] { _ = try base64(value, key, 64) }
        let payload = payload(of: value)
        let id = id(payload: payload)
        if claims, try text(value, "receipt_id") != id {
            throw Inexact(why: "it claims an id that is not its own")
        }
        let session = try text(value, "session_id")
        guard session.wholeMatch(of: /[A-Za-z0-9._-]{1,64}/) != nil else {
            throw Inexact(why: "a session of other letters than those of ASCII")
        }
        return ExactReceipt(
            payload: payload, id: id, gateway: try base64(value, "gateway_pubkey", 32),
            node: try base64(value, "node_pubkey", 32), route: try text(value, "route"),
            outputTokens: try integer(value, "output_tokens"),
            inputTokens: try integer(value, "input_tokens"),
            wallMilliseconds: try integer(value, "wall_time_ms"),
            createdMilliseconds: try milliseconds(value, "created_at"),
            canonicalBytes: Self.canonical(value))
    }

    // MARK: Parts

    static func parse(_ bytes: [UInt8]) throws(Inexact) -> JSONValue {
        do {
            return try JSONParser.parse(bytes, byteCountMax: byteCountMax)
        } catch {
            throw Inexact(why: "\(error)")
        }
    }

    static func canonical(_ value: JSONValue) -> [UInt8] {
        guard let members = value.objectValue else { return Array(value.compactText.utf8) }
        let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return Array(JSONValue.object(sorted).compactText.utf8)
    }

    func expectKeys(
        _ value: JSONValue, _ keys: [String], _ name: String
    ) throws(Inexact) {
        let found = value.objectValue?.map(\.key).sorted() ?? []
        guard found == keys.sorted() else {
            throw Inexact(why: "\(name) with members \(found.joined(separator: ", "))")
        }
    }

    func text(_ value: JSONValue, _ key: String) throws(Inexact) -> String {
        guard let text = value.member(key)?.stringValue else {
            throw Inexact(why: "\(key) is \(value.member(key)?.kind ?? "missing")")
        }
        return text
    }

    func integer(_ value: JSONValue, _ key: String) throws(Inexact) -> Int {
        guard let integer = value.member(key)?.integerValue else {
            throw Inexact(why: "\(key) is \(value.member(key)?.kind ?? "missing")")
        }
        return integer
    }

    /// `published` writes seconds as Python writes a float with at most three decimals.
    func milliseconds(_ value: JSONValue, _ key: String) throws(Inexact) -> Int {
        if profile == .hardened { return try integer(value, key) }
        guard case .number(let number)? = value.member(key),
            let match = number.text.wholeMatch(of: /(-?[0-9]{1,15})\.([0-9]{1,3})/),
            let seconds = Int(match.1), let fraction = Int((match.2 + "00").prefix(3))
        else { throw Inexact(why: "\(key) is \(value.member(key)?.kind ?? "missing")") }
        return 1_000 * seconds + (match.1.hasPrefix("-") ? -fraction : fraction)
    }

    func base64(
        _ value: JSONValue, _ key: String, _ byteCount: Int
    ) throws(Inexact) -> String {
        let text = try text(value, key)
        guard let bytes = Base64Reading.bytes(of: text), bytes.count == byteCount,
            Base64Reading.text(of: bytes) == text
        else { throw Inexact(why: "\(key) is another spelling of its bytes, or has other ones") }
        return text
    }
}
