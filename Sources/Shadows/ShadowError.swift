internal import Fingerprints

/// Why there is no shadow of a model.
public enum ShadowError: Error, Equatable, CustomStringConvertible {
    /// A float pass left what is no number, so that nothing can be compared.
    case notFinite(variation: String, prompt: Int, layer: Int, head: Int)

    public var description: String {
        switch self {
        case .notFinite(let variation, let prompt, let layer, let head):
            "shadow: prompt \(prompt), \(variation), layer \(layer), head \(head): expected "
                + "probabilities, got an infinity or no number; the model's activations leave "
                + "float32"
        }
    }
}
