internal import Scenarios
package import Trials

/// A session that is over, with its judgement.
package struct Played: Sendable {
    package let transcript: Transcript
    package let judgement: Judgement
    /// Nil where the script declared nothing that was taken.
    package let declaration: Declaration?
    package let acts: [SessionAct]
    package let log: EventLog
    package let requestCount: Int
    package let submissionCount: Int
    /// Whether the session itself was over: by `done`, or by a violation.
    let isOver: Bool

    init(_ session: AttackSession, _ transcript: Transcript) {
        self.transcript = transcript
        judgement = session.judgement(transcript.ending)
        declaration = session.declaration
        acts = session.acts
        log = session.log
        requestCount = session.requestCount
        submissionCount = session.submissionCount
        isOver = session.end != nil
    }

    /// Plays the lines of a script to a new session.
    ///
    /// **Throws:** an error of the laboratory.
    package static func replay(
        _ setup: SessionSetup, lines: [[UInt8]], ending: ScriptEnding
    ) throws -> Played {
        try Trial.withFolder(isNeeded: true) { folder in
            let session = AttackSession(setup, folder: folder ?? "")
            var exchanges: [Transcript.Exchange] = []
            for line in lines {
                // What a script says after the end is never heard.
                guard session.end == nil else { break }
                exchanges.append(Transcript.Exchange(line: line, answer: session.answer(line)))
            }
            return Played(
                session,
                Transcript(greeting: session.greeting, exchanges: exchanges, ending: ending))
        }
    }

    /// Plays a declaration and acts, without anything that the script only looked at.
    ///
    /// **Throws:** an error of the laboratory.
    static func replay(
        _ setup: SessionSetup, _ declaration: [UInt8], _ acts: [SessionAct]
    ) throws -> Played {
        let done = SessionAct("done", [])
        let lines = (acts + [done]).enumerated().map { $1.line(id: $0 + 2) }
        return try replay(setup, lines: [declaration] + lines, ending: .session)
    }
}
