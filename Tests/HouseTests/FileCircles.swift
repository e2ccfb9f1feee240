/// The files of one room and the arrows between them: a file points to another where it names a
/// type that the other declares at its top level.
///
/// Extensions declare no type, so that a type may be spread over several files; between them no
/// arrow is drawn that names would not show.
struct FileCircles {
    /// Paths in their order.
    private let files: [String]
    /// By file: indices of those that it names, ascending.
    private let arrows: [[Int]]

    init(_ sources: [SourceFile]) {
        let sources = sources.filter(\.isSwift)
        files = sources.map(\.path)
        let codes = sources.map(Self.withoutLongStrings)
        let declaration =
            /^(?:[a-z@][\w@()]* )*(?:struct|class|enum|protocol|actor|typealias) ([A-Z]\w*)/
        var owners: [String: Int] = [:]  // looked up, never iterated
        for (index, lines) in codes.enumerated() {
            for line in lines {
                if let match = line.firstMatch(of: declaration) {
                    owners[String(match.1)] = index
                }
            }
        }
        arrows = codes.enumerated().map { index, lines in
            var named: Set<Int> = []  // sorted where it is read out, else never iterated
            for line in lines {
                for word in line.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }
                )
                where word.first?.isUppercase == true {
                    if let owner = owners[String(word)], owner != index { named.insert(owner) }
                }
            }
            return named.sorted()
        }
    }

    private static func withoutLongStrings(_ file: SourceFile) -> [String] {
        var isInside = false
        return zip(file.lines, file.code).map { line, code in
            let marks = line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count - 1
            defer { if marks % 2 == 1 { isInside.toggle() } }
            return isInside ? "" : code
        }
    }

    /// Files that reach each other, two at least in each circle, by their names without suffix;
    /// sorted.
    var circles: [[String]] {
        let reached = arrows.indices.map(reached(from:))
        var circles: [[String]] = []
        var isListed = [Bool](repeating: false, count: files.count)
        for index in files.indices where !isListed[index] {
            let circle = reached[index].filter { $0 == index || reached[$0].contains(index) }
            guard reached[index].contains(index), circle.count > 1 else { continue }
            for member in circle { isListed[member] = true }
            circles.append(circle.map { Self.name(files[$0]) }.sorted())
        }
        return circles.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Ascending; a file reaches itself only by way of another.
    private func reached(from start: Int) -> [Int] {
        var isReached = [Bool](repeating: false, count: files.count)
        var waiting = arrows[start]
        while let next = waiting.popLast() {
            guard !isReached[next] else { continue }
            isReached[next] = true
            waiting += arrows[next]
        }
        return files.indices.filter { isReached[$0] }
    }

    private static func name(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != "." })
    }
}
