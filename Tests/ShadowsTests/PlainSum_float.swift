import Shadows

/// A sum in the order of a variation, one term after the other, as its name says it.
enum PlainSum {
    /// Σ a[k] · b[k] in float32.
    static func of(_ a: [Float], _ b: [Float], _ variation: ShadowVariation) -> Float {
        let terms = Array(zip(a, b))
        switch variation.order {
        case .ascending: return run(terms, variation.isFused)
        case .descending: return run(terms.reversed(), variation.isFused)
        case .pairwise:
            var blocks: [(size: Int, sum: Float)] = []
            for term in terms {
                blocks.append((1, term.0 * term.1))
                while blocks.count > 1,
                    blocks[blocks.count - 1].size == blocks[blocks.count - 2].size
                {
                    let last = blocks.removeLast()
                    let before = blocks.removeLast()
                    blocks.append((last.size * 2, before.sum + last.sum))
                }
            }
            var sum = blocks.popLast()?.sum ?? 0
            while let block = blocks.popLast() { sum = block.sum + sum }
            return sum
        case .lanes(let count):
            var sums = (0..<count).map { lane in
                run(
                    terms.indices.filter { $0 % count == lane }.map { terms[$0] }, variation.isFused
                )
            }
            while sums.count > 1 {
                sums = stride(from: 0, to: sums.count, by: 2).map { sums[$0] + sums[$0 + 1] }
            }
            return sums[0]
        case .parts(let count):
            let sums = (0..<count).map { part in
                let range = terms.count * part / count..<terms.count * (part + 1) / count
                return run(Array(terms[range]), variation.isFused)
            }
            return sums.dropFirst().reduce(sums[0], +)
        case .compensated:
            var (sum, lost): (Float, Float) = (0, 0)
            for term in terms {
                let y = term.0 * term.1 - lost
                let next = sum + y
                lost = (next - sum) - y
                sum = next
            }
            return sum
        }
    }

    private static func run(_ terms: [(Float, Float)], _ isFused: Bool) -> Float {
        terms.reduce(0) { sum, term in
            isFused ? sum.addingProduct(term.0, term.1) : sum + term.0 * term.1
        }
    }
}
