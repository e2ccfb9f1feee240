/// The outcomes of one vector file.
package struct VectorReport: Sendable, Equatable {
    /// The file, as it was named.
    package let file: String
    package let form: String
    /// Whether the file says of itself that no published code computed it.
    package let isDerived: Bool
    package let outcomes: [VectorOutcome]

    package init(file: String, form: String, isDerived: Bool, outcomes: [VectorOutcome]) {
        self.file = file
        self.form = form
        self.isDerived = isDerived
        self.outcomes = outcomes
    }

    package var equalCount: Int { outcomes.count { $0.kind == .equal } }
}
