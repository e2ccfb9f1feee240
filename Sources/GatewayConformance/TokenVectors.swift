internal import BigInt
internal import Conformance
internal import PublishedGateways
internal import PythonValues

/// Sequences of calls to the token, each with its verdict and the state after it.
struct TokenVectors: VectorJudge {
    /// The owner that every sequence begins with.
    private static let firstOwner = TokenAddress(number: 1)

    let name = "token"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let histories)? = document["histories"],
            case .dictionary(let first)? = histories.first,
            case .list(let steps)? = first["steps"], case .dictionary(let step)? = steps.first
        else { return false }
        return step["caller"] != nil && step["call"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("histories").elements().flatMap { history in
            let number = try history.member("history").int()
            var token = PublishedToken(owner: Self.firstOwner)
            return try history.member("steps").elements().map { step in
                let verdict = try step.member("verdict").string()
                let reason = try step.optional("reason").map { try " " + $0.string() } ?? ""
                let after = try PythonJSONWriter.text(step.member("after").value)
                let call = try Self.call(step.member("call"), step.member("args"))
                let caller = try Self.address(step.member("caller"))
                let got: String
                do throws(TokenRevert) {
                    try token.take(call, from: caller)
                    got = "accept"
                } catch {
                    got = "reject \(error.rawValue)"
                }
                return VectorOutcome(
                    index: "\(number) \(try step.caseIndex())",
                    expected: "\(verdict)\(reason) \(after)",
                    got: "\(got) \(try Self.state(of: token))")
            }
        }
    }

    private static func state(of token: PublishedToken) throws -> String {
        var state = PythonDictionary()
        state["owner"] = .text(token.owner.text)
        state["paused"] = .boolean(token.isPaused)
        state["supply"] = .text(String(token.supply))
        state["balances"] = .list(
            token.holdings.map { .list([.text($0.holder.text), .text(String($0.amount))]) })
        return try PythonJSONWriter.text(.dictionary(state))
    }

    // MARK: Calls

    private static func call(_ name: VectorValue, _ list: VectorValue) throws -> TokenCall {
        let arguments = try list.elements()
        func argument(_ index: Int) throws -> VectorValue {
            guard arguments.indices.contains(index) else {
                throw VectorFormError(
                    place: list.place, expected: "\(index + 1) arguments or more",
                    got: "\(arguments.count)")
            }
            return arguments[index]
        }
        switch try name.string() {
        case "mintReward":
            return .mintReward(to: try address(argument(0)), amount: try amount(argument(1)))
        case "batchMintRewards":
            return .batchMintRewards(
                recipients: try argument(0).elements().map(address),
                amounts: try argument(1).elements().map(amount))
        case "pause": return .pause
        case "unpause": return .unpause
        case "transfer":
            return .transfer(to: try address(argument(0)), amount: try amount(argument(1)))
        case "approve":
            return .approve(spender: try address(argument(0)), amount: try amount(argument(1)))
        case "transferFrom":
            return .transferFrom(
                owner: try address(argument(0)), to: try address(argument(1)),
                amount: try amount(argument(2)))
        case "burn": return .burn(amount: try amount(argument(0)))
        case "burnFrom":
            return .burnFrom(owner: try address(argument(0)), amount: try amount(argument(1)))
        case "transferOwnership": return .transferOwnership(to: try address(argument(0)))
        case "renounceOwnership": return .renounceOwnership
        case let other:
            throw VectorFormError(
                place: name.place, expected: "a function of the token", got: other)
        }
    }

    private static func address(_ value: VectorValue) throws -> TokenAddress {
        guard let address = TokenAddress(try value.text()) else {
            throw VectorFormError(
                place: value.place, expected: "an address of 20 bytes in hex",
                got: try value.string())
        }
        return address
    }

    /// A text of an integer from 0 to below 2²⁵⁶.
    static func amount(_ value: VectorValue) throws -> BigUInt {
        let text = try value.string()
        guard text.utf8.count <= 78, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let amount = BigUInt(text), amount.bitWidth <= 256
        else {
            throw VectorFormError(
                place: value.place, expected: "an integer of 256 bits as a text", got: text)
        }
        return amount
    }
}
