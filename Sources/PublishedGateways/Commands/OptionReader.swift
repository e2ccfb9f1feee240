internal import PythonValues

/// The options of one command, read as Python's `argparse` reads them.
///
/// **Source:** CPython 3.11, `argparse`.
struct OptionReader {
    /// An option with a long name, such as `--port`.
    struct Option {
        enum Kind { case value, integer, list, flag }

        let name: String
        let kind: Kind
        let isRequired: Bool

        init(_ name: String, _ kind: Kind = .value, isRequired: Bool = false) {
            self.name = name
            self.kind = kind
            self.isRequired = isRequired
        }
    }

    /// The reading's end without values: 0 for help, 2 for anything wrong.
    struct Exit: Error {
        let code: Int
        let message: String
    }

    /// The values by the options' names: of a list all, of others the last.
    private(set) var values = PythonDictionary()
    /// Arguments that belong to no option.
    private(set) var strangers: [PythonText] = []

    private let options: [Option]
    private let arguments: [PythonText]
    private let classes: [Class]

    private enum Class {
        /// A value, or a stranger.
        case plain
        /// `--`: all that follows is plain.
        case separator
        case option(Match?)
    }

    private struct Match {
        /// A name that the command knows, `-h` and `--help` included.
        let name: String
        /// The text behind an equals sign, or behind `-h`.
        let attached: PythonText?
    }

    private static let helpNames = ["-h", "--help"]
    private static let (dash, equals): (UInt32, UInt32) = (0x2D, 0x3D)

    init(options: [Option], arguments: [PythonText]) throws(Exit) {
        self.options = options
        self.arguments = arguments
        let names = Self.helpNames + options.map(\.name)
        var classes: [Class] = []
        var isSeparated = false
        for argument in arguments {
            if isSeparated {
                classes.append(.plain)
            } else if argument.equals("--") {
                isSeparated = true
                classes.append(.separator)
            } else {
                classes.append(try Self.classify(argument, names: names))
            }
        }
        self.classes = classes
    }

    // MARK: Classes

    /// Whether a program without options but help takes the argument for an option, known or not.
    static func isOption(_ argument: PythonText) -> Bool {
        if argument.equals("--") { return false }
        guard case .option? = try? classify(argument, names: helpNames) else { return false }
        return true
    }

    private static func classify(_ argument: PythonText, names: [String]) throws(Exit) -> Class {
        let points = argument.codePoints
        guard points.first == dash else { return .plain }
        if let name = names.first(where: argument.equals) {
            return .option(Match(name: name, attached: nil))
        }
        if points.count == 1 { return .plain }
        let (front, attached) = halves(argument)
        if attached != nil, let name = names.first(where: front.equals) {
            return .option(Match(name: name, attached: attached))
        }
        let matches = prefixMatches(argument, names: names)
        guard matches.count < 2 else {
            let names = matches.map(\.name).joined(separator: ", ")
            throw Exit(
                code: 2, message: "ambiguous option: \(argument.shown) could match \(names)")
        }
        if let match = matches.first { return .option(match) }
        if isNegativeNumber(points) || points.contains(0x20) { return .plain }
        return .option(nil)
    }

    private static func halves(_ argument: PythonText) -> (front: PythonText, PythonText?) {
        guard let place = argument.codePoints.firstIndex(of: equals) else {
            return (argument, nil)
        }
        return (
            PythonText(codePoints: Array(argument.codePoints[..<place])),
            PythonText(codePoints: Array(argument.codePoints[(place + 1)...]))
        )
    }

    private static func prefixMatches(_ argument: PythonText, names: [String]) -> [Match] {
        let points = argument.codePoints
        if points[1] == dash {
            let (front, attached) = halves(argument)
            return names.filter { PythonText($0).codePoints.starts(with: front.codePoints) }
                .map { Match(name: $0, attached: attached) }
        }
        // No long name begins with a single dash: only -h can be meant.
        let rest = PythonText(codePoints: Array(points[2...]))
        return points[..<2].elementsEqual(PythonText("-h").codePoints)
            ? [Match(name: "-h", attached: rest)] : []
    }

    /// `-5`, `-.5` and `-5.5`, in digits of any script.
    private static func isNegativeNumber(_ points: [UInt32]) -> Bool {
        let halves = points.dropFirst().split(separator: 0x2E, omittingEmptySubsequences: false)
        guard halves.count < 3, let last = halves.last, !last.isEmpty else { return false }
        return halves.allSatisfy { $0.allSatisfy(PythonText.isDecimalDigit) }
    }

    // MARK: Reading

    /// Reads all options. **Throws:** ``Exit`` for help, or where something is wrong.
    mutating func read() throws(Exit) {
        var place = 0
        while place < arguments.count {
            guard case .option(let match) = classes[place], let match else {
                strangers.append(arguments[place])
                place += 1
                continue
            }
            if Self.helpNames.contains(match.name) { throw help(match) }
            guard let option = options.first(where: { $0.name == match.name }) else { return }
            place = try take(option, match, at: place)
        }
        let missing = options.filter { $0.isRequired && values[$0.name] == nil }
        guard missing.isEmpty else {
            throw Exit(
                code: 2,
                message: "the following arguments are required: "
                    + missing.map(\.name).joined(separator: ", "))
        }
    }

    /// Letters behind `-h` must be that letter again; nothing else takes part in such a bundle.
    private func help(_ match: Match) -> Exit {
        let help = Exit(code: 0, message: "help")
        guard let attached = match.attached else { return help }
        if match.name == "-h", !attached.codePoints.isEmpty,
            attached.codePoints.allSatisfy({ $0 == 0x68 })
        {
            return help
        }
        return Exit(code: 2, message: "ignored explicit argument '\(attached.shown)'")
    }

    /// Takes an option and its value. The place behind them.
    private mutating func take(
        _ option: Option, _ match: Match, at place: Int
    ) throws(Exit) -> Int {
        if option.kind == .flag {
            guard match.attached == nil else {
                throw Exit(code: 2, message: "argument \(option.name): ignored explicit argument")
            }
            values[option.name] = .boolean(true)
            return place + 1
        }
        let text: PythonText
        var next = place + 1
        if let attached = match.attached {
            text = attached
        } else if next < arguments.count, case .plain = classes[next] {
            text = arguments[next]
            next += 1
        } else {
            throw Exit(code: 2, message: "argument \(option.name): expected one argument")
        }
        switch option.kind {
        case .integer:
            guard let integer = try? text.integer() else {
                throw Exit(
                    code: 2, message: "argument \(option.name): invalid int value: '\(text.shown)'")
            }
            values[option.name] = .integer(integer)
        case .list:
            var list: [PythonValue] = []
            if case .list(let elements)? = values[option.name] { list = elements }
            values[option.name] = .list(list + [.string(text)])
        case .value, .flag: values[option.name] = .string(text)
        }
        return next
    }
}
