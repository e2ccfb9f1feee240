internal import Encodings

/// The document that `shadow --format json` prints. Its drifts are decimal texts, shown unchanged.
struct ShadowDocument {
    struct Flips {
        let count: Int
        let total: Int
        /// The lower end of the interval of 95 %. **Units:** share 10⁻⁹.
        let lowerBillionths: Int
        let upperBillionths: Int

        init(_ value: StrictJSON) throws(StrictJSON.Failure) {
            let total = try value["of"].count()
            self.total = total
            count = try value["count"].integer(in: 0...total)
            lowerBillionths = try Self.billionths(value["lower_95"])
            upperBillionths = try Self.billionths(value["upper_95"])
            let billion = Int128(Self.billion)
            guard Int128(lowerBillionths) * Int128(total) <= Int128(count) * billion else {
                throw try value["lower_95"].refused("a share up to the counted one", got: "more")
            }
            guard Int128(upperBillionths) * Int128(total) >= Int128(count) * billion else {
                throw try value["upper_95"].refused("a share from the counted one on", got: "less")
            }
        }

        private static let billion = 1_000_000_000

        /// "0.0123" with one to nine decimals, up to 1.
        private static func billionths(_ value: StrictJSON) throws(StrictJSON.Failure) -> Int {
            let text = Array(try value.text().utf8)
            let digits = text.dropFirst(2)
            guard (3...11).contains(text.count), text[1] == UInt8(ascii: "."),
                text[0] == UInt8(ascii: "0") || text[0] == UInt8(ascii: "1"),
                digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
            else { throw value.refused("a share as a decimal, 0.0 to 1.0") }
            var share = text[0] == UInt8(ascii: "1") ? billion : 0
            var unit = billion
            for digit in digits {
                unit /= 10
                share += Int(digit - UInt8(ascii: "0")) * unit
            }
            guard share <= billion else { throw value.refused("a share as a decimal, 0.0 to 1.0") }
            return share
        }

        /// "0.0210 % – 4.5600 %", rounded outward.
        var interval: String {
            ShadowWords.interval(lowerBillionths, upperBillionths)
        }

        /// "3 of 1,200"
        var text: String { "\(DecimalText.grouped(count)) of \(DecimalText.grouped(total))" }
    }

    struct Drift {
        let operation: String
        let largest: String
        /// The exponent of the largest drift's power of ten; nil where nothing differs.
        let exponent: Int?
    }

    struct Variation {
        let name: String
        let summation: String
        let differingRowCount: Int
        let largestDrift: String
        let flippedRows: Flips
        let flippedProofs: Flips
        let firstOperation: String?
        let drifts: [Drift]
    }

    let model: String
    let integerWeightsHash: String
    let promptCount: Int
    let rowCount: Int
    let base: String
    let variations: [Variation]
    let exactBackends: [String]
    let exactRowCount: Int
    let exactDifferingRowCount: Int
    let exactProofCount: Int
    let exactFlippedProofCount: Int
    let holds: Bool

    static func isMeant(_ value: JSONValue) -> Bool {
        value.member("variations") != nil && value.member("exact") != nil
            && value.member("published") != nil
    }

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        model = try document["model"].text()
        integerWeightsHash = try document["integer_weights_hash"].text()
        promptCount = try document["prompts"].count()
        rowCount = try document["rows"].count()
        base = try document["base"].text()
        variations = try document["variations"].list(countMax: 64) {
            value throws(StrictJSON.Failure) in try Self.variation(value)
        }
        let exact = try document["exact"]
        exactBackends = try exact["backends"].list(countMax: 16) {
            value throws(StrictJSON.Failure) in try value.text()
        }
        guard exactBackends.count > 1 else {
            throw try exact["backends"].refused(
                "two backends at least", got: "\(exactBackends.count)")
        }
        exactRowCount = try exact["rows"].integer(in: 1...1 << 56)
        exactDifferingRowCount = try exact["rows_differing"].integer(in: 0...exactRowCount)
        exactProofCount = try exact["proofs"].integer(in: 1...1 << 56)
        exactFlippedProofCount = try exact["proofs_flipped"].integer(in: 0...exactProofCount)
        holds = exactDifferingRowCount == 0 && exactFlippedProofCount == 0
        try document["holds"].demand(
            holds, "what follows from the rows and proofs that the integers moved")
    }

    private static func variation(_ value: StrictJSON) throws(StrictJSON.Failure) -> Variation {
        Variation(
            name: try value["name"].text(), summation: try value["summation"].text(),
            differingRowCount: try value["rows_differing"].count(),
            largestDrift: try value["largest_drift"].text(),
            flippedRows: try Flips(value["rows_flipped"]),
            flippedProofs: try Flips(value["proofs_flipped"]),
            firstOperation: try value["first_operation"].optionalText(),
            drifts: try value["operations"].list(countMax: 16_384) {
                drift throws(StrictJSON.Failure) in
                let largest = try drift["largest_drift"]
                return Drift(
                    operation: try drift["operation"].text(), largest: try largest.text(),
                    exponent: try Self.exponent(largest))
            })
    }

    /// −7 of "1.234e-7" and of "0.0000001234"; nil of "0".
    private static func exponent(_ value: StrictJSON) throws(StrictJSON.Failure) -> Int? {
        let text = Array(try value.text().utf8)
        let parts = text.split(separator: UInt8(ascii: "e"), omittingEmptySubsequences: false)
        let digits = parts.first.map(Array.init) ?? []
        let halves = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isDecimal = digits.allSatisfy {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
        }
        let shift =
            parts.count == 2 ? Int(String(decoding: parts[1], as: UTF8.self)) : 0
        guard isDecimal, (1...2).contains(parts.count), (1...2).contains(halves.count),
            halves.allSatisfy({ !$0.isEmpty }), let shift, (-400...400).contains(shift)
        else { throw value.refused("a decimal number in text") }
        let figures = halves.joined()
        guard let first = figures.firstIndex(where: { $0 != UInt8(ascii: "0") }) else { return nil }
        let place = figures.distance(from: figures.startIndex, to: first)
        return halves[0].count - 1 - place + shift
    }
}
