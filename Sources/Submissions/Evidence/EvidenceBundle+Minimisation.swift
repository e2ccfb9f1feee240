internal import Platform
internal import Trials

extension EvidenceBundle {
    /// The same evidence with a shorter attack: the search goes on where an earlier one ended. The
    /// script's own transcript stays as it is.
    ///
    /// - Parameters:
    ///   - folder: of the bundle, for messages.
    ///   - setup: with the bundle's profile, seeds and claim.
    ///   - budget: sessions at most.
    ///   - onExecution: told before each session how many there were, those before included.
    /// **Throws:** ``EvidenceFault`` where nothing was broken, or its attack breaks nothing here;
    /// an error of the laboratory.
    package func minimisedFurther(
        in folder: String, _ setup: SessionSetup, budget: Int,
        onExecution: @escaping (_ executionCount: Int) -> Void = { _ in }
    ) throws -> EvidenceBundle {
        guard let minimised else {
            throw EvidenceFault(folder, "verdict", "a break", result.verdict.rawValue)
        }
        let played = try Played.replay(
            setup, lines: minimised.lines, ending: minimised.ending)
        let judgement = played.judgement
        guard judgement.verdict == .broken, judgement.oracle == result.oracle,
            judgement.kind == result.kind, let declaration = played.declaration
        else {
            throw EvidenceFault(
                folder, Self.minimisedFile, "an attack that breaks \(result.oracle ?? "a claim")",
                "\(judgement.verdict.rawValue): \(judgement.evidence)")
        }
        // Of an attack that is said to be the shortest, and of a search that is said to be nearly
        // over, a bundle is not believed.
        if result.isMinimal, played.acts.count <= Minimiser.provenActCountMax,
            try played.needless(setup) == nil
        {
            return self
        }
        let place = result.isMinimal ? nil : result.place
        func searched(from place: SearchPlace?) throws -> Minimised {
            let before = Minimised(
                played: played, isMinimal: false, executionCount: result.executionCount,
                place: place)
            var minimiser = Minimiser(setup, before, budget: budget, onExecution: onExecution)
            return try minimiser.run()
        }
        var shorter = try searched(from: place)
        if place != nil, shorter.isMinimal, try shorter.played.needless(setup) != nil {
            shorter = try searched(from: nil)
        }
        return EvidenceBundle(
            facts: facts,
            result: result.with(
                shorter,
                fingerprint: Fingerprint.text(
                    shorter.played.judgement, declaration, setup.profile)),
            transcript: transcript, minimised: shorter.played.transcript, messages: messages)
    }

    /// Writes the bundle in the place of an earlier one, which is there whole until it goes.
    ///
    /// **Throws:** ``EvidenceFault``, `PlatformError`.
    package func replace(at folder: String) throws {
        // Not beside a link, nor in the folder itself where a path ends in a slash or a dot.
        try Folder.replace(try Folder.realPath(folder)) { try write(to: $0) }
    }
}
