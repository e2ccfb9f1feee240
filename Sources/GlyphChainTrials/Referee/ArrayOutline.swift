/// The elements of a JSON array by its outline alone, each as it is spelled: a file may hold blocks
/// that are no strict JSON beside blocks that are.
package enum ArrayOutline {
    /// The elements' texts; nil for a text that is no array in its outlines.
    package static func elements(_ bytes: [UInt8]) -> [[UInt8]]? {
        let text = trimmed(bytes[...])
        guard text.count >= 2, text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]")
        else { return nil }
        let inner = text.dropFirst().dropLast()
        guard !trimmed(inner).isEmpty else { return [] }
        var elements: [[UInt8]] = []
        var (start, depth) = (inner.startIndex, 0)
        var (isText, isEscaped) = (false, false)
        for (index, byte) in zip(inner.indices, inner) {
            if isText {
                if !isEscaped, byte == UInt8(ascii: "\"") { isText = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                elements.append(Array(trimmed(inner[start..<index])))
                start = index + 1
            default: break
            }
            guard depth >= 0 else { return nil }
        }
        guard !isText, depth == 0 else { return nil }
        return elements + [Array(trimmed(inner[start...]))]
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
        var bytes = bytes.drop(while: isSpace)
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return bytes
    }
}
