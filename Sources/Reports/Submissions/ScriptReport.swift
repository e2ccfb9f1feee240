internal import Cryptography
package import Encodings
internal import Scenarios
package import Submissions
package import Trials

/// A judged script as reports name it.
package struct ScriptReport: Sendable {
    /// The script's file as it was given.
    package let file: String
    package let profile: Profile
    package let judged: JudgedScript
    package let isExpected: Bool
    /// The folder of its evidence; nil where none was written.
    package let bundle: String?
    /// The level of isolation that was reached.
    package let isolation: String
    package let masterSeed: String
    /// The target as evidence has it.
    package let target: String
    /// The command of the adapter that the node stands behind; nil for an embedded system.
    package let adapter: String?
    package let durationNanoseconds: Int?
    /// The script's last line on standard error, for people.
    private let lastWords: String

    package init(
        file: String, profile: Profile, judged: JudgedScript, isExpected: Bool, bundle: String?,
        isolation: String, masterSeed: String, target: String, adapter: String?,
        durationNanoseconds: Int?, messages: [UInt8] = []
    ) {
        self.file = file
        self.profile = profile
        self.judged = judged
        self.isExpected = isExpected
        self.bundle = bundle
        self.isolation = isolation
        self.masterSeed = masterSeed
        self.target = target
        self.adapter = adapter
        self.durationNanoseconds = durationNanoseconds
        // The end alone: a script may have said very much.
        let end = String(decoding: messages.suffix(4_096), as: UTF8.self)
        lastWords = end.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
    }

    /// The way in which the script ended by itself; nil where the session ended first.
    fileprivate var ownEnd: String? {
        let how: String
        switch judged.played.transcript.ending {
        case .session: return nil
        case .exited(let code): how = "it ended with code \(code) before 'done'"
        case .killed(let signal): how = "it was ended by signal \(signal) before 'done'"
        case .cut: how = "it ended within a line"
        case .limit(let limit): how = "it was ended: \(limit)"
        }
        return how + (lastWords.isEmpty ? "" : "; its last words: \(lastWords.prefix(200))")
    }

    /// The script's own name, or that of its file where it declared none.
    var name: String {
        judged.played.declaration?.name
            ?? String(file.split(separator: "/").last ?? "script")
    }

    private var expected: Verdict {
        if isExpected { return judged.verdict }
        let expected = judged.played.declaration?.expectations[profile] ?? .held
        // A break of the hardened rules is unexpected whatever its author says.
        return expected == judged.verdict ? .held : expected
    }

    /// The same as a trial of the suite, for the formats that test reports have. A script that
    /// declared nothing has no claim; it stands under that of resources.
    var trial: TrialResult {
        let declaration = judged.played.declaration
        let hit = judged.played.judgement.guardsHit.map { Guard($0) }
        return TrialResult(
            scenario: ScenarioSummary(
                id: name, title: declaration?.about ?? "a script that declared nothing",
                claim: declaration?.claim ?? .resources,
                severity: declaration?.severity ?? .medium,
                system: declaration?.system ?? "none",
                oracle: judged.played.judgement.oracle ?? "none",
                entry: Surface(declaration?.assumptions.surfaces.first ?? "none"), holes: [],
                references: declaration?.references ?? [], file: file,
                about: declaration?.about ?? ""),
            profile: profile, verdict: judged.verdict, expected: expected, guardsHit: hit,
            guardsExpected: declaration?.guards ?? [], evidence: judged.evidence,
            measurement: nil, log: judged.played.log, replay: replay,
            durationNanoseconds: durationNanoseconds)
    }

    var replay: String {
        let command =
            bundle.map { "glyphlab attack verify \($0)" }
            ?? "glyphlab attack judge \(file) --profile \(profile.rawValue) --seed \(masterSeed)"
        let option = adapter.flatMap { ShellWord.option("--adapter", $0) }
        return command + (option.map { " \($0)" } ?? "")
    }
}

