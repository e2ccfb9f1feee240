internal import Encodings
internal import Scenarios

extension HardenedWorkshop {
    /// The things that requests are about.
    struct Requested {
        /// Hashes of blocks, the latest first.
        let heads: [[UInt8]]
        /// The id of the last job; empty before the first.
        let job: [UInt8]
        /// A block to be judged.
        let block: [UInt8]
    }

    /// Requests to the engine, each a token, a line feed and a call.
    func made(_ plan: HardenedRequestPlan, _ requested: Requested) throws -> [[UInt8]] {
        try (0..<plan.count).map { number in
            let token =
                switch plan.twist {
                case .token: Array("a-token-that-somebody-guessed-001".utf8)
                case .stranger: [UInt8]()
                default: AttackedEngine.token
                }
            return token + Array("\n".utf8)
                + Array(try call(plan, requested, number: number).utf8)
        }
    }

    private func call(
        _ plan: HardenedRequestPlan, _ requested: Requested, number: Int
    ) throws -> String {
        if plan.twist == .text { return "{no call" }
        let parameter: String
        let name: String
        switch plan.method {
        case .forkchoice:
            guard number < requested.heads.count else { throw StepFault("too few blocks") }
            let head = text(requested.heads[number], plan.twist)
            name = "engine_forkchoiceUpdatedV1"
            parameter =
                plan.twist == .members
                ? "{\"forkchoiceState\":3}"
                : "{\"forkchoiceState\":{\"headBlockHash\":\"\(head)\"},\"payloadAttributes\":{}}"
        case .payload:
            name = "engine_getPayloadV1"
            let job =
                plan.twist == .job ? RefereeBytes.hash("other", requested.job) : requested.job
            parameter = "\"\(text(job, plan.twist))\""
        case .judge:
            name = "engine_newPayloadV1"
            parameter = "{\"block\":\"0x\(Hexadecimal.text(of: requested.block))\"}"
        }
        let method = plan.twist == .method ? "engine_other" : name
        return "{\"id\":\(number),\"method\":\"\(method)\",\"params\":[\(parameter)]}"
    }

    private func text(_ hash: [UInt8], _ twist: HardenedRequestPlan.Twist) -> String {
        let digits = Hexadecimal.text(of: hash)
        return switch twist {
        case .capitals: "0x" + digits.uppercased()
        case .short: "0x" + digits.prefix(6)
        case .unknown: "0x" + Hexadecimal.text(of: RefereeBytes.hash("other", hash))
        default: "0x" + digits
        }
    }
}
