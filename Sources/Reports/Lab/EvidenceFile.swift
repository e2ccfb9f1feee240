internal import Cryptography
internal import Disputes
internal import Encodings
internal import Platform
internal import Receipts

/// A file that was given as evidence, recognised by its form and read.
package struct EvidenceFile: Sendable {
    /// The largest size of a file.
    package static let byteCountMax = 64 << 20
    package static let countMax = 256
    /// The largest size of all files of a report together.
    package static let totalByteCountMax = 256 << 20

    enum Content {
        case reproduced(ReproducedDocument)
        case run(RunEvidence)
        case matrix(MatrixDocument)
        case divergence(DivergenceDocument)
        case proof(ProofDocument)
        case shadow(ShadowDocument)
        case coverage(CoverageDocument)
        case dispute(DisputeDocument)
        case variations(VariationsDocument)
    }

    let name: String
    let digest: Digest
    let byteCount: Int
    /// The program that wrote the file, "0.2.0, commit 1a2b3c4d5e6f"; nil if it does not say.
    let program: String?
    let content: Content

    /// The kind of file in words.
    var kind: String {
        switch content {
        case .reproduced: "a reproduction"
        case .run(let run): run.kind == .receipt ? "a signed receipt" : "a kept run"
        case .matrix: "a comparison of machines"
        case .divergence: "a comparison of traces"
        case .proof: "a proof"
        case .shadow: "a shadow in floats"
        case .coverage: "the witness's coverage"
        case .dispute: "disputes"
        case .variations: "variations"
        }
    }

    /// **Throws:** ``EvidenceError`` for bytes of no known form, and for those that contradict
    /// themselves.
    package init(bytes: [UInt8], name: String) throws(EvidenceError) {
        self.name = name
        byteCount = bytes.count
        digest = Digests.sha256(bytes)
        if RunReceipt.isMeant(json: bytes) {
            (content, program) = try Self.receipt(bytes, name)
        } else if RunFile.isMeant(json: bytes) {
            (content, program) = try Self.run(bytes, name)
        } else {
            (content, program) = try Self.document(bytes, name)
        }
    }

    /// Reads files one after another, none before its size is known to have room.
    ///
    /// **Throws:** ``EvidenceError``; `PlatformError` where a file cannot be read.
    package static func read(
        _ names: [String], totalByteCountMax: Int = totalByteCountMax
    ) throws -> [EvidenceFile] {
        var room = totalByteCountMax
        return try names.map { name in
            let bytes: [UInt8]
            do {
                bytes = try WholeFile.read(name, byteCountMax: min(byteCountMax, room))
            } catch PlatformError.tooLarge where room < byteCountMax {
                throw EvidenceError.tooMuch(file: name, byteCountMax: totalByteCountMax)
            }
            room -= bytes.count
            return try EvidenceFile(bytes: bytes, name: name)
        }
    }

    private typealias Read = (content: Content, program: String?)

    private static func receipt(
        _ bytes: [UInt8], _ name: String
    ) throws(EvidenceError) -> Read {
        do throws(ReceiptError) {
            let receipt = try RunReceipt(decoding: bytes)
            let program = receipt.origin.makers.first?.program
            return (
                .run(RunEvidence(receipt, named: name)),
                program.map { programText($0.version, $0.commit) }
            )
        } catch {
            throw .malformed(file: name, path: "", expected: "a sound receipt", got: "\(error)")
        }
    }

    private static func run(_ bytes: [UInt8], _ name: String) throws(EvidenceError) -> Read {
        let run: RunFile
        do throws(RunFileError) {
            run = try RunFile(json: bytes, file: name)
        } catch {
            throw .malformed(file: name, path: "", expected: "a sound run", got: "\(error)")
        }
        do throws(ReceiptError) {
            let provenance = run.provenance
            return (
                .run(try RunEvidence(run, named: name)),
                provenance.member("version")?.stringValue.map {
                    programText($0, provenance.member("commit")?.stringValue)
                }
            )
        } catch {
            throw .malformed(file: name, path: "", expected: "a sound run", got: "\(error)")
        }
    }

    private static func document(
        _ bytes: [UInt8], _ name: String
    ) throws(EvidenceError) -> Read {
        let document: JSONValue
        do throws(JSONParseError) {
            document = try JSONParser.parse(bytes, byteCountMax: byteCountMax)
        } catch {
            throw .malformed(file: name, path: "", expected: "JSON", got: "\(error)")
        }
        do throws(StrictJSON.Failure) {
            let strict = StrictJSON(document)
            if let content = try content(strict) { return (content, try program(of: strict)) }
        } catch {
            throw .malformed(
                file: name, path: error.path, expected: error.expected, got: error.got)
        }
        let keys = (document.objectValue ?? []).prefix(4).map {
            JSONValue.quoted($0.key, scalarCountMax: 40)
        }
        throw .unknownForm(
            file: name,
            got: keys.isEmpty
                ? document.kind : "an object of \(keys.joined(separator: ", ")), …")
    }

    /// The content, of the kind that the document's members show; nil for an unknown kind.
    private static func content(
        _ document: StrictJSON
    ) throws(StrictJSON.Failure) -> Content? {
        let value = document.value
        if ReproducedDocument.isMeant(value) { return .reproduced(try .init(document)) }
        if MatrixDocument.isMeant(value) { return .matrix(try .init(document)) }
        if DivergenceDocument.isMeant(value) { return .divergence(try .init(document)) }
        if ProofDocument.isMeant(value) { return .proof(try .init(document)) }
        if ShadowDocument.isMeant(value) { return .shadow(try .init(document)) }
        if CoverageDocument.isMeant(value) { return .coverage(try .init(document)) }
        if DisputeDocument.isMeant(value) { return .dispute(try .init(document)) }
        if VariationsDocument.isMeant(value) { return .variations(try .init(document)) }
        return nil
    }

    private static func program(of document: StrictJSON) throws(StrictJSON.Failure) -> String? {
        guard document.value.member("provenance") != nil else { return nil }
        let provenance = try document["provenance"]
        return programText(
            try provenance["version"].text(), try provenance["commit"].optionalText())
    }

    /// "0.2.0, commit 1a2b3c4d5e6f"
    private static func programText(_ version: String, _ commit: String?) -> String {
        "\(version), " + (commit.map { "commit \($0.prefix(12))" } ?? "commit unknown")
    }
}
