internal import PublishedGateways
internal import PythonValues

/// Texts as the published code writes them.
enum PublishedTexts {
    /// Compact, with the members in the order of their keys; nil for what cannot be written.
    static func compact(_ value: PythonValue) -> [UInt8]? {
        (try? PythonJSONWriter.text(value)).map { Array($0.utf8) }
    }

    static func value(_ bytes: [UInt8]) -> PythonValue? {
        try? PythonJSONParser.parse(bytes, byteCountMax: .max)
    }
}

extension TableCell {
    /// The bytes of a text; none for another cell.
    var textBytes: [UInt8] {
        if case .text(let bytes) = self { bytes } else { [] }
    }

    var shown: String { String(decoding: textBytes, as: UTF8.self) }

    var integer: Int {
        if case .integer(let integer) = self { integer } else { 0 }
    }
}

extension PythonValue {
    /// The text, for looking at; empty for another value.
    var shownText: String {
        if case .string(let text) = self { text.shown } else { "" }
    }

    /// A member of an object; none for one that is missing, and of another value.
    func found(_ name: String) -> PythonValue {
        if case .dictionary(let members) = self { members[name] ?? PythonValue.none } else { .none }
    }

    var foundElements: [PythonValue] {
        if case .list(let elements) = self { elements } else { [] }
    }
}
