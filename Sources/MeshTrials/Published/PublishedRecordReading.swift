internal import Cryptography
internal import Encodings

/// The referee's own reading of a published record's bytes.
enum PublishedRecordReading {
    /// The contents of all markers of a kind, each up to its next bracket.
    static func contents(_ kind: String, in bytes: [UInt8]) -> [[UInt8]] {
        let start = Array("[\(kind):".utf8)
        var (rest, contents) = (bytes[...], [[UInt8]]())
        while let found = rest.firstRange(of: start) {
            rest = rest[found.upperBound...]
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { break }
            if end > rest.startIndex { contents.append(Array(rest[..<end])) }
            rest = rest[(end + 1)...]
        }
        return contents
    }

    /// The 32 bytes of an owner's text: the end of its second word; nil where there are none.
    static func rawKey(ofOwner text: [UInt8]) -> [UInt8]? {
        let words = text.split { $0 == 0x20 || $0 == 0x09 }
        guard words.count >= 2, words[0].elementsEqual("ssh-ed25519".utf8) else { return nil }
        let alphabet = words[1].filter { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
                || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || [UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "=")].contains(byte)
        }
        guard let bytes = Base64.bytes(of: String(decoding: alphabet, as: UTF8.self)),
            bytes.count == 51
        else { return nil }
        return Array(bytes.suffix(32))
    }

    /// The complaint about a value whose signature is not spelled as honest parties spell it.
    static func complaint(ofValue value: [UInt8]) -> String? {
        let signatures = contents("signature", in: value)
        guard !signatures.isEmpty else { return nil }
        guard signatures.count == 1 else { return "it has \(signatures.count) signatures" }
        let text = String(decoding: signatures[0], as: UTF8.self)
        guard let bytes = Base64.bytes(of: text), Base64.text(of: bytes) == text,
            bytes.count == Ed25519.signatureByteCount
        else { return "its signature is spelled in another way" }
        let end = Array("[signature:".utf8) + signatures[0] + [UInt8(ascii: "]")]
        return value.suffix(end.count).elementsEqual(end)
            ? nil : "its signature is not at its end"
    }

    /// The complaint about a subkey that is not spelled as msgpack spells bytes.
    static func complaint(ofSubkey tag: [UInt8]) -> String? {
        switch tag.first {
        case 0xC0 where tag.count == 1: nil
        case 0xC4 where tag.count >= 2 && tag.count == Int(tag[1]) + 2: nil
        case 0xC5 where tag.count > 258 && tag.count == Int(tag[1]) << 8 + Int(tag[2]) + 3: nil
        default: "a subkey in another spelling"
        }
    }
}
