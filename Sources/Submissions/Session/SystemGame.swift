internal import Cryptography
internal import Encodings
internal import Scenarios
internal import Trials

/// A system under attack by a script, whatever its type.
protocol SessionGame: AnyObject {
    var log: EventLog { get }
    /// The answer to the declaration.
    ///
    /// **Throws:** an error of the laboratory.
    func challenge() throws -> JSONValue
    /// Answers a request.
    ///
    /// **Throws:** ``ProtocolFault``, or an error of the laboratory.
    func answer(
        _ method: String, _ parameters: [JSONMember], _ counts: inout SessionCounts
    ) throws -> GameAnswer
    /// - Parameters:
    ///   - complaint: the rule that the script broke; nil for none.
    ///   - guards: those that the attack must have met.
    /// **Throws:** an error of the laboratory.
    func judge(_ complaint: String?, _ guards: [Guard]) throws -> Judgement
}

struct GameAnswer {
    let result: JSONValue
    /// Whether the request may have changed something.
    let isAct: Bool
    /// Whether all that it sent was refused.
    let isRefused: Bool

    init(_ result: JSONValue, isAct: Bool, isRefused: Bool = false) {
        self.result = result
        self.isAct = isAct
        self.isRefused = isRefused
    }
}

final class SystemGame<System: ScriptedTrials>: SessionGame {
    typealias Arena = any ScriptArena<System.Operation, System.Oracle, System.Question>

    private let system: System
    private let declaration: Declaration
    private let profile: Profile
    private let cast: [String]
    private let arena: Arena
    private let context: StepContext
    /// Names of artefacts so far.
    private var made: Set<String> = []  // membership only, never iterated
    private var keptCount = 0

    init(
        _ system: System, _ declaration: Declaration, _ setup: SessionSetup, folder: String
    ) throws {
        self.system = system
        self.declaration = declaration
        profile = setup.profile
        context = StepContext(
            assumptions: declaration.assumptions, nodeCount: declaration.nodeCount)
        (arena, cast) = try system.openedArena(
            TrialSetup(
                profile: setup.profile, guards: setup.guards, seed: setup.seeds.arenaText,
                nodeCount: declaration.nodeCount, budget: system.scriptBudget,
                allowance: declaration.assumptions,
                folder: declaration.claim == .storage ? folder : nil))
    }

    var log: EventLog { arena.record.log }

    func challenge() throws -> JSONValue {
        .object(
            standing(at: 0) + [
                JSONMember("cast", .array(cast.map { .string($0) })),
                JSONMember("challenge", .object(try arena.challenge())),
            ])
    }

    private func standing(at node: Int, _ reply: Reply? = nil) -> [JSONMember] {
        let standing = reply.map { ($0.head, $0.stateDigest) } ?? arena.standing(at: node)
        return [
            JSONMember("clock", .integer(arena.record.clock.milliseconds)),
            JSONMember("head", .string(standing.0)),
            JSONMember("state", .string(standing.1.text)),
        ]
    }

    // MARK: Requests

    func answer(
        _ method: String, _ parameters: [JSONMember], _ counts: inout SessionCounts
    ) throws -> GameAnswer {
        do {
            switch method {
            case "submit": return try submit(parameters, &counts)
            case "keep": return GameAnswer(try keep(parameters, &counts), isAct: true)
            case "artefact": return GameAnswer(try artefact(parameters), isAct: false)
            default: break
            }
            if system.scriptSteps.contains(where: { $0.isSpelled(method) }) {
                return GameAnswer(try step(method, parameters, &counts), isAct: true)
            }
            if let kind = System.Question.kinds.first(where: { $0.name.isSpelled(method) }) {
                return GameAnswer(try question(kind, parameters), isAct: false)
            }
            throw ProtocolFault(
                .noMethod, "no method \(JSONValue.quoted(method, scalarCountMax: 40))")
        } catch let error as ScenarioError {
            throw ProtocolFault(error.isOfGrant ? .notGranted : .parameters, "\(error)")
        } catch let error as StepFault {
            throw ProtocolFault(.cannot, "\(error)")
        } catch let error as Refusal {
            throw ProtocolFault(.cannot, "\(error)")
        }
    }

