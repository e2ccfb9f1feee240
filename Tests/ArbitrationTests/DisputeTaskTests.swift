import Arbitration
import Testing
import Traces

@Suite("Tasks that a referee takes on") struct DisputeTaskTests {
    @Test("A trace that says no whole task is refused, and told why.")
    func refusals() throws {
        let trace = try TinySubject.subject().trace
        #expect(throws: Never.self) { try DisputeTask(trace) }
        func expect(
            _ error: DisputeTaskError, _ change: (inout Trace) -> Void,
            at location: SourceLocation = #_sourceLocation
        ) {
            var changed = trace
            change(&changed)
            #expect(throws: error, sourceLocation: location) { try DisputeTask(changed) }
            #expect(!error.description.isEmpty)
        }
        expect(.level(got: "layers")) { $0.level = .layers }
        expect(.noPrompts) { $0.prompts = [] }
        expect(.otherPlan) { $0.schedule.swapAt(0, 1) }
        expect(.otherPlan) { $0.model.architecture.activation = "relu" }
        expect(.otherPlan) { $0.model.architecture.hiddenWidth += 1 }
        expect(.noParameter("h.1.ln_2.g")) { trace in
            trace.model.tensors.removeAll { $0.name == "h.1.ln_2.g" }
        }
        expect(.noParameter("wte")) { trace in
            guard let place = trace.model.tensors.firstIndex(where: { $0.name == "wte" }) else {
                return
            }
            trace.model.tensors[place].dimensions = [300, 1]
        }
        expect(.tokens(prompt: 1)) { $0.prompts[1].tokenIDs = [] }
        expect(.tokens(prompt: 0)) { $0.prompts[0].tokenIDs[0] = 300 }
        expect(.tokens(prompt: 0)) { $0.prompts[0].tokenIDs[0] = -1 }
        expect(.shape("head width: expected 64, got a width of 128 over 3 heads")) {
            $0.model.architecture.headCount = 3
        }
    }

    @Test("Tasks are one where plan, weights and prompts are.")
    func digest() throws {
        let trace = try TinySubject.subject().trace
        let task = try DisputeTask(trace)
        var other = trace
        other.prompts[0].salt += "x"
        #expect(try DisputeTask(other).digest != task.digest)
        other = trace
        other.prompts[0].records = []
        #expect(try DisputeTask(other).digest == task.digest)
    }
}
