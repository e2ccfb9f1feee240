package import BigInt
package import PythonValues

/// The published commands' reading of their arguments: options alone, by Python's `argparse`.
package struct ArgumentReader: Sendable {
    package enum Kind: Sendable {
        case flag
        case text
        case integer
        /// Texts, at least one.
        case texts
        /// A text out of these.
        case choice([String])
    }

    /// The end of a command by its arguments: 2 where they are wrong, 0 for `--help`.
    package struct Exit: Error, Equatable, Sendable {
        package let code: Int
    }

    private static let wrong = Exit(code: 2)
    private static let dash: UInt32 = 0x2D
    private static let equals: UInt32 = 0x3D

    private let options: [(name: String, kind: Kind)]
    /// The values of each option given: the last one's, none for flags.
    private var found: [(name: String, values: [PythonText])] = []

    package init(
        _ options: [(name: String, kind: Kind)], arguments: [PythonText]
    ) throws(Exit) {
        self.options = options
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            // Nothing but options is taken.
            guard let (name, kind, attached) = try option(argument) else { throw Self.wrong }
            var values: [PythonText] = []
            if let attached {
                values = [attached]
            } else if case .flag = kind {
            } else {
                while let next = rest.first, try !looksLikeOption(next) {
                    values.append(next)
                    rest.removeFirst()
                    guard case .texts = kind else { break }
                }
            }
            try check(values, kind)
            found.removeAll { $0.name == name }
            found.append((name, values))
        }
    }

    private func check(_ values: [PythonText], _ kind: Kind) throws(Exit) {
        if case .flag = kind {
            guard values.isEmpty else { throw Self.wrong }
            return
        }
        guard let value = values.first else { throw Self.wrong }
        switch kind {
        case .integer: _ = try Self.integer(value)
        case .choice(let texts):
            guard texts.contains(where: value.equals) else { throw Self.wrong }
        case .flag, .text, .texts: break
        }
    }

    private static func integer(_ text: PythonText) throws(Exit) -> BigInt {
        do throws(PythonError) { return try text.integer() } catch { throw wrong }
    }

    /// Whether an argument cannot be an option's value: it begins with a dash, and is neither a
    /// dash alone, nor a negative number, nor with a blank in it and no option's name.
    private func looksLikeOption(_ argument: PythonText) throws(Exit) -> Bool {
        let points = argument.codePoints
        guard points.first == Self.dash, points.count > 1 else { return false }
        if try option(argument) != nil { return true }
        return !Self.isNegativeNumber(points) && !points.contains(0x20)
    }

    /// As `-1`, `-1.5`, `-.5`.
    private static func isNegativeNumber(_ points: [UInt32]) -> Bool {
        let parts = points.dropFirst().split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.joined().allSatisfy(PythonText.isDecimalDigit) else { return false }
        return parts.count == 1 || parts.count == 2 && !parts[1].isEmpty
    }

    /// The option that an argument names, whole or by a beginning that no other has, and the value
    /// behind `=`. **Throws:** ``Exit`` for help, and where a beginning fits several.
    private func option(
        _ argument: PythonText
    ) throws(Exit) -> (name: String, kind: Kind, attached: PythonText?)? {
        if argument.equals("-h") || argument.equals("--help") { throw Exit(code: 0) }
        guard argument.codePoints.starts(with: [Self.dash, Self.dash]),
            argument.codePoints.count > 2
        else { return nil }
        let parts = argument.codePoints.split(
            separator: Self.equals, maxSplits: 1, omittingEmptySubsequences: false)
        let named = Array(parts[0])
        let attached = parts.count > 1 ? PythonText(codePoints: Array(parts[1])) : nil
        if let option = options.first(where: { PythonText($0.name).codePoints == named }) {
            return (option.name, option.kind, attached)
        }
        let fitting = options.filter { PythonText($0.name).codePoints.starts(with: named) }
        let isHelp = PythonText("--help").codePoints.starts(with: named)
        guard fitting.count + (isHelp ? 1 : 0) <= 1 else { throw Self.wrong }
        if isHelp { throw Exit(code: 0) }
        return fitting.first.map { ($0.name, $0.kind, attached) }
    }

    package func isGiven(_ name: String) -> Bool { found.contains { $0.name == name } }

    package func texts(_ name: String) -> [PythonText]? {
        found.first { $0.name == name }?.values
    }

    package func text(_ name: String) -> PythonText? { texts(name)?.first }

    /// An integer's value: the text was read as one before.
    package func integer(_ name: String) throws(Exit) -> BigInt? {
        guard let text = text(name) else { return nil }
        return try Self.integer(text)
    }
}
