import Encodings

/// Why a file is refused: where in it, what was looked at, what was expected, what was there.
struct Refusal: Error {
    /// The path of a dataset, group or link; empty for the file as a whole.
    let path: String
    let what: String
    let expected: String
    let got: String

    var json: JSONValue {
        .object([
            JSONMember("path", .string(path)), JSONMember("what", .string(what)),
            JSONMember("expected", .string(expected)), JSONMember("got", .string(got)),
        ])
    }
}
