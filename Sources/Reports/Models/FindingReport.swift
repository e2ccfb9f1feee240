package import Encodings

/// A model's folder compared with what is pinned for it, as text and JSON.
package struct FindingReport: Sendable {
    package let integerWeightsHash: String
    package let fileSHA256: String
    /// nil where nothing is pinned.
    package let pinnedName: String?
    /// nil also where only files are pinned.
    package let pinnedIntegerWeightsHash: String?
    /// Pinned files that differ or are not there.
    package let differences: [String]
    /// Nil where nothing is pinned.
    package let match: Bool?

    package init(
        integerWeightsHash: String, fileSHA256: String, pinnedName: String?,
        pinnedIntegerWeightsHash: String?, differences: [String], match: Bool?
    ) {
        self.integerWeightsHash = integerWeightsHash
        self.fileSHA256 = fileSHA256
        self.pinnedName = pinnedName
        self.pinnedIntegerWeightsHash = pinnedIntegerWeightsHash
        self.differences = differences
        self.match = match
    }

    private var pinnedText: String {
        guard let pinnedName else { return "no" }
        return "\(pinnedName), \(pinnedIntegerWeightsHash ?? "its files as they first came")"
    }

    package var text: String {
        var table = TextTable()
        table.add("weights hash", integerWeightsHash)
        table.add("file SHA-256", fileSHA256)
        table.add("pinned", pinnedText)
        for difference in differences { table.add("differs", difference) }
        table.add("match", match.map { $0 ? "yes" : "NO" } ?? "inconclusive")
        return table.text
    }

    package var jsonMembers: [JSONMember] {
        [
            JSONMember("integer_weights_hash", .string(integerWeightsHash)),
            JSONMember("file_sha256", .string(fileSHA256)),
            JSONMember("pinned", pinnedName.map(JSONValue.string) ?? .null),
            JSONMember(
                "pinned_integer_weights_hash",
                pinnedIntegerWeightsHash.map(JSONValue.string) ?? .null),
            JSONMember("differences", .array(differences.map(JSONValue.string))),
            JSONMember("match", match.map(JSONValue.boolean) ?? .null),
        ]
    }
}
