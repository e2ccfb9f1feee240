import Foundation

/// A GPT-2-shaped forward pass in float32, first term to last, as the definition reads: what the
/// room's pass must equal to the bit.
struct PlainPass {
    let width: Int
    let layerCount: Int
    let parameter: (String) -> [Float]

    /// The last position's row of every layer and head: [layer][head][T].
    func rows(_ ids: [Int32]) -> [[[Float]]] {
        let (wte, wpe) = (parameter("wte"), parameter("wpe"))
        var x = ids.enumerated().map { position, id in
            (0..<width).map { wte[Int(id) * width + $0] + wpe[position * width + $0] }
        }
        var rows: [[[Float]]] = []
        for layer in 0..<layerCount {
            let name = "h.\(layer)."
            let qkv = linear(x.map { norm($0, name + "ln_1") }, name + "attn.c_attn")
            var layerRows: [[Float]] = []
            var mixed = x.map { _ in [Float]() }
            for head in 0..<width / 64 {
                let p = ids.indices.map { query in probabilities(qkv, query, head) }
                layerRows.append(p[p.count - 1])
                for query in ids.indices {
                    mixed[query] += (0..<64).map { column in
                        sum(ids.indices.map { $0 <= query ? p[query][$0] : 0 }) { key in
                            qkv[key][2 * width + head * 64 + column]
                        }
                    }
                }
            }
            rows.append(layerRows)
            let attention = linear(mixed, name + "attn.c_proj")
            x = zip(x, attention).map { zip($0, $1).map(+) }
            let hidden = linear(x.map { norm($0, name + "ln_2") }, name + "mlp.c_fc")
            let out = linear(hidden.map { $0.map(gelu) }, name + "mlp.c_proj")
            x = zip(x, out).map { zip($0, $1).map(+) }
        }
        return rows
    }

    private func sum(_ left: [Float], _ right: (Int) -> Float) -> Float {
        var sum: Float = 0
        for (index, x) in left.enumerated() { sum += x * right(index) }
        return sum
    }

    private func linear(_ x: [[Float]], _ name: String) -> [[Float]] {
        let (weight, bias) = (parameter(name + ".w"), parameter(name + ".b"))
        return x.map { row in
            bias.indices.map { column in
                sum(row) { weight[$0 * bias.count + column] } + bias[column]
            }
        }
    }

    private func norm(_ x: [Float], _ name: String) -> [Float] {
        let (gain, bias) = (parameter(name + ".g"), parameter(name + ".b"))
        let mean = x.reduce(0, +) / Float(x.count)
        let c = x.map { $0 - mean }
        let scale = 1 / (sum(c) { c[$0] } / Float(x.count) + 1e-5).squareRoot()
        return c.indices.map { c[$0] * scale * gain[$0] + bias[$0] }
    }

    private func probabilities(_ qkv: [[Float]], _ query: Int, _ head: Int) -> [Float] {
        let q = Array(qkv[query][head * 64..<head * 64 + 64])
        let scores = (0...query).map { key in
            sum(q) { qkv[key][width + head * 64 + $0] } * 0.125
        }
        let most = scores.max() ?? 0
        let e = scores.map { Float(Foundation.exp(Double($0 - most))) }
        let scale = 1 / e.reduce(0, +)
        return e.map { $0 * scale }
            + [Float](repeating: 0, count: qkv.count - scores.count)
    }

    private func gelu(_ x: Float) -> Float {
        let z: Float = 0.79788456 * (x + 0.044715 * ((x * x) * x))
        return (0.5 * x) * (1 + Float(Foundation.tanh(Double(z))))
    }
}
