internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedMesh
internal import PythonValues

/// The time of a history, which its validators read.
final class VectorClock {
    var now: PythonNumber
    var block: UInt32

    static let slot: UInt32 = 3
    static let epochLength: UInt32 = 300

    init(now: PythonNumber, block: UInt32 = 0) {
        self.now = now
        self.block = block
    }

    /// The validators of one node: `none`, `signature`, or `commit` with commit and reveal besides.
    func validator(
        _ name: VectorValue, key: Ed25519PrivateKey
    ) throws -> CompositeValidator? {
        let signature = SignatureValidator(privateKey: key)
        switch try name.string() {
        case "none": return nil
        case "signature": return CompositeValidator([signature])
        case "commit":
            let predicate = CommitRevealPredicate()
            return CompositeValidator([
                signature,
                PredicateValidator { record, request throws(PythonError) in
                    let clock = try EpochClock(
                        block: self.block, slot: Self.slot, length: Self.epochLength)
                    return predicate.accepts(record, for: request, clock: clock, now: self.now)
                },
            ])
        case let other:
            throw VectorFormError(
                place: name.place, expected: "none, signature or commit", got: other)
        }
    }
}

extension VectorValue {
    /// A block's number.
    func block() throws -> UInt32 {
        guard let block = UInt32(exactly: try int()) else {
            throw VectorFormError(place: place, expected: "32 bits", got: "more")
        }
        return block
    }
}

extension LocalStorage {
    /// The listing of a storage's records by key, expired ones included.
    func listed() throws -> PythonValue {
        let entries = storage.entries.sorted { $0.key < $1.key }
        return .list(
            try entries.map { key, entry in
                let value: PythonValue
                switch entry.value {
                case .regular(let bytes): value = .hexadecimal(bytes)
                case .dictionary(let dictionary):
                    value = .members([
                        ("dict", try dictionary.listed()),
                        ("latest", try MeshForm.time(dictionary.latest.requiredNumber())),
                    ])
                }
                return .list([.identifier(key), value, try MeshForm.time(entry.expiration)])
            })
    }
}

extension DictionaryValue {
    /// The listing of the items by the msgpack of their subkeys, expired ones included.
    func listed() throws -> PythonValue {
        let items = try storage.entries.map { subkey, entry in
            let expiration = try MeshForm.time(entry.value.expiration.requiredNumber())
            guard case .bytes(let bytes) = entry.value.value else {
                throw PythonError.type("an item that is no record")
            }
            return (try MessagePack.bytes(of: subkey, now: .integer(0)), bytes, expiration)
        }
        return .list(
            items.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map {
                .list([.hexadecimal($0.0), .hexadecimal($0.1), $0.2])
            })
    }
}

extension MeshValue {
    func requiredNumber() throws(PythonError) -> PythonNumber {
        guard let number else { throw .type("a value that is no number") }
        return number
    }
}
