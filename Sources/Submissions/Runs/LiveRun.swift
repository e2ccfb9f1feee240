internal import Scenarios

/// The run of one script against a new session.
package enum LiveRun {
    /// Plays a session with the script at the other end of a channel, until either ends it.
    ///
    /// - Parameter onExchange: after each request.
    package static func transcript(
        _ setup: SessionSetup, _ channel: any ScriptChannel, onExchange: () -> Void = {}
    ) throws -> Played {
        try Trial.withFolder(isNeeded: true) { folder in
            let session = AttackSession(setup, folder: folder ?? "")
            var exchanges: [Transcript.Exchange] = []
            var ending = ScriptEnding.session
            do throws(ScriptEnding) {
                try channel.send(session.greeting)
                while session.end == nil {
                    let line = try channel.line()
                    let answer = session.answer(line)
                    exchanges.append(Transcript.Exchange(line: line, answer: answer))
                    onExchange()
                    try channel.send(answer)
                }
            } catch {
                // An answer that nobody reads changes nothing where the session is over.
                if session.end == nil { ending = error }
            }
            return Played(
                session,
                Transcript(greeting: session.greeting, exchanges: exchanges, ending: ending))
        }
    }
}
