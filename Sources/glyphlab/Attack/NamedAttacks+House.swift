import Platform
import Reports
import Scenarios
import Trials

extension NamedAttacks {
    /// The named attacks of a house.
    init(house: String) throws {
        try self.init(
            json: WholeFile.read(
                Folder.path(house, Self.file), byteCountMax: Self.byteCountMax))
    }

    /// The check of the file against a house's scenarios; nil where it agrees with them.
    func check(in suite: Suite) -> ScenarioChecks.Check? {
        let problems = problems(
            with: suite.scenarios.map {
                Known(system: $0.summary.system, id: $0.summary.id, profiles: $0.profiles)
            })
        guard !problems.isEmpty else { return nil }
        return ScenarioChecks.Check(
            file: Self.file, problems.map { "\(Self.file): \($0)" }.joined(separator: "\n"))
    }
}
