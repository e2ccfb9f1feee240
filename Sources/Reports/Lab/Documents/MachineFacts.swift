internal import Encodings

/// The machine that a document comes from, in words for people.
struct MachineFacts {
    /// "host-3, x86_64, some processor"
    let text: String

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        let provenance = try document["provenance"]
        let parts: [String?] = [
            try provenance["host"].optionalText(), try provenance["architecture"].text(),
            try provenance["processor"].optionalText(),
        ]
        text = parts.compactMap(\.self).joined(separator: ", ")
    }
}
