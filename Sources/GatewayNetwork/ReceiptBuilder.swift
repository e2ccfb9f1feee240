internal import BigInt
internal import Cryptography
internal import Encodings
internal import Trials

/// An object of JSON as an attack writes it: its members, each value as raw text.
package struct RawObject: Sendable, Equatable {
    package private(set) var keys: [String]
    private var values: [String]

    package init(_ members: [(key: String, value: String)] = []) {
        keys = members.map(\.key)
        values = members.map(\.value)
    }

    /// The first member of this key; set, it takes the place of that one, or goes away.
    package subscript(key: String) -> String? {
        get { keys.firstIndex(of: key).map { values[$0] } }
        set {
            if let place = keys.firstIndex(of: key) {
                keys.remove(at: place)
                values.remove(at: place)
                if let newValue {
                    keys.insert(key, at: place)
                    values.insert(newValue, at: place)
                }
            } else if let newValue {
                keys.append(key)
                values.append(newValue)
            }
        }
    }

    /// Adds a member, even if there is one of this key.
    package mutating func append(_ key: String, _ value: String) {
        keys.append(key)
        values.append(value)
    }

    /// Compact, with the members in the order of their keys and, of equal keys, of their coming.
    package var bytes: [UInt8] {
        let order = keys.indices.sorted {
            keys[$0].isSame(keys[$1])
                ? $0 < $1 : keys[$0].utf8.lexicographicallyPrecedes(keys[$1].utf8)
        }
        let members = order.map { "\(Self.text(keys[$0])):\(values[$0])" }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }

    /// A text as JSON has it.
    package static func text(_ text: String) -> String { JSONValue.string(text).compactText }
}

/// Makes receipts, votes and settlements: for gateways, and for tests and attacks, which may change
/// any field before it is signed and after.
package struct ReceiptBuilder: Sendable {
    package let parameters: GatewayParameters

    package init(parameters: GatewayParameters) {
        self.parameters = parameters
    }

    /// The network's id, as messages name it.
    package var networkID: String { parameters.networkID.text }

    /// A receipt without signatures.
    package func receipt(
        gateway: String, node: String, session: String, inputTokens: Int = 3,
        outputTokens: Int = 5, wallMilliseconds: Int = 7, createdMilliseconds: Int
    ) -> RawObject {
        RawObject([
            ("gateway_pubkey", RawObject.text(gateway)), ("node_pubkey", RawObject.text(node)),
            ("session_id", RawObject.text(session)), ("route", RawObject.text(node)),
            ("input_tokens", String(inputTokens)), ("output_tokens", String(outputTokens)),
            ("wall_time_ms", String(wallMilliseconds)),
            ("created_at", String(createdMilliseconds)),
            ("network", RawObject.text(networkID)),
        ])
    }

    /// The receipt with its id, where it has none yet, and both signatures.
    ///
    /// The signatures are of the object as a gateway without guards reads it.
    /// **Throws:** ``BuilderError`` where the object is no JSON.
    package func signed(
        _ receipt: RawObject, gateway: ReceiptIdentity, node: ReceiptIdentity
    ) throws(BuilderError) -> RawObject {
        var signed = receipt
        let payload = try payload(receipt)
        if receipt[ReceiptKeys.claimedID] == nil {
            signed[ReceiptKeys.claimedID] = RawObject.text(try id(receipt))
        }
        let message = HardenedDomain.receipt.message(payload)
        signed[ReceiptKeys.gatewaySignature] = RawObject.text(gateway.signature(of: message))
        signed[ReceiptKeys.nodeSignature] = RawObject.text(node.signature(of: message))
        return signed
    }

    /// The bytes that both parties sign, the domain before them.
    package func payload(_ receipt: RawObject) throws(BuilderError) -> [UInt8] {
        try Self.payload(receipt, ReceiptKeys.payload)
    }

    /// The id of a receipt that claims none.
    package func id(_ receipt: RawObject) throws(BuilderError) -> String {
        HardenedDomain.id.digest(try payload(receipt)).text
    }

    /// A batch of receipts as they are.
    package static func batch(_ receipts: [[UInt8]]) -> [UInt8] {
        let joined = receipts.joined(separator: [UInt8(ascii: ",")])
        return Array("{\"receipts\":[".utf8) + joined + Array("]}".utf8)
    }

    /// A vote without its signature.
    package func vote(
        _ snapshot: EpochSnapshot, validator: String, round: Int = 0
    ) -> RawObject {
        RawObject([
            ("root", RawObject.text(snapshot.root)), ("validator", RawObject.text(validator)),
            ("epoch", snapshot.epoch), ("network", RawObject.text(networkID)),
            ("notes", String(snapshot.notes)), ("receipt_count", String(snapshot.receiptCount)),
            ("round", String(round)), ("total", String(snapshot.total)),
        ])
    }

    /// **Throws:** ``BuilderError`` where the object is no JSON.
    package func signed(
        vote: RawObject, validator: ReceiptIdentity
    ) throws(BuilderError) -> RawObject {
        var signed = vote
        let message = HardenedDomain.vote.message(
            try Self.payload(vote, HardenedRules.voteKeys))
        signed["signature"] = RawObject.text(validator.signature(of: message))
        return signed
    }

    /// A request for a snapshot's payouts.
    package func settlement(_ snapshot: EpochSnapshot) -> RawObject {
        RawObject([
            ("total", String(snapshot.total)), ("epoch", snapshot.epoch),
            ("network", RawObject.text(networkID)), ("notes", String(snapshot.notes)),
            ("payouts", Self.payouts(snapshot.payouts)),
            ("receipt_count", String(snapshot.receiptCount)),
            ("root", RawObject.text(snapshot.root)),
        ])
    }

    /// Payouts as a settlement claims them.
    package static func payouts(_ payouts: [Payout]) -> String {
        let rows = payouts.map { "[\(RawObject.text($0.node)),\($0.amount)]" }
        return "[\(rows.joined(separator: ","))]"
    }

    static func payload(
        _ object: RawObject, _ keys: [String]
    ) throws(BuilderError) -> [UInt8] {
        do throws(Refusal) {
            return try ReceiptDocument(
                object.bytes, byteCountMax: .max,
                guards: .all.without(GatewayGuards.canonical)
            ).payload(keys)
        } catch {
            throw BuilderError(message: error.description)
        }
    }
}

/// An object that is no JSON.
package struct BuilderError: Error, Equatable {
    package let message: String
}
