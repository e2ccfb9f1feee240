internal import Cryptography
internal import Encodings
internal import Scenarios
package import Trials

/// The laboratory's side of a conversation with a script: lines in, lines out, and a judgement when
/// it is over.
///
/// Pure: the same setup and the same lines give the same answers and the same judgement, wherever
/// the lines come from. Nothing that a line says reaches the judgement but by what it does to the
/// system.
package final class AttackSession {
    private let setup: SessionSetup
    /// A folder of the session's own, for a system that is restarted.
    private let folder: String
    private var counts: SessionCounts
    private var game: (any SessionGame)?
    private var answers = SHA256Hasher()
    package private(set) var declaration: Declaration?
    /// Nil while it goes on.
    package private(set) var end: SessionEnd?
    /// Requests that did something, in their order, each with its parameters.
    package private(set) var acts: [SessionAct] = []

    package init(_ setup: SessionSetup, folder: String) {
        self.setup = setup
        self.folder = folder
        counts = SessionCounts(setup.limits)
    }

    /// Events in the arena; none before the declaration.
    package var log: EventLog { game?.log ?? EventLog() }
    package var requestCount: Int { counts.requestCount }
    package var submissionCount: Int { counts.submissionCount }

    /// The line that begins the conversation.
    package var greeting: [UInt8] {
        ProtocolAnswer.notification(
            "init",
            [
                JSONMember("protocol", .string(Scenario.schema)),
                JSONMember("profile", .string(setup.profile.rawValue)),
                JSONMember("public_seed", .string(setup.seeds.publicText)),
                JSONMember("systems", .array(setup.systems.map { $0.summary(setup.profile) })),
                JSONMember("limits", .object(setup.limits.members)),
            ])
    }

    /// Answers a line, its line feed apart. **Precondition:** ``end`` is nil.
    package func answer(_ line: [UInt8]) -> [UInt8] {
        precondition(end == nil, "a line after the end")
        var id: Int?
        let answer: [UInt8]
        do throws(ProtocolFault) {
            try counts.noteRequest()
            let request = try ProtocolRequest(line: line, id: counts.requestCount)
            id = request.id
            let result = ProtocolAnswer.result(try result(request), id: request.id)
            try counts.noteAnswer(byteCount: result.count)
            answer = result
        } catch {
            if error.code.endsSession, end == nil { end = .violation(error) }
            answer = ProtocolAnswer.fault(error, id: id)
        }
        answers.update(answer)
        answers.update([UInt8(ascii: "\n")])
        return answer
    }

    private func result(_ request: ProtocolRequest) throws(ProtocolFault) -> JSONValue {
        guard let game else { return try begin(request) }
        switch request.method {
        case "declare": throw ProtocolFault(.declaration, "expected one declaration, got another")
        case "done":
            guard request.parameters.isEmpty else {
                throw ProtocolFault(.parameters, "done: expected no parameters, got some")
            }
            end = .done
            return .object([])
        default: break
        }
        do {
            let answer = try game.answer(request.method, request.parameters, &counts)
            if answer.isAct {
                acts.append(
                    SessionAct(
                        request.method, request.parameters, isRefused: answer.isRefused))
            }
            return answer.result
        } catch let fault as ProtocolFault {
            throw fault
        } catch {
            throw faulted(error)
        }
    }

    /// The laboratory's own failure ends the session; the script is told no more than that.
    private func faulted(_ error: any Error) -> ProtocolFault {
        end = .fault("\(error)")
        return ProtocolFault(.cannot, "a fault of the laboratory")
    }

    private func begin(_ request: ProtocolRequest) throws(ProtocolFault) -> JSONValue {
        guard request.method.isSpelled("declare") else {
            throw ProtocolFault(
                .declaration,
                "expected declare first, got "
                    + JSONValue.quoted(request.method, scalarCountMax: 40)
            )
        }
        let declaration = try Declaration(
            .object(request.parameters), systems: setup.systems, profile: setup.profile,
            claim: setup.claim)
        self.declaration = declaration
        guard let system = setup.systems.first(where: { $0.name == declaration.system }) else {
            throw ProtocolFault(.declaration, "no system \(declaration.system)")
        }
        do {
            let game = try Self.game(system, declaration, setup, folder)
            self.game = game
            return try game.challenge()
        } catch {
            throw faulted(error)
        }
    }

    private static func game<System: ScriptedTrials>(
        _ system: System, _ declaration: Declaration, _ setup: SessionSetup, _ folder: String
    ) throws -> any SessionGame {
        try SystemGame<System>(system, declaration, setup, folder: folder)
    }

    // MARK: The end

    /// Judges the attack. **Precondition:** asked once, when no line comes any more.
    ///
    /// - Parameter ending: the way in which the script came to its end.
    package func judgement(_ ending: ScriptEnding) -> Judgement {
        if case .fault(let why) = end { return .fault(why) }
        guard let game else {
            return Judgement(
                verdict: .invalidSubmission,
                evidence: ending.complaint(end) ?? "it declared nothing")
        }
        do {
            let judged = try game.judge(ending.complaint(end), declaration?.guards ?? [])
            return judged.sealed(with: answers.finalized())
        } catch {
            return .fault("\(error)")
        }
    }
}

extension ScriptedTrials {
    /// The system as a script is told of it.
    fileprivate func summary(_ profile: Profile) -> JSONValue {
        let claims = Claim.allCases.filter { !oracles(of: $0, profile).isEmpty }
        return .object([
            JSONMember("name", .string(name)),
            JSONMember("claims", .array(claims.map { .string($0.rawValue) })),
            JSONMember("surfaces", .array(scriptSurfaces.map { .string($0) })),
            JSONMember("nodes_max", .integer(nodeCountMax)),
        ])
    }
}
