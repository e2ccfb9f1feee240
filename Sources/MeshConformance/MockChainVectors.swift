internal import BigInt
internal import Conformance
internal import PublishedMeshChain
internal import PythonValues

/// Histories of the stand-in for a chain over a file.
struct MockChainVectors: VectorJudge {
    let name = "mock_chain"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard document["clock"] == nil, document["settings"] == nil,
            let history = document.firstMember(of: "histories"),
            let step = history.firstMember(of: "steps")
        else { return false }
        return step["now"] != nil && step["node"] != nil && step["op"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("histories").elements().enumerated().flatMap {
            number, history in
            var chain = MockChain()
            return try history.member("steps").elements().enumerated().map { index, step in
                chain.block = try MockChain.block(at: .float(step.member("now").text().float()))
                let (expected, got) = try Self.play(step, &chain)
                return VectorOutcome(index: "\(number) \(index)", expected: expected, got: got)
            }
        }
    }

    private static func play(
        _ step: VectorValue, _ chain: inout MockChain
    ) throws -> (String, String) {
        var got = PythonDictionary()
        got["verdict"] = .text("accept")
        switch try step.member("op").string() {
        case "register": chain.register(try step.member("node").int())
        case "tick": break
        case "propose":
            chain.propose(
                try step.member("node").int(), try step.member("data").consensusScores())
        case "attest":
            let node = try step.member("node").int()
            do throws(PythonError) {
                try chain.attest(node)
            } catch {
                got["verdict"] = .text("crash")
                got["exception"] = .text(error.name)
            }
        case "nodes": got["result"] = .list(chain.activeNodes.map { .integer($0) })
        case "read":
            got["result"] = try read(
                chain, epoch: step.member("epoch").int(), node: step.member("node").integer())
        case let other:
            throw VectorFormError(
                place: step.place + ".op", expected: "a step of a chain", got: other)
        }
        got["epoch_now"] = .integer(chain.epoch)
        got["rows"] = .list(
            chain.rows.map {
                .list([
                    .integer($0.epoch), .integer($0.validator), .integer($0.attestors.count),
                ])
            })
        var (told, found) = (PythonDictionary(), PythonDictionary())
        for name in ["verdict", "exception", "result", "epoch_now", "rows"] {
            guard let expected = try step.optional(name)?.value else { continue }
            told[name] = expected
            found[name] = got[name] ?? PythonValue.none
        }
        return try (
            PythonJSONWriter.text(.dictionary(told)), PythonJSONWriter.text(.dictionary(found))
        )
    }

    private static func read(
        _ chain: MockChain, epoch: Int, node: BigInt
    ) throws -> PythonValue {
        guard let row = chain.row(of: epoch), let proposal = chain.proposal(of: epoch) else {
            return .none
        }
        let ratio = try PythonValue.number(proposal.ratio(nodeCount: row.nodes.count)).text()
        return .members([
            "validator": .integer(row.validator), "data": .list(row.data.map(\.value)),
            "attests": .list(row.attestors.map { .list([.text("str"), .string($0)]) }),
            "nodes": .integer(row.nodes.count), "ratio": .string(ratio),
            "did_attest": .boolean(proposal.isAttested(by: node)),
        ])
    }
}
