internal import Cryptography
package import PythonValues

/// `CryptoManager.hash_data`, and the text that it hashes.
package enum PublishedHash {
    /// `json.dumps(value, sort_keys=True)` of an object or an array, `str(value)` of all else.
    ///
    /// **Throws:** ``PythonError`` for an integer of more digits than CPython prints.
    package static func text(_ value: PythonValue) throws(PythonError) -> PythonText {
        switch value {
        case .dictionary, .list: PythonText(try encoding(value))
        default: try value.text()
        }
    }

    /// `json.dumps(value, sort_keys=True)`: enc of the design page.
    package static func encoding(_ value: PythonValue) throws(PythonError) -> String {
        try PythonJSONWriter.text(value, style: .spaced)
    }

    /// The SHA-256 in lower hexadecimal.
    ///
    /// **Throws:** ``PythonError`` for a text with a surrogate that stands alone.
    package static func hash(_ value: PythonValue) throws(PythonError) -> String {
        Digests.sha256(try text(value).utf8()).text
    }
}
