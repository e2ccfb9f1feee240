package import Encodings

/// Reasons for which a file is no trace of a training run, no step and no plan.
package enum TrainingFileError: Error, Equatable, CustomStringConvertible {
    case notJSON(JSONParseError)
    case malformed(StrictJSON.Failure)
    /// The same document, written in another way.
    case notCanonical(offset: Int)
    /// A part of the file that another part makes false.
    case contradiction(String, expected: String, got: String)

    package var description: String {
        switch self {
        case .notJSON(let cause): "expected JSON: \(cause)"
        case .malformed(let failure): "\(failure)"
        case .notCanonical(let offset):
            "expected the document's only form: compact JSON and a line feed, got another from "
                + "byte \(offset) on"
        case .contradiction(let place, let expected, let got):
            "\(place): expected \(expected), got \(got)"
        }
    }
}

/// Documents with one form each: compact JSON in ASCII, members in one order, and a line feed.
enum CanonicalDocument {
    static func bytes(_ json: JSONValue) -> [UInt8] { Array((json.compactText + "\n").utf8) }

    /// **Throws:** ``TrainingFileError``, never a trap, whatever the bytes.
    static func parsed(
        _ bytes: [UInt8], byteCountMax: Int
    ) throws(TrainingFileError) -> StrictJSON {
        let document: JSONValue
        do throws(JSONParseError) {
            document = try JSONParser.parse(bytes, byteCountMax: byteCountMax)
        } catch {
            throw .notJSON(error)
        }
        let canonical = self.bytes(document)
        guard canonical == bytes else {
            let offset = zip(canonical, bytes).enumerated().first { $0.element.0 != $0.element.1 }
            throw .notCanonical(offset: offset?.offset ?? min(canonical.count, bytes.count))
        }
        return StrictJSON(document)
    }

    /// Reads parts of a document.
    ///
    /// **Throws:** ``TrainingFileError``.
    static func reading<Value>(
        _ read: () throws(StrictJSON.Failure) -> Value
    ) throws(TrainingFileError) -> Value {
        do throws(StrictJSON.Failure) {
            return try read()
        } catch {
            throw .malformed(error)
        }
    }
}
