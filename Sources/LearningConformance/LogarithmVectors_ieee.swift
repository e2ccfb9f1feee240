internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// Logarithms to base 2, by their bits: the C library's, and numpy's.
struct LogarithmVectors: VectorJudge {
    let name = "logarithms"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let cases)? = document["cases"], case .list(let first)? = cases.first,
            case .string(let bits)? = first.first
        else { return false }
        return bits.codePoints.count == 16
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        var (library, numpy) = (PublishedLogarithm(.c), PublishedLogarithm(.numpy))
        var outcomes: [VectorOutcome] = []
        for (place, vector) in try document.vectorDocument.member("cases").elements().enumerated() {
            let texts = try vector.elements()
            guard (2...3).contains(texts.count),
                let bits = UInt64(try texts[0].string(), radix: 16)
            else {
                throw VectorFormError(
                    place: vector.place, expected: "two or three texts of bits", got: "others")
            }
            let argument = Double(bitPattern: bits)
            let expected = [try texts[1].string(), try (texts.last ?? texts[1]).string()]
            let got = [library.log2(argument), numpy.log2(argument)].map(Self.text)
            outcomes.append(
                VectorOutcome(
                    index: String(place), expected: expected.joined(separator: " "),
                    got: got.joined(separator: " ")))
        }
        return outcomes
    }

    private static func text(_ value: Double) -> String {
        let digits = String(value.bitPattern, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
