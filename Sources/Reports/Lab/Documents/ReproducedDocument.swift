internal import Encodings
internal import Fingerprints

/// The document that `reproduce --format json` prints.
struct ReproducedDocument {
    let machine: String
    let backend: String
    let threadCount: Int
    let model: String
    /// As the document names it.
    let golden: String?
    let integerWeightsHash: String
    let promptCount: Int
    let ultimateHash: String
    /// The hash that the program compared with; nil where it had none.
    let expectedHash: String?
    /// As the document claims it; nil where nothing was compared.
    let match: Bool?
    let reason: String

    static func isMeant(_ value: JSONValue) -> Bool {
        value.member("ultimate_hash") != nil && value.member("proofs") != nil
            && value.member("reason") != nil
    }

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        machine = try MachineFacts(document).text
        backend = try document["backend"].text()
        threadCount = try document["threads"].count()
        model = try document["model"].text()
        golden = try document["golden"].optionalText()
        integerWeightsHash = try document["integer_weights_hash"].text()
        promptCount = try document["prompt_count"].count()
        ultimateHash = try document["ultimate_hash"].text()
        let proofs = try document["proofs"].list(countMax: 1_000_000) {
            value throws(StrictJSON.Failure) in try value.text()
        }
        try document["prompt_count"].demand(proofs.count, "the number of proofs")
        let hash = GoldenPrompts.ultimateHash(proofs)
        guard ultimateHash == hash else {
            throw try document["ultimate_hash"].refused(
                "\(hash), which follows from the proofs", got: "another")
        }
        match = try document["match"].optionalBoolean()
        expectedHash = try document["expected_hash"].optionalText()
        if match == true, expectedHash != hash {
            let why = expectedHash == nil ? "there is no expected hash" : "it is another"
            throw try document["match"].refused("no match, since \(why)", got: "true")
        }
        reason = try document["reason"].text()
    }
}
