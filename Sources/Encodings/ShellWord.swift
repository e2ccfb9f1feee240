/// A word quoted so that a shell reads it back unchanged, whatever its characters.
public enum ShellWord {
    /// Bare where it means nothing to a shell, in single quotes otherwise; where something cannot
    /// be seen, out of `printf`, which every POSIX shell has. Nil for a text with U+0000, which no
    /// argument can hold, and for one that no shell keeps whole so.
    public static func quoted(_ text: String) -> String? {
        guard !text.utf8.contains(0) else { return nil }
        if text.unicodeScalars.contains(where: isHidden) {
            guard text.utf8.last == UInt8(ascii: "\n") else { return printed(text) }
            // A shell drops the line feeds at a command's end: they stand for themselves.
            let isOtherHidden = text.unicodeScalars.contains { isHidden($0) && $0 != "\n" }
            if isOtherHidden { return nil }
        }
        // A leading equals sign asks zsh for a program's path.
        if !text.isEmpty && text.utf8.first != UInt8(ascii: "=") && text.utf8.allSatisfy(isPlain) {
            return text
        }
        var quoted = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(scalar) }
        }
        return quoted + "'"
    }

    /// `--salt s`, or `--salt=-s` where the value would be taken for an option.
    public static func option(_ name: String, _ value: String) -> String? {
        quoted(value).map { name + (value.utf8.first == UInt8(ascii: "-") ? "=" : " ") + $0 }
    }

    /// The text out of `printf`, bytes by three octal digits where they are not plain to see.
    private static func printed(_ text: String) -> String {
        var format = ""
        for (place, scalar) in text.unicodeScalars.enumerated() {
            let isSpecial = "'\\%".unicodeScalars.contains(scalar) || isHidden(scalar)
            guard isSpecial || place == 0 && scalar == "-" else {
                format.unicodeScalars.append(scalar)
                continue
            }
            for byte in String(scalar).utf8 {
                let digits = String(byte, radix: 8)
                format += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            }
        }
        return "\"$(printf '\(format)')\""
    }

    /// Whether a terminal would not show it, or act on it.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            true
        default: false
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: Array("-_./:,+@%=".utf8).contains(byte)
        }
    }
}
