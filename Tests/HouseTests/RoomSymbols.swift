/// The types and members that the Swift files of a room declare, by the paths that DocC gives them:
/// `BoundedMatrix`, `BoundedMatrix/bound`, `ClampCount/merge(_:)`.
///
/// Scopes follow the indentation, which the formatter keeps at four spaces a level.
struct RoomSymbols {
    private(set) var paths: Set<String> = []  // membership only, never iterated

    init(_ sources: [SourceFile]) {
        for source in sources where source.isSwift { add(source.code) }
    }

    private mutating func add(_ lines: [String]) {
        var scopes: [(indentation: Int, path: String)] = []
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0 == " " }
            let indentation = line.count - text.count
            guard !text.isEmpty, text != "{" else { continue }
            while let scope = scopes.last, indentation <= scope.indentation { scopes.removeLast() }
            // Deeper lines belong to bodies, whose names nobody links.
            guard indentation == (scopes.last.map { $0.indentation + 4 } ?? 0) else { continue }
            let prefix = scopes.last.map { $0.path + "/" } ?? ""
            if let match = text.firstMatch(
                of:
                    /^(?:[a-z@][\w@()]* )*(struct|class|enum|protocol|actor|extension) ([\w.]+)/
            ) {
                let name = match.2.replacing(".", with: "/")
                let path = match.1 == "extension" ? String(name) : prefix + name
                scopes.append((indentation: indentation, path: path))
                if match.1 != "extension" { paths.insert(path) }
                continue
            }
            for name in Self.members(lines[index...]) { paths.insert(prefix + name) }
        }
    }

    /// The members that a declaration at the start of these lines makes.
    private static func members(_ lines: ArraySlice<String>) -> [String] {
        let declaration =
            /^ *(?:[a-z@][\w@()]* )*(func|var|let|typealias|case|init|subscript)\b[?!]? ?(.*)$/
        guard let match = lines[lines.startIndex].firstMatch(of: declaration) else { return [] }
        let rest = ([String(match.2)] + lines.dropFirst().prefix(12)).joined(separator: " ")
        let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        switch match.1 {
        case "case":
            return parts(String(match.2)).compactMap { part in
                let name = String(part.prefix { $0.isLetter || $0.isNumber })
                return name.isEmpty ? nil : name + labels(part, dropFirstNames: false)
            }
        case "func": return name.isEmpty ? [] : [name + labels(rest, dropFirstNames: false)]
        case "init": return ["init" + labels(rest, dropFirstNames: false)]
        case "subscript": return ["subscript" + labels(rest, dropFirstNames: true)]
        default: return name.isEmpty ? [] : [name]
        }
    }

    /// `(_:to:)` for the first list of parameters in `text`; empty where it has none.
    ///
    /// - Parameter dropFirstNames: whether a parameter with one name has no label, as in a
    ///   subscript.
    private static func labels(_ text: String, dropFirstNames: Bool) -> String {
        // The arrow of a function's type closes nothing.
        let text = text.replacing("->", with: "")
        guard let start = text.firstIndex(of: "(") else { return "" }
        var depth = 0
        var list = ""
        for character in text[start...] {
            if ")]>".contains(character) { depth -= 1 }
            if depth == 0 && character == ")" { break }
            if depth > 0 { list.append(character) }
            if "([<".contains(character) { depth += 1 }
        }
        let names = parts(list).map { part in
            let words = part.prefix { $0 != ":" }.split(separator: " ")
            let hasLabel = part.contains(":") && !(dropFirstNames && words.count == 1)
            return (hasLabel ? words.first.map(String.init) ?? "_" : "_") + ":"
        }
        return "(" + names.joined() + ")"
    }

    /// The parts of a list, cut at commas outside brackets.
    private static func parts(_ list: String) -> [String] {
        var depth = 0
        var parts = [""]
        for character in list {
            if "([<".contains(character) { depth += 1 }
            if ")]>".contains(character) { depth -= 1 }
            if depth == 0 && character == "," {
                parts.append("")
            } else if !(parts[parts.count - 1].isEmpty && character == " ") {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.filter { !$0.isEmpty }
    }
}
