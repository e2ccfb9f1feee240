internal import Conformance
internal import PublishedMeshChain
internal import PythonValues

/// The chain's fixed point, its rewards and the scores of coldkeys.
struct ChainMathVectors: VectorJudge {
    let name = "chain_math"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstMember(of: "cases") else { return false }
        return first["op"] != nil && first["in"] != nil && first["out"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map { index, vector in
            let inputs = try vector.member("in").elements()
            let got: PythonValue
            if try vector.member("op").string() == "cold" {
                got = try Self.coldkey(inputs, vector.place)
            } else {
                got = try Self.number(
                    vector.member("op").string(), inputs.map { try $0.amount() }, vector.place)
            }
            return VectorOutcome(
                index: String(index), expected: try vector.member("out").sorted(),
                got: try PythonJSONWriter.text(got))
        }
    }

    private static func number(
        _ operation: String, _ inputs: [UInt128], _ place: String
    ) throws -> PythonValue {
        guard inputs.count >= 2 else {
            throw VectorFormError(place: place, expected: "two numbers", got: "fewer")
        }
        let (left, right) = (inputs[0], inputs[1])
        switch (operation, inputs.count) {
        case ("mul", 2): return .text(String(ChainFraction.product(left, right)))
        case ("div", 2): return .text(String(ChainFraction.quotient(left, right)))
        case ("inc", 2): return .text(String(ChainFraction.increased(left, by: right)))
        case ("dec", 2): return .text(String(ChainFraction.decreased(left, by: right)))
        case ("vrew", 2):
            return .text(String(SubnetRewards.validatorReward(ratio: left, factor: right)))
        case ("rewards", 3):
            let rewards = SubnetRewards(
                emissions: left, weight: right, delegateShare: inputs[2])
            return .list(
                [rewards.all, rewards.owner, rewards.rest, rewards.delegates, rewards.nodes]
                    .map { .text(String($0)) })
        default:
            throw VectorFormError(place: place, expected: "an operation", got: operation)
        }
    }

    private static func coldkey(
        _ inputs: [VectorValue], _ place: String
    ) throws -> PythonValue {
        guard inputs.count == 10 else {
            throw VectorFormError(place: place, expected: "ten inputs", got: "others")
        }
        var record = ColdkeyRecord()
        record.score = try inputs[1].amount()
        let (ratio, minimum) = try (inputs[2].amount(), inputs[3].amount())
        let factor = try inputs[4].amount()
        func count(_ place: Int) throws -> UInt32 {
            UInt32(truncatingIfNeeded: try inputs[place].amount())
        }
        record.increases = try count(5)
        record.decreases = try count(6)
        record.average = try inputs[7].amount()
        record.startEpoch = try count(8)
        let epoch = try count(9)
        if try inputs[0].string() == "up" {
            record.rise(ratio: ratio, minimum: minimum, factor: factor, epoch: epoch)
        } else {
            record.fall(ratio: ratio, minimum: minimum, factor: factor, epoch: epoch)
        }
        return .list([
            .text(String(record.score)), .integer(record.increases), .integer(record.decreases),
            .integer(record.startEpoch), .integer(record.lastEpoch),
            .text(String(record.average)),
        ])
    }
}
