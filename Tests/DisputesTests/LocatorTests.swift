import Architectures
import Disputes
import Encodings
import Proving
import Tensors
import TestSupport
import Testing
import Traces

/// One machine with a fault, another that makes the other side of its traces.
@Suite("The other side of a dispute") struct LocatorTests {
    private struct Case {
        let model: SelfTestModel
        let fault: PlantedFault
        let machine: FaultyMachine
        let locator: Locator

        init(_ kind: FaultKind, seed: String) throws {
            model = try SmallSubject.model.get()
            var draw = FaultDraw(subject: model.subject, seed: seed)
            let drawn = draw.fault(kind)
            fault = try #require(drawn)
            machine = FaultyMachine(model, fault.change, form: .batch, backend: 0)
            let weights = model.subject.weights
            locator = Locator(
                prover: model.provers[0], model: model.traced,
                settings: GoldenRun.Settings(threadCount: 1)
            ) { name in weights.tensors.first { $0.name == name } }
        }

        var all: [Int] { Array(model.subject.prompts.indices) }
    }

    private static let kinds: [FaultKind] = [
        .activationBit, .accumulatorBit, .rounding, .clamp, .tileEdge, .weightInMemory, .proofRow,
    ]

    @Test("From a trace of values, the element with what it follows from.", arguments: kinds)
    func values(kind: FaultKind) throws {
        for seed in 0..<Thoroughness.count(40, else: 2) {
            let one = try Case(kind, seed: "locator \(seed)")
            guard case .elements(let operation, let truths) = one.fault.truth,
                let truth = truths.first
            else {
                Issue.record("\(kind) has another truth")
                continue
            }
            let theirs = try one.machine.trace(
                .values(operation: operation), prompts: [truth.prompt])
            let location = try one.locator.location(of: theirs)
            #expect(location.comparison.verdict == .root)
            #expect(try one.locator.nextTrace(after: location) == nil)
            #expect(location.next == nil)
            let element = try #require(location.element, "\(one.fault.place)")
            #expect(element.operation == operation)
            #expect(element.index == truth.difference.index)
            #expect([element.expected, element.got] == truth.difference.values)
            for opinion in element.opinions(Backends.usable) {
                #expect(opinion.value == element.expected, "\(opinion.name)")
            }
            let bytes = Array(element.json.prettyText.utf8)
            #expect(try OneElement(json: bytes, file: "f") == element)
        }
    }

    @Test("From a trace of operations, the operation, our integers and the next command.")
    func operations() throws {
        let one = try Case(.activationBit, seed: "locator")
        guard case .elements(let operation, let truths) = one.fault.truth else {
            Issue.record("another truth")
            return
        }
        let location = try one.locator.location(
            of: one.machine.trace(.operations, prompts: one.all))
        #expect(location.comparison.verdict == .root)
        #expect(location.comparison.operation == operation)
        #expect(location.element == nil)
        #expect(location.next?.contains(operation) == true)
        let next = try one.locator.nextTrace(after: location)
        let ours = try #require(next)
        #expect(ours.level == .values(operation: operation))
        let difference = try #require(truths.first).difference
        #expect(ours.prompts[0].values[difference.element] == difference.values[0])
    }

    @Test("From a trace of layers, the layer and the next command.")
    func layers() throws {
        let one = try Case(.clamp, seed: "locator")
        let location = try one.locator.location(
            of: one.machine.trace(.layers, prompts: one.all))
        #expect(location.comparison.verdict == .root)
        #expect(location.element == nil)
        #expect(location.next?.contains("--level operations") == true)
        let next = try one.locator.nextTrace(after: location)
        #expect(next?.level == .operations && next?.prompts.count == 1)
    }

    @Test("From a trace of a parameter, the element that differs.")
    func weights() throws {
        let one = try Case(.weightInModel, seed: "locator")
        guard case .parameter(let name, let difference) = one.fault.truth else {
            Issue.record("another truth")
            return
        }
        let whole = try one.locator.location(of: one.machine.trace(.layers, prompts: one.all))
        #expect(whole.comparison.verdict == .weights)
        let next = try one.locator.nextTrace(after: whole)
        #expect(next?.weightValues == one.model.subject.weights[name].elements)
        let location = try one.locator.location(
            of: one.machine.trace(.weights(parameter: name), prompts: []))
        #expect(location.comparison.verdict == .weights)
        #expect(location.comparison.element?.element == difference.element)
        #expect(location.comparison.element?.values == difference.values.reversed())
        #expect(location.element == nil)
    }

    @Test("An honest trace matches, and leaves nothing to ask.")
    func honest() throws {
        let one = try Case(.token, seed: "locator")
        var theirs = try one.locator.location(
            of: one.machine.trace(.operations, prompts: one.all)
        ).ours
        #expect(try one.locator.location(of: theirs).comparison.verdict == .match)
        // Of another architecture, nothing is run.
        theirs.model.architecture.layerCount += 1
        #expect(try one.locator.location(of: theirs).comparison.verdict == .config)
    }

    @Test("A trace of what this model lacks is refused by its name.")
    func lacking() throws {
        let one = try Case(.token, seed: "locator")
        var theirs = try one.machine.trace(.layers, prompts: [])
        theirs.level = .weights(parameter: "h.9.x.w")
        #expect(throws: LocatorError.noParameter("h.9.x.w")) {
            try one.locator.location(of: theirs)
        }
        theirs.level = .values(operation: "h.9.mlp.fc")
        #expect(throws: TraceRequestError.self) { try one.locator.location(of: theirs) }
    }
}
