package import PythonValues

/// The file of training texts: one a line.
package enum TextFile {
    private static let (lineFeed, carriageReturn): (UInt32, UInt32) = (10, 13)

    /// The bytes of a saved file: each sample stripped, inner line breaks as they are.
    ///
    /// **Throws:** ``PythonError/unicode(_:)`` for a surrogate alone.
    package static func bytes(of samples: [PythonText]) throws(PythonError) -> [UInt8] {
        var bytes: [UInt8] = []
        for sample in samples {
            bytes += try sample.stripped().utf8()
            bytes.append(UInt8(lineFeed))
        }
        return bytes
    }

    /// The samples of a file: its stripped lines without the empty ones. A line ends with LF, CR
    /// or both, and with nothing else.
    ///
    /// **Throws:** ``PythonError``: `UnicodeDecodeError` where the bytes are no UTF-8.
    package static func samples(of bytes: [UInt8]) throws(PythonError) -> [PythonText] {
        guard let text = PythonText(utf8: bytes) else {
            throw .other(name: "UnicodeDecodeError", "'utf-8' codec can't decode the file")
        }
        return text.codePoints.split { $0 == lineFeed || $0 == carriageReturn }
            .map { PythonText(codePoints: Array($0)).stripped() }
            .filter { !$0.codePoints.isEmpty }
    }
}
