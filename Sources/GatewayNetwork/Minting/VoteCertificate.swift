internal import BigInt
internal import Encodings
internal import PythonValues
internal import Trials

/// The signatures by which validators agreed to a snapshot. Each is of a vote, all of whose other
/// members follow from the snapshot.
package struct VoteCertificate: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        /// The validator's key, in base64.
        package let validator: String
        package let round: Int
        /// In base64.
        package let signature: String

        package init(validator: String, round: Int, signature: String) {
            self.validator = validator
            self.round = round
            self.signature = signature
        }
    }

    package let entries: [Entry]

    package init(entries: [Entry]) {
        self.entries = entries
    }

    /// `[["key",round,"signature"],…]`.
    var value: JSONValue {
        .array(
            entries.map {
                .array([.string($0.validator), .integer($0.round), .string($0.signature)])
            })
    }

    /// **Throws:** ``Refusal`` by `fields`, `text_type`, `number_type`, `signature_form` and
    /// `key_form`.
    init(_ value: PythonValue?, _ fields: HardenedFields) throws(Refusal) {
        let guards = fields.guards
        guard case .list(let rows)? = value else {
            try guards.require(
                false, GatewayGuards.fields, "certificate: expected a list of votes")
            entries = []
            return
        }
        var entries: [Entry] = []
        for row in rows {
            guard case .list(let parts) = row, parts.count == 3 else {
                try guards.require(
                    false, GatewayGuards.fields,
                    "certificate: expected votes of a key, a round and a signature")
                continue
            }
            let validator = try fields.text(parts[0], "certificate")
            let round = try fields.integer(parts[1], "certificate")
            let signature = try fields.text(parts[2], "certificate")
            try guards.require(
                Base64.bytes(of: signature)?.count == 64, GatewayGuards.signatureForm,
                "certificate: expected the base64 of 64 bytes in its one spelling")
            try guards.require(
                Base64.bytes(of: validator)?.count == 32, GatewayGuards.keyForm,
                "certificate: expected the base64 of 32 bytes in its one spelling")
            entries.append(
                Entry(
                    validator: validator,
                    // A round beyond its range is one that no validator signs.
                    round: Int(min(max(round, -1), BigInt(GatewayLimits.countMax))),
                    signature: signature))
        }
        self.entries = entries
    }
}
