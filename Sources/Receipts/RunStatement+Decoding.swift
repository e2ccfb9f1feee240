internal import Cryptography
internal import Encodings
internal import Traces

extension RunStatement {
    /// The member `run` of a file, with the digests that it claims to follow from the rest.
    struct Claims {
        let statement: RunStatement
        let traceRoot: Digest
        let ultimateHash: Digest?

        init(_ run: StrictJSON) throws(StrictJSON.Failure) {
            let members = try run.members(RunStatement.members)
            try members[0].expect(RunStatement.protocolName)
            try members[1].expect(RunStatement.profileName)
            let range = try PromptRange(members[7])
            let rows = try members[9].elements(count: range.count)
            var prompts: [ReceiptPrompt] = []
            prompts.reserveCapacity(rows.count)
            for row in rows { prompts.append(try ReceiptPrompt(row)) }
            statement = RunStatement(
                level: try Self.level(members[5]),
                architecture: try TracedArchitecture(members[2]),
                integerWeightsHash: try members[3].digest(),
                integersDigest: try members[4].digest(), runDigest: try members[6].digest(),
                list: PromptList(
                    source: try Self.source(range, own: members[8]), first: range.first,
                    totalCount: range.total),
                prompts: prompts)
            traceRoot = try members[10].digest()
            ultimateHash = try members[11].optional { value throws(StrictJSON.Failure) in
                try value.digest()
            }
        }

        private static func level(_ value: StrictJSON) throws(StrictJSON.Failure) -> TraceLevel {
            switch try value.name(byteCountMax: ReceiptLimits.nameByteCountMax) {
            case TraceLevel.layers.text: return .layers
            case TraceLevel.operations.text: return .operations
            default: throw value.refused("layers or operations")
            }
        }

        private static func source(
            _ range: PromptRange, own: StrictJSON
        ) throws(StrictJSON.Failure) -> PromptList.Source {
            guard range.isOwn else {
                guard case .null = own.value else {
                    throw own.refused("null: the list says the prompts")
                }
                return .receipt
            }
            var texts: [PromptList.Text] = []
            for row in try own.elements(count: range.count) {
                let pair = try row.elements(count: 2)
                let limit = ReceiptLimits.promptByteCountMax
                texts.append(
                    PromptList.Text(
                        salt: try pair[0].string(byteCountMax: limit),
                        prompt: try pair[1].string(byteCountMax: limit)))
            }
            return .own(texts)
        }
    }

    /// The member `range` of a file.
    private struct PromptRange {
        let isOwn: Bool
        let first: Int
        let count: Int
        let total: Int

        init(_ value: StrictJSON) throws(StrictJSON.Failure) {
            let members = try value.members(["list", "first", "count", "total"])
            switch try members[0].name(byteCountMax: ReceiptLimits.nameByteCountMax) {
            case PromptList.receiptName: isOwn = false
            case PromptList.ownName: isOwn = true
            default:
                throw members[0].refused("\(PromptList.receiptName) or \(PromptList.ownName)")
            }
            total = try members[3].integer(in: 1...ReceiptLimits.promptCountMax)
            first = try members[1].integer(in: 0...total - 1)
            count = try members[2].integer(in: 1...total - first)
        }
    }
}

extension ReceiptPrompt {
    init(_ row: StrictJSON) throws(StrictJSON.Failure) {
        let digests = try row.elements(count: 3)
        self.init(
            input: try digests[0].digest(), recordsRoot: try digests[1].digest(),
            proof: try digests[2].digest())
    }
}