/// All scripts of a run.
package struct ScriptReports: Sendable {
    package let reports: [ScriptReport]

    package init(_ reports: [ScriptReport]) {
        self.reports = reports
    }

    package var suite: SuiteResult {
        SuiteResult(
            results: reports.map(\.trial), holes: [], seed: reports.first?.masterSeed ?? "")
    }

    /// Breaks by their fingerprint: the first script that showed each, and the others.
    var breaks: [(first: ScriptReport, others: [ScriptReport])] {
        var breaks: [(first: ScriptReport, others: [ScriptReport])] = []
        for report in reports where report.judged.verdict == .broken {
            if let index = breaks.firstIndex(where: {
                $0.first.judged.fingerprint == report.judged.fingerprint
                    && report.judged.fingerprint != nil
            }) {
                breaks[index].others.append(report)
            } else {
                breaks.append((report, []))
            }
        }
        return breaks
    }

    // MARK: Text

    package func text(_ style: TextStyle) -> String {
        var table = ColumnTable(
            corner: "script", titles: ["system", "claim", "profile", "verdict", "replays"])
        for report in reports {
            let judged = report.judged
            let verdict =
                ReportText.words(judged.verdict) + (report.isExpected ? "" : ", not expected")
            table.add(
                ReportText.cut(ReportText.terminal(label(of: report)), scalarCountMax: 40),
                cells: [
                    .init(judged.played.declaration?.system ?? "–"),
                    .init(judged.played.declaration?.claim.rawValue ?? "–"),
                    .init(report.profile.rawValue),
                    .init(verdict, report.isExpected ? TextStyle.Meaning(judged.verdict) : .bad),
                    .init("\(judged.replays.identical)/\(judged.replays.tried)"),
                ])
        }
        return table.text(style) + details(style)
    }

    private func details(_ style: TextStyle) -> String {
        var text = ""
        for (first, others) in breaks {
            text +=
                "\n  " + style.text("broken", .bad) + " "
                + "\(ReportText.terminal(label(of: first))) \(first.profile.rawValue)"
                + (first.judged.fingerprint.map { ", fingerprint \($0.prefix(16))" } ?? "") + "\n"
            text += Self.line("oracle", first.judged.played.judgement.oracle ?? "none")
            text += Self.line("evidence", first.judged.evidence)
            if let minimised = first.judged.minimised {
                text += Self.line(
                    "shortest",
                    "\(minimised.played.acts.count) of \(first.judged.played.requestCount) requests"
                        + (minimised.isMinimal ? ", none can be left out" : ", perhaps not all")
                        + ", \(minimised.executionCount) sessions tried")
            }
            text += Self.line("check", first.replay)
            if !others.isEmpty {
                let names = others.map { "\(label(of: $0)) \($0.profile.rawValue)" }
                text += Self.line("also by", names.joined(separator: ", "))
            }
        }
        for report in reports
        where report.judged.verdict != .broken && (!report.isExpected || reports.count == 1) {
            text += "\n  \(ReportText.terminal(label(of: report))) \(report.profile.rawValue)\n"
            text += Self.line(ReportText.words(report.judged.verdict), report.judged.evidence)
            if let end = report.ownEnd { text += Self.line("script", end) }
            text += Self.line("again", report.replay)
        }
        let surpriseCount = reports.count { !$0.isExpected }
        return text + "\n  isolation: \(isolations); \(ReportText.count(reports.count, "verdict"))"
            + ", \(surpriseCount == 0 ? "all" : "\(reports.count - surpriseCount)") as declared\n"
    }

    /// The script's name; with its file where others have the same name.
    private func label(of report: ScriptReport) -> String {
        let isAlone = reports.allSatisfy { $0.name != report.name || $0.file == report.file }
        guard !isAlone, let file = report.file.split(separator: "/").last else {
            return report.name
        }
        return "\(report.name) (\(file))"
    }

    private var isolations: String {
        var levels: [String] = []
        for report in reports where !levels.contains(report.isolation) {
            levels.append(report.isolation)
        }
        return levels.joined(separator: ", ")
    }

    private static func line(_ name: String, _ value: String) -> String {
        let pad = String(repeating: " ", count: max(1, 10 - name.count))
        return "      \(name):\(pad)\(ReportText.terminal(value))\n"
    }

    // MARK: JSON

    package func json(_ provenance: Provenance) -> JSONValue {
        .object([
            JSONMember("scripts", .array(reports.map(Self.json))),
            JSONMember(
                "breaks",
                .array(
                    breaks.map { first, others in
                        .object([
                            JSONMember(
                                "fingerprint",
                                first.judged.fingerprint.map { .string($0) } ?? .null),
                            JSONMember(
                                "scripts",
                                .array(
                                    ([first] + others).map {
                                        .string("\($0.name) \($0.profile.rawValue)")
                                    })),
                        ])
                    })),
            JSONMember("provenance", provenance.json),
        ])
    }

    private static func json(_ report: ScriptReport) -> JSONValue {
        let judged = report.judged
        let declaration = judged.played.declaration
        func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        return .object([
            JSONMember("file", .string(report.file)), JSONMember("name", .string(report.name)),
            JSONMember("system", optional(declaration?.system)),
            JSONMember("claim", optional(declaration?.claim.rawValue)),
            JSONMember("profile", .string(report.profile.rawValue)),
            JSONMember("verdict", .string(judged.verdict.rawValue)),
            JSONMember("expected", .boolean(report.isExpected)),
            JSONMember("oracle", optional(judged.played.judgement.oracle)),
            JSONMember("evidence", .string(judged.evidence)),
            JSONMember(
                "guards_hit",
                .array(judged.played.judgement.guardsHit.map { .string($0) })),
            JSONMember("requests", .integer(judged.played.requestCount)),
            JSONMember("submissions", .integer(judged.played.submissionCount)),
            JSONMember("digest", .string(judged.played.judgement.digest.text)),
            JSONMember("replays", .integer(judged.replays.tried)),
            JSONMember("replays_identical", .integer(judged.replays.identical)),
            JSONMember(
                "minimised_requests",
                judged.minimised.map { .integer($0.played.acts.count) } ?? .null),
            JSONMember("is_minimal", .boolean(judged.minimised?.isMinimal ?? false)),
            JSONMember("fingerprint", optional(judged.fingerprint)),
            JSONMember("target", .string(report.target)),
            JSONMember("isolation", .string(report.isolation)),
            JSONMember("bundle", optional(report.bundle)),
        ])
    }
}
