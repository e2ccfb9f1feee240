internal import Architectures
internal import Fingerprints
internal import Tensors

/// The shares that proofs reach, summed over questions.
struct CoverageAccount {
    private let architecture: Architecture
    private var elements: [Share]
    private var multiplyAdds: [Share]
    private var heads: [[HeadCoverage]]
    private var prompts: [PromptCoverage] = []
    private var parameters: ParameterReach

    init(_ architecture: Architecture) {
        self.architecture = architecture
        let shape = architecture.shape
        elements = Array(repeating: Share(), count: architecture.operations.count)
        multiplyAdds = elements
        heads = Array(
            repeating: Array(repeating: HeadCoverage(), count: shape.headCount),
            count: shape.layerCount)
        parameters = ParameterReach(architecture)
    }

    mutating func add(_ question: CoverageQuestion) {
        let reach = Reach(architecture, tokenIDs: question.tokenIDs, readings: question.readings)
        let own = reach.parameters()
        parameters.merge(own)
        var all = (elements: Share(), multiplyAdds: Share(), operations: Share())
        for place in architecture.operations.indices {
            let (some, products) = (reach.elements(place), reach.multiplyAdds(place))
            elements[place] += some
            multiplyAdds[place] += products
            all.elements += some
            all.multiplyAdds += products
            all.operations += Share(some.reached > 0 ? 1 : 0, of: 1)
        }
        prompts.append(
            PromptCoverage(
                tokenCount: question.tokenIDs.count, operations: all.operations,
                elements: all.elements, multiplyAdds: all.multiplyAdds,
                reachedHeads: addHeads(reach), readHeads: addReadings(question.readings),
                weights: own.all))
    }

    private mutating func addHeads(_ reach: Reach) -> Share {
        var reached = Share()
        for layer in heads.indices {
            for head in heads[layer].indices {
                let isReached = reach.containsHead(layer: layer, head: head)
                heads[layer][head].reachedCount += isReached ? 1 : 0
                reached += Share(isReached ? 1 : 0, of: 1)
            }
        }
        return reached
    }

    private mutating func addReadings(_ readings: ProofReadings) -> Share {
        for head in readings.heads { heads[head.layer][head.head].readCount += 1 }
        return Share(readings.heads.count, of: heads.count * heads[0].count)
    }

    func coverage(_ profile: Coverage.Profile, sample: CoverageSample?) -> Coverage {
        Coverage(
            profile: profile,
            operations: architecture.operations.indices.map {
                OperationCoverage(
                    operation: architecture.operations[$0], elements: elements[$0],
                    multiplyAdds: multiplyAdds[$0])
            },
            heads: heads, prompts: prompts,
            parameters: parameters.shares.map {
                ParameterCoverage(name: $0.name, elements: $0.share)
            },
            sample: sample)
    }
}
