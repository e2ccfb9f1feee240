internal import PythonValues

/// All forms of vector files of one system.
package struct VectorSuite: Sendable {
    /// The system, as commands name it, such as `receipts`.
    package let system: String
    package let judges: [any VectorJudge]

    package init(system: String, judges: [any VectorJudge]) {
        self.system = system
        self.judges = judges
    }

    /// **Throws:** ``VectorFormError`` where the bytes are of none of the forms; any other error is
    /// a fault of the laboratory.
    package func report(
        file: String, bytes: [UInt8],
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> VectorReport {
        let value: PythonValue
        do throws(PythonJSONError) {
            value = try PythonJSONParser.parse(bytes, byteCountMax: .max)
        } catch {
            throw VectorFormError(
                place: "byte \(error.offset)", expected: error.expected, got: "something else")
        }
        guard case .dictionary(let document) = value,
            let judge = judges.first(where: { $0.recognises(document) })
        else {
            let names = judges.map(\.name).joined(separator: ", ")
            throw VectorFormError(
                place: "document", expected: "one of the forms of \(system): \(names)",
                got: "none of them")
        }
        let outcomes: [VectorOutcome]
        do {
            outcomes = try judge.outcomes(of: document, progress: progress)
        } catch let error as PythonError {
            // A value that no case can hold, such as one that cannot be written as JSON.
            throw VectorFormError(
                place: "document", expected: "values of the form \(judge.name)", got: "\(error)")
        }
        guard !outcomes.isEmpty else {
            throw VectorFormError(
                place: "document", expected: "cases of the form \(judge.name)", got: "none")
        }
        return VectorReport(
            file: file, form: judge.name, isDerived: Self.isDerived(document), maker: judge.maker,
            outcomes: outcomes)
    }

    /// Whether a file says of itself that no published code gave its answers.
    private static func isDerived(_ document: PythonDictionary) -> Bool {
        ["made", "about"].contains { name in
            guard case .string(let told)? = document[name] else { return false }
            let text = told.shown
            return text.contains("DERIVED") || text.lowercased().contains("not published code")
        }
    }
}
