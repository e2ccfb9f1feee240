internal import Cryptography

/// Makes notes, credits, orders and asks: for parties, tests and attacks, which may change any
/// member before it is signed and after.
package struct RequestBuilder: Sendable {
    package let networkID: String

    package init(parameters: GatewayParameters) {
        networkID = parameters.networkID.text
    }

    /// A validator's word on a receipt, without its signature.
    package func quality(
        receipt: String, node: String, permille: Int, validator: String, round: Int = 0
    ) -> RawObject {
        RawObject([
            ("network", RawObject.text(networkID)), ("node", RawObject.text(node)),
            ("permille", String(permille)), ("receipt", RawObject.text(receipt)),
            ("round", String(round)), ("validator", RawObject.text(validator)),
        ])
    }

    /// The address at which a node wants to be paid, without its signature.
    package func address(_ address: String, node: String, round: Int = 0) -> RawObject {
        RawObject([
            ("address", RawObject.text(address)), ("network", RawObject.text(networkID)),
            ("node", RawObject.text(node)), ("round", String(round)),
        ])
    }

    /// The treasury's word that a user has paid, without its signature.
    package func credit(_ amount: Int, to user: String, payment: String) -> RawObject {
        RawObject([
            ("amount", String(amount)), ("network", RawObject.text(networkID)),
            ("payment", RawObject.text(payment)), ("user", RawObject.text(user)),
        ])
    }

    /// A user's order, without its signature.
    package func order(
        _ prompt: String, of gateway: String, user: String, nonce: Int, maxPrice: Int,
        maxTokens: Int
    ) -> RawObject {
        RawObject([
            ("gateway", RawObject.text(gateway)), ("max_price", String(maxPrice)),
            ("max_tokens", String(maxTokens)), ("network", RawObject.text(networkID)),
            ("nonce", String(nonce)),
            ("prompt", RawObject.text(Digests.sha256(prompt.utf8).text)),
            ("user", RawObject.text(user)),
        ])
    }

    /// The price that a gateway asks for 1,000 tokens, without its signature.
    package func ask(_ millis: Int, gateway: String, round: Int = 0) -> RawObject {
        RawObject([
            ("gateway", RawObject.text(gateway)), ("millis", String(millis)),
            ("network", RawObject.text(networkID)), ("round", String(round)),
        ])
    }

    /// An order as a gateway takes it: beside its prompt.
    package static func message(order: RawObject, prompt: String) -> [UInt8] {
        Array("{\"order\":".utf8) + order.bytes
            + Array(",\"prompt\":\(RawObject.text(prompt))}".utf8)
    }

    /// A kind of message that somebody signs.
    package enum Kind: Sendable {
        case note, credit, order, ask

        var domain: HardenedDomain {
            switch self {
            case .note: .note
            case .credit: .credit
            case .order: .order
            case .ask: .ask
            }
        }
    }

    /// The object with the signature of all its other members.
    ///
    /// **Throws:** ``BuilderError`` where the object is no JSON.
    package static func signed(
        _ object: RawObject, _ kind: Kind, by signer: ReceiptIdentity
    ) throws(BuilderError) -> RawObject {
        var signed = object
        let payload = try ReceiptBuilder.payload(object, object.keys)
        signed["signature"] = RawObject.text(signer.signature(of: kind.domain.message(payload)))
        return signed
    }

    /// The id of an order's session, in hex.
    package static func session(of order: RawObject) throws(BuilderError) -> String {
        HardenedDomain.order.digest(
            try ReceiptBuilder.payload(order, order.keys.filter { $0 != "signature" })
        ).text
    }
}
