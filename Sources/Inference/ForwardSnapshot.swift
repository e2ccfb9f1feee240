package import Architectures

/// The outputs of one operation for all sequences of a batch: a pass goes on from them as if it had
/// computed all before.
package struct ForwardSnapshot: Sendable {
    package let station: Station
    /// The values of each sequence, [T · C] row-major, Q16 within ±2^28.
    package let elements: [[Int32]]

    package init(_ station: Station, elements: [[Int32]]) {
        self.station = station
        self.elements = elements
    }

    /// Whether a pass can go on from there: no later operation reads what stands before.
    package static func isPossible(at station: Station) -> Bool {
        [.embedding, .feedForwardResidual].contains(station.operation)
    }
}
