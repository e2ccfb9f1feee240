internal import BigInt
internal import Conformance
internal import PublishedHybrid
internal import PythonValues

/// Choices among deltas, their averages, and sorts of keys that do not compare.
///
/// The choice by exact integers has to be `selected_exact` where that stands, else `selected`, and
/// its scores `scores_exact` where they stand. The choice by the rounding of half precision has to
/// be `selected` in all cases, and for that precision its scores `scores_f64`, by their bits but
/// that all that is no number counts as one; `scores_f64` of other formats are evidence.
///
/// The average is that of the published choice, `selected`, since the file's is: its exact sums
/// where they stand, and its floats as ``AverageForms`` has it.
struct KrumVectors: VectorJudge {
    let name = "krum"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "cases", has: ["deltas", "dtype", "select"])
            && document["unordered_keys"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let root = document.vectorDocument
        let cases = try root.member("cases").elements().enumerated().map { index, vector in
            let isHalf = try vector.member("dtype").choice(TensorFormat.self) == .half
            return try HybridCases.outcome(
                "cases \(index)", vector,
                inputs: ["deltas", "dtype", "kinds", "select"] + (isHalf ? [] : ["scores_f64"]),
                got: try Self.found(vector))
        }
        let sorts = try root.member("unordered_keys").elements().enumerated().map {
            index, vector in
            let keys = try vector.member("keys").elements().map { try $0.markedInteger() }
            let order = PublishedSorting.order(of: keys.count) { left, right in
                keys[left].isLess(than: keys[right])
            }
            return try HybridCases.outcome(
                "unordered_keys \(index)", vector, inputs: ["keys"],
                got: [("order", Self.list(order))])
        }
        return cases + sorts
    }

    private static func found(_ vector: VectorValue) throws -> HybridCases.Members {
        let format = try vector.member("dtype").choice(TensorFormat.self)
        let deltas = try vector.member("deltas").elements().map {
            RetrievedDelta.tensors(try $0.delta(format))
        }
        let count = try vector.member("select").int()
        let chosen: [Int]
        do throws(PythonError) {
            chosen = try KrumSelection.chosen(of: deltas, count: count)
        } catch {
            return [("verdict", .text("crash")), ("exception", .text(error.name))]
        }
        var members: HybridCases.Members = [("verdict", .text("accept"))]
        let selected = try vector.member("selected")
        let isExact = try vector.optional("selected_exact") != nil
        let rounded = try KrumSelection.chosen(of: deltas, count: count, arithmetic: .rounded)
        members.append(("selected", list(rounded)))
        if isExact {
            members.append(("selected_exact", list(chosen)))
            let scores = try KrumSelection.scores(of: deltas).map { score in
                guard case .integer(let integer) = score else { return PythonValue.none }
                return .text("\(integer)")
            }
            members.append(("scores_exact", .list(scores)))
        } else if chosen != rounded {
            members.append(("selected_exact", list(chosen)))
        }
        if format == .half, let floats = try vector.optional("scores_f64") {
            members.append(("scores_f64", try scores(of: deltas, like: floats)))
        }
        return try members + average(of: selected.elements().map { try $0.int() }, deltas, vector)
    }

    /// The scores of half precision by their bits; the file's where both are no number.
    private static func scores(
        of deltas: [RetrievedDelta], like expected: VectorValue
    ) throws -> PythonValue {
        let floats = try expected.elements()
        let scores = try KrumSelection.scores(of: deltas, arithmetic: .rounded)
        return .list(
            try scores.enumerated().map { place, score in
                if score == .notANumber, place < floats.count, try floats[place].double().isNaN {
                    return floats[place].value
                }
                return GateVectors.bits(try HalfNorm.float(ofUnits: score))
            })
    }

    private static func average(
        of selected: [Int], _ deltas: [RetrievedDelta], _ vector: VectorValue
    ) throws -> HybridCases.Members {
        guard selected.allSatisfy(deltas.indices.contains) else {
            throw VectorFormError(
                place: vector.place, expected: "places of deltas", got: "\(selected)")
        }
        let average: FederatedAverage
        do throws(PythonError) {
            average = try FederatedAverage(of: selected.map { deltas[$0] })
        } catch {
            return [
                ("average_verdict", .text("crash")), ("average_exception", .text(error.name)),
            ]
        }
        var members: HybridCases.Members = [("average_verdict", .text("accept"))]
        if let floats = try vector.optional("average") {
            members.append(("average", try AverageForms.form(average, like: floats)))
        }
        if try vector.optional("average_sum_count") != nil {
            let sums = average.tensors.map { tensor in
                PythonValue.list([
                    .string(tensor.name), .list(tensor.sums.map(number)),
                    .integer(BigInt(tensor.count)),
                ])
            }
            members.append(("average_sum_count", .list(sums)))
        }
        return members
    }

    private static func number(_ value: MarkedInteger) -> PythonValue {
        guard case .integer(let integer) = value else { return .text("\(value)") }
        return .integer(BigInt(integer))
    }

    private static func list(_ places: [Int]) -> PythonValue {
        .list(places.map { .integer(BigInt($0)) })
    }
}
