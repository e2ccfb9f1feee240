internal import Cryptography
internal import Encodings
internal import Traces

extension ReceiptOrigin {
    init(_ madeBy: StrictJSON) throws(StrictJSON.Failure) {
        let members = try madeBy.members(["makers", "parts"])
        var makers: [ReceiptMaker] = []
        for maker in try members[0].elements(count: 1...ReceiptLimits.promptCountMax) {
            makers.append(try ReceiptMaker(maker))
        }
        var parts: [Part] = []
        for part in try members[1].elements(count: 0...ReceiptLimits.promptCountMax) {
            parts.append(try Part(part))
        }
        self.init(makers: makers, parts: parts)
    }
}

extension ReceiptOrigin.Part {
    init(_ row: StrictJSON) throws(StrictJSON.Failure) {
        let values = try row.elements(count: 5)
        let limit = ReceiptLimits.promptCountMax
        let first = try values[0].integer(in: 0...limit - 1)
        let count = try values[1].integer(in: 1...limit - first)
        self.init(
            range: first..<first + count, maker: try values[2].integer(in: 0...limit - 1),
            receiptHash: try values[3].digest(),
            publicKey: try values[4].bytes(count: Ed25519.publicKeyByteCount))
    }
}

extension ReceiptMaker {
    init(_ maker: StrictJSON) throws(StrictJSON.Failure) {
        let members = try maker.members(Self.members)
        self.init(
            model: try members[0].text(), files: try Self.files(members[1]),
            storedDigest: try Self.optionalDigest(members[2]),
            tokenizerDigest: try Self.optionalDigest(members[3]),
            unicodeVersion: try members[4].text(),
            work: Work(
                engine: try members[5].text(), backend: try members[6].text(),
                threadCount: try members[7].integer(in: 1...ReceiptLimits.threadCountMax),
                batchPromptCount: try members[8].integer(in: 1...ReceiptLimits.promptCountMax),
                sharesPrefixes: try members[9].boolean()),
            program: Program(
                version: try members[10].text(), commit: try Self.optionalText(members[11]),
                hasChanges: try members[12].optional { value throws(StrictJSON.Failure) in
                    try value.boolean()
                }, build: try members[13].text(), compiler: try members[14].text()),
            machine: Machine(
                name: try Self.optionalText(members[15]), architecture: try members[16].text(),
                system: try members[17].text(), processor: try Self.optionalText(members[18]),
                features: try Self.names(members[19]), kernels: try Self.names(members[20]),
                openBLAS: try Self.optionalText(members[21])))
    }

    private static func files(_ value: StrictJSON) throws(StrictJSON.Failure) -> [TracedFile] {
        var files: [TracedFile] = []
        for element in try value.elements(count: 0...ReceiptLimits.fileCountMax) {
            files.append(try TracedFile(element))
        }
        return files
    }

    private static func names(_ value: StrictJSON) throws(StrictJSON.Failure) -> [String] {
        var names: [String] = []
        for element in try value.elements(count: 0...ReceiptLimits.nameCountMax) {
            names.append(try element.name(byteCountMax: ReceiptLimits.nameByteCountMax))
        }
        return names
    }

    private static func optionalText(_ value: StrictJSON) throws(StrictJSON.Failure) -> String? {
        try value.optional { value throws(StrictJSON.Failure) in try value.text() }
    }

    private static func optionalDigest(
        _ value: StrictJSON
    ) throws(StrictJSON.Failure) -> Digest? {
        try value.optional { value throws(StrictJSON.Failure) in try value.digest() }
    }
}
