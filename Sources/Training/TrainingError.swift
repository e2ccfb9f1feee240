/// A plan, a chunk or weights that no step takes.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// A number of the plan or of the shape outside its bounds.
    case outOfRange(name: String, value: Int, bounds: ClosedRange<Int>)
    case byteCount(name: String, expected: Int, got: Int)
    /// A weight that no step leaves, since every step ends with a clamp.
    case weightRange(index: Int, value: Int32, max: Int32)
    case label(sample: Int, value: UInt8, classCount: Int)
    /// A chunk or weights of another shape than the plan's.
    case shape(expected: String, got: String)

    public var description: String {
        switch self {
        case .outOfRange(let name, let value, let bounds):
            "\(name) is \(value), outside \(bounds.lowerBound) to \(bounds.upperBound)"
        case .byteCount(let name, let expected, let got):
            "\(name) has \(got) bytes instead of \(expected)"
        case .weightRange(let index, let value, let max):
            "weight \(index) is \(value), beyond ±\(max)"
        case .label(let sample, let value, let classCount):
            "sample \(sample) has the label \(value), with \(classCount) classes"
        case .shape(let expected, let got):
            "the shape is \(got) instead of \(expected)"
        }
    }

    /// **Throws:** ``outOfRange(name:value:bounds:)``.
    static func check(
        _ name: String, _ value: Int, in bounds: ClosedRange<Int>
    ) throws(TrainingError) {
        guard bounds.contains(value) else {
            throw .outOfRange(name: name, value: value, bounds: bounds)
        }
    }
}
