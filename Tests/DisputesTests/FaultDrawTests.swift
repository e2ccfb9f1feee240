import Architectures
import Disputes
import Tensors
import TestSupport
import Testing

@Suite("Faults that are planted") struct FaultDrawTests {
    private func fault(_ kind: FaultKind, _ seed: Int) throws -> PlantedFault {
        var draw = FaultDraw(subject: try SmallSubject.subject.get(), seed: "\(kind) \(seed)")
        let fault = draw.fault(kind)
        return try #require(fault, "\(kind) \(seed)")
    }

    @Test("Equal seeds draw equal faults, others draw others.", arguments: FaultKind.allCases)
    func seeds(kind: FaultKind) throws {
        let places = try (0..<8).map { try fault(kind, $0).place }
        #expect(try (0..<8).map { try fault(kind, $0).place } == places)
        #expect(Set(places).count > 1)
    }

    @Test("A mistake in an output changes what its truth says and nothing else.")
    func outputs() throws {
        let subject = try SmallSubject.subject.get()
        for kind in FaultKind.allCases {
            for seed in 0..<Thoroughness.count(100, else: 6) {
                let fault = try self.fault(kind, seed)
                guard case .output(let change) = fault.change,
                    case .elements(let operation, let truths) = fault.truth,
                    let truth = truths.first
                else { continue }
                let (prompt, difference) = (truth.prompt, truth.difference)
                let values = subject.values(prompt: prompt, place: change.place)
                #expect(operation == "\(values.operation.station)")
                let spoiled = change.spoiled(values) { subject.weights[$0] }
                let differing = spoiled.indices.filter { spoiled[$0] != values.output[$0] }
                #expect(differing.count == difference.differingCount)
                let first = try #require(differing.first)
                #expect(first == difference.element)
                #expect(difference.values == [values.output[first], spoiled[first]])
                #expect(values.index(of: first) == difference.index)
                switch kind {
                case .activationBit, .proofRow:
                    #expect((difference.values[0] ^ difference.values[1]).nonzeroBitCount == 1)
                    #expect(differing.count == 1)
                case .rounding:
                    #expect(difference.values[0] - difference.values[1] == 1)
                    #expect(differing.count == 1)
                case .accumulatorBit: #expect(differing.count == 1)
                default: break
                }
            }
        }
    }

    @Test("A changed order keeps every input before its operation, and every other operation.")
    func orders() throws {
        let operations = try SmallSubject.subject.get().architecture.operations
        for kind in [FaultKind.operationOrder, .skippedLayer] {
            for seed in 0..<20 {
                let fault = try self.fault(kind, seed)
                guard case .operations(let list) = fault.change,
                    case .schedule(let names) = fault.truth
                else {
                    Issue.record("\(kind) changes something else")
                    continue
                }
                for (place, operation) in list.enumerated() {
                    #expect(operation.inputs.allSatisfy { $0 < place && $0 >= 0 })
                }
                let place = try #require(
                    operations.firstIndex { "\($0.station)" == names[0] })
                #expect(list.prefix(place).elementsEqual(operations.prefix(place)))
                #expect(list.count == operations.count - (kind == .skippedLayer ? 12 : 0))
            }
        }
    }
}
