public import Architectures

/// Someone who looks at every tensor of a forward pass, in order, and cannot change any.
public protocol ForwardObserver: AnyObject {
    /// **Shapes:** `dimensions` as the station says, `elements` row-major.
    func observe(_ station: Station, dimensions: [Int], elements: [Int64])
}
