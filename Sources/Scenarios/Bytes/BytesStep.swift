internal import Encodings
internal import Trials

/// A byte string that somebody makes by hand: hex, a text, or another artefact with changes.
package struct BytesStep: Sendable {
    package let artefact: String
    /// Of another artefact, or of `hexadecimal`.
    package let of: String?
    package let content: [UInt8]
    /// How often the content stands in a row.
    package let times: Int
    package let splices: PerProfile<[Splice]>

    package init(_ object: inout StrictObject) throws(ScenarioError) {
        artefact = try object.text("as")
        of = try object.optionalText("of")
        let hexadecimal = try object.optionalText("hex")
        let text = try object.optionalText("text")
        guard let bytes = Hexadecimal.bytes(of: hexadecimal ?? "") else {
            throw object.wrong("hex", "lower-case hex", hexadecimal ?? "")
        }
        content = bytes + Array((text ?? "").utf8)
        times = try object.optionalInteger("times", in: 1...1 << 24) ?? 1
        // Those of both profiles come first.
        let common = try Self.splices(&object, "splices")
        splices = try PerProfile { profile throws(ScenarioError) in
            common + (try Self.splices(&object, profile.rawValue))
        }
    }

    private static func splices(
        _ object: inout StrictObject, _ key: String
    ) throws(ScenarioError) -> [Splice] {
        var splices: [Splice] = []
        for splice in try object.objects(key) { splices.append(try Splice(splice)) }
        return splices
    }
}
