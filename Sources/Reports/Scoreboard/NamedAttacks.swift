internal import Encodings
internal import Scenarios
package import Trials

/// The attacks that the field names first, and for each system the scenarios that try them, or the
/// reason why there is none: `Adversarial/named_attacks.json`.
package struct NamedAttacks: Sendable {
    package struct Attack: Sendable {
        /// "proof theft".
        package let name: String
        /// The attack in one sentence.
        package let about: String
        package let cells: [Cell]
    }

    /// An attack on a system.
    package struct Cell: Sendable {
        package let system: String
        /// Ids, in the order in which they are shown.
        package let scenarios: [String]
        /// Why there is no scenario under the rules of a profile.
        package let blanks: [(profile: Profile, reason: String)]

        func reason(_ profile: Profile) -> String? {
            blanks.first { $0.profile == profile }?.reason
        }
    }

    /// A scenario that there is, and the profiles that it attacks.
    package struct Known: Sendable {
        let system: String
        let id: String
        let profiles: [Profile]

        package init(system: String, id: String, profiles: [Profile]) {
            self.system = system
            self.id = id
            self.profiles = profiles
        }
    }

    /// Below a house.
    package static let file = "Adversarial/named_attacks.json"
    package static let byteCountMax = 1 << 20

    package let attacks: [Attack]

    /// **Throws:** `ScenarioError` at the first place that is wrong.
    package init(json: [UInt8]) throws {
        let value: JSONValue
        do {
            value = try JSONParser.parse(json, byteCountMax: Self.byteCountMax)
        } catch {
            throw ScenarioError(
                file: Self.file, place: "", expected: "strict JSON", got: "\(error)")
        }
        var object = try StrictObject(value, file: Self.file, place: "")
        attacks = try object.objects("attacks").map(Self.attack)
        try object.finish()
    }

    private static func attack(_ object: StrictObject) throws -> Attack {
        var object = object
        let attack = Attack(
            name: try object.text("name"), about: try object.text("about"),
            cells: try object.objects("cells").map(cell))
        try object.finish()
        return attack
    }

    private static func cell(_ object: StrictObject) throws -> Cell {
        var object = object
        let system = try object.text("system")
        let scenarios = try object.texts("scenarios")
        var blanks: [(profile: Profile, reason: String)] = []
        for (key, reason) in try object.pairs("blank") {
            guard let profile = Profile(rawValue: key), !reason.isEmpty else {
                throw object.wrong("blank", "a reason for each profile", key)
            }
            blanks.append((profile, reason))
        }
        try object.finish()
        return Cell(system: system, scenarios: scenarios, blanks: blanks)
    }

    // MARK: Whether it is whole

    /// A sentence for each place that does not agree with the scenarios that there are; none where
    /// each attack has a cell for each system, all scenarios exist, and every profile under which
    /// none attacks has a reason.
    package func problems(with scenarios: [Known]) -> [String] {
        var systems: [String] = []
        for one in scenarios where !systems.contains(one.system) { systems.append(one.system) }
        return attacks.flatMap { attack in
            systems.filter { system in attack.cells.count { $0.system == system } != 1 }.map {
                "\(attack.name): expected one cell for \($0)"
            }
                + attack.cells.flatMap { cell in
                    Self.problems(of: cell, with: scenarios).map {
                        "\(attack.name), \(cell.system): \($0)"
                    }
                }
        }
    }

    private static func problems(of cell: Cell, with scenarios: [Known]) -> [String] {
        let own = scenarios.filter { $0.system == cell.system }
        guard !own.isEmpty else { return ["expected a system with scenarios"] }
        let unknown = cell.scenarios.filter { id in !own.contains { $0.id == id } }
        let repeated = cell.scenarios.filter { id in
            cell.scenarios.count { $0 == id } > 1
        }
        let halves = Profile.allCases.compactMap { profile -> String? in
            let isTried = own.contains {
                cell.scenarios.contains($0.id) && $0.profiles.contains(profile)
            }
            switch (isTried, cell.reason(profile) != nil) {
            case (false, false):
                return "expected a scenario under \(profile.rawValue) rules or a reason"
            case (true, true): return "expected no reason where \(profile.rawValue) is tried"
            default: return nil
            }
        }
        return unknown.map { "expected a scenario, got \($0)" }
            + repeated.map { "expected each scenario once, got \($0) again" } + halves
    }
}
