/// A byte string that somebody makes by hand: hex, a text, or another artefact with changes.
package struct BytesStep: Sendable {
    package let artefact: String
    /// The artefact whose bytes come first; nil for `content` alone.
    package let of: String?
    package let content: [UInt8]
    /// How often the content stands in a row.
    package let times: Int
    /// Those of both profiles come first.
    package let splices: PerProfile<[Splice]>
}
