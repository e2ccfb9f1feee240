internal import Disputes
internal import Encodings
internal import Receipts

/// The document that `compare --format json` prints of receipts and kept runs: who agrees with
/// whom.
struct MatrixDocument {
    struct Machine {
        let file: String
        let madeBy: String
    }

    let verdict: ComparisonVerdict
    let explanation: String
    let machines: [Machine]
    /// The verdict on every pair of machines (left, right) with left < right, ordered by right,
    /// then by left.
    let verdicts: [ComparisonVerdict]

    static func isMeant(_ value: JSONValue) -> Bool {
        value.member("machines") != nil && value.member("pairs") != nil
            && value.member("groups") != nil
    }

    private static let machineCountMax = 64

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        verdict = try Self.verdict(document["verdict"])
        explanation = try document["explanation"].text()
        machines = try document["machines"].list(countMax: Self.machineCountMax) {
            value throws(StrictJSON.Failure) in
            Machine(file: try value["file"].text(), madeBy: try value["made_by"].text())
        }
        let pairs = try document["pairs"].elements(
            count: machines.count * max(machines.count - 1, 0) / 2)
        var verdicts: [ComparisonVerdict] = []
        for right in machines.indices {
            for left in 0..<right {
                let pair = pairs[verdicts.count]
                guard try pair["left"].count() == left, try pair["right"].count() == right else {
                    throw pair.refused("the pair of \(left) and \(right)", got: "another")
                }
                verdicts.append(try Self.pairVerdict(pair))
            }
        }
        self.verdicts = verdicts
        let worst = verdicts.max { $0.severity < $1.severity } ?? .inconclusive
        guard verdict == worst else {
            throw try document["verdict"].refused(
                "\(worst.rawValue), the worst of all pairs", got: verdict.rawValue)
        }
    }

    /// The verdict on a pair, checked against its aspects: no match where an aspect differs, or
    /// where nothing was compared.
    private static func pairVerdict(
        _ pair: StrictJSON
    ) throws(StrictJSON.Failure) -> ComparisonVerdict {
        let verdict = try verdict(pair["verdict"])
        let agreement = try pair["agreement"]
        var states: [String] = []
        for aspect in MachineAspect.allCases {
            states.append(try agreement[aspect.rawValue]["state"].text())
        }
        let differs = states.contains("different")
        guard verdict != .match || !differs && states.contains("equal") else {
            throw try pair["verdict"].refused(
                "another, since \(differs ? "an aspect differs" : "nothing was compared")",
                got: verdict.rawValue)
        }
        return verdict
    }

    private static func verdict(
        _ word: StrictJSON
    ) throws(StrictJSON.Failure) -> ComparisonVerdict {
        guard let verdict = ComparisonVerdict(rawValue: try word.text()) else {
            throw word.refused("a comparison's verdict")
        }
        return verdict
    }

    /// The verdict on two different machines, in either order.
    func verdict(_ machine: Int, _ other: Int) -> ComparisonVerdict {
        let (left, right) = (min(machine, other), max(machine, other))
        return verdicts[right * (right - 1) / 2 + left]
    }
}
