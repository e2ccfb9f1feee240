internal import Encodings
package import Trials

/// A file of failures that somebody knows of: lines of `ID PROFILE REASON`; empty lines and those
/// that begin with `#` say nothing.
package enum KnownFailures {
    package static let byteCountMax = 1 << 20

    /// - Parameter isScenario: whether an id is one of the suite's.
    /// **Throws:** ``ScenarioError`` for a line of another form, an id or a profile that is none, a
    /// missing reason, or two lines of the same scenario and profile.
    package static func read(
        _ bytes: [UInt8], file: String, isScenario: (String) -> Bool
    ) throws(ScenarioError) -> [KnownFailure] {
        guard UTF8Validation.firstInvalidOffset(in: bytes) == nil else {
            throw ScenarioError(file: file, place: "", expected: "UTF-8", got: "other bytes")
        }
        var known: [KnownFailure] = []
        let lines = String(decoding: bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let words = line.split(maxSplits: 2, whereSeparator: \.isWhitespace)
            guard let id = words.first, !id.hasPrefix("#") else { continue }
            func wrong(_ expected: String, _ got: some StringProtocol) -> ScenarioError {
                ScenarioError(
                    file: file, place: "line \(index + 1)", expected: expected, got: String(got))
            }
            guard isScenario(String(id)) else {
                throw wrong("the id of a scenario ('glyphlab attack list')", id)
            }
            guard words.count > 1, let profile = Profile(rawValue: String(words[1])) else {
                throw wrong(
                    "published or hardened after the id", words.count > 1 ? words[1] : "nothing")
            }
            guard words.count > 2 else { throw wrong("a reason after the profile", "nothing") }
            guard !known.contains(where: { $0.id == id && $0.profile == profile }) else {
                throw wrong("each scenario and profile once", "\(id) \(profile.rawValue) again")
            }
            let reason = words[2].drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
                .reversed()
            known.append(KnownFailure(id: String(id), profile: profile, reason: String(reason)))
        }
        return known
    }
}
