public import Architectures

/// An observer of the outputs of a forward pass, in the order of execution; it cannot change any.
public protocol ForwardObserver: AnyObject {
    /// Whether the outputs of this operation are looked at; what attention would not keep otherwise
    /// is kept then.
    func looksAt(_ operation: Operation) -> Bool

    /// An output that was computed in full. Of a sequence that ends early, nothing more is seen.
    ///
    /// - Parameters:
    ///   - place: in the list of operations that runs.
    ///   - sequence: in the batch.
    func observe(_ operation: Operation, place: Int, sequence: Int, _ tensor: ObservedTensor)
}
