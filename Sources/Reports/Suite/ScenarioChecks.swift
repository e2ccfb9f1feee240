package import Encodings
package import Trials

/// The findings on scenario files that were checked and not run.
package struct ScenarioChecks: Sendable {
    package struct Check: Sendable {
        package let file: String
        let id: String?
        /// Nil for a file that is wrong.
        let stepCount: Int?
        let problem: String?

        package init(file: String, of summary: ScenarioSummary, _ stepCount: Int) {
            (self.file, id, self.stepCount, problem) = (file, summary.id, stepCount, nil)
        }

        /// - Parameter problem: the place that is wrong, with what was expected there and got.
        package init(file: String, _ problem: String) {
            (self.file, id, stepCount, self.problem) = (file, nil, nil, problem)
        }
    }

    private let checks: [Check]

    package init(_ checks: [Check]) {
        self.checks = checks
    }

    package var problemCount: Int { checks.count { $0.problem != nil } }

    /// A line for each problem, and the sum.
    package var text: String {
        let problems = checks.compactMap(\.problem).map { "\($0)\n" }.joined()
        let rightCount = checks.count - problemCount
        let right = rightCount == 1 ? "1 file can be run" : "\(rightCount) files can be run"
        return problems + right + (problemCount == 0 ? "" : ", \(problemCount) cannot") + "\n"
    }

    package func json(_ provenance: Provenance) -> JSONValue {
        .object([
            JSONMember(
                "files",
                .array(
                    checks.map { check in
                        .object([
                            JSONMember("file", .string(check.file)),
                            JSONMember("id", check.id.map { .string($0) } ?? .null),
                            JSONMember("steps", check.stepCount.map { .integer($0) } ?? .null),
                            JSONMember("problem", check.problem.map { .string($0) } ?? .null),
                        ])
                    })),
            JSONMember("provenance", provenance.json),
        ])
    }
}
