internal import Encodings

/// A value of a header with its path, which messages name.
struct HeaderValue {
    let value: JSONValue
    let path: String

    func refused(_ expected: String) -> TraceError {
        .header(path: path, expected: expected, got: value.kind)
    }

    func refused(_ expected: String, got: String) -> TraceError {
        .header(path: path, expected: expected, got: got)
    }

    /// The values of an object that has these members, in this order, and no others.
    func members(_ keys: [String]) throws(TraceError) -> [HeaderValue] {
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
            HeaderValue(value: member.value, path: path.isEmpty ? key : "\(path).\(key)")
        }
    }

    func elements(countMax: Int) throws(TraceError) -> [HeaderValue] {
        let elements = try array(countMax: countMax)
        return elements.enumerated().map { index, element in
            HeaderValue(value: element, path: "\(path)[\(index)]")
        }
    }

    /// The elements of an array of so many, for pairs.
    func elements(count: Int) throws(TraceError) -> [HeaderValue] {
        let elements = try elements(countMax: .max)
        guard elements.count == count else {
            throw refused("\(count) elements", got: "\(elements.count)")
        }
        return elements
    }

    private func array(countMax: Int) throws(TraceError) -> [JSONValue] {
        guard let elements = value.arrayValue else { throw refused("an array") }
        guard elements.count <= countMax else {
            throw refused("\(countMax) elements at most", got: "\(elements.count)")
        }
        return elements
    }

    func integer(in range: ClosedRange<Int>) throws(TraceError) -> Int {
        guard let integer = value.integerValue, range.contains(integer) else {
            throw refused("an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    /// An array of integers, without a path for each: there may be millions.
    func integers(in range: ClosedRange<Int>, countMax: Int) throws(TraceError) -> [Int] {
        let elements = try array(countMax: countMax)
        var integers: [Int] = []
        integers.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard let integer = element.integerValue, range.contains(integer) else {
                throw HeaderValue(value: element, path: "\(path)[\(index)]")
                    .refused("an integer from \(range.lowerBound) to \(range.upperBound)")
            }
            integers.append(integer)
        }
        return integers
    }

    func string() throws(TraceError) -> String {
        guard let text = value.stringValue else { throw refused("a string") }
        return text
    }

    /// Text for people.
    func text() throws(TraceError) -> String {
        let text = try string()
        let limit = TraceLimits.textByteCountMax
        guard text.utf8.count <= limit else {
            throw refused("\(limit) bytes at most", got: "\(text.utf8.count)")
        }
        return text
    }

    /// Printable characters of ASCII, one at least, none a space. Swift takes some others for equal
    /// to those, so names are held to them before they are compared.
    func name(
        byteCountMax limit: Int = TraceLimits.nameByteCountMax
    ) throws(TraceError) -> String {
        let text = try string()
        guard (1...limit).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw refused("a name: 1 to \(limit) printable characters of ASCII, no space") }
        return text
    }

    /// 32 bytes in lower-case hexadecimal.
    func digestBytes() throws(TraceError) -> [UInt8] {
        guard let text = value.stringValue, text.utf8.count == 64,
            let bytes = Hexadecimal.bytes(of: text)
        else { throw refused("64 digits of lower-case hexadecimal") }
        return bytes
    }
}
