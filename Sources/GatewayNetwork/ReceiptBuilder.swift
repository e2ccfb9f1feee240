internal import BigInt
internal import Cryptography
internal import Encodings
internal import PythonValues
package import Trials

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

/// Makes receipts, votes and settlements in a profile's own form: for tests and attacks, which may
/// change any field before it is signed and after.
package struct ReceiptBuilder: Sendable {
    package let profile: Profile
    package let parameters: GatewayParameters

    package init(profile: Profile, parameters: GatewayParameters) {
        self.profile = profile
        self.parameters = parameters
    }

    /// The network's id, as hardened messages name it.
    package var networkID: String { parameters.networkID.text }

    /// A receipt without signatures. `created_at` is in seconds with a fraction in `published`, in
    /// whole milliseconds in `hardened`.
    package func receipt(
        gateway: String, node: String, session: String, inputTokens: Int = 3,
        outputTokens: Int = 5, wallMilliseconds: Int = 7, createdMilliseconds: Int
    ) -> RawObject {
        var receipt = RawObject([
            ("gateway_pubkey", RawObject.text(gateway)), ("node_pubkey", RawObject.text(node)),
            ("session_id", RawObject.text(session)), ("route", RawObject.text(node)),
            ("input_tokens", String(inputTokens)), ("output_tokens", String(outputTokens)),
            ("wall_time_ms", String(wallMilliseconds)),
        ])
        switch profile {
        case .published: receipt["created_at"] = Self.seconds(createdMilliseconds)
        case .hardened:
            receipt["created_at"] = String(createdMilliseconds)
            receipt["network"] = RawObject.text(networkID)
        }
        return receipt
    }

    /// The text that Python writes for the float64 next to so many milliseconds, from 1970 to 9999.
    private static func seconds(_ milliseconds: Int) -> String {
        let thousandths = String(1_000 + milliseconds % 1_000).dropFirst()
        var fraction = String(thousandths)
        while fraction.count > 1, fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(milliseconds / 1_000).\(fraction)"
    }

    /// The receipt with its id (in `hardened`, where it has none yet) and both signatures.
    ///
    /// The signatures are of the object as a node of this profile reads it.
    /// **Throws:** ``BuilderError`` where the object is no JSON.
    package func signed(
        _ receipt: RawObject, gateway: ReceiptIdentity, node: ReceiptIdentity
    ) throws(BuilderError) -> RawObject {
        var signed = receipt
        let payload = try payload(receipt)
        if profile == .hardened, receipt[ReceiptKeys.claimedID] == nil {
            signed[ReceiptKeys.claimedID] = RawObject.text(try id(receipt))
        }
        let message = profile == .hardened ? HardenedDomain.receipt.message(payload) : payload
        signed[ReceiptKeys.gatewaySignature] = RawObject.text(gateway.signature(of: message))
        signed[ReceiptKeys.nodeSignature] = RawObject.text(node.signature(of: message))
        return signed
    }

    /// The bytes that both parties sign; in `hardened`, the domain stands before them.
    package func payload(_ receipt: RawObject) throws(BuilderError) -> [UInt8] {
        try Self.payload(
            receipt, profile == .hardened ? HardenedRules.payloadKeys : ReceiptKeys.payload)
    }

    /// The id of a receipt that claims none.
    package func id(_ receipt: RawObject) throws(BuilderError) -> String {
        let payload = try payload(receipt)
        switch profile {
        case .published: return PublishedRules.id(payload: payload)
        case .hardened: return HardenedDomain.id.digest(payload).text
        }
    }

    /// A batch of receipts as they are.
    package static func batch(_ receipts: [[UInt8]]) -> [UInt8] {
        let joined = receipts.joined(separator: [UInt8(ascii: ",")])
        return Array("{\"receipts\":[".utf8) + joined + Array("]}".utf8)
    }

    /// A vote without its signature. `published` knows the root alone.
    package func vote(
        _ snapshot: EpochSnapshot, validator: String, round: Int = 0
    ) -> RawObject {
        var vote = RawObject([
            ("root", RawObject.text(snapshot.root)), ("validator", RawObject.text(validator)),
        ])
        if profile == .hardened {
            vote["epoch"] = snapshot.epoch
            vote["network"] = RawObject.text(networkID)
            vote["notes"] = String(snapshot.notes)
            vote["receipt_count"] = String(snapshot.receiptCount)
            vote["round"] = String(round)
            vote["total"] = String(snapshot.total)
        }
        return vote
    }

    /// **Throws:** ``BuilderError`` where the object is no JSON, or its root no text.
    package func signed(
        vote: RawObject, validator: ReceiptIdentity
    ) throws(BuilderError) -> RawObject {
        var signed = vote
        let message: [UInt8]
        switch profile {
        case .published:
            let document = try Self.document(vote)
            guard case .string(let root)? = document.members["root"] else {
                throw BuilderError(message: "expected a root")
            }
            message = root.shown.bytes
        case .hardened:
            message = HardenedDomain.vote.message(
                try Self.payload(vote, HardenedRules.voteKeys))
        }
        signed["signature"] = RawObject.text(validator.signature(of: message))
        return signed
    }

    /// A request for an epoch in `published`, which names no snapshot.
    package func settlement(epoch: String, total: Int) -> RawObject {
        RawObject([("epoch", RawObject.text(epoch)), ("total", String(total))])
    }

    /// A request for a snapshot's payouts, in either profile.
    package func settlement(_ snapshot: EpochSnapshot) -> RawObject {
        var request = RawObject([("total", String(snapshot.total))])
        switch profile {
        case .published: request["epoch"] = RawObject.text(snapshot.epoch)
        case .hardened:
            request["epoch"] = snapshot.epoch
            request["network"] = RawObject.text(networkID)
            request["notes"] = String(snapshot.notes)
            request["payouts"] = Self.payouts(snapshot.payouts)
            request["receipt_count"] = String(snapshot.receiptCount)
            request["root"] = RawObject.text(snapshot.root)
        }
        return request
    }

    /// Payouts as a hardened settlement claims them.
    package static func payouts(_ payouts: [Payout]) -> String {
        let rows = payouts.map { "[\(RawObject.text($0.node)),\($0.amount)]" }
        return "[\(rows.joined(separator: ","))]"
    }

    static func payload(
        _ object: RawObject, _ keys: [String]
    ) throws(BuilderError) -> [UInt8] {
        let document = try document(object)
        do throws(PythonError) {
            return try document.payload(keys)
        } catch {
            throw BuilderError(message: error.description)
        }
    }

    private static func document(_ object: RawObject) throws(BuilderError) -> ReceiptDocument {
        do throws(Refusal) {
            return try ReceiptDocument(
                object.bytes, byteCountMax: .max, isHardened: false, guards: .all)
        } catch {
            throw BuilderError(message: error.description)
        }
    }
}

/// An object that is no JSON, or a vote whose root is no text.
package struct BuilderError: Error, Equatable {
    package let message: String
}
