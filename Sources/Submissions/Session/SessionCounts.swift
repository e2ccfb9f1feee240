/// The count of all that a session has a limit for.
///
/// **Bounds:** each sum stays below its limit plus one request's share, far below 2^63.
struct SessionCounts {
    private let limits: SessionLimits
    private(set) var requestCount = 0
    private(set) var submissionCount = 0
    private var submissionByteCount = 0
    private var answerByteCount = 0
    private var blockCount = 0
    private var partCount = 0
    private var partByteCount = 0

    init(_ limits: SessionLimits) {
        self.limits = limits
    }

    mutating func noteRequest() throws(ProtocolFault) {
        requestCount += 1
        try Self.check(requestCount, limits.requestCountMax, "requests")
    }

    /// Notes byte strings that are sent several times.
    mutating func noteSubmissions(
        count: Int, byteCount: Int, times: Int
    ) throws(ProtocolFault) {
        submissionCount = Self.sum(submissionCount, Self.product(count, times))
        try Self.check(submissionCount, limits.submissionCountMax, "byte strings submitted")
        submissionByteCount = Self.sum(submissionByteCount, Self.product(byteCount, times))
        try Self.check(submissionByteCount, limits.submissionByteCountMax, "bytes submitted")
    }

    mutating func noteBlocks(_ count: Int) throws(ProtocolFault) {
        blockCount = Self.sum(blockCount, count)
        try Self.check(blockCount, limits.blockCountMax, "blocks mined, withheld or forged")
    }

    mutating func noteParts(_ count: Int) throws(ProtocolFault) {
        partCount = Self.sum(partCount, count)
        try Self.check(partCount, limits.artefactPartCountMax, "byte strings in artefacts")
    }

    mutating func notePartBytes(_ count: Int) throws(ProtocolFault) {
        partByteCount = Self.sum(partByteCount, count)
        try Self.check(partByteCount, limits.artefactByteCountMax, "bytes in artefacts")
    }

    mutating func noteAnswer(byteCount: Int) throws(ProtocolFault) {
        answerByteCount = Self.sum(answerByteCount, byteCount)
        try Self.check(answerByteCount, limits.answerByteCountMax, "bytes of answers")
    }

    private static func sum(_ first: Int, _ second: Int) -> Int {
        let (sum, overflows) = first.addingReportingOverflow(second)
        return overflows ? Int.max : sum
    }

    private static func product(_ first: Int, _ second: Int) -> Int {
        let (product, overflows) = first.multipliedReportingOverflow(by: second)
        return overflows ? Int.max : product
    }

    private static func check(
        _ count: Int, _ countMax: Int, _ what: String
    ) throws(ProtocolFault) {
        guard count <= countMax else {
            throw ProtocolFault(.limit, "expected at most \(countMax) \(what), got \(count)")
        }
    }
}
