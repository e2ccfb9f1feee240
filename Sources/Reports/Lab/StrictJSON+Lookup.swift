internal import Encodings

/// Members of documents that may gain some: read by their names, in any order.
extension StrictJSON {
    /// **Throws:** ``StrictJSON/Failure`` where there is no such member.
    subscript(key: String) -> StrictJSON {
        get throws(Failure) {
            guard value.objectValue != nil else { throw refused("an object") }
            guard let member = value.member(key) else {
                throw refused("an object with \(key)", got: "none of that name")
            }
            return StrictJSON(member, path: path.isEmpty ? key : "\(path).\(key)")
        }
    }

    /// A count: no negative number, and none that a few could overflow a sum with: up to 2^56.
    func count() throws(Failure) -> Int { try integer(in: 0...1 << 56) }

    /// Text for people, as it is shown on a page: of 4 KiB at most.
    func text() throws(Failure) -> String { try string(byteCountMax: 4096) }

    func optionalText() throws(Failure) -> String? {
        try optional { value throws(Failure) in try value.text() }
    }

    func optionalCount() throws(Failure) -> Int? {
        try optional { value throws(Failure) in try value.count() }
    }

    func optionalBoolean() throws(Failure) -> Bool? {
        try optional { value throws(Failure) in try value.boolean() }
    }

    /// Demands the value that follows from the rest of the document.
    ///
    /// **Throws:** ``StrictJSON/Failure`` for another: no document speaks against itself.
    func demand(_ expected: Bool, _ reason: String) throws(Failure) {
        guard try boolean() == expected else {
            throw refused("\(expected), \(reason)", got: "\(!expected)")
        }
    }

    /// Demands the count that follows from the rest of the document.
    func demand(_ expected: Int, _ reason: String) throws(Failure) {
        let got = try count()
        guard got == expected else { throw refused("\(expected), \(reason)", got: "\(got)") }
    }

    /// So many elements at most, each read by `read`.
    func list<Value>(
        countMax: Int, _ read: (StrictJSON) throws(Failure) -> Value
    ) throws(Failure) -> [Value] {
        var values: [Value] = []
        for element in try elements(count: 0...countMax) { values.append(try read(element)) }
        return values
    }
}