    private func step(
        _ method: String, _ parameters: [JSONMember], _ counts: inout SessionCounts
    ) throws -> JSONValue {
        let object = try StrictObject(
            .object([JSONMember("do", .string(method))] + parameters), file: method, place: "")
        let step = try Step<System.Operation>(object, context)
        for (member, name) in step.use.taken where !made.contains(name) {
            throw object.wrong(member, "an artefact that was made", JSONValue.string(name).kind)
        }
        if let name = step.use.made { try checkName(name, object) }
        if step.needsDisk, declaration.claim != .storage {
            throw ProtocolFault(.notGranted, "\(method): only where the claim is STO")
        }
        if let obstacle = try arena.obstacle(to: step.operation, at: step.node) {
            throw ProtocolFault(.cannot, "\(method): \(obstacle)")
        }
        try counts.noteBlocks(system.blockCount(of: step.operation))
        try arena.perform(step.operation, at: step.node)
        guard let name = step.use.made else { return .object(standing(at: step.node)) }
        made.insert(name)
        return .object(standing(at: step.node) + [try madeMember(name, &counts)])
    }

    private func checkName(_ name: String, _ object: StrictObject) throws {
        guard PlainName.isName(name) else {
            throw object.wrong(
                "as", "1 to 64 letters and digits of ASCII, '.', '_' and '-'",
                JSONValue.string(name).kind)
        }
        guard !made.contains(name) else {
            throw object.wrong("as", "a name that is free", JSONValue.string(name).kind)
        }
    }

    private func madeMember(_ name: String, _ counts: inout SessionCounts) throws -> JSONMember {
        let parts = try arena.parts(of: name)
        try counts.noteParts(parts.count)
        try counts.notePartBytes(parts.reduce(0) { $0 + $1.count })
        return JSONMember(
            "made",
            .object([
                JSONMember("name", .string(name)),
                JSONMember(
                    "parts",
                    .array(
                        parts.map { part in
                            .object([
                                JSONMember("bytes", .integer(part.count)),
                                JSONMember("sha256", .string(Digests.sha256(part).text)),
                            ])
                        })),
            ]))
    }

    private func keep(
        _ parameters: [JSONMember], _ counts: inout SessionCounts
    ) throws -> JSONValue {
        var object = try StrictObject(.object(parameters), file: "keep", place: "")
        let bytes = try object.base64("bytes")
        let name = try object.text("as")
        try object.finish()
        try counts.notePartBytes(bytes.count)
        // The step `bytes` of scenarios, by which the workshop keeps it like any other.
        return try step(
            "bytes",
            [
                JSONMember("as", .string(name)),
                JSONMember("hex", .string(Hexadecimal.text(of: bytes))),
            ], &counts)
    }

    private func artefact(_ parameters: [JSONMember]) throws -> JSONValue {
        var object = try StrictObject(.object(parameters), file: "artefact", place: "")
        let name = try object.text("name")
        try object.finish()
        guard made.contains(name) else {
            throw object.wrong("name", "an artefact that was made", JSONValue.string(name).kind)
        }
        let parts = try arena.parts(of: name)
        let byteCount = parts.reduce(0) { $0 + $1.count }
        guard byteCount <= Self.toldByteCountMax else {
            throw ProtocolFault(
                .cannot,
                "expected an artefact of at most \(Self.toldByteCountMax) bytes, got \(byteCount)")
        }
        return .object([
            JSONMember("parts", .array(parts.map { .string(Base64.text(of: $0)) }))
        ])
    }

    /// An artefact that is told must fit into a line.
    private static var toldByteCountMax: Int { 700_000 }

    private func question(
        _ kind: StepKind<System.Question>, _ parameters: [JSONMember]
    ) throws -> JSONValue {
        let object = try StrictObject(
            .object([JSONMember("do", .string(kind.name))] + parameters), file: kind.name,
            place: "")
        let question = try Step<System.Question>(object, context)
        return try arena.answer(question.operation, at: question.node)
    }

    // MARK: Submissions

