internal import Cryptography
internal import Encodings
internal import GatewayNetwork
internal import Scenarios

/// Words in edits that stand for something.
extension GatewayWorkshop {
    func expanded(
        _ edits: FieldEdits, _ index: Int, _ work: inout GatewayWork
    ) throws -> FieldEdits {
        try edits.mapValues { value in
            try Placeholders.expanded(value) { try meaning($0, index, &work) }
        }
    }

    /// A text with its words expanded. - Parameter index: of several, from 0.
    func expanded(_ text: String, _ index: Int, _ work: inout GatewayWork) throws -> String {
        try Placeholders.expanded(text) { try meaning($0, index, &work) }
    }

    /// `key NAME`, `respelled NAME` (its key in another spelling), `address NAME` (where a party
    /// is paid), `batch NUMBER` (the id of an epoch's first batch), `session ARTEFACT` (of an
    /// order), `network`, `number`, `epoch NUMBER` (its id) and `root NUMBER` (of its snapshot),
    /// `of ARTEFACT PATH` (as it is spelled), `id ARTEFACT`, `repeat COUNT TEXT`.
    private func meaning(
        _ words: [String], _ index: Int, _ work: inout GatewayWork
    ) throws -> String? {
        // A key takes a multiplication on the curve, however short its text.
        try work.take(4_096)
        func bytes() throws -> [UInt8] {
            let bytes = try artefacts.oneByteString(words[1])
            try work.take(bytes.count)
            return bytes
        }
        switch (words.first, words.count) {
        case ("key", 2): return keyring.key(words[1])
        case ("respelled", 2): return Base64Reading.respelled(keyring.key(words[1]))
        case ("address", 2): return GatewayParties.address(ofKey: keyring.key(words[1]))
        case ("epoch", 2): return epoch(words[1])?.id
        case ("root", 2): return epoch(words[1])?.root
        case ("batch", 2):
            return epoch(words[1]).map { MintBatch.id(root: $0.root, index: 0).text }
        case ("session", 2): return try session(of: bytes())
        case ("network", 1): return builder.networkID
        case ("number", 1): return String(index)
        case ("of", 3): return try RawDocument(bytes()).value(at: words[2])?.text
        case ("id", 2): return try id(rawObject(bytes()).object)
        case ("respelled_of", 3):
            let text = try RawDocument(bytes()).value(at: words[2])?.text
            return text.map { Base64Reading.respelled($0.filter { $0 != "\"" }) }
        case ("repeat", 3):
            guard let count = Int(words[1]), (1...4_000_000).contains(count) else { return nil }
            let byteCount = words[2].utf8.count.multipliedReportingOverflow(by: count)
            try work.take(byteCount.overflow ? .max : byteCount.partialValue)
            let bytes = try BytesStep.repeated(Array(words[2].utf8), count)
            return String(decoding: bytes, as: UTF8.self)
        default: return nil
        }
    }

    /// A settled epoch by its number, from 1.
    private func epoch(_ number: String) -> (id: String, root: String)? {
        guard let number = Int(number), number >= 1, number <= epochs.count else { return nil }
        return epochs[number - 1]
    }

    /// As a builder signs it, whatever its keys are spelled like.
    func rawObject(
        _ bytes: [UInt8]
    ) throws -> (object: RawObject, document: RawDocument) {
        let document = try RawDocument(bytes)
        guard case .object(let members) = document else { throw StepFault("no object to sign") }
        var object = RawObject()
        for (key, value) in members {
            let name = try JSONParser.parse(Array(key.utf8), byteCountMax: 1 << 16).stringValue
            object.append(name ?? key, value.text)
        }
        return (object, document)
    }
}

extension RawDocument {
    /// The same with an object's members in the order of their keys, of equal ones as they came.
    var sortedByKey: RawDocument {
        guard case .object(let members) = self else { return self }
        let order = members.indices.sorted {
            let (first, second) = (members[$0].key, members[$1].key)
            return first == second ? $0 < $1 : first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        return .object(order.map { members[$0] })
    }
}
