import Cryptography
import Encodings
import GlyphChainTrials
import Platform
import Reports
import Sandboxes
import Scenarios
import Submissions
import Trials

/// The judgement of scripts, one after the other, with all that they have in common.
struct ScriptJudging {
    let house: House
    let model: TrialModel
    let target: ScriptTarget
    let suite: Suite
    let level: IsolationLevel
    let claim: Claim?
    /// Nil for a fresh one each time.
    let seed: SessionSeeds?
    let minimisationBudget: Int
    /// A folder for evidence; nil for `evidence` in the current one, of breaks alone.
    let out: String?

    private static let standardFolder = "evidence"

    /// The channel limits the script's own time. The sandbox's is for all that the laboratory does
    /// meanwhile, too, which no script must be ended for: other limits bound that.
    private static var sandboxLimits: SandboxLimits {
        var limits = SandboxLimits.standard
        limits.wallSeconds = 86_400
        return limits
    }

    /// Looks at a script's file before any script runs, so that one that cannot be run costs no
    /// other its verdict.
    ///
    /// **Throws:** an error of the file, or of its interpreter.
    func check(_ script: String) throws {
        try Folder.withTemporary(prefix: "glyphlab-judge") { folder in
            _ = try staged(script, in: folder)
        }
    }

    private func staged(_ script: String, in folder: String) throws -> StagedScript {
        try StagedScript(
            path: script, clients: Folder.path(house.path, "Adversarial/clients"), folder: folder)
    }

    /// Runs a script in a sandbox under one set of rules, and confirms the judgement.
    ///
    /// **Throws:** an error of the laboratory, of the script's file or of the evidence's folder.
    func report(on script: String, _ profile: Profile) throws -> ScriptReport {
        try Folder.withTemporary(prefix: "glyphlab-judge") { folder in
            let watch = Stopwatch()
            let setup = SessionSetup(
                profile: profile, seeds: seed ?? .fresh(),
                systems: target.systems, claim: claim)
            let staged = try staged(script, in: folder)
            let process = try SandboxedProcess(
                staged.program(level), level: level, limits: Self.sandboxLimits)
            let progress = Progress("requests", total: setup.limits.requestCountMax)
            let played = try LiveRun.transcript(
                setup, SandboxChannel(process, limits: setup.limits), onExchange: progress.advance)
            process.finish()
            progress.finish()
            let sessions = Progress("sessions", total: minimisationBudget)
            defer { sessions.finish() }
            let judge = ScriptJudge(
                setup, suite: suite, minimisationBudget: minimisationBudget,
                replayElsewhere: { try replay($0, setup, folder) },
                onStage: { stage in
                    if case .minimise(let count) = stage { sessions.set(count) }
                })
            var judged = try judge.confirmed(played)
            let facts = facts(setup, script, staged, process)
            // Kept before it is made shorter: that may take minutes, and may be stopped.
            let bundle = try write(judged, facts, process.messages)
            if let bundle, judged.verdict == .broken, minimisationBudget > 0 {
                judged = try judge.minimised(judged)
                try evidence(judged, facts, process.messages).replace(at: bundle)
            }
            return ScriptReport(
                file: script, profile: profile, judged: judged,
                isExpected: judged.isExpected(setup), bundle: bundle, isolation: level.rawValue,
                masterSeed: Hexadecimal.text(of: setup.seeds.master),
                target: target.name, adapter: target.adapter,
                durationNanoseconds: watch.nanoseconds, messages: process.messages)
        }
    }

    // MARK: Another process

    /// The digest of a transcript's judgement in another process, whose hash tables are seeded
    /// otherwise.
    private func replay(
        _ transcript: Transcript, _ setup: SessionSetup, _ folder: String
    ) throws -> Digest {
        let path = Folder.path(folder, "transcript.jsonl")
        try WholeFile.write(transcript.fileBytes, to: path)
        var arguments = [
            "attack", "replay", path, "--profile", setup.profile.rawValue, "--seed",
            Hexadecimal.text(of: setup.seeds.master),
        ]
        if let claim { arguments += ["--claim", claim.rawValue] }
        if let adapter = target.adapter { arguments += ["--adapter", adapter] }
        let process = try ChildProcess(
            program: Machine.executablePath, arguments: arguments, silenceSeconds: 3_600,
            deadlineSeconds: 3_600, variables: nil)
        let (bytes, code) = try process.output(byteCountMax: 1_000)
        let text = String(decoding: bytes, as: UTF8.self)
        guard code == 0, let digest = Hexadecimal.bytes(of: String(text.dropLast())),
            digest.count == 32
        else {
            throw Failure(
                outcome: .labFault,
                message: "a replay in another process: expected a digest, got code \(code), "
                    + MessageText.escaped(String(text.prefix(80))))
        }
        return Digest(bytes: digest)
    }

    // MARK: Evidence

    /// **Result:** the bundle's folder; nil where none is kept.
    private func write(
        _ judged: JudgedScript, _ facts: EvidenceFacts, _ messages: [UInt8]
    ) throws -> String? {
        guard out != nil || judged.played.judgement.verdict == .broken else { return nil }
        let parent = out ?? Self.standardFolder
        let name = judged.played.declaration?.name ?? "undeclared"
        let path = Self.free("\(name)-\(facts.profile.rawValue)", in: parent)
        if !Folder.exists(parent) { try Folder.create(parent) }
        try evidence(judged, facts, messages).write(to: path)
        return path
    }

    private func evidence(
        _ judged: JudgedScript, _ facts: EvidenceFacts, _ messages: [UInt8]
    ) -> EvidenceBundle {
        EvidenceBundle(
            facts: facts, result: EvidenceResult(judged), transcript: judged.played.transcript,
            minimised: judged.minimised?.played.transcript, messages: messages)
    }

    private static func free(_ name: String, in parent: String) -> String {
        func isThere(_ path: String) -> Bool { Folder.exists(path) || Folder.fileExists(path) }
        let first = Folder.path(parent, name)
        guard isThere(first) else { return first }
        let number = (2...).first { !isThere("\(first)-\($0)") } ?? 2
        return "\(first)-\(number)"
    }

    private func facts(
        _ setup: SessionSetup, _ script: String, _ staged: StagedScript,
        _ process: SandboxedProcess
    ) -> EvidenceFacts {
        EvidenceFacts(
            script: String(script.split(separator: "/").last ?? "script"),
            scriptDigest: Digests.sha256(staged.bytes).text, target: target.name,
            profile: setup.profile, claim: claim, seeds: setup.seeds, model: model.name,
            weightsDigest: model.weightsHash.text, build: ThisRun.versionText,
            isolation: level.rawValue, isolationFacts: process.facts,
            host: [Machine.operatingSystem, Machine.architecture])
    }
}
