internal import Conformance
internal import FloatEngine
internal import PythonValues

/// Rows on the grid of 100, in both published forms.
struct FloatQuantizationVectors: VectorJudge {
    let name = "quantise"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["kind"] != nil && $0["new"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let file = document.vectorDocument
        var tallies: [String: Tally] = [:]  // looked up, never iterated
        let cases = try file.member("cases").elements().enumerated().map { place, vector in
            let row = try vector.member("row").elements().flatMap { try $0.doubles() }
            let current = try vector.member("new")
            let (new, old) = (got(row, .current), got(row, .old))
            tallies[try vector.member("kind").string(), default: Tally()].add(
                isRefused: (try? FloatQuantization.quantized(row)) == nil, differs: new != old)
            return VectorOutcome(
                index: "\(place)",
                expected: try expected(current) + "; old "
                    + expected(vector.optional("old") ?? current),
                got: new + "; old " + old)
        }
        return try cases + counts(file, tallies)
    }

    /// The counts of a kind's rows.
    private struct Tally {
        var caseCount = 0
        var refusedCount = 0
        var differingCount = 0

        mutating func add(isRefused: Bool, differs: Bool) {
            caseCount += 1
            refusedCount += isRefused ? 1 : 0
            differingCount += differs ? 1 : 0
        }

        var text: String {
            "\(caseCount) cases, \(refusedCount) refused, \(differingCount) other in the old form"
        }
    }

    private func counts(
        _ file: VectorValue, _ tallies: [String: Tally]
    ) throws -> [VectorOutcome] {
        guard let counts = try file.optional("counts") else { return [] }
        guard case .dictionary(let kinds) = counts.value else {
            throw VectorFormError(place: counts.place, expected: "an object", got: "another value")
        }
        return try kinds.members.map { member in
            let name = member.key.shown
            let told = try counts.member(name)
            let expected = Tally(
                caseCount: try told.member("cases").size(0...1 << 20),
                refusedCount: try told.member("crash").size(0...1 << 20),
                differingCount: try told.member("old_differs").size(0...1 << 20))
            return VectorOutcome(
                index: "counts of \(name)", expected: expected.text,
                got: (tallies[name] ?? Tally()).text)
        }
    }

    private func expected(_ vector: VectorValue) throws -> String {
        if case .string = vector.value { return try vector.string() }
        let parts = try vector.elements(count: 3)
        return try FloatText.row(parts[0].ints(), base: parts[1], glyphs: parts[2])
    }

    private func got(_ row: [Double], _ form: FloatQuantization.Form) -> String {
        do throws(FloatQuantization.RowError) {
            return FloatText.row(try FloatQuantization.quantized(row, form: form))
        } catch {
            return error.rawValue
        }
    }
}

/// Rows under the quantiser of logarithms.
struct LogarithmQuantizationVectors: VectorJudge {
    let name = "quantise_logit"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let cases)? = document["cases"], case .list(let first)? = cases.first
        else { return false }
        return first.count == 4
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map { place, vector in
            let parts = try vector.elements(count: 4)
            let row = try parts[0].elements().flatMap { try $0.doubles() }
            let expected = try FloatText.row(parts[1].ints(), base: parts[2], glyphs: parts[3])
            do throws(FloatQuantization.RowError) {
                let parts = try FloatQuantization.logarithms(row)
                guard !parts.isEmpty else { throw .emptyRow }
                return VectorOutcome(
                    index: "\(place)", expected: expected, got: FloatText.row(parts))
            } catch {
                return VectorOutcome(index: "\(place)", expected: expected, got: error.rawValue)
            }
        }
    }
}
