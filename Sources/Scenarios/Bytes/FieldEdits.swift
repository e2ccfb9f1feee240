internal import Encodings
internal import Trials

/// Changes of a block's or a payment's bytes, in the terms of one profile.
package struct FieldEdits: Sendable {
    /// A part that is made right again after the changes.
    package enum Seal: String, Sendable, CaseIterable {
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
    package let set: [(path: String, value: String)]
    /// published: a member at the end of an object, whether or not there is one of that key.
    package let add: [(path: String, value: String)]
    /// published: members that go.
    package let remove: [String]
    /// published: keys as they are spelled anew, quotes and all.
    package let rename: [(path: String, value: String)]
    /// Parts to make right; nil for all that an honest block has.
    package let seals: [Seal]?
    /// The holder of the key that signs a payment after the changes; nil for the earlier signer.
    package let signer: String?

    package static let none = FieldEdits()

    private init() {
        (set, add, remove, rename, seals, signer) = ([], [], [], [], nil, nil)
    }

    package init(_ object: inout StrictObject, _ key: String) throws(ScenarioError) {
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
    package static func perProfile(
        _ object: inout StrictObject
    ) throws(ScenarioError) -> PerProfile<FieldEdits> {
        try PerProfile { profile throws(ScenarioError) in
            try FieldEdits(&object, profile.rawValue)
        }
    }

    package var changesFields: Bool {
        !(set.isEmpty && add.isEmpty && remove.isEmpty && rename.isEmpty)
    }
    package var isNone: Bool { !changesFields && seals == nil && signer == nil }
}

extension FieldEdits {
    /// The same edits with other values.
    package func mapValues(_ change: (String) throws -> String) rethrows -> FieldEdits {
        FieldEdits(
            set: try set.map { ($0.path, try change($0.value)) },
            add: try add.map { ($0.path, try change($0.value)) }, remove: remove,
            rename: try rename.map { ($0.path, try change($0.value)) }, seals: seals,
            signer: signer)
    }

    /// The edits whose paths have others, by these.
    package func mapPaths(_ change: (String) -> String?) -> FieldEdits {
        func mapped(_ edits: [(path: String, value: String)]) -> [(String, String)] {
            edits.compactMap { edit in change(edit.path).map { ($0, edit.value) } }
        }
        return FieldEdits(
            set: mapped(set), add: mapped(add), remove: remove.compactMap(change),
            rename: mapped(rename), seals: seals, signer: signer)
    }

    private init(
        set: [(String, String)], add: [(String, String)], remove: [String],
        rename: [(String, String)], seals: [Seal]?, signer: String?
    ) {
        (self.set, self.add, self.rename) = (set, add, rename)
        (self.remove, self.seals, self.signer) = (remove, seals, signer)
    }
}

extension PerProfile where Value == FieldEdits {
    /// The same edit of fields under both sets of rules.
    package static func setting(_ members: [(String, String)]) -> PerProfile<FieldEdits> {
        PerProfile { _ in FieldEdits(setting: members) }
    }
}

extension FieldEdits {
    fileprivate init(setting members: [(String, String)]) {
        self.init(set: members, add: [], remove: [], rename: [], seals: nil, signer: nil)
    }

    /// Edits of a JSON text, which has no seals.
    package static func ofJSON(
        _ object: inout StrictObject
    ) throws(ScenarioError) -> PerProfile<FieldEdits> {
        let edits = try perProfile(&object)
        for profile in Profile.allCases
        where edits[profile].seals != nil || edits[profile].signer != nil {
            throw object.wrong(
                profile.rawValue, "set, add, remove and rename", "seals or a signer")
        }
        return edits
    }
}
