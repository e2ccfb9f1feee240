import BigInt
import PublishedHybrid
import PythonValues
import Testing

@Suite("The published gate")
struct AveragerGateTests {
    /// Losses of named updates; of all others, and of none, the base's.
    private static func loss(_ held: String?) -> PythonFloat {
        switch held {
        case "good": PythonFloat(4.7)
        case "bad": PythonFloat(4.9)
        case "misshaped": MeanLoss.mean(of: [nil, nil])
        case "nan": PythonFloat(.nan)
        default: PythonFloat(4.8)
        }
    }

    private func history(_ updates: String...) -> [Bool] {
        var gate = LossGate<String>()
        return updates.map { update in
            gate.judge(
                update, loss: { held throws(PythonError) in Self.loss(held) },
                apply: { update throws(PythonError) in
                    if update == "not_tensors" { throw .attribute("to") }
                }
            ).isAccepted
        }
    }

    @Test("A refused update stays on the base, and lets the next one pass")
    func memory() {
        #expect(history("bad", "empty") == [false, true])
        #expect(history("misshaped", "bad") == [false, true])
        #expect(history("good", "good") == [true, false])
        #expect(history("nan", "good") == [false, false])
        #expect(history("not_tensors", "bad") == [true, false])
        // What cannot be applied leaves fresh adapters behind.
        #expect(history("bad", "not_tensors", "empty") == [false, true, false])
    }

    @Test("A low loss lets everything pass, and applies nothing")
    func low() {
        var gate = LossGate<String>()
        let judgement = gate.judge(
            "bad", loss: { _ throws(PythonError) in PythonFloat(0.049) })
        #expect(judgement.isAccepted)
        #expect(judgement.grounds == .below)
        #expect(judgement.lossCount == 1)
        #expect(gate.lastApplied == nil)
        let bound = gate.judge("bad", loss: { _ throws(PythonError) in PythonFloat(0.05) })
        #expect(!bound.isAccepted)
        #expect(gate.lastApplied == "bad")
    }

    @Test("Any exception lets an update pass")
    func exceptions() {
        var gate = LossGate<String>()
        let failing = gate.judge(
            "a", loss: { _ throws(PythonError) in throw .value("no such model") })
        #expect(failing.isAccepted)
        #expect(failing.grounds == .exception)
        #expect(gate.lastApplied == nil)
        let later = gate.judge(
            "b",
            loss: { held throws(PythonError) in
                guard held == nil else { throw .value("after") }
                return PythonFloat(1)
            })
        #expect(later.isAccepted)
        #expect(gate.lastApplied == "b")
    }

    @Test("Rationals and float64 part at ties")
    func exact() {
        #expect(
            GateRule.acceptsExactly(before: PythonFloat(1000), after: PythonFloat(999)) == false)
        #expect(
            GateRule.acceptsExactly(before: PythonFloat(1000), after: PythonFloat(998.9)) == true)
        // 0.05 as float64 is above 1/20.
        #expect(
            GateRule.acceptsExactly(before: PythonFloat(0.05), after: PythonFloat(1)) == false)
        #expect(
            GateRule.acceptsExactly(before: PythonFloat(-0.0), after: PythonFloat(1)) == true)
        #expect(
            GateRule.acceptsExactly(before: PythonFloat(.infinity), after: PythonFloat(1)) == nil)
        let least = PythonFloat(.leastNonzeroMagnitude)
        #expect(GateRule.scaled(least) == 1)
        #expect(GateRule.scaled(PythonFloat(-1)) == -(BigInt(1) << GateRule.scaleBitCount))
    }

    @Test("Texts that fail are left out of the mean; with none left it is infinite")
    func mean() {
        #expect(MeanLoss.mean(of: []).text == "inf")
        #expect(MeanLoss.mean(of: [nil]).text == "inf")
        #expect(MeanLoss.mean(of: [PythonFloat(1), nil, PythonFloat(2)]).text == "1.5")
        #expect(MeanLoss.mean(of: [FloatBits.single(0x7FC0_0000)]).isNaN)
    }
}
