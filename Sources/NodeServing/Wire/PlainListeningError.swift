package import Serving

/// A place where no plain listener can wait.
package struct PlainListeningError: Error, Equatable, CustomStringConvertible {
    package let address: ListeningAddress
    /// In the system's words.
    package let reason: String

    package var description: String {
        "\(address): expected a free address of this machine, got: \(reason)"
    }
}
