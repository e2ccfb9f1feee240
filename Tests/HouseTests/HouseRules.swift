import Foundation

/// A place where a rule of the house is broken.
struct Violation: Equatable, CustomStringConvertible {
    let file: String
    let line: Int
    let rule: String

    var description: String { "\(file):\(line): \(rule)" }
}

/// A source file as its lines, comments and string contents apart.
struct SourceFile {
    let path: String
    let lines: [String]
    /// Each line without its comment and without what stands in quotes.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        code = lines.map { line in
            var text = line
            if let comment = text.range(of: "//") { text.removeSubrange(comment.lowerBound...) }
            return text.contains("\"") ? text.replacing(/"(?:[^"\\]|\\.)*"/, with: "\"\"") : text
        }
    }

    /// The room: the folder below `Sources`.
    var room: String { path.split(separator: "/").first.map(String.init) ?? "" }
    var name: String { path.split(separator: "/").last.map(String.init) ?? "" }
    var isSwift: Bool { name.hasSuffix(".swift") }

    /// The violations of one rule: lines of code where `test` finds something.
    func violations(_ rule: String, where test: (String) -> Bool) -> [Violation] {
        code.enumerated().filter { test($0.element) }
            .map { Violation(file: path, line: $0.offset + 1, rule: rule) }
    }
}

/// The rules of the house, each a function from a file to its violations.
enum HouseRules {
    /// Rooms on the way from weights and text to a hash, and the one that judges models.
    static let consensusRooms: Set<String> = [  // never iterated
        "Tensors", "Architectures", "Checkpoints", "Inference", "Tokenization", "Fingerprints",
        "Traces", "Disputes", "Auditing", "Receipts", "Variations", "Arbitration", "Training",
        "TrainingDisputes", "MeshNetwork", "MeshLedger", "Classifiers", "HybridChain", "Ethereum",
        "HardenedNode",
    ]

    /// The two files that may touch floating point.
    static let floatFiles = ["FloatConversion_ieee.swift", "OpenBLASGEMM_openblas.swift"]

    static func importDirection(_ file: SourceFile) -> [Violation] {
        guard file.isSwift, let allowed = try? FloorPlan.read.get().rooms[file.room] else {
            return []
        }
        return file.violations("imports a room that \(file.room) may not know") { line in
            guard let module = importedModule(line) else { return false }
            return !allowed.contains(module)
        }
    }

    /// A referee of the gateway trials is given values, and reads all bytes by code of its own.
    static func refereesApart(_ file: SourceFile) -> [Violation] {
        guard file.path.hasPrefix("GatewayTrials/Referee/") else { return [] }
        return file.violations("lets a referee know the system that it judges") { line in
            importedModule(line) == "GatewayNetwork"
        }
    }

    /// C modules only in files named Type_library.swift.
    static func markedC(_ file: SourceFile) -> [Violation] {
        guard file.isSwift, !file.name.contains("_") else { return [] }
        return file.violations("imports C in a file whose name has no _library") { line in
            [
                "CBuildFacts", "CCurl", "CDigests", "CKernels", "COpenBLAS", "CProcess", "CSodium",
                "CSecp256k1", "CShadows", "CHDF5", "CTraining",
            ]
            .contains(importedModule(line) ?? "")
        }
    }

