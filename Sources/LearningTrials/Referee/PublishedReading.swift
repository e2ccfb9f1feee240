internal import BigInt
internal import Cryptography
internal import Encodings
package import PythonValues

/// The referee's own reading of published bytes: Python's JSON, its hashes, and the one form that
/// each thing has where nobody plays with it.
package enum PublishedReading {
    static func parse(_ bytes: [UInt8]) -> PythonValue? {
        try? PythonJSONParser.parse(bytes, byteCountMax: .max)
    }

    package static func member(_ value: PythonValue, _ name: String) -> PythonValue {
        guard case .dictionary(let members) = value else { return .none }
        return members[name] ?? PythonValue.none
    }

    static func elements(_ value: PythonValue, _ name: String) -> [PythonValue] {
        if case .list(let elements) = member(value, name) { elements } else { [] }
    }

    /// The text, of any value that has one; empty where it has none.
    package static func text(_ value: PythonValue, _ name: String) -> String {
        (try? member(value, name).text().shown) ?? ""
    }

    /// An integer as integers are written; nil for anything else, `true` and `1.0` included.
    static func integer(_ value: PythonValue, _ name: String) -> BigInt? {
        if case .integer(let integer) = member(value, name) { integer } else { nil }
    }

    /// A number that is finite; nil for anything else.
    static func number(_ value: PythonValue, _ name: String) -> PythonNumber? {
        switch member(value, name) {
        case .integer(let integer): .integer(integer)
        case .float(let float) where float.isFinite: .float(float)
        default: nil
        }
    }

    // MARK: Hashes

    /// SHA-256, in lower hexadecimal, of the sorted JSON with spaces of some members.
    static func hash(_ value: PythonValue, of names: [String]) -> String {
        var members = PythonDictionary()
        for name in names { members[name] = member(value, name) }
        let text = try? PythonJSONWriter.text(.dictionary(members), style: .spaced)
        return Digests.sha256((text ?? "").utf8).text
    }

    package static func blockHash(_ block: PythonValue) -> String {
        hash(
            block,
            of: [
                "index", "previous_hash", "timestamp", "transactions", "training_epoch",
                "model_state_hash", "nonce",
            ])
    }

    package static func trainingHash(_ block: PythonValue) -> String {
        hash(block, of: ["index", "timestamp", "training_entry", "previous_hash", "nonce"])
    }

    /// The hash under which tables know a proof.
    package static func proofHash(_ proof: PythonValue) -> String {
        hash(
            proof,
            of: [
                "node_id", "model_state_hash", "gradient_hash", "dataset_chunk_hash",
                "computation_proof", "timestamp",
            ])
    }

    /// A block's payment as a hash covers it, of one as a peer sends it.
    package static func hashed(payment: PythonValue) -> PythonValue {
        var members = PythonDictionary()
        for (name, sent) in [
            ("id", "id"), ("from", "from_address"), ("to", "to_address"), ("amount", "amount"),
            ("fee", "fee"), ("training_proof", "training_proof"), ("timestamp", "timestamp"),
            ("signature", "signature"),
        ] { members[name] = member(payment, sent) }
        return .dictionary(members)
    }

    /// A peer's block as its hash covers it.
    static func hashed(block: PythonValue) -> PythonValue {
        guard case .dictionary(var members) = block else { return .none }
        members["transactions"] = .list(elements(block, "transactions").map(hashed(payment:)))
        return .dictionary(members)
    }

    /// The members of a payment in a block that its sender meant, as one text.
    static func meaning(ofPayment payment: PythonValue) -> String {
        hash(payment, of: ["id", "from", "to", "amount", "fee", "timestamp"])
    }

    // MARK: One form

    /// The complaint about bytes in another form than the one that honest parties give them; nil
    /// where there is none.
    static func complaint(_ bytes: [UInt8], at surface: String) -> String? {
        guard let value = parse(bytes), case .dictionary = value else { return "no object" }
        switch surface {
        case "transaction": return complaint(payment: value)
        case "proof":
            let names = ["model_state_hash", "gradient_hash", "dataset_chunk_hash"]
            for name in names + ["computation_proof"] where !isDigest(member(value, name)) {
                return "\(name) is no digest"
            }
            return isTime(member(value, "timestamp")) ? nil : "its time is none"
        case "block":
            if integer(value, "index") == nil { return "its index is no integer" }
            if integer(value, "nonce") == nil { return "its nonce is no integer" }
            if !isTime(member(value, "timestamp")) { return "its time is none" }
            return elements(value, "transactions").lazy.compactMap(complaint(payment:)).first
        default: return nil
        }
    }

    private static func complaint(payment: PythonValue) -> String? {
        for name in ["id", "from_address", "to_address"] {
            guard case .string = member(payment, name) else { return "\(name) is no text" }
        }
        for name in ["amount", "fee"] {
            guard case .float(let float) = member(payment, name), float.isFinite else {
                return "\(name) is not written as coins are"
            }
        }
        guard isTime(member(payment, "timestamp")) else { return "its time is none" }
        if case .none = member(payment, "training_proof") {
        } else {
            return "a proof stands in it"
        }
        return isSignature(text(payment, "signature"))
            ? nil : "its signature is not the one form of one"
    }

    private static func isTime(_ value: PythonValue) -> Bool {
        if case .float(let float) = value { float.isFinite } else { false }
    }

    private static func isDigest(_ value: PythonValue) -> Bool {
        guard case .string(let text) = value else { return false }
        return Hexadecimal.bytes(of: text.shown)?.count == 32
    }

    /// Whether a text is the strict base64 of a signature in DER, with the lower s.
    package static func isSignature(_ text: String) -> Bool {
        guard let bytes = Base64.bytes(of: text), Base64.text(of: bytes) == text,
            bytes.count >= 2, bytes[0] == 0x30, Int(bytes[1]) == bytes.count - 2
        else { return false }
        var rest = bytes.dropFirst(2)
        guard let r = scalar(&rest), let s = scalar(&rest), rest.isEmpty else { return false }
        return Secp256k1PublicKey.hasLowS(r + s)
    }

    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.popFirst() == 0x02, let count = rest.popFirst(), (1...33).contains(count),
            Int(count) <= rest.count
        else { return nil }
        let digits = rest.prefix(Int(count)).drop { $0 == 0 }
        rest = rest.dropFirst(Int(count))
        guard digits.count <= 32 else { return nil }
        return [UInt8](repeating: 0, count: 32 - digits.count) + digits
    }
}
