internal import Cryptography
internal import Encodings

extension RunReceipt {
    /// The number of first bytes by which ``isMeant(json:)`` decides.
    package static let startByteCount = 200

    /// Whether a file with these first bytes is meant as a receipt, sound or not.
    package static func isMeant(json start: [UInt8]) -> Bool {
        String(decoding: start.prefix(startByteCount), as: UTF8.self)
            .contains("\"glyphlab receipt ")
    }

    /// Reads a receipt from any file's bytes: checks the form, then that its parts agree, then the
    /// signature. No bytes trap, and sizes are checked before memory is allocated.
    ///
    /// **Throws:** ``ReceiptError``, whose cases tell which check failed.
    package init(decoding bytes: [UInt8]) throws(ReceiptError) {
        guard bytes.count <= ReceiptLimits.byteCountMax else {
            throw .tooLarge(
                limitByteCount: ReceiptLimits.byteCountMax, gotByteCount: bytes.count)
        }
        let document: JSONValue
        do throws(JSONParseError) {
            document = try JSONParser.parse(bytes, byteCountMax: ReceiptLimits.byteCountMax)
        } catch {
            throw .notJSON(error)
        }
        let claims: ReceiptClaims
        do throws(StrictJSON.Failure) {
            claims = try ReceiptClaims(StrictJSON(document))
        } catch {
            throw .member(error)
        }
        try Self.checkForm(bytes, expected: claims.bytes)
        try claims.checkAgreement()
        self.init(
            body: claims.body, receiptHash: claims.receiptHash, publicKey: claims.publicKey,
            signature: claims.signature)
        guard
            Ed25519.verifies(
                signature, message: Self.signedMessage(receiptHash), publicKey: publicKey)
        else { throw .signature(publicKey: Hexadecimal.text(of: publicKey)) }
    }

    /// Checks that the bytes have the one form of a receipt.
    private static func checkForm(_ bytes: [UInt8], expected: [UInt8]) throws(ReceiptError) {
        guard bytes != expected else { return }
        let offset = zip(bytes, expected).prefix { $0 == $1 }.count
        func shown(_ bytes: [UInt8]) -> String {
            let text = String(decoding: bytes[offset...].prefix(16), as: UTF8.self)
            return text.isEmpty ? "its end" : JSONValue.quoted(text, scalarCountMax: 16)
        }
        throw .form(offset: offset, expected: shown(expected), got: shown(bytes))
    }
}
