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

        /// Whether a value may follow so many.
        fileprivate func takesMore(than count: Int) -> Bool {
            switch self {
            case .flag: false
            case .text, .integer, .choice: count == 0
            case .texts: true
            }
        }
    }

    /// The end of a command by its arguments: 2 where they are wrong, 0 for `--help`.
    package struct Exit: Error, Equatable, Sendable {
        package let code: Int
    }

    private static let wrong = Exit(code: 2)
    private static let helpNames = ["-h", "--help"]
    private static let (dash, equals, letterH): (UInt32, UInt32, UInt32) = (0x2D, 0x3D, 0x68)

    private enum Class {
        /// A value, or a stranger.
        case plain
        /// An option that the command does not know, or a bare `--`: a stranger.
        case unknown
        /// An option, `-h` and `--help` included, and the text behind `=` or `-h`.
        case option(name: String, attached: PythonText?)
    }

    /// The values of each option given: the last one's, none for flags.
    private var found: [(name: String, values: [PythonText])] = []

    package init(
        _ options: [(name: String, kind: Kind)], arguments: [PythonText]
    ) throws(Exit) {
        let names = Self.helpNames + options.map(\.name)
        var classes: [Class] = []
        var isSeparated = false
        for argument in arguments {
            // All that follows a bare `--` is plain.
            classes.append(isSeparated ? .plain : try Self.classified(argument, names))
            isSeparated = isSeparated || argument.equals("--")
        }
        var hasStrangers = false
        var place = 0
        while place < arguments.count {
            guard case .option(let name, let attached) = classes[place] else {
                hasStrangers = true
                place += 1
                continue
            }
            place += 1
            guard let option = options.first(where: { $0.name == name }) else {
                throw Self.help(name, attached)
            }
            var values = attached.map { [$0] } ?? []
            while attached == nil, place < arguments.count, case .plain = classes[place],
                option.kind.takesMore(than: values.count)
            {
                values.append(arguments[place])
                place += 1
            }
            try Self.check(values, option.kind)
            found.removeAll { $0.name == name }
            found.append((name, values))
        }
        // Nothing but options is taken; but help that is asked for is given before.
        guard !hasStrangers else { throw Self.wrong }
    }

    private static func check(_ values: [PythonText], _ kind: Kind) throws(Exit) {
        if case .flag = kind {
            guard values.isEmpty else { throw wrong }
            return
        }
        guard let value = values.first else { throw wrong }
        switch kind {
        case .integer: _ = try integer(value)
        case .choice(let texts):
            guard texts.contains(where: value.equals) else { throw wrong }
        case .flag, .text, .texts: break
        }
    }

    private static func integer(_ text: PythonText) throws(Exit) -> BigInt {
        do throws(PythonError) { return try text.integer() } catch { throw wrong }
    }

    /// The end for help: behind `-h` its letter again may stand, and nothing else.
    private static func help(_ name: String, _ attached: PythonText?) -> Exit {
        guard let attached else { return Exit(code: 0) }
        let letters = attached.codePoints
        let isRepeated = name == "-h" && !letters.isEmpty && letters.allSatisfy { $0 == letterH }
        return isRepeated ? Exit(code: 0) : wrong
    }

    // MARK: Classes

    /// An argument's class: an option is named whole, or by a beginning that no other has.
    ///
    /// A dash alone, a negative number, and a text with a blank in it that names no option are
    /// plain. **Throws:** ``Exit`` where a beginning fits several.
    private static func classified(
        _ argument: PythonText, _ names: [String]
    ) throws(Exit) -> Class {
        let points = argument.codePoints
        guard points.first == dash, points.count > 1 else { return .plain }
        if argument.equals("--") { return .unknown }
        let parts = points.split(separator: equals, maxSplits: 1, omittingEmptySubsequences: false)
        let attached = parts.count > 1 ? PythonText(codePoints: Array(parts[1])) : nil
        if let name = names.first(where: { PythonText($0).codePoints.elementsEqual(parts[0]) }) {
            return .option(name: name, attached: attached)
        }
        if points[1] == dash {
            let fitting = names.filter { PythonText($0).codePoints.starts(with: parts[0]) }
            guard fitting.count < 2 else { throw wrong }
            if let name = fitting.first { return .option(name: name, attached: attached) }
        } else if points[1] == letterH {
            return .option(name: "-h", attached: PythonText(codePoints: Array(points[2...])))
        }
        return isNegativeNumber(points) || points.contains(0x20) ? .plain : .unknown
    }

    /// As `-1`, `-1.5`, `-.5`.
    private static func isNegativeNumber(_ points: [UInt32]) -> Bool {
        let parts = points.dropFirst().split(separator: 0x2E, omittingEmptySubsequences: false)
        guard parts.joined().allSatisfy(PythonText.isDecimalDigit) else { return false }
        return parts.count == 1 || parts.count == 2 && !parts[1].isEmpty
    }

    // MARK: Values

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
