/// A byte string that somebody makes by hand: hex, a text, or another artefact with changes.
package struct BytesStep: Sendable {
    package let artefact: String
    /// The artefact whose bytes come first; nil for `content` alone.
    package let of: String?
    package let content: [UInt8]
    /// How often the content stands in a row.
    package let times: Int
    /// Changes of the bytes, in their order; those of both profiles come first.
    package let splices: PerProfile<[Splice]>

    /// The most bytes of a content with all its repetitions, and of a text that stands for such.
    package static let byteCountMax = 1 << 26

    /// The content as often as it stands in a row.
    ///
    /// **Throws:** ``StepFault`` for more than ``byteCountMax`` bytes.
    package func repeatedContent() throws -> [UInt8] {
        try Self.repeated(content, times)
    }

    /// **Throws:** ``StepFault`` for more than ``byteCountMax`` bytes.
    package static func repeated(_ content: [UInt8], _ times: Int) throws -> [UInt8] {
        let (byteCount, isTooLarge) = content.count.multipliedReportingOverflow(by: times)
        guard !isTooLarge, byteCount <= byteCountMax else {
            throw StepFault(
                "expected at most \(byteCountMax) bytes, got \(content.count) \(times) times")
        }
        if content.count == 1 { return [UInt8](repeating: content[0], count: times) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for _ in 0..<times { bytes += content }
        return bytes
    }
}
