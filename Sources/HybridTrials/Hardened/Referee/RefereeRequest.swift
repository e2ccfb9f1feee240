internal import Encodings

/// A request to the engine as the referee reads it.
package struct RefereeRequest {
    let hasToken: Bool
    let method: String?
    /// The text of the head or of the job's id.
    let text: String?

    package init(_ bytes: [UInt8], token: [UInt8]) {
        let place = bytes.firstIndex(of: 10) ?? bytes.count
        hasToken = Array(bytes[..<place]) == token
        let call = try? JSONParser.parse(Array(bytes[place...].dropFirst()), byteCountMax: 1 << 22)
        method = call?.member("method")?.stringValue
        let first = call?.member("params")?.arrayValue?.first
        text =
            first?.stringValue
            ?? first?.member("forkchoiceState")?.member("headBlockHash")?.stringValue
    }

    /// The hash that the text is in its one form.
    package var hash: [UInt8]? {
        guard let text, text.utf8.count == 66, text.utf8.starts(with: "0x".utf8) else {
            return nil
        }
        let digits = Array(text.utf8.dropFirst(2))
        guard digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            return nil
        }
        return Hexadecimal.bytes(of: String(decoding: digits, as: UTF8.self))
    }

    /// The reason why nothing may be answered; nil where something may.
    ///
    /// - Parameters:
    ///   - isKnown: whether a head was judged.
    ///   - jobs: the ids that were answered.
    package func fault(isKnown: ([UInt8]) -> Bool, jobs: [[UInt8]]) -> String? {
        if !hasToken { return "a request without the token was served" }
        switch method {
        case "engine_forkchoiceUpdatedV1":
            guard let hash else { return "a head in another form was served" }
            return isKnown(hash) ? nil : "a head that nobody judged was served"
        case "engine_getPayloadV1":
            guard let hash else { return "an id in another form was served" }
            return jobs.contains(hash) ? nil : "a job that there is not was served"
        case "engine_newPayloadV1": return nil
        default: return "a call of no method was served"
        }
    }
}
