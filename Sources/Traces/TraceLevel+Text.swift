/// Golden-bearing: headers carry these texts.
extension TraceLevel {
    /// `layers`, `operations`, `values=h.3.attn.qkv` or `weights=h.3.attn.c_attn.w`.
    public var text: String {
        switch self {
        case .layers: "layers"
        case .operations: "operations"
        case .values(let operation): "values=" + operation
        case .weights(let parameter): "weights=" + parameter
        }
    }

    /// The level of this text; nil where there is none.
    public init?(text: String) {
        switch text {
        case "layers": self = .layers
        case "operations": self = .operations
        default:
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "values": self = .values(operation: parts[1])
            case "weights": self = .weights(parameter: parts[1])
            default: return nil
            }
        }
    }

    /// Whether the file holds elements.
    var hasValues: Bool {
        switch self {
        case .layers, .operations: false
        case .values, .weights: true
        }
    }
}
