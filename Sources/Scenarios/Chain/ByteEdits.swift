internal import Encodings
internal import Trials

/// How the bytes of a block or a payment are changed, in one profile's own terms.
struct FieldEdits: Sendable {
    /// What is made right again after the changes.
    enum Seal: String, Sendable, CaseIterable {
        /// published: the block's hash.
        case hash
        /// hardened: the root and count of the transactions.
        case root
        /// hardened: the header's stamp.
        case stamp
        /// hardened: a stamp that does not do.
        case noStamp = "no_stamp"
        /// A proof below the target that the block claims.
        case proof
        /// The proof that the block earns, wherever it lies.
        case proofAnywhere = "proof_anywhere"
        /// A proof of zeros, below any target.
        case zeroProof = "zero_proof"
        /// A proof below the target, of a network other than the agreed one.
        case otherModel = "other_model"
    }

    /// A field, by its path, and its new value: published, as JSON spells it; hardened, a decimal
    /// number or hex.
    let set: [(path: String, value: String)]
    /// published: a member at the end of an object, whether or not there is one of that key.
    let add: [(path: String, value: String)]
    /// published: members that go.
    let remove: [String]
    /// published: keys as they are spelled anew, quotes and all.
    let rename: [(path: String, value: String)]
    /// Nil for all that an honest block has.
    let seals: [Seal]?
    /// Whose key signs a payment after the changes; nil for whoever signed before.
    let signer: String?

    static let none = FieldEdits()

    private init() {
        (set, add, remove, rename, seals, signer) = ([], [], [], [], nil, nil)
    }

    init(_ object: inout StrictObject, _ key: String) throws(ScenarioError) {
        guard var edits = try object.optionalObject(key) else {
            self = .none
            return
        }
        set = try edits.pairs("set")
        add = try edits.pairs("add")
        remove = try edits.texts("remove")
        rename = try edits.pairs("rename")
        var seals: [Seal]?
        if let names = try edits.optionalTexts("seal") {
            seals = []
            for name in names {
                guard let seal = Seal(rawValue: name) else {
                    throw edits.wrong(
                        "seal", "some of \(Seal.allCases.map(\.rawValue))", "\"\(name)\"")
                }
                seals?.append(seal)
            }
        }
        self.seals = seals
        signer = try edits.optionalText("sign")
        try edits.finish()
    }

    /// Under the profiles' names.
    static func perProfile(
        _ object: inout StrictObject
    ) throws(ScenarioError) -> PerProfile<FieldEdits> {
        try PerProfile { profile throws(ScenarioError) in
            try FieldEdits(&object, profile.rawValue)
        }
    }

    var changesFields: Bool { !(set.isEmpty && add.isEmpty && remove.isEmpty && rename.isEmpty) }
    var isNone: Bool { !changesFields && seals == nil && signer == nil }
}

/// A change of bytes that knows nothing of what they mean.
enum Splice: Sendable {
    case replace(text: String, with: String)
    case append([UInt8])
    case prepend([UInt8])
    /// The last bytes go.
    case drop(Int)
    /// From the end where it is negative.
    case xor(at: Int, with: UInt8)
    case write(at: Int, [UInt8])

    init(_ object: StrictObject) throws(ScenarioError) {
        var object = object
        func bytes(_ key: String, _ object: inout StrictObject) throws(ScenarioError) -> [UInt8] {
            let text = try object.text(key)
            guard let bytes = Hexadecimal.bytes(of: text) else {
                throw object.wrong(key, "lower-case hex", text)
            }
            return bytes
        }
        let kind = try object.text("kind")
        switch kind {
        case "replace":
            self = .replace(text: try object.text("text"), with: try object.text("with"))
        case "append": self = .append(try bytes("hex", &object))
        case "append_text": self = .append(Array(try object.text("text").utf8))
        case "prepend": self = .prepend(try bytes("hex", &object))
        case "drop": self = .drop(try object.integer("count", in: 1...1 << 24))
        case "xor":
            self = .xor(
                at: try object.integer("at", in: -(1 << 24)...1 << 24),
                with: UInt8(try object.integer("with", in: 1...255)))
        case "write":
            self = .write(
                at: try object.integer("at", in: -(1 << 24)...1 << 24), try bytes("hex", &object))
        default:
            throw object.wrong(
                "kind", "replace, append, append_text, prepend, drop, xor or write", kind)
        }
        try object.finish()
    }

    /// **Throws:** ``StepFault`` where there is nothing to change: an attack that changes nothing
    /// tries nothing.
    func applied(to bytes: [UInt8]) throws -> [UInt8] {
        switch self {
        case .replace(let text, let with):
            let (old, new) = (Array(text.utf8), Array(with.utf8))
            guard let start = bytes.firstRange(of: old)?.lowerBound else {
                throw StepFault("\"\(text)\" does not occur")
            }
            return Array(bytes[..<start]) + new + bytes[(start + old.count)...]
        case .append(let more): return bytes + more
        case .prepend(let more): return more + bytes
        case .drop(let count):
            guard count <= bytes.count else { throw StepFault("\(bytes.count) bytes are fewer") }
            return Array(bytes.dropLast(count))
        case .xor(let at, let mask):
            var bytes = bytes
            bytes[try Self.place(at, 1, bytes)] ^= mask
            return bytes
        case .write(let at, let new):
            var bytes = bytes
            let start = try Self.place(at, new.count, bytes)
            bytes.replaceSubrange(start..<start + new.count, with: new)
            return bytes
        }
    }

    private static func place(_ at: Int, _ count: Int, _ bytes: [UInt8]) throws -> Int {
        let start = at < 0 ? bytes.count + at : at
        guard start >= 0, start + count <= bytes.count else {
            throw StepFault("no byte \(at) of \(bytes.count)")
        }
        return start
    }
}

extension FieldEdits {
    /// The same edits with other values.
    func mapValues(_ change: (String) throws -> String) rethrows -> FieldEdits {
        FieldEdits(
            set: try set.map { ($0.path, try change($0.value)) },
            add: try add.map { ($0.path, try change($0.value)) }, remove: remove,
            rename: try rename.map { ($0.path, try change($0.value)) }, seals: seals,
            signer: signer)
    }

    private init(
        set: [(String, String)], add: [(String, String)], remove: [String],
        rename: [(String, String)], seals: [Seal]?, signer: String?
    ) {
        (self.set, self.add, self.rename) = (set, add, rename)
        (self.remove, self.seals, self.signer) = (remove, seals, signer)
    }
}
