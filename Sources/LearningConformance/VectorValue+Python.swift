internal import Conformance
internal import PythonValues

extension PythonDictionary {
    /// The first of the file's cases, by which judges recognise a form.
    var firstCase: PythonDictionary? {
        guard case .list(let cases)? = self["cases"], case .dictionary(let first)? = cases.first
        else { return nil }
        return first
    }
}

extension VectorValue {
    /// The value that a text of JSON inside the file spells.
    func parsed() throws -> PythonValue {
        do {
            return try PythonJSONParser.parse(text().utf8(), byteCountMax: .max)
        } catch let error as PythonJSONError {
            throw VectorFormError(place: place, expected: "JSON", got: "\(error)")
        }
    }

    /// A number that `repr` spelt: an integer keeps its kind.
    func number() throws -> PythonNumber {
        let text = try text()
        do throws(PythonError) {
            let isInteger = text.codePoints.allSatisfy {
                PythonText.isDecimalDigit($0) || $0 == 0x2D
            }
            if isInteger { return .integer(try text.integer()) }
            return .float(try text.float())
        } catch {
            throw VectorFormError(place: place, expected: "a number", got: text.shown)
        }
    }

    func time() throws -> PythonFloat {
        guard case .float(let float) = try number() else {
            throw VectorFormError(place: place, expected: "a float", got: try text().shown)
        }
        return float
    }
}
