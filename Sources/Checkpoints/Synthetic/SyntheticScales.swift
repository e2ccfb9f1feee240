/// The power of two that scales each kind of tensor of GPT-2's form.
public struct SyntheticExponents: Sendable {
    public var tokenEmbedding = -3
    public var positionEmbedding = -4
    public var queryKeyValueWeight = -3
    public var attentionOutputWeight = -5
    public var feedForwardHiddenWeight = -4
    public var feedForwardOutputWeight = -5
    public var linearBias = -5
    public var normGain = -3
    public var normBias = -4

    public init() {}
}

/// The scales of a synthetic model's tensors, by their names without a prefix.
///
/// Golden-bearing: protocol v4, section 7, for GPT-2's form; `synth-q1` for Qwen2's.
struct SyntheticScales {
    private let family: ModelForm.Family
    private let exponents: SyntheticExponents
    private let isWide: Bool

    init(_ family: ModelForm.Family, _ exponents: SyntheticExponents, isWide: Bool) {
        self.family = family
        self.exponents = exponents
        self.isWide = isWide
    }

    func scale(of name: String) -> ElementGenerator.Scale {
        switch family {
        case .gpt2: gpt2(name)
        case .qwen2: qwen2(name)
        }
    }

    private func gpt2(_ name: String) -> ElementGenerator.Scale {
        let kind = name.split(separator: ".").suffix(2).joined(separator: ".")
        let isNorm = kind.hasPrefix("ln_")
        switch kind {
        case "wte.weight": return embedding(exponents.tokenEmbedding)
        case "wpe.weight": return embedding(exponents.positionEmbedding)
        case "c_attn.weight": return matrix(exponents.queryKeyValueWeight)
        case "c_fc.weight": return matrix(exponents.feedForwardHiddenWeight)
        case "c_proj.weight":
            return matrix(
                name.contains(".mlp.")
                    ? exponents.feedForwardOutputWeight : exponents.attentionOutputWeight)
        case _ where isNorm && kind.hasSuffix("weight"): return gain(exponents.normGain)
        case _ where isNorm: return embedding(exponents.normBias)
        default: return embedding(exponents.linearBias)
        }
    }

    private func qwen2(_ name: String) -> ElementGenerator.Scale {
        let kind = name.split(separator: ".").suffix(2).joined(separator: ".")
        return switch kind {
        case "q_proj.weight", "k_proj.weight": matrix(-3)
        case "v_proj.weight", "gate_proj.weight", "up_proj.weight": matrix(-4)
        case "o_proj.weight", "down_proj.weight": matrix(-5)
        case "q_proj.bias": embedding(0)
        case "k_proj.bias": embedding(1)
        case "v_proj.bias": embedding(-3)
        case "embed_tokens.weight": embedding(-3)
        default: gain(-3)
        }
    }

    /// Embeddings and biases, which are never drawn wide.
    private func embedding(_ exponent: Int) -> ElementGenerator.Scale {
        .init(exponent: exponent, offset: 0, widening: 1)
    }

    private func matrix(_ exponent: Int) -> ElementGenerator.Scale {
        .init(exponent: exponent, offset: 0, widening: isWide ? 32 : 1)
    }

    private func gain(_ exponent: Int) -> ElementGenerator.Scale {
        .init(exponent: exponent, offset: 1, widening: isWide ? 16 : 1)
    }
}
