internal import BigInt
internal import Cryptography
package import PythonValues

/// A `state_dict` of a model or an optimiser, in its order. A tensor is its bytes.
package struct TrainingState: Sendable {
    package enum Value: Sendable {
        /// Little-endian int32 elements.
        case tensor([UInt8])
        /// Anything else, as `str` tells it.
        case other(PythonText)
    }

    package private(set) var values = OrderedTable<Value>()

    package init() {}

    package mutating func set(_ value: Value, for key: PythonText) {
        values.set(value, for: key)
    }

    /// SHA-256 over the values in the order of their keys, in lower hexadecimal.
    ///
    /// **Throws:** ``PythonError/unicode(_:)`` for a surrogate alone.
    package func hash() throws(PythonError) -> String {
        var bytes: [UInt8] = []
        for entry in values.entries.sorted(by: { $0.key < $1.key }) {
            switch entry.value {
            case .tensor(let tensor): bytes += tensor
            case .other(let text): bytes += try text.utf8()
            }
        }
        return Digests.sha256(bytes).text
    }

    /// `str` of the list of the first value's first ten elements; empty where it is no tensor.
    var sample: PythonText {
        get throws(PythonError) {
            guard case .tensor(let bytes)? = values.entries.first?.value else {
                return PythonText()
            }
            let elements = stride(from: 0, to: min(bytes.count, 40) / 4 * 4, by: 4).map { place in
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
            }
            return try PythonValue.list(
                elements.map { .integer(BigInt(Int32(bitPattern: $0))) }
            ).text()
        }
    }
}
