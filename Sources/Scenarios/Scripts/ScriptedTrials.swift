package import Trials

/// The trials of a system that strangers may attack by scripts: a script asks for steps as a
/// scenario has them, one after the other, and looks at the system in between.
///
/// Two things differ from a scenario. Nobody has read a script before it runs, so that it may ask
/// for no step that honest parties could not do, and for none that reaches out of the trial. And
/// the script holds the private keys that it was granted, so that no oracle can know what they
/// signed: each signature of theirs counts as their holder's will.
package protocol ScriptedTrials: SystemTrials {
    /// Questions about the system, with their parameters.
    associatedtype Question: StepOperation

    /// Steps that a script may ask for, by their names. `submit` is not among them: scripts submit
    /// bytes of their own, too.
    var scriptSteps: [String] { get }
    /// Surfaces that a script may declare and send bytes to.
    var scriptSurfaces: [String] { get }
    /// The most that an attack by a script may cost the system, however long it is, by the
    /// counter's name.
    var scriptBudget: [(counter: String, countMax: Int)] { get }

    /// The oracles that decide a claim; empty where the system makes no such claim. Honest use
    /// alone leaves all of them silent.
    func oracles(of claim: Claim, _ profile: Profile) -> [Oracle]
    /// The first of a script's assumptions that is more than an attacker may have, with the reason;
    /// nil for none.
    func excess(of assumptions: Assumptions) -> ScriptExcess?
    /// Honest actors whose names steps may give. Some are drawn, so that no script knows them
    /// beforehand.
    func cast(_ random: inout ActorRandom) -> [String]
    /// Honest use before the attack, so that there is something to attack.
    func opening(by cast: [String], _ random: inout ActorRandom) -> [Operation]
    /// Blocks that an operation makes, which a script has a limit for.
    func blockCount(of operation: Operation) -> Int
    /// A new system with everything around it. - Parameter cast: honest actors, see `cast`.
    ///
    /// **Throws:** an error of the laboratory.
    func scriptArena(
        _ setup: TrialSetup, cast: [String]
    ) throws -> any ScriptArena<Operation, Oracle, Question>
    /// A known attack on a fault that was planted, which made an oracle of a claim fire; nil where
    /// none did, and where the suite's scenarios show that its oracles do.
    ///
    /// **Throws:** an error of the laboratory.
    func ownControl(of claim: Claim, _ profile: Profile, seed: String) throws -> OwnControl?
}

/// A known attack that made an oracle fire, on a system that no scenario of the suite attacks.
package struct OwnControl: Sendable {
    package let attack: String
    /// The fault that was planted for it.
    package let fault: String
    package let oracle: String

    package init(attack: String, fault: String, oracle: String) {
        (self.attack, self.fault, self.oracle) = (attack, fault, oracle)
    }
}

/// An assumption that is more than an attacker may have.
package struct ScriptExcess: Sendable {
    /// The member of the declaration's `assumes`: `keys` or `surfaces`.
    package let member: String
    package let expected: String
    package let got: String

    package init(_ member: String, expected: String, got: String) {
        self.member = member
        self.expected = expected
        self.got = got
    }

    /// A surface that the system has not, or that scripts cannot reach.
    package static func surface(_ name: String, of surfaces: [String]) -> ScriptExcess {
        ScriptExcess(
            "surfaces", expected: "some of \(surfaces.joined(separator: ", "))", got: name)
    }

    package static func honestKey(_ name: String) -> ScriptExcess {
        ScriptExcess(
            "keys", expected: "names that you make up, or that the system grants",
            got: "\(name), who is honest")
    }

    package static func keyName() -> ScriptExcess {
        ScriptExcess(
            "keys",
            expected: "names of 1 to 64 letters and digits of ASCII, '.', '_' and '-'",
            got: "another")
    }
}

extension ScriptedTrials {
    /// Those of scenarios.
    package var scriptSurfaces: [String] { entries }
    /// None: the suite has scenarios.
    package func ownControl(
        of claim: Claim, _ profile: Profile, seed: String
    ) throws -> OwnControl? { nil }

    /// None.
    package func blockCount(of operation: Operation) -> Int { 0 }

    /// A new system after honest use, with the names of its honest actors. All of it follows from
    /// the seed of the setup.
    ///
    /// **Throws:** an error of the laboratory.
    package func openedArena(
        _ setup: TrialSetup
    ) throws -> (arena: any ScriptArena<Operation, Oracle, Question>, cast: [String]) {
        var random = ActorRandom(seed: setup.seed, actor: "cast")
        // Whoever shares his key with the attacker is no honest actor.
        let cast = cast(&random).filter { !setup.allowance.keys.contains($0) }
        let arena = try scriptArena(setup, cast: cast)
        var openingRandom = ActorRandom(seed: setup.seed, actor: "opening")
        for operation in opening(by: cast, &openingRandom) {
            try arena.perform(operation, at: 0)
        }
        if let complaint = arena.complaint {
            throw StepFault("honest use before the attack went wrong: \(complaint)")
        }
        return (arena, cast)
    }

    package func recordedArena(
        _ setup: TrialSetup
    ) throws -> any TrialArena<Operation, Oracle> {
        try openedArena(setup).arena
    }
}
