internal import PythonValues

/// Base64 as `binascii.a2b_base64` reads bytes.
enum LenientBase64 {
    /// The bytes; nil where padding is missing. Characters outside the alphabet are passed over.
    static func bytes(of text: some Sequence<UInt8>) -> [UInt8]? {
        Base64Text.bytes(lenient: String(decoding: text.filter { $0 < 0x80 }, as: UTF8.self))
    }
}