    /// No float, clock, randomness, environment or locale on the way to a hash.
    static func integersOnly(_ file: SourceFile) -> [Violation] {
        guard file.isSwift, consensusRooms.contains(file.room) else { return [] }
        let forbidden =
            /\b(Clock|ContinuousClock|SuspendingClock|Date|Locale|ProcessInfo|getenv|hashValue|Hasher|SystemRandomNumberGenerator|UserDefaults)\b|\.random\(|\.shuffled\(|\.randomElement\(/
        let float = /\b(Float|Double|Float16|Float80|CGFloat)\b/
        let mayFloat = floatFiles.contains(file.name)
        return file.violations("reads a float, clock, environment or random number") { line in
            line.contains(forbidden) || !mayFloat && line.contains(float)
        }
    }

    /// The rooms of floats.
    private static let floatRooms: Set<String> = [  // never iterated
        "Shadows", "FloatEngine", "FloatConformance", "Experiments",
    ]

    /// The rooms of floats say in their files' names where they are.
    static func markedFloats(_ file: SourceFile) -> [Violation] {
        guard file.isSwift, floatRooms.contains(file.room), !file.name.hasSuffix("_float.swift")
        else { return [] }
        return file.violations("touches floats in a file whose name has no _float") { line in
            line.contains(/\b(Float|Double|Float16|Float80|CShadows|COpenBLAS)\b/)
        }
    }

    /// What is computed in floats is told to people, and to nothing on the way to a hash.
    static func shadowsApart(_ file: SourceFile) -> [Violation] {
        let told = floatRooms.union(["Reports", "glyphlab"])
        guard file.isSwift, !told.contains(file.room) else { return [] }
        return file.violations("imports the rooms of floats") { line in
            importedModule(line).map { floatRooms.contains($0) || $0 == "CShadows" } ?? false
        }
    }

    /// No I/O in the engine.
    static func pureEngine(_ file: SourceFile) -> [Violation] {
        guard file.room == "Inference" else { return [] }
        return file.violations("does I/O in the engine") { line in
            line.contains(/\b(print|open|fopen|read|write|FileHandle|FileManager)\(/)
        }
    }

    /// Sets and dictionaries say that nobody walks over them.
    static func markedHashTables(_ file: SourceFile) -> [Violation] {
        guard file.isSwift else { return [] }
        return zip(file.code, file.lines).enumerated().compactMap { index, pair in
            // A cheap question before the regular expression, here and below.
            let mayDeclare = pair.0.contains(": [") || pair.0.contains("Set<")
            let declares =
                mayDeclare && pair.0.contains(/(let|var) \w+: (\[\[?\w+\]?: |Set<)/)
            guard declares, !pair.1.contains("never iterated") else { return nil }
            return Violation(
                file: file.path, line: index + 1, rule: "a hash table without 'never iterated'")
        }
    }

    /// Doc comments begin with the noun or verb of the thing, so that nobody has to guess it.
    static func nounFirst(_ file: SourceFile) -> [Violation] {
        let before = #/^\s*///\ (?:-\ Parameter\ \w+:\ |-\ \w+:\ |\*\*\w+:\*\*\ )?/#
        let riddles = ["What ", "Of ", "Whoever ", "Whatever ", "One ", "None ", "Ours "]
        return file.lines.enumerated().filter {
            guard let begin = $0.element.firstMatch(of: before)?.range.upperBound else {
                return false
            }
            return riddles.contains(where: $0.element[begin...].hasPrefix)
        }
        .map {
            Violation(
                file: file.path, line: $0.offset + 1,
                rule: "begins a doc comment without the noun or verb of the thing")
        }
    }

    /// No loophole of the language.
    static func noLoopholes(_ file: SourceFile) -> [Violation] {
        guard file.isSwift else { return [] }
        return file.violations("uses a loophole") { line in
            line.contains("!") && line.contains(/\btry!|\bas!/)
                || ["nonisolated(unsafe)", "-Ounchecked", "unsafeFlags"]
                    .contains { line.contains($0) }
        }
    }

    /// Files fit in a head, lines on a screen; generated tables aside.
    static func sizes(_ file: SourceFile) -> [Violation] {
        guard !file.name.hasPrefix("UnicodeTables") else { return [] }
        var violations = file.lines.enumerated().filter { index, line in
            line.count > 100 || line.contains("\t") || line.last == " "
        }.map { Violation(file: file.path, line: $0.offset + 1, rule: "line form") }
        if file.lines.count > 400 {
            violations.append(Violation(file: file.path, line: 401, rule: "file too long"))
        }
        return violations + longFunctions(file)
    }

    static let functionLineCountMax = 70

    private static func longFunctions(_ file: SourceFile) -> [Violation] {
        guard file.isSwift else { return [] }
        var violations: [Violation] = []
        var start: (line: Int, indentation: Int, hasBody: Bool)?
        for (index, line) in file.lines.enumerated() {
            let indentation = line.prefix { $0 == " " }.count
            if start == nil, line.contains("func") || line.contains("init"),
                line.contains(/\b(func|init)\b.*[({]/), !line.contains("//")
            {
                start = (index, indentation, false)
            }
            if line.hasSuffix("{") {
                start?.hasBody = true
            } else if line.isEmpty, start?.hasBody == false {
                // What a protocol asks for ends without a brace.
                start = nil
            }
            guard let function = start, indentation == function.indentation,
                line.trimmingCharacters(in: .whitespaces) == "}"
            else { continue }
            if index - function.line + 1 > functionLineCountMax {
                violations.append(
                    Violation(file: file.path, line: function.line + 1, rule: "function too long"))
            }
            start = nil
        }
        return violations
    }

    private static func importedModule(_ line: String) -> String? {
        guard line.contains("import ") else { return nil }
        return line.firstMatch(
            of: /^\s*(?:public |package |internal |private )?import (?:\w+ )?(\w+)/
        ).map { String($0.1) }
    }
}
