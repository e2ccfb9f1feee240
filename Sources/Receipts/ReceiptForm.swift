internal import Cryptography
internal import Encodings

/// The parts of a receipt's file, besides its body.
///
/// Golden-bearing: labs keep such files. README.md beside this file is the page that describes
/// them.
enum ReceiptForm {
    static let name = "glyphlab receipt 1"
    /// The first bytes of the signed message, so that no other signature of the key fits.
    static let signatureDomain = "glyphlab receipt signature 1\n"
    static let members = ["format", "run", "made_by", "receipt_hash", "key", "signature"]
    static let digestByteCount = 32

    /// The bytes under the receipt's hash: the file from its start to the end of `made_by`.
    static func hashedBytes(_ body: ReceiptBody) -> [UInt8] {
        hashedBytes(
            body, traceRoot: body.run.traceRoot, ultimateHash: body.run.ultimateHash)
    }

    /// The same bytes with claimed digests instead of those that follow from the run.
    static func hashedBytes(
        _ body: ReceiptBody, traceRoot: Digest, ultimateHash: Digest?
    ) -> [UInt8] {
        let json = JSONValue.object([
            JSONMember("format", .string(name)),
            JSONMember("run", body.run.json(traceRoot: traceRoot, ultimateHash: ultimateHash)),
            JSONMember("made_by", body.origin.json),
        ])
        return Array(json.compactText.utf8.dropLast())
    }

    /// The members after the hashed bytes, and a line feed.
    static func tail(receiptHash: String, key: String, signature: String) -> [UInt8] {
        let json = JSONValue.object([
            JSONMember("receipt_hash", .string(receiptHash)),
            JSONMember("key", .string(key)),
            JSONMember("signature", .string(signature)),
        ])
        return Array((",\(json.compactText.dropFirst())" + "\n").utf8)
    }
}
