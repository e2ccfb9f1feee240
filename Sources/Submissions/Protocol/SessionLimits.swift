internal import Encodings

/// The limits of a script's session, besides those of its sandbox.
package struct SessionLimits: Sendable {
    /// Time for the declaration, and without a line later.
    package var silenceMilliseconds = 5_000
    package var outputByteCountMax = 64 << 20
    package var answerByteCountMax = 64 << 20
    package var requestCountMax = 100_000
    package var submissionCountMax = 100_000
    /// An artefact that is sent many times is read each time.
    package var submissionByteCountMax = 64 << 20
    package var blockCountMax = 1_000
    package var artefactPartCountMax = 20_000
    package var artefactByteCountMax = 64 << 20

    /// The longest line, its line feed apart.
    package var lineByteCountMax: Int { ProtocolRequest.lineByteCountMax }

    package static let standard = SessionLimits()

    /// Members of the `limits` that the script is told.
    var members: [JSONMember] {
        [
            JSONMember("silence_ms", .integer(silenceMilliseconds)),
            JSONMember("line_bytes", .integer(ProtocolRequest.lineByteCountMax)),
            JSONMember("output_bytes", .integer(outputByteCountMax)),
            JSONMember("answer_bytes", .integer(answerByteCountMax)),
            JSONMember("requests", .integer(requestCountMax)),
            JSONMember("submissions", .integer(submissionCountMax)),
            JSONMember("submission_bytes", .integer(submissionByteCountMax)),
            JSONMember("blocks", .integer(blockCountMax)),
            JSONMember("artefact_parts", .integer(artefactPartCountMax)),
            JSONMember("artefact_bytes", .integer(artefactByteCountMax)),
        ]
    }
}
