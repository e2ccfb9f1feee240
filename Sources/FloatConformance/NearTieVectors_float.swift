internal import Conformance
internal import Fingerprints
internal import FloatEngine
internal import PythonValues

/// Rows with an entry at the cut, and rows with equal entries.
struct NearTieVectors: VectorJudge {
    let name = "near_ties"

    func recognises(_ document: PythonDictionary) -> Bool { document["exact"] != nil }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let file = document.vectorDocument
        let moved = try file.member("cases").elements().enumerated().map { place, vector in
            try self.moved(vector, index: "\(place)")
        }
        let exact = try file.member("exact").elements().enumerated().map { place, vector in
            let parts = try vector.elements(count: 3)
            let cascade = try parts[2].elements(count: 2)
            return VectorOutcome(
                index: "exact \(place)",
                expected: try FloatText.row(parts[1].ints(), base: cascade[0], glyphs: cascade[1]),
                got: self.got(try parts[0].floats().map(Double.init)).shown)
        }
        return moved + exact
    }

    /// Each variant's row and cascade, and whether all variants agree.
    private func moved(_ vector: VectorValue, index: String) throws -> VectorOutcome {
        let row = try vector.member("row").floats().map(Double.init)
        let entry = try vector.member("moved").size(0...max(row.count - 1, 0))
        let against = try vector.member("against").size(0...max(row.count - 1, 0))
        guard !row.isEmpty else {
            throw VectorFormError(place: vector.place, expected: "a row", got: "an empty one")
        }
        var (expected, found): ([String], [String]) = ([], [])
        var rows: [(sorted: [Int64], cascade: String)] = []
        for variant in try vector.member("variants").elements() {
            let parts = try variant.elements(count: 4)
            let cascade = try parts[3].elements(count: 2)
            var changed = row
            guard let number = try parts[1].floats().first else {
                throw VectorFormError(place: parts[1].place, expected: "a number", got: "none")
            }
            changed[entry] = Double(number)
            expected.append(
                try FloatText.row(parts[2].ints(), base: cascade[0], glyphs: cascade[1]))
            let result = got(changed)
            found.append(result.shown)
            if let parts = result.parts {
                rows.append(
                    (
                        parts.sorted(),
                        FloatText.cascade(GlyphCascade(quantizedRow: parts))
                    ))
            }
        }
        let gap = (Self.fraction(row[entry]) - Self.fraction(row[against])).magnitude
        expected += try [
            "multiset \(vector.member("multiset_same").boolean())",
            "cascade \(vector.member("cascade_same").boolean())",
            "gap \(FloatText.bits(vector.member("fraction_gap").number()))",
        ]
        found += [
            "multiset \(rows.allSatisfy { $0.sorted == rows[0].sorted })",
            "cascade \(rows.allSatisfy { $0.cascade == rows[0].cascade })",
            "gap \(FloatText.bits(gap))",
        ]
        return VectorOutcome(
            index: index, expected: expected.joined(separator: "; "),
            got: found.joined(separator: "; "))
    }

    private static func fraction(_ value: Double) -> Double {
        value * 100 - (value * 100).rounded(.down)
    }

    private func got(_ row: [Double]) -> (shown: String, parts: [Int64]?) {
        do throws(FloatQuantization.RowError) {
            let parts = try FloatQuantization.quantized(row)
            return (FloatText.row(parts), parts)
        } catch {
            return (error.rawValue, nil)
        }
    }
}
