internal import Encodings

/// Bytes as Python shows them.
enum PythonBytes {
    /// `repr(bytes)`.
    static func shown(_ bytes: [UInt8]) -> [UInt8] {
        let apostrophe = UInt8(ascii: "'")
        let quotation = UInt8(ascii: "\"")
        let quote =
            bytes.contains(apostrophe) && !bytes.contains(quotation)
            ? quotation : apostrophe
        var shown = [UInt8(ascii: "b"), quote]
        for byte in bytes {
            switch byte {
            case quote, UInt8(ascii: "\\"): shown += [UInt8(ascii: "\\"), byte]
            case 0x09: shown += Array("\\t".utf8)
            case 0x0A: shown += Array("\\n".utf8)
            case 0x0D: shown += Array("\\r".utf8)
            case 0x20...0x7E: shown.append(byte)
            default: shown += Array(("\\x" + Hexadecimal.text(of: [byte])).utf8)
            }
        }
        return shown + [quote]
    }
}
