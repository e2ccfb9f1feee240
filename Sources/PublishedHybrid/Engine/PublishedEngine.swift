internal import Encodings
internal import Ethereum

/// The published engine: it keeps jobs for ever, and answers the three calls of JSON-RPC.
///
/// Only the clock and the records are left to the caller: a call that waits is handed out, and
/// taken back when the wait is over, so that others can be answered meanwhile.
package struct PublishedEngine: Sendable {
    package enum Step: Sendable {
        case answer(EngineAnswer)
        /// The handler dies: the connection is closed, and nothing is answered.
        case crash
        /// The answer is that of ``PublishedEngine/finish(_:isAcknowledged:)``.
        case wait(EngineWait)
    }

    private struct Job {
        let head: EngineHash
        let time: UInt64
        /// A text; zeros for good after a timeout.
        var update: [UInt8]
        var block: EngineBlock?
    }

    /// The job of the payload id n is at n - 1; nil where the call died behind its counting.
    private var jobs: [Job?] = []

    package init() {}

    /// The jobs that are kept: as many as were ever made.
    package var jobCount: Int { jobs.count { $0 != nil } }

    package mutating func handle(_ request: EngineRequest) -> Step {
        guard request.method == "POST" else {
            return .answer(
                .refusal(405, "Only POST supported", isHead: request.method == "HEAD"))
        }
        guard request.contentType.utf8.elementsEqual("application/json".utf8) else {
            return .answer(.refusal(415, "Content-Type must be application/json"))
        }
        let call: EngineCall
        do throws(EngineError) {
            call = try EngineCall(body: request.body)
        } catch {
            return .answer(.error(Array("null".utf8), error))
        }
        do throws(EngineError) {
            return try handle(call)
        } catch {
            return .answer(.error(call.id, error))
        }
    }

    private mutating func handle(_ call: EngineCall) throws(EngineError) -> Step {
        if call.isMethod("engine_forkchoiceUpdatedV1") { return try updateForkChoice(call) }
        if call.isMethod("engine_getPayloadV1") { return try payload(call) }
        guard call.isMethod("engine_newPayloadV1") else { throw .method }
        return .answer(.result(call.id, #"{"status":"VALID"}"#))
    }

    // MARK: Fork choice

    /// The texts are cut behind these bytes, which a shorter one does not survive.
    private static let headByteCountMin = 16
    private static let timestampByteCountMin = 2

    private mutating func updateForkChoice(_ call: EngineCall) throws(EngineError) -> Step {
        guard let parameter = call.parameters.first else { throw .parameters }
        let choice = try EngineForkChoice(parameter)
        guard choice.head.count >= Self.headByteCountMin else { return .crash }
        guard let attributes = choice.attributes else {
            return .answer(.result(call.id, Self.forkChoiceResult("null")))
        }
        let isAlive = attributes.timestamp.count >= Self.timestampByteCountMin
        let id = Self.payloadID(jobs.count + 1)
        let update = Keccak256.hash(Array(id.utf8) + choice.head)
        jobs.append(
            isAlive
                ? Job(
                    head: EngineHash(hexadecimal: choice.head),
                    time: GoHexadecimal.number(
                        attributes.timestamp.dropFirst(Self.timestampByteCountMin)),
                    update: Array(Hexadecimal.text(of: update).utf8))
                : nil)
        return isAlive ? .answer(.result(call.id, Self.forkChoiceResult("\"\(id)\""))) : .crash
    }

    /// - Parameter id: as JSON.
    private static func forkChoiceResult(_ id: String) -> String {
        "{\"payloadId\":\(id),\"payloadStatus\":{\"status\":\"VALID\"}}"
    }

    private static func payloadID(_ count: Int) -> String {
        let digits = String(count, radix: 16)
        return "0x" + String(repeating: "0", count: max(16 - digits.count, 0)) + digits
    }

    // MARK: Payloads

    private func payload(_ call: EngineCall) throws(EngineError) -> Step {
        guard let parameter = call.parameters.first else { throw .parameters }
        var id: [UInt8] = []
        guard parameter.replaceText(&id) else { throw .payloadID }
        guard let place = place(of: id), let job = jobs[place] else { throw .payload }
        if let block = job.block { return .answer(.result(call.id, block.json)) }
        return .wait(EngineWait(payload: place, id: call.id, update: job.update))
    }

    /// The place that a payload id names, spelled exactly as it was answered.
    private func place(of id: [UInt8]) -> Int? {
        let count = GoHexadecimal.number(id.dropFirst(2))
        guard (1...UInt64(clamping: max(jobs.count, 1))).contains(count),
            Int(count) <= jobs.count, id.elementsEqual(Self.payloadID(Int(count)).utf8)
        else { return nil }
        return Int(count) - 1
    }

    /// The answer behind a wait: the block, which is mined now. Without an acknowledgement the job
    /// loses its update for good.
    package mutating func finish(_ wait: EngineWait, isAcknowledged: Bool) -> EngineAnswer {
        guard jobs.indices.contains(wait.payload), var job = jobs[wait.payload] else {
            return .error(wait.id, .inside)
        }
        if !isAcknowledged { job.update = Array(String(repeating: "0", count: 64).utf8) }
        // Another call that waited for this job may have built a block: the later one stays.
        job.block =
            EngineBlock.mined(parent: job.head, time: job.time, update: job.update)
            ?? job.block
        jobs[wait.payload] = job
        guard let block = job.block else { return .error(wait.id, .inside) }
        return .result(wait.id, block.json)
    }
}
