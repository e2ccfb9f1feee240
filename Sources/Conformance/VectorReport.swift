/// The outcomes of one vector file.
package struct VectorReport: Sendable, Equatable {
    /// The file, as it was named.
    package let file: String
    package let form: String
    /// Whether no published code computed the answers.
    package let isDerived: Bool
    /// The maker of the answers.
    package let maker: String
    package let outcomes: [VectorOutcome]

    package init(
        file: String, form: String, isDerived: Bool, maker: String? = nil,
        outcomes: [VectorOutcome]
    ) {
        self.file = file
        self.form = form
        self.isDerived = isDerived || maker != nil
        self.maker = maker ?? (isDerived ? "derivation" : "published code")
        self.outcomes = outcomes
    }

    package var equalCount: Int { outcomes.count { $0.kind == .equal } }
}
