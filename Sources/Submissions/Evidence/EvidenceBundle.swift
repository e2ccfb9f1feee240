internal import Cryptography
internal import Encodings
internal import Platform
internal import Trials

/// The evidence of a judgement: a folder that a third person checks without the script.
///
/// `verdict.json` holds the verdict, all that it follows from, and the digests of the other files
/// and of itself, so that no byte of a bundle can change unseen. The digest is no signature: who
/// changes a bundle and its digest is found out by the recomputation, but for what a bundle says of
/// the script's file and of the machine, which nothing can recompute.
package struct EvidenceBundle: Sendable {
    package static let schema = "glyphlab/evidence/1"
    package static let verdictFile = "verdict.json"
    package static let transcriptFile = "transcript.jsonl"
    package static let minimisedFile = "minimised.jsonl"
    package static let messagesFile = "standard_error.txt"
    private static let verdictByteCountMax = 1 << 20

    package let facts: EvidenceFacts
    package let result: EvidenceResult
    package let transcript: Transcript
    /// Nil where nothing was broken.
    package let minimised: Transcript?
    /// The script's standard error as far as it was kept, for people.
    package let messages: [UInt8]

    package init(
        facts: EvidenceFacts, result: EvidenceResult, transcript: Transcript,
        minimised: Transcript?, messages: [UInt8]
    ) {
        self.facts = facts
        self.result = result
        self.transcript = transcript
        self.minimised = minimised
        self.messages = messages
    }

    private var files: [(name: String, bytes: [UInt8])] {
        [(Self.transcriptFile, transcript.fileBytes)]
            + (minimised.map { [(Self.minimisedFile, $0.fileBytes)] } ?? [])
            + [(Self.messagesFile, messages)]
    }

    // MARK: Writing

    /// Writes the bundle into a new folder.
    ///
    /// **Throws:** ``EvidenceFault`` where something is there, `PlatformError`.
    package func write(to folder: String) throws {
        guard !Folder.exists(folder), !Folder.fileExists(folder) else {
            throw EvidenceFault(folder, "", "a folder that is not there yet", "one that is")
        }
        try Folder.create(folder)
        for (name, bytes) in files {
            try WholeFile.write(bytes, to: Folder.path(folder, name))
        }
        // The last: a folder without it is no bundle.
        try WholeFile.write(verdictBytes, to: Folder.path(folder, Self.verdictFile))
    }

    private var verdictBytes: [UInt8] {
        let members =
            [JSONMember("schema", .string(Self.schema))] + facts.members + result.members + [
                JSONMember(
                    "files",
                    .object(
                        files.map { name, bytes in
                            JSONMember(name, .string(Digests.sha256(bytes).text))
                        }))
            ]
        return Self.sealed(members)
    }

    /// The document with its own digest as its last member.
    private static func sealed(_ members: [JSONMember]) -> [UInt8] {
        let digest = Digests.sha256(JSONValue.object(members).compactText.utf8)
        let document = JSONValue.object(members + [JSONMember("bundle", .string(digest.text))])
        return Array((document.prettyText + "\n").utf8)
    }

    // MARK: Reading

    /// Reads a bundle and checks all digests.
    ///
    /// **Throws:** ``EvidenceFault``, `PlatformError`.
    package init(folder: String) throws {
        let path = Folder.path(folder, Self.verdictFile)
        let bytes = try WholeFile.read(path, byteCountMax: Self.verdictByteCountMax)
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes, byteCountMax: Self.verdictByteCountMax)
        } catch {
            throw EvidenceFault(path, "", "JSON", "\(error)")
        }
        guard let members = value.objectValue, members.last?.key == "bundle",
            Self.sealed(Array(members.dropLast())) == bytes
        else { throw EvidenceFault(path, "bundle", "the digest of this document", "another") }
        do {
            let keys = ["schema"] + EvidenceFacts.keys + EvidenceResult.keys + ["files", "bundle"]
            let parts = try StrictJSON(value).members(keys)
            try parts[0].expect(Self.schema)
            let factCount = EvidenceFacts.keys.count
            facts = try EvidenceFacts(Array(parts[1...factCount]))
            result = try EvidenceResult(Array(parts[(factCount + 1)...].dropLast(2)))
            let files = try Self.files(parts[parts.count - 2], in: folder)
            transcript = try Transcript(fileBytes: files[0].bytes, file: files[0].path)
            minimised =
                files.count == 3
                ? try Transcript(fileBytes: files[1].bytes, file: files[1].path) : nil
            messages = files[files.count - 1].bytes
        } catch let failure as StrictJSON.Failure {
            throw EvidenceFault(path, failure.path, failure.expected, failure.got)
        }
    }

    private static func files(
        _ listed: StrictJSON, in folder: String
    ) throws -> [(path: String, bytes: [UInt8])] {
        let names = listed.value.objectValue?.map(\.key) ?? []
        let expected =
            names.contains(minimisedFile)
            ? [transcriptFile, minimisedFile, messagesFile] : [transcriptFile, messagesFile]
        let digests = try listed.members(expected)
        let there = Folder.names(in: folder).sorted()
        guard there == (expected + [verdictFile]).sorted() else {
            throw EvidenceFault(
                folder, "", "the files \((expected + [verdictFile]).joined(separator: ", "))",
                there.prefix(8).map { JSONValue.quoted($0, scalarCountMax: 40) }
                    .joined(separator: ", "))
        }
        var files: [(path: String, bytes: [UInt8])] = []
        for (name, digest) in zip(expected, digests) {
            let path = Folder.path(folder, name)
            let bytes = try WholeFile.read(path, byteCountMax: Transcript.byteCountMax)
            guard try digest.bytes(count: 32) == Digests.sha256(bytes).bytes else {
                throw EvidenceFault(
                    path, "", "the file whose SHA-256 verdict.json names", "another")
            }
            files.append((path, bytes))
        }
        return files
    }
}