    private func submit(
        _ parameters: [JSONMember], _ counts: inout SessionCounts
    ) throws -> GameAnswer {
        var object = try StrictObject(.object(parameters), file: "submit", place: "")
        let surface = try object.text("to")
        guard declaration.assumptions.surfaces.contains(where: { $0.isSpelled(surface) }) else {
            throw ProtocolFault(
                .notGranted,
                "submit.to: expected a surface that the script declared, got "
                    + JSONValue.quoted(surface, scalarCountMax: 40))
        }
        let node = try object.optionalInteger("at", in: 0...context.nodeCount - 1) ?? 0
        let source = try object.optionalInteger("source", in: 1...Self.sourceMax) ?? 1
        let times = try object.optionalInteger("times", in: 1...Self.timesMax) ?? 1
        let (name, parts) = try submitted(&object)
        try object.finish()
        try counts.noteSubmissions(
            count: parts.count, byteCount: parts.reduce(0) { $0 + $1.count }, times: times)
        var (takenCount, died): (Int, Bool) = (0, false)
        var refused: [String] = []
        var (last, sentCount): (Reply?, Int) = (nil, 0)
        for bytes in (0..<times).flatMap({ _ in parts }) {
            let reply: Reply
            do {
                reply = try arena.submit(
                    bytes, as: name, to: Surface(surface), from: Source(UInt32(source)), at: node)
            } catch let fault as StepFault {
                // What was sent before is done, and part of the attack.
                guard sentCount > 0 else { throw fault }
                break
            }
            sentCount += 1
            if reply.isAccepted { takenCount += 1 }
            for refusal in reply.refusals where !refused.contains(refusal.by.name) {
                refused.append(refusal.by.name)
            }
            died = died || reply.died
            last = reply
        }
        let result = JSONValue.object(
            standing(at: node, last) + [
                JSONMember("sent", .integer(sentCount)),
                JSONMember("taken", .integer(takenCount)),
                JSONMember("refused", .array(refused.map { .string($0) })),
                JSONMember("died", .boolean(died)),
            ])
        return GameAnswer(result, isAct: true, isRefused: takenCount == 0)
    }

    private static var sourceMax: Int { 800 }
    private static var timesMax: Int { 1_000 }

    private func submitted(_ object: inout StrictObject) throws -> (String, [[UInt8]]) {
        if let what = try object.optionalText("what") {
            guard made.contains(what) else {
                throw object.wrong(
                    "what", "an artefact that was made", JSONValue.string(what).kind)
            }
            return (what, try arena.parts(of: what))
        }
        keptCount += 1
        return ("bytes \(keptCount)", [try object.base64("bytes")])
    }

    // MARK: Judgement

    func judge(_ complaint: String?, _ guards: [Guard]) throws -> Judgement {
        let oracles = system.oracles(of: declaration.claim, profile)
        if let broken = try violation(oracles) { return broken }
        if let refused = try arena.poll() {
            return judgement(
                .broken, "honest use did not go on: \(refused)", Judgement.honestUse)
        }
        if let broken = try violation(oracles) { return broken }
        if let complaint { return judgement(.invalidSubmission, complaint) }
        let hit = arena.record.guardsHit
        let missed = guards.filter { !hit.contains($0) }
        guard missed.isEmpty else {
            return judgement(
                .notExercised,
                "never fired: \(missed.map(\.name).joined(separator: ", ")); fired: "
                    + (hit.isEmpty ? "none" : hit.map(\.name).joined(separator: ", ")))
        }
        guard !hit.isEmpty else { return judgement(.notExercised, "no guard was met") }
        return judgement(
            .held,
            "\(oracles.map(\.rawValue).joined(separator: ", ")) saw nothing; stopped by "
                + "\(hit.map(\.name).joined(separator: ", ")), and honest use went on after it")
    }

    private func violation(_ oracles: [System.Oracle]) throws -> Judgement? {
        for oracle in oracles {
            let finding = try arena.finding(of: oracle.rawValue)
            if case .violated = finding {
                return judgement(.broken, finding.evidence, oracle.rawValue)
            }
        }
        return nil
    }

    private func judgement(
        _ verdict: Verdict, _ evidence: String, _ oracle: String? = nil
    ) -> Judgement {
        Judgement(
            verdict: verdict, oracle: oracle, evidence: evidence,
            guardsHit: arena.record.guardsHit.map(\.name), digest: arena.record.log.digest)
    }
}

extension StrictObject {
    /// Bytes in base64. **Throws:** ``ScenarioError`` for another form.
    fileprivate mutating func base64(_ key: String) throws(ScenarioError) -> [UInt8] {
        let text = try text(key)
        guard let bytes = Base64.bytes(of: text) else {
            throw wrong(key, "base64 with padding", "another text of \(text.utf8.count) bytes")
        }
        return bytes
    }
}
