extension PythonValue {
    /// `str(value)`. **Throws:** ``PythonError/value(_:)`` for an integer that is too long.
    public func text() throws(PythonError) -> PythonText {
        if case .string(let text) = self { return text }
        return try representation()
    }

    /// `repr(value)`, in which all characters but controls and surrogates alone count as printable.
    public func representation() throws(PythonError) -> PythonText {
        switch self {
        case .none: return PythonText("None")
        case .boolean(let value): return PythonText(value ? "True" : "False")
        case .integer(let value): return PythonText(try value.pythonText())
        case .float(let value): return PythonText(value.text)
        case .string(let text): return text.representation
        case .list(let elements):
            var parts: [PythonText] = []
            for element in elements { parts.append(try element.representation()) }
            return PythonText("[") + PythonText.joined(parts) + PythonText("]")
        case .dictionary(let dictionary):
            var parts: [PythonText] = []
            for member in dictionary.members {
                parts.append(
                    try member.key.representation + PythonText(": ")
                        + member.value.representation())
            }
            return PythonText("{") + PythonText.joined(parts) + PythonText("}")
        }
    }
}

extension PythonText {
    fileprivate static func joined(_ parts: [PythonText]) -> PythonText {
        var text = PythonText()
        for (index, part) in parts.enumerated() {
            if index > 0 { text.codePoints += [0x2C, 0x20] }
            text.codePoints += part.codePoints
        }
        return text
    }

    /// In single quotes, or in double ones where it holds single ones alone.
    fileprivate var representation: PythonText {
        let (single, double) = (UInt32(0x27), UInt32(0x22))
        let quote = codePoints.contains(single) && !codePoints.contains(double) ? double : single
        var points = [quote]
        for point in codePoints {
            switch point {
            case quote, 0x5C: points += [0x5C, point]
            case 0x09: points += PythonText("\\t").codePoints
            case 0x0A: points += PythonText("\\n").codePoints
            case 0x0D: points += PythonText("\\r").codePoints
            case 0..<0x20, 0x7F..<0xA0:
                points +=
                    PythonText("\\x" + (point < 16 ? "0" : "") + String(point, radix: 16))
                    .codePoints
            case 0xD800..<0xE000:
                points += PythonText("\\u" + String(point, radix: 16)).codePoints
            default: points.append(point)
            }
        }
        return PythonText(codePoints: points + [quote])
    }
}
