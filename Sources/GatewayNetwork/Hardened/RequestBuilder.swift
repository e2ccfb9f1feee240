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

    /// **Throws:** ``BuilderError`` where the object is no JSON.
    package func signed(
        note: RawObject, by signer: ReceiptIdentity
    ) throws(BuilderError) -> RawObject {
        try signed(note, .note, by: signer)
    }

    private func signed(
        _ object: RawObject, _ domain: HardenedDomain, by signer: ReceiptIdentity
    ) throws(BuilderError) -> RawObject {
        var signed = object
        let payload = try ReceiptBuilder.payload(object, object.keys)
        signed["signature"] = RawObject.text(signer.signature(of: domain.message(payload)))
        return signed
    }
}
