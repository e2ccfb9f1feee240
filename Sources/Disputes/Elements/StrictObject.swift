internal import Encodings

/// A JSON object with exactly the members that are expected; its errors tell the place in the
/// document, and what was expected there.
package struct StrictObject {
    /// The error in a document with its place: "inputs.row[3]".
    package struct Failure: Error, Equatable, CustomStringConvertible {
        package let place: String
        package let expected: String
        package let got: String

        init(_ place: String, expected: String, got: String) {
            self.place = place
            self.expected = expected
            self.got = got
        }

        package var description: String { "\(place): expected \(expected), got \(got)" }
    }

    private let json: JSONValue
    private let place: String

    /// - Parameter place: the object's place in its document; empty for the document itself.
    init(_ json: JSONValue, _ place: String, keys: [String]) throws(Failure) {
        self.json = json
        self.place = place
        guard let members = json.objectValue else {
            throw Failure(
                place.isEmpty ? "the document" : place, expected: "an object", got: json.kind)
        }
        for member in members where !keys.contains(member.key) {
            let known = keys.joined(separator: ", ")
            throw Failure(
                place.isEmpty ? "the document" : place, expected: "no other members than \(known)",
                got: JSONValue.quoted(member.key, scalarCountMax: 80))
        }
    }

    func value(_ key: String) throws(Failure) -> JSONValue {
        guard let value = json.member(key) else {
            throw Failure(path(key), expected: "a value", got: "nothing")
        }
        return value
    }

    func string(_ key: String) throws(Failure) -> String {
        let value = try value(key)
        guard let text = value.stringValue else {
            throw Failure(path(key), expected: "a string", got: value.kind)
        }
        return text
    }

    func boolean(_ key: String) throws(Failure) -> Bool {
        let value = try value(key)
        guard let boolean = value.booleanValue else {
            throw Failure(path(key), expected: "true or false", got: value.kind)
        }
        return boolean
    }

    func integer(_ key: String) throws(Failure) -> Int64 {
        try Self.integer(value(key), path(key))
    }

    func integers(_ key: String) throws(Failure) -> [Int64] {
        let value = try value(key)
        guard let elements = value.arrayValue else {
            throw Failure(path(key), expected: "an array of integers", got: value.kind)
        }
        var integers: [Int64] = []
        integers.reserveCapacity(elements.count)
        for (place, element) in elements.enumerated() {
            integers.append(try Self.integer(element, "\(path(key))[\(place)]"))
        }
        return integers
    }

    private static func integer(
        _ value: JSONValue, _ place: @autoclosure () -> String
    ) throws(Failure) -> Int64 {
        guard let integer = value.integerValue else {
            throw Failure(place(), expected: "an integer of 64 bits", got: value.kind)
        }
        return Int64(integer)
    }

    func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }
}
