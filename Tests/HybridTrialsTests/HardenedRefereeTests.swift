import Cryptography
import HybridChain
import HybridTrials
import Scenarios
import Testing
import Trials

@Suite("The referee of the hardened chain, beside the rules that he judges")
struct HardenedRefereeTests {
    private static let shape = HybridShape(
        inputCount: 5, hiddenCount: 3, classCount: 2, rank: 2)

    private static func genesis(_ faultCount: Int) throws -> HybridGenesis {
        let name = Array("referee".utf8)
        let keys = LabKeys.keys(name: name, count: 7)
        let shape = try #require(shape)
        return try #require(
            HybridGenesis(
                name: name,
                validators: keys.map { HybridGenesis.Validator(key: $0.publicKey, bond: 512) },
                shape: shape, faultCount: faultCount, epochSlotCount: 4,
                samples: [
                    HybridGenesis.Sample(input: [1, 2, 3, 4, 5], label: 0),
                    HybridGenesis.Sample(input: [255, 0, 128, 7, 9], label: 1),
                ],
                target: [UInt8](repeating: 255, count: 32)))
    }

    private static func factors(_ seed: String, _ count: Int) -> [[Int64]] {
        var random = ActorRandom(seed: seed, actor: "factors")
        return (0..<7).map { _ in
            (0..<count).map { _ in Int64(random.integer(in: -(1 << 18)...1 << 18)) }
        }
    }

    @Test("His first weights, their hash and their loss are the chain's")
    func firstWeights() throws {
        let genesis = try Self.genesis(2)
        let (referee, weights) = (RefereeModel(genesis), HybridWeights(genesis))
        let mine = referee.firstWeights
        #expect(mine == (weights.hidden + weights.output).map { Int64($0) })
        #expect(referee.hash(mine) == weights.hash)
        #expect(referee.loss(mine) == weights.loss(on: genesis.samples))
    }

    @Test("His loss is the chain's, up to the bound of weights", arguments: [12, 16, 20, 23])
    func losses(bits: Int) throws {
        let genesis = try Self.genesis(2)
        let split = genesis.shape.hiddenWeightCount
        var random = ActorRandom(seed: "\(bits)", actor: "weights")
        var losses: [Int64] = []
        for _ in 0..<50 {
            let weights = (0..<split + genesis.shape.outputWeightCount).map { _ in
                Int32(random.integer(in: -(1 << bits)...1 << bits))
            }
            let own = try #require(
                HybridWeights(
                    shape: genesis.shape, hidden: Array(weights.prefix(split)),
                    output: Array(weights.dropFirst(split))))
            let loss = RefereeModel(genesis).loss(weights.map { Int64($0) })
            #expect(loss == own.loss(on: genesis.samples))
            if !losses.contains(loss) { losses.append(loss) }
        }
        #expect(losses.count > 1)
    }

    @Test("He expands, selects and averages as the chain does", arguments: ["0", "1", "2"])
    func selection(seed: String) throws {
        let genesis = try Self.genesis(2)
        let (referee, weights) = (RefereeModel(genesis), HybridWeights(genesis))
        let factors = Self.factors(seed, genesis.shape.factorCount)
        let dense = factors.map { one in
            DeltaExpansion.dense(one.map { Int32($0) }, genesis.shape)
        }
        #expect(factors.map(referee.dense) == dense)
        let ids = (0..<7).map { [UInt8](repeating: UInt8(9 - $0), count: 32) }
        let selection = KrumSelection(dense, ids: ids, faultCount: 2)
        let chosen = referee.chosen(dense, ids: ids)
        #expect(chosen == selection.chosen)
        let new = weights.adding(KrumSelection.average(of: dense, at: selection.chosen))
        #expect(
            referee.adding(chosen.map { dense[$0] }, to: referee.firstWeights)
                == (new.hidden + new.output).map { Int64($0) })
    }

    @Test("Equal scores go by the smaller id")
    func ties() throws {
        let referee = RefereeModel(try Self.genesis(1))
        let dense = [[Int64]](repeating: [0, 0], count: 5)
        let ids = (0..<5).map { [UInt8](repeating: UInt8(9 - $0), count: 32) }
        #expect(referee.chosen(dense, ids: ids) == [3, 4])
    }

    @Test("A request is served in one form alone")
    func requests() {
        let head = String(repeating: "ab", count: 32)
        func fault(_ text: String, token: String = "t") -> String? {
            RefereeRequest(Array("\(token)\n\(text)".utf8), token: Array("t".utf8))
                .fault(isKnown: { _ in true }, jobs: [])
        }
        func call(_ head: String) -> String {
            "{\"method\":\"engine_forkchoiceUpdatedV1\",\"params\":"
                + "[{\"forkchoiceState\":{\"headBlockHash\":\"\(head)\"}}]}"
        }
        #expect(fault(call("0x" + head)) == nil)
        for other in ["0x" + head.uppercased(), head, "0x" + head + "0", "0X" + head, ""] {
            #expect(fault(call(other)) == "a head in another form was served")
        }
        #expect(fault(call("0x" + head), token: "u") != nil)
        #expect(fault("{") == "a call of no method was served")
    }

    @Test("Honest use breaks no rule under the hardened rules", arguments: ["a", "b"])
    func honestUse(seed: String) {
        let trial = NullTrial(system: HybridSystemTrials(), profile: .hardened, seed: seed)
        #expect(trial.run().complaint == nil)
    }
}
