package import Traces

extension TraceLevel {
    /// As `glyphlab trace --level` takes it: parameters are asked for as values, too.
    package var commandText: String {
        switch self {
        case .layers: "layers"
        case .operations: "operations"
        case .values(let name), .weights(let name): "values=\(name)"
        }
    }
}
