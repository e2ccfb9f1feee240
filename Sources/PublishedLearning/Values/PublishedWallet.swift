internal import Cryptography
package import PythonValues

/// A wallet: the texts of its keys, and the address.
package struct PublishedWallet: Sendable {
    package let privateKey: PythonText
    package let publicKey: PythonText
    package let address: String

    /// The wallet of a secret of 32 bytes; nil where it is not from 1 to the curve's order less 1.
    package init?(secret: [UInt8]) {
        guard let texts = KeyText.texts(secret: secret) else { return nil }
        privateKey = PythonText(texts.privateKey)
        publicKey = PythonText(texts.publicKey)
        guard let address = try? Self.address(publicKey: publicKey) else { return nil }
        self.address = address
    }

    /// `generate_address(public_key)`: of any text, which no rule holds against a key.
    ///
    /// **Throws:** ``PythonError/unicode(_:)`` for a surrogate alone.
    package static func address(publicKey: PythonText) throws(PythonError) -> String {
        let inner = Digests.sha256(try publicKey.utf8()).text
        return "0x" + Digests.sha256(inner.utf8).text.prefix(40)
    }

    /// `sign_transaction(payment)`: whether it is signed now.
    package func sign(_ payment: inout PublishedTransaction) -> Bool {
        guard let object = try? payment.signedObject() else { return false }
        payment.signature = .text(PublishedSignature.sign(object, privateKey: privateKey))
        return true
    }

    /// `verify_transaction_signature(payment)`, where this wallet is the sender's: no other is
    /// ever verified.
    package func verifies(_ payment: PublishedTransaction) -> Bool {
        guard payment.from.equals(.text(address)), case .string(let text) = payment.signature,
            let object = try? payment.signedObject()
        else { return false }
        return PublishedSignature.verifies(text, of: object, publicKey: publicKey)
    }
}
