/// A value of a document that has exactly one form, with its path, which messages name: members in
/// one order, none missing, none besides; every size bounded by who asks.
public struct StrictJSON: Sendable {
    /// The error in a document, and its place: `run.prompts[3][0]`.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// Empty for the document itself.
        public let path: String
        public let expected: String
        public let got: String

        public init(path: String, expected: String, got: String) {
            self.path = path
            self.expected = expected
            self.got = got
        }

        public var description: String {
            "\(path.isEmpty ? "the document" : path): expected \(expected), got \(got)"
        }
    }

    public let value: JSONValue
    public let path: String

    public init(_ value: JSONValue, path: String = "") {
        self.value = value
        self.path = path
    }

    /// - Parameter got: the kind of the value where none is given.
    public func refused(_ expected: String, got: String? = nil) -> Failure {
        Failure(path: path, expected: expected, got: got ?? value.kind)
    }

    // MARK: Containers

    /// The values of an object that has these members, in this order, and no others.
    public func members(_ keys: [String]) throws(Failure) -> [StrictJSON] {
        let expected = "an object of " + keys.joined(separator: ", ")
        guard let members = value.objectValue else { throw refused(expected) }
        for (index, key) in keys.enumerated() {
            guard index < members.count else { throw refused(expected, got: "no \(key)") }
            guard members[index].key.utf8.elementsEqual(key.utf8) else {
                let got = JSONValue.quoted(members[index].key, scalarCountMax: 40)
                throw refused(expected, got: "\(got) in the place of \(key)")
            }
        }
        guard members.count == keys.count else {
            let got = JSONValue.quoted(members[keys.count].key, scalarCountMax: 40)
            throw refused(expected, got: "\(got) too")
        }
        return zip(keys, members).map { key, member in
            StrictJSON(member.value, path: path.isEmpty ? key : "\(path).\(key)")
        }
    }

    /// The elements of an array, so many at least and at most.
    public func elements(count range: ClosedRange<Int>) throws(Failure) -> [StrictJSON] {
        try array(count: range).enumerated().map { StrictJSON($1, path: "\(path)[\($0)]") }
    }

    private func array(count range: ClosedRange<Int>) throws(Failure) -> [JSONValue] {
        guard let elements = value.arrayValue else { throw refused("an array") }
        guard range.contains(elements.count) else {
            let expected =
                if range.count == 1 {
                    "\(range.lowerBound) elements"
                } else if range.lowerBound == 0 {
                    "\(range.upperBound) elements at most"
                } else {
                    "\(range.lowerBound) to \(range.upperBound) elements"
                }
            throw refused(expected, got: "\(elements.count)")
        }
        return elements
    }

    public func elements(count: Int) throws(Failure) -> [StrictJSON] {
        try elements(count: count...count)
    }

    // MARK: Plain values

    public func integer(in range: ClosedRange<Int>) throws(Failure) -> Int {
        guard let integer = value.integerValue, range.contains(integer) else {
            throw refused("an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    /// An array of integers, without a path for each: there may be millions.
    public func integers(
        in range: ClosedRange<Int>, countMax: Int
    ) throws(Failure) -> [Int] {
        let elements = try array(count: 0...countMax)
        var integers: [Int] = []
        integers.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard let integer = element.integerValue, range.contains(integer) else {
                throw StrictJSON(element, path: "\(path)[\(index)]")
                    .refused("an integer from \(range.lowerBound) to \(range.upperBound)")
            }
            integers.append(integer)
        }
        return integers
    }

    public func boolean() throws(Failure) -> Bool {
        guard let boolean = value.booleanValue else { throw refused("true or false") }
        return boolean
    }

    /// The string, of any length: for members of a document whose whole length is bounded.
    public func string() throws(Failure) -> String {
        guard let text = value.stringValue else { throw refused("a string") }
        return text
    }

    /// The string, of so many bytes of UTF-8 at most.
    public func string(byteCountMax: Int) throws(Failure) -> String {
        let text = try string()
        guard text.utf8.count <= byteCountMax else {
            throw refused("\(byteCountMax) bytes at most", got: "\(text.utf8.count)")
        }
        return text
    }

    /// Printable characters of ASCII, at least one, none a space. Swift takes some others for equal
    /// to those, so names are held to them before they are compared.
    public func name(byteCountMax: Int) throws(Failure) -> String {
        let text = try string()
        guard (1...byteCountMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw refused("a name: 1 to \(byteCountMax) printable characters of ASCII, no space")
        }
        return text
    }

    /// Exactly this text.
    public func expect(_ text: String) throws(Failure) {
        guard let got = value.stringValue, got.utf8.elementsEqual(text.utf8) else {
            throw refused(JSONValue.string(text).compactText)
        }
    }

    /// So many bytes in lower-case hexadecimal.
    public func bytes(count: Int) throws(Failure) -> [UInt8] {
        guard let text = value.stringValue, text.utf8.count == 2 * count,
            let bytes = Hexadecimal.bytes(of: text)
        else { throw refused("\(2 * count) digits of lower-case hexadecimal") }
        return bytes
    }

    /// Nil where the value is null; otherwise what `read` makes of it.
    public func optional<Value>(
        _ read: (StrictJSON) throws(Failure) -> Value
    ) throws(Failure) -> Value? {
        if case .null = value { return nil }
        return try read(self)
    }
}
