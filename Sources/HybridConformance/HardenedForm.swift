internal import BigInt
internal import Conformance
internal import PythonValues

/// The form of the hardened chain's cases: members that are compared as JSON with sorted keys.
enum HardenedForm {
    /// The outcome of a case: the members of these names, and any verdict and reason of the file,
    /// must be those that were found.
    static func outcome(
        _ index: String, _ vector: VectorValue, _ got: [(String, PythonValue)]
    ) throws -> VectorOutcome {
        let names = got.map(\.0) + ["verdict", "reason"]
        let expected = try names.compactMap { name in
            try vector.optional(name).map { (name, $0.value) }
        }
        return VectorOutcome(
            index: index, expected: try HybridCases.text(HybridCases.object(expected)),
            got: try HybridCases.text(HybridCases.object(got)))
    }

    /// The members `verdict` and, of a refusal, `reason`.
    static func verdict(_ reason: String?) -> [(String, PythonValue)] {
        guard let reason else { return [("verdict", .text("accept"))] }
        return [("verdict", .text("reject")), ("reason", .text(reason))]
    }

    static func numbers(_ numbers: [Int64]) -> PythonValue {
        .list(numbers.map { .integer(BigInt($0)) })
    }
}

extension VectorValue {
    func unexpected(_ expected: String) -> VectorFormError {
        VectorFormError(place: place, expected: expected, got: value.typeName)
    }

    func int64s() throws -> [Int64] { try elements().map { Int64(try $0.int()) } }

    func int32s() throws -> [Int32] {
        try elements().map { element in
            guard let number = Int32(exactly: try element.int()) else {
                throw element.unexpected("32 bits")
            }
            return number
        }
    }

    /// A number that the file spells as a number or, large ones, as text.
    func hardenedNumber() throws -> UInt64 {
        let number: UInt64? =
            if case .string = value { UInt64(try string()) } else { UInt64(exactly: try int()) }
        guard let number else { throw unexpected("64 bits") }
        return number
    }
}
