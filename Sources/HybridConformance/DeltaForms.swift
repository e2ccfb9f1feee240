internal import BigInt
internal import Conformance
internal import PublishedHybrid
internal import PythonValues

extension VectorValue {
    /// A whole number, or a mark of floating point.
    func markedInteger() throws -> MarkedInteger {
        guard case .string(let text) = value else {
            let integer = try int()
            return .integer(Int128(integer))
        }
        switch text.shown {
        case "nan": return .notANumber
        case "inf": return .infinity
        case "-inf": return .infinite(isNegative: true)
        default:
            guard let integer = Int128(text.shown) else {
                throw VectorFormError(place: place, expected: "a number", got: text.shown)
            }
            return .integer(integer)
        }
    }

    /// A delta: a list of names with tensors.
    func delta(_ format: TensorFormat) throws -> TensorDelta {
        var delta = TensorDelta()
        for element in try elements() {
            let parts = try element.elements(count: 2)
            let tensor = DeltaTensor(
                format: format, shape: try parts[1].member("shape").elements().map { try $0.int() },
                elements: try parts[1].member("v").elements().map { try $0.markedInteger() })
            guard let tensor else {
                throw VectorFormError(place: element.place, expected: "a tensor", got: "another")
            }
            delta[try parts[0].text()] = tensor
        }
        return delta
    }

    /// The value of a float64 by its bits.
    func double() throws -> PythonFloat {
        let bytes = try hexadecimal()
        guard bytes.count == 8 else {
            throw VectorFormError(place: place, expected: "8 bytes", got: "\(bytes.count)")
        }
        return FloatBits.double(bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }
}

/// The comparison of an average's rationals with the floats that PyTorch came to.
enum AverageForms {
    /// The published float bits where the average is theirs, and its own rationals where not.
    ///
    /// Names, order, shapes and marks have to be the same. A sum over a count has to be the float
    /// within 1e-3 of the float for half precision, within 1e-5 for single precision, in
    /// rationals; for double precision, the float nearest to it.
    static func form(
        _ average: FederatedAverage, like expected: VectorValue
    ) throws -> PythonValue {
        let vectors = try expected.elements()
        var forms: [PythonValue] = []
        for (place, tensor) in average.tensors.enumerated() {
            let parts = place < vectors.count ? try vectors[place].elements(count: 3) : []
            let floats = try parts.last?.elements() ?? []
            var elements: [PythonValue] = []
            for (index, sum) in tensor.sums.enumerated() {
                let isEqual =
                    try index < floats.count
                    && isEqual(sum, tensor.count, tensor.format, floats[index].double())
                elements.append(
                    isEqual ? floats[index].value : .text("\(sum) / \(tensor.count)"))
            }
            forms.append(
                .list([
                    .string(tensor.name), .list(tensor.shape.map { .integer(BigInt($0)) }),
                    .list(elements),
                ]))
        }
        return .list(forms)
    }

    private static func isEqual(
        _ sum: MarkedInteger, _ count: Int, _ format: TensorFormat, _ float: PythonFloat
    ) throws -> Bool {
        switch sum {
        case .notANumber: return float.isNaN
        case .infinite(let isNegative):
            return !float.isFinite && !float.isNaN
                && PythonNumber.float(float).isLess(than: .integer(0)) == isNegative
        case .integer(let integer):
            guard float.isFinite else { return false }
            let integer = BigInt(integer)
            if format == .double {
                let nearest = try PythonNumber.integer(integer) / .integer(BigInt(count))
                return nearest.equals(.float(float))
            }
            // A float is a whole number of 2^-1074: numerator over 2^1074.
            let numerator = GateRule.scaled(float)
            let difference = (integer << GateRule.scaleBitCount) - BigInt(count) * numerator
            let parts: BigInt = format == .half ? 1000 : 100_000
            return parts * BigInt(difference.magnitude)
                <= BigInt(count) * BigInt(numerator.magnitude)
        }
    }
}
