internal import Encodings

/// The document that `coverage --format json` prints.
struct CoverageDocument {
    struct Part {
        let reached: Int
        let total: Int

        init(_ value: StrictJSON) throws(StrictJSON.Failure) {
            let total = try value["of"].count()
            self.total = total
            reached = try value["reached"].integer(in: 0...total)
        }

        /// "97.31 %", rounded down, so that 100 % is all.
        var percent: String {
            guard total > 0 else { return "–" }
            return DecimalText.ratio(basisPoints, 100) + " %"
        }

        /// The share reached. **Units:** ten-thousandths, rounded down; 0 for a share of nothing.
        var basisPoints: Int {
            total == 0 ? 0 : Int(Int128(reached) * 10_000 / Int128(total))
        }
    }

    struct Operation {
        let name: String
        let elements: Part
    }

    struct Sample {
        let faultCount: Int
        let contradictions: [String]
    }

    struct Profile {
        let name: String
        let proofCount: Int
        /// Named as people read them.
        let parts: [(name: String, part: Part)]
        let operations: [Operation]
        let sample: Sample?
    }

    let model: String
    let integerWeightsHash: String
    let profiles: [Profile]
    let holds: Bool

    static func isMeant(_ value: JSONValue) -> Bool {
        guard let first = value.member("profiles")?.arrayValue?.first else { return false }
        return first.member("by_operation") != nil && first.member("heads_reached") != nil
    }

    private static let names = [
        ("operations", "operations"), ("elements", "elements"), ("multiply_adds", "multiply-adds"),
        ("heads_reached", "heads, followed from"), ("heads_read", "heads, read"),
        ("weights_by_one_proof", "weights, by a proof alone"),
        ("weights_together", "weights, by all together"),
    ]

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        model = try document["model"].text()
        integerWeightsHash = try document["integer_weights_hash"].text()
        profiles = try document["profiles"].list(countMax: 2) {
            value throws(StrictJSON.Failure) in try Self.profile(value)
        }
        holds = profiles.allSatisfy { $0.sample?.contradictions.isEmpty ?? true }
        try document["holds"].demand(holds, "what follows from the contradictions")
    }

    private static func profile(_ value: StrictJSON) throws(StrictJSON.Failure) -> Profile {
        var parts: [(name: String, part: Part)] = []
        for (key, name) in names { parts.append((name, try Part(value[key]))) }
        return Profile(
            name: try value["profile"].text(),
            proofCount: try value["by_proof"].elements(count: 0...1_000_000).count,
            parts: parts,
            operations: try value["by_operation"].list(countMax: 16_384) {
                operation throws(StrictJSON.Failure) in
                Operation(
                    name: try operation["operation"].text(),
                    elements: try Part(operation["elements"]))
            },
            sample: try value["sample"].optional { sample throws(StrictJSON.Failure) in
                Sample(
                    faultCount: try sample["faults"].count(),
                    contradictions: try sample["contradictions"].list(countMax: 1_000_000) {
                        text throws(StrictJSON.Failure) in try text.text()
                    })
            })
    }
}
